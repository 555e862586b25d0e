#include "gate/suites/exits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <span>

#include "gate/base/text.h"

namespace gate::suites {
namespace {

bool is_among(int status, std::span<const int> statuses) {
  return std::find(statuses.begin(), statuses.end(), status) != statuses.end();
}

bool means_failed(const PlannedSuite& suite, const Framework& framework,
                  int status) {
  return is_among(status, suite.failed_exit_codes.empty()
                              ? framework.failed_exit_codes
                              : std::span<const int>(suite.failed_exit_codes));
}

std::string while_running(const ProgramEnd& end) {
  return end.running.empty() ? std::string()
                             : fmt::format(" while it ran {}", end.running);
}

std::string signal_name(int signal) {
  const char* name = sigabbrev_np(signal);
  return name ? fmt::format("signal {} (SIG{})", signal, name)
              : fmt::format("signal {}", signal);
}

std::string statuses(std::span<const int> all) {
  return fmt::format("{}", fmt::join(all, " or "));
}

}  // namespace

bool ended_by_itself(const Execution& execution) {
  return execution.end == Execution::End::exited;
}

std::vector<Problem> exit_problems(const PlannedSuite& suite,
                                   const Framework& framework,
                                   const ProgramEnd& end) {
  const Execution& run = end.execution;
  switch (run.end) {
    case Execution::End::not_started:
      return {{"SPAWN_FAILED",
               fmt::format("{} could not be started: {}", end.program,
                           run.trouble),
               run.log}};
    case Execution::End::timed_out:
      return {{"TIMEOUT",
               fmt::format("{} did not end within {} and was killed{}",
                           end.program, describe(suite.timeout),
                           while_running(end)),
               run.log}};
    case Execution::End::interrupted:
      return {{"INTERRUPTED",
               fmt::format("{} was stopped because the gate was{}",
                           end.program, while_running(end)),
               run.log}};
    case Execution::End::signalled:
      return {{"SIGNAL",
               fmt::format("{} died of {}{}", end.program,
                           signal_name(run.signal), while_running(end)),
               run.log}};
    case Execution::End::exited:
      break;
  }
  // It ran, but not as promised: its log is not whole, or somebody outlived it.
  if (!run.trouble.empty())
    return {{"EVIDENCE_NOT_WRITTEN",
             fmt::format("{}: {}", end.program, run.trouble), run.log}};
  if (is_among(run.exit_status, suite.exit_codes)) return {};
  const bool says_failed = means_failed(suite, framework, run.exit_status);
  if (says_failed && end.bad_cases > 0) return {};
  return {{"RUNNER_EXIT",
           fmt::format("{} exited with {}, expected {}{}{}", end.program,
                       run.exit_status, statuses(suite.exit_codes),
                       while_running(end),
                       says_failed ? ", and no failed case explains it" : ""),
           run.log}};
}

std::vector<Problem> exit_warnings(const PlannedSuite& suite,
                                   const ProgramEnd& end) {
  const Execution& run = end.execution;
  std::vector<Problem> warnings;
  if (run.survivors > 0)
    warnings.push_back(
        {"PROCESS_LEFT_BEHIND",
         fmt::format("{} left {} running, killed", end.program,
                     plural(run.survivors, "process", "processes")),
         run.log});
  if (run.output_cut)
    warnings.push_back(
        {"OUTPUT_TRUNCATED",
         fmt::format("{} printed {} bytes; the log keeps head and tail",
                     end.program, run.output_bytes),
         run.log});
  if (run.end == Execution::End::exited && end.bad_cases > 0 &&
      is_among(run.exit_status, suite.exit_codes))
    warnings.push_back(
        {"EXIT_CONTRADICTS_REPORT",
         fmt::format("{} exited with {}, although {} failed", end.program,
                     run.exit_status, plural(end.bad_cases, "case")),
         run.log});
  return warnings;
}

}  // namespace gate::suites
