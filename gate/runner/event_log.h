// events.jsonl: what happened when, one JSON object a line, written while the
// run goes on, so that a killed run leaves its trace.
#pragma once

#include <string>

#include "gate/base/json.h"
#include "gate/io/system.h"
#include "gate/suites/observer.h"

namespace gate::runner {

// Passes every call on to another observer.  A line that cannot be written
// loses only itself: the log is a trace, the verdict does not rest on it.
class EventLog : public suites::Observer {
 public:
  EventLog(std::string path, io::System& system, suites::Observer& next)
      : path_(std::move(path)), system_(system), next_(next) {}

  void run_started(const Plan& plan);
  void run_finished(std::string_view verdict);

  void suite_started(const PlannedSuite& suite,
                     std::optional<std::uint64_t> expected) override;
  void output(std::string_view suite, std::string_view program,
              std::string_view bytes) override;
  void progress(std::string_view suite, std::uint64_t ended) override;
  void program_finished(std::string_view suite,
                        const Execution& execution) override;
  void suite_finished(const SuiteEvidence& evidence) override;

 private:
  Json event(std::string_view name) const;
  void write(const Json& event);

  std::string path_;
  io::System& system_;
  suites::Observer& next_;
};

}  // namespace gate::runner
