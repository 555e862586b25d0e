// Writes cases.xml of a suite: the <testcase> elements of all its reports, one
// file that junit.xml is later joined from.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "gate/base/digest.h"
#include "gate/io/files.h"
#include "gate/model/evidence.h"
#include "gate/suites/evidence_folder.h"

namespace gate::suites {

class MergedCases {
 public:
  MergedCases(const EvidenceFolder& folder, io::Files& files)
      : folder_(folder), files_(files) {}

  // The file is made with the first bytes.
  void write(std::string_view xml);
  // Names the file in the evidence; EVIDENCE_NOT_WRITTEN if it is not whole.
  void finish(SuiteEvidence& evidence);

 private:
  void give_up(const Error& error);

  const EvidenceFolder& folder_;
  io::Files& files_;
  std::unique_ptr<io::NewFile> file_;
  Sha256 digest_;
  std::optional<Problem> problem_;
};

}  // namespace gate::suites
