// Adds up the documents of one suite into its evidence: counts, the bad cases
// that are kept, identity conflicts over all files, and which of the listed
// cases never reported.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gate/junit/reader.h"
#include "gate/model/evidence.h"
#include "gate/model/report_rules.h"

namespace gate::junit {

class Collector {
 public:
  // Receives the merged <testcase> elements, in order.
  using Writer = std::function<void(std::string_view xml)>;

  Collector(const ReportRules& rules, Writer writer);
  ~Collector();

  // Case ids (model/test_case) that must be reported; called before the first
  // document.  Those that were not seen end in unreported_cases.
  void expect(const std::vector<std::string>& case_ids);

  // Some frameworks report every case that they were told to leave out as
  // skipped.  From here on a skipped case that is not expected counts nowhere.
  void drop_unexpected_skips();

  // Begins a document; feed it, then end_document() with what is known of it.
  Reader& begin_document(const std::string& path);
  void end_document(ReportFile file);

  // A problem that was found outside the documents.
  void add(Problem problem);

  // Puts counts, cases, reports, problems and warnings into the evidence.
  void finish(SuiteEvidence& evidence);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gate::junit
