// Turns report files into evidence: found by glob, opened once, checked before
// they are believed, streamed through the JUnit reader while their bytes are
// hashed and kept.  What is wrong with a file is a Problem of the suite.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gate/io/system.h"
#include "gate/junit/collector.h"
#include "gate/model/evidence.h"
#include "gate/model/report_rules.h"
#include "gate/suites/evidence_folder.h"

namespace gate::suites {

// A copy below reports/ of everything that is not larger, so that the evidence
// stands on its own.
inline constexpr std::uint64_t kLargestCopy = 64u << 20;

class ReportCollector {
 public:
  // All references are borrowed.  Merged cases go to cases.xml of the folder.
  ReportCollector(const ReportRules& rules, const EvidenceFolder& folder,
                  io::Files& files, io::Clock& clock);
  ~ReportCollector();

  junit::Collector& cases();

  // Absolute paths of the reports that the globs mean, sorted, each once, the
  // output folder left out.  NO_INPUT, MISSING_SHARD and LIMITS are noted.
  std::vector<std::string> find(const std::vector<std::string>& globs);

  // not_before: an older file is STALE and not read; nullopt: any age.
  void read(const std::string& path, std::optional<Instant> not_before);
  // A report that the gate itself placed: name below the evidence folder.
  void read_own(const std::string& name);

  // How many reports were read so far; they stand in this order in the evidence.
  std::size_t reports() const;
  void finish(SuiteEvidence& evidence);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

struct JudgeContext {
  std::string workspace;  // absolute; paths are relative to it
  std::string out;        // absolute
  std::string name = "reports";
};

// The reports that other steps wrote: files, folders (every *.xml below) and
// globs.  Nothing is run, any age will do.  Never an Error: trouble is in the
// evidence.
SuiteEvidence judge_reports(const std::vector<std::string>& paths,
                            const ReportRules& rules,
                            const JudgeContext& context, io::System& system);

}  // namespace gate::suites
