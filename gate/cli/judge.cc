#include "gate/ci/origin.h"
#include "gate/cli/commands.h"
#include "gate/cli/console.h"
#include "gate/cli/exit_status.h"
#include "gate/cli/output_folder.h"
#include "gate/cli/publish.h"
#include "gate/runner/runner.h"
#include "gate/suites/collect.h"

namespace gate::cli {
namespace {

constexpr const char* kSuite = "reports";

ReportRules::Counters counters(const std::string& name) {
  if (name == "assertions") return ReportRules::Counters::assertions;
  if (name == "ignore-tests") return ReportRules::Counters::ignore_tests;
  return ReportRules::Counters::cases;
}

Plan plan_of(const JudgeOptions& options, const std::string& workspace) {
  Plan plan;
  plan.service = options.service.empty()
                     ? workspace.substr(workspace.rfind('/') + 1)
                     : options.service;
  plan.scope = "reports";
  plan.nonce = options.nonce;
  PlannedSuite suite;
  suite.name = kSuite;
  suite.kind = kSuite;
  suite.reports = options.paths;
  suite.min_tests = options.min_tests;
  suite.max_skipped = options.max_skipped;
  suite.max_flaky = options.max_flaky;
  suite.rules.expect_files = options.expect_files;
  suite.rules.counters = counters(options.counters);
  plan.suites.push_back(std::move(suite));
  return plan;
}

// Reports may well be judged outside of any repository; the verdict then names
// no commit, and gate verify will not take it for one.
std::optional<Candidate> candidate(const std::string& workspace,
                                   const std::string& out, io::System& system) {
  auto seen = system.git.inspect(workspace, {out});
  if (!seen) return std::nullopt;
  return std::move(*seen);
}

}  // namespace

int judge(const JudgeOptions& options, io::System& system) {
  for (const std::string& path : options.paths)
    if (path.empty())
      return complain({ErrorKind::usage,
                       "PATH: expected a file, a folder or a pattern, found an "
                       "empty word: an unset variable?"});
  auto folder = OutputFolder::take(options.out, system);
  if (!folder) return complain(folder.error());
  const std::string workspace = system.files.current_directory();
  Plan plan = plan_of(options, workspace);
  auto begun = folder->begin(plan, system);
  if (!begun) {
    return complain(begun.error());
  }
  Evidence evidence;
  evidence.origin = ci::detect_origin(system.environment);
  evidence.started = system.clock.now();
  evidence.candidate_before = candidate(workspace, folder->absolute(), system);
  evidence.suites.push_back(
      suites::judge_reports(options.paths, plan.suites[0].rules,
                            {workspace, folder->absolute(), kSuite}, system));
  evidence.candidate_after = evidence.candidate_before;
  evidence.finished = system.clock.now();
  const auto finished =
      publish(std::move(plan), std::move(evidence), *folder, system);
  return answer(finished, *folder, options.common, ShowOutput::none, system);
}

}  // namespace gate::cli
