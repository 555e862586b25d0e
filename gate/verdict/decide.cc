#include "gate/verdict/decide.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "gate/base/text.h"
#include "gate/verdict/reason_table.h"

namespace gate::verdict {
namespace {

constexpr std::size_t kNamedCases = 20;
constexpr std::size_t kNamedEvidence = 20;

Reason make_reason(std::string_view code, std::string_view suite,
                   std::string message) {
  const ReasonRow& row = reason_row(code);
  Reason reason;
  reason.code = row.code;
  reason.suite = suite;
  // An unknown code is our own mistake; its words must not be lost.
  reason.message = row.code == code
                       ? std::move(message)
                       : fmt::format("unknown reason {}: {}", code, message);
  reason.remedy = row.remedy;
  reason.cleared_by = row.cleared_by;
  reason.undecided = row.undecided;
  return reason;
}

void name_cases(Reason& reason, const std::vector<std::string>& cases) {
  const std::size_t named = std::min(cases.size(), kNamedCases);
  reason.cases.assign(cases.begin(),
                      cases.begin() + static_cast<std::ptrdiff_t>(named));
}

std::string first_and_count(const std::vector<std::string>& cases) {
  if (cases.size() == 1) return cases.front();
  return fmt::format("{} and {} more", cases.front(), cases.size() - 1);
}

// Problems of one code in one suite are one reason: 2,000 stale files are one
// thing to understand.
void add_problems(std::vector<Reason>& reasons, std::string_view suite,
                  const std::vector<Problem>& problems) {
  std::vector<std::string> order;
  for (const Problem& problem : problems)
    if (std::find(order.begin(), order.end(), problem.code) == order.end())
      order.push_back(problem.code);
  for (const std::string& code : order) {
    Reason reason;
    std::size_t count = 0;
    for (const Problem& problem : problems) {
      if (problem.code != code) continue;
      if (++count == 1) reason = make_reason(code, suite, problem.message);
      if (!problem.evidence.empty() && reason.evidence.size() < kNamedEvidence)
        reason.evidence.push_back(problem.evidence);
    }
    if (count > 1)
      reason.message += fmt::format(" (and {} more like it)", count - 1);
    reasons.push_back(std::move(reason));
  }
}

bool has_code(const std::vector<Reason>& reasons, std::string_view code) {
  return std::any_of(reasons.begin(), reasons.end(),
                     [&](const Reason& r) { return r.code == code; });
}

// Judges one suite; collects its reasons and the waivers that it used.
class SuiteJudge {
 public:
  SuiteJudge(const Plan& plan, const PlannedSuite& planned,
             const SuiteEvidence& evidence, Instant now)
      : plan_(plan), planned_(planned), evidence_(evidence), now_(now) {}

  std::vector<Reason> judge(std::vector<Waiver>& waivers_used) {
    add_problems(reasons_, planned_.name, evidence_.problems);
    judge_executions();
    judge_bookkeeping();
    judge_amount();
    judge_cases(waivers_used);
    judge_required();
    judge_duration();
    return std::move(reasons_);
  }

 private:
  Reason& add(std::string_view code, std::string message) {
    reasons_.push_back(make_reason(code, planned_.name, std::move(message)));
    return reasons_.back();
  }

  // The suite reports how its processes ended as problems; here is the net below
  // it: an end that is not a plain good exit needs a reason, whoever forgot it.
  void judge_executions() {
    for (const Execution& run : evidence_.executions) {
      const std::string program = run.argv.empty() ? "a program" : run.argv[0];
      std::string_view code;
      std::string found;
      switch (run.end) {
        case Execution::End::exited:
          if (std::count(planned_.exit_codes.begin(), planned_.exit_codes.end(),
                         run.exit_status) > 0 ||
              evidence_.counts.bad() > 0)
            continue;
          code = "RUNNER_EXIT";
          found = fmt::format("{} exited with {}", program, run.exit_status);
          break;
        case Execution::End::signalled:
          code = "SIGNAL";
          found = fmt::format("{} died of signal {}", program, run.signal);
          break;
        case Execution::End::timed_out:
          code = "TIMEOUT";
          found = fmt::format("{} was killed after {}", program,
                              describe(planned_.timeout));
          break;
        case Execution::End::interrupted:
          code = "INTERRUPTED";
          found = fmt::format("{} was stopped", program);
          break;
        case Execution::End::not_started:
          code = "SPAWN_FAILED";
          found = fmt::format("{} did not start: {}", program, run.trouble);
          break;
      }
      if (has_code(reasons_, code)) continue;
      Reason& reason = add(code, found);
      if (!run.log.empty()) reason.evidence.push_back(run.log);
    }
  }

  // Every case that came in is counted exactly once.
  void judge_bookkeeping() {
    const Counts& counts = evidence_.counts;
    const auto check = [&](std::uint64_t counted, std::size_t kept,
                           std::uint64_t more, std::string_view what) {
      if (counted != kept + more)
        add("INTERNAL", fmt::format("{} {} cases are counted, {} are listed",
                                    counted, what, kept + more));
    };
    check(counts.bad(), evidence_.bad_cases.size(), evidence_.more_bad_cases,
          "failed or errored");
    check(counts.flaky, evidence_.flaky_cases.size(),
          evidence_.more_flaky_cases, "flaky");
    check(counts.skipped, evidence_.skipped_cases.size(),
          evidence_.more_skipped_cases, "skipped");
    for (const TestCase& test : evidence_.bad_cases)
      if (test.status != CaseStatus::failed &&
          test.status != CaseStatus::errored)
        add("INTERNAL", fmt::format("{} is listed as bad, but is {}",
                                    case_id(test), name_of(test.status)));
  }

  // A shard may be left without a case of this suite; the merged run may not.
  bool is_empty_share() const {
    return evidence_.shard_count > 1 && evidence_.executions.empty() &&
           evidence_.reports.empty() && evidence_.problems.empty();
  }

  bool is_whole() const {
    return evidence_.whole && evidence_.shard_count == 1;
  }

  void judge_amount() {
    const Counts& counts = evidence_.counts;
    if (is_empty_share()) return;
    if (counts.total() == 0) {
      // NO_INPUT, EMPTY_FILE and their kin already say why there is nothing.
      if (reasons_.empty()) add("NO_TESTS", "no case was reported");
    } else if (counts.executed() == 0 && !planned_.rules.allow_all_skipped) {
      if (!has_code(reasons_, "NONE_EXECUTED"))
        add("NONE_EXECUTED",
            fmt::format("all {} were skipped", plural(counts.total(), "case")));
    }
    if (planned_.min_tests && is_whole() &&
        counts.executed() < *planned_.min_tests)
      add("BELOW_MINIMUM", fmt::format("expected at least {} to run, found {}",
                                       plural(*planned_.min_tests, "case"),
                                       counts.executed()));
    if (planned_.max_skipped && counts.skipped > *planned_.max_skipped)
      add("TOO_MANY_SKIPPED", fmt::format("expected at most {} skipped, found {}",
                                          *planned_.max_skipped,
                                          counts.skipped));
    if (counts.flaky > planned_.max_flaky) judge_flaky();
  }

  void judge_flaky() {
    std::vector<std::string> names;
    for (const TestCase& test : evidence_.flaky_cases)
      names.push_back(case_id(test));
    Reason& reason = add(
        "FLAKY", fmt::format("expected at most {} flaky, found {}",
                             plural(planned_.max_flaky, "case"),
                             evidence_.counts.flaky));
    name_cases(reason, names);
  }

  const Waiver* find_waiver(const TestCase& test) const {
    const std::string id = case_id(test);
    for (const Waiver& waiver : plan_.policy.waivers)
      if (waiver.suite == planned_.name && waiver.test == id &&
          now_ < waiver.until)
        return &waiver;
    return nullptr;
  }

  void judge_cases(std::vector<Waiver>& waivers_used) {
    std::vector<std::string> order;
    for (const TestCase& test : evidence_.bad_cases) {
      if (const Waiver* waiver = find_waiver(test)) {
        if (std::find(waivers_used.begin(), waivers_used.end(), *waiver) ==
            waivers_used.end())
          waivers_used.push_back(*waiver);
        continue;
      }
      const std::string code = test.code.empty() ? "TEST_FAILED" : test.code;
      if (std::find(order.begin(), order.end(), code) == order.end())
        order.push_back(code);
    }
    for (const std::string& code : order) add_cases(code);
    if (evidence_.more_bad_cases > 0 && !has_code(reasons_, "TEST_FAILED"))
      add("TEST_FAILED", fmt::format("{} more cases failed than are listed",
                                     evidence_.more_bad_cases));
    if (!evidence_.unreported_cases.empty()) {
      Reason& reason =
          add("UNREPORTED",
              fmt::format("{} never reported: {}",
                          plural(evidence_.unreported_cases.size(), "case"),
                          first_and_count(evidence_.unreported_cases)));
      name_cases(reason, evidence_.unreported_cases);
    }
  }

  void add_cases(const std::string& code) {
    std::vector<std::string> names;
    std::vector<std::string> places;
    const TestCase* first = nullptr;
    for (const TestCase& test : evidence_.bad_cases) {
      const std::string own = test.code.empty() ? "TEST_FAILED" : test.code;
      if (own != code || find_waiver(test)) continue;
      if (!first) first = &test;
      names.push_back(case_id(test));
      if (!test.file.empty())
        places.push_back(test.line > 0
                             ? fmt::format("{}:{}", test.file, test.line)
                             : test.file);
      else if (!test.report.empty())
        places.push_back(test.report);
    }
    const std::uint64_t count =
        names.size() + (code == "TEST_FAILED" ? evidence_.more_bad_cases : 0);
    std::string message =
        fmt::format("{} of {} failed: {}", count,
                    plural(evidence_.counts.total(), "case"),
                    first_and_count(names));
    if (!first->message.empty()) message += ": " + shorten(first->message, 300);
    if (has_code(reasons_, code)) return;
    Reason& reason = add(code, message);
    name_cases(reason, names);
    for (const std::string& place : places)
      if (reason.evidence.size() < kNamedEvidence &&
          std::find(reason.evidence.begin(), reason.evidence.end(), place) ==
              reason.evidence.end())
        reason.evidence.push_back(place);
  }

  void judge_required() {
    if (!is_whole()) return;
    std::set<std::string> not_passed(evidence_.unreported_cases.begin(),
                                     evidence_.unreported_cases.end());
    for (const TestCase& test : evidence_.bad_cases)
      not_passed.insert(case_id(test));
    for (const TestCase& test : evidence_.skipped_cases)
      not_passed.insert(case_id(test));
    std::vector<std::string> missing;
    for (const std::string& id : planned_.required_cases)
      if (not_passed.count(id) > 0) missing.push_back(id);
    // Of cases that are counted but not listed nobody can say which they are.
    const bool unknown =
        !planned_.required_cases.empty() && missing.empty() &&
        evidence_.more_skipped_cases + evidence_.more_bad_cases > 0;
    if (unknown)
      add("REQUIRED_CASE",
          "too many cases were skipped or failed to list them all, so the "
          "required ones cannot be told from them");
    if (missing.empty()) return;
    Reason& reason = add("REQUIRED_CASE", fmt::format("did not run and pass: {}",
                                                      first_and_count(missing)));
    name_cases(reason, missing);
  }

  void judge_duration() {
    if (planned_.max_duration && evidence_.duration > *planned_.max_duration)
      add("TOO_SLOW", fmt::format("expected at most {}, took {}",
                                  describe(*planned_.max_duration),
                                  describe(evidence_.duration)));
  }

  const Plan& plan_;
  const PlannedSuite& planned_;
  const SuiteEvidence& evidence_;
  Instant now_;
  std::vector<Reason> reasons_;
};

void judge_candidate(std::vector<Reason>& reasons, const Plan& plan,
                     const Evidence& evidence) {
  if (plan.scope == "reports") return;
  const auto& before = evidence.candidate_before;
  const auto& after = evidence.candidate_after;
  if (!before || !after) {
    if (!has_code(reasons, "CANDIDATE_UNKNOWN") &&
        (!before || evidence.interrupted_by == 0))
      reasons.push_back(make_reason(
          "CANDIDATE_UNKNOWN", "",
          fmt::format("the repository could not be read {} the suites",
                      before ? "after" : "before")));
    return;
  }
  if (before->commit != after->commit || before->tree != after->tree)
    reasons.push_back(
        make_reason("CANDIDATE_MOVED", "",
                    fmt::format("HEAD was {} before the suites and is {} after",
                                before->commit, after->commit)));
  else if (before->digest != after->digest)
    reasons.push_back(make_reason(
        "CANDIDATE_CHANGED", "",
        fmt::format("tracked files changed during the run{}",
                    after->dirty_paths.empty()
                        ? std::string()
                        : ": " + after->dirty_paths.front())));
}

void judge_artifact(std::vector<Reason>& reasons, const Plan& plan,
                    const Evidence& evidence) {
  if (plan.artifact.empty()) return;
  const std::string& before = evidence.artifact_sha256_before;
  const std::string& after = evidence.artifact_sha256_after;
  if (before.empty() || (after.empty() && evidence.interrupted_by == 0)) {
    if (!has_code(reasons, "ARTIFACT_MISSING"))
      reasons.push_back(make_reason(
          "ARTIFACT_MISSING", "",
          fmt::format("{} could not be read {} the suites", plan.artifact,
                      before.empty() ? "before" : "after")));
  } else if (!after.empty() && before != after) {
    reasons.push_back(make_reason(
        "ARTIFACT_CHANGED", "",
        fmt::format("{} was {} before the suites and is {} after",
                    plan.artifact, before.substr(0, 12), after.substr(0, 12))));
  }
}

void judge_build(std::vector<Reason>& reasons, const Plan& plan,
                 const Evidence& evidence) {
  if (plan.environment->build_path.empty()) return;
  const std::string& before = evidence.environment_before.build;
  const std::string& after = evidence.environment_after.build;
  // Nothing is started against another build, so nobody looks again.
  if (!before.empty() && evidence.candidate_before &&
      !names_commit(before, evidence.candidate_before->commit))
    reasons.push_back(make_reason(
        "BUILD_MISMATCH", "",
        fmt::format("expected {} to run {}, found {}", plan.environment->name,
                    evidence.candidate_before->commit, before)));
  if (before.empty() || after.empty()) {
    if (!has_code(reasons, "BUILD_UNKNOWN") &&
        !has_code(reasons, "BUILD_MISMATCH") &&
        !has_code(reasons, "ENVIRONMENT_NOT_READY") &&
        (before.empty() || evidence.interrupted_by == 0))
      reasons.push_back(make_reason(
          "BUILD_UNKNOWN", "",
          fmt::format("{} did not name its build {} the suites",
                      plan.environment->name,
                      before.empty() ? "before" : "after")));
    return;
  }
  if (before != after)
    reasons.push_back(make_reason(
        "BUILD_CHANGED", "",
        fmt::format("{} ran build {} before the suites and {} after",
                    plan.environment->name, before, after)));
}

void judge_environment(std::vector<Reason>& reasons, const Plan& plan,
                       const Evidence& evidence) {
  if (!plan.environment) return;
  std::vector<Problem> problems;
  for (const auto* seen :
       {&evidence.environment_before, &evidence.environment_after})
    if (seen->problem) problems.push_back(*seen->problem);
  add_problems(reasons, "", problems);
  judge_build(reasons, plan, evidence);
}

// Reasons after which no further suite is started.
bool called_off(const std::vector<Reason>& reasons) {
  return has_code(reasons, "INTERRUPTED") ||
         has_code(reasons, "ENVIRONMENT_NOT_READY") ||
         has_code(reasons, "BUILD_UNKNOWN") ||
         has_code(reasons, "BUILD_MISMATCH");
}

void judge_suites(Verdict& verdict, const Plan& plan, const Evidence& evidence,
                  Instant now) {
  if (plan.suites.empty())
    verdict.reasons.push_back(
        make_reason("NO_SUITES", "", "the plan holds no suite"));
  for (const PlannedSuite& planned : plan.suites) {
    std::vector<const SuiteEvidence*> found;
    for (const SuiteEvidence& suite : evidence.suites)
      if (suite.name == planned.name) found.push_back(&suite);
    if (found.empty()) {
      // The run was called off, and the verdict says by what: once is enough.
      if (!called_off(verdict.reasons))
        verdict.reasons.push_back(make_reason("SUITE_MISSING", planned.name,
                                              "the suite left no result"));
      continue;
    }
    if (found.size() > 1)
      verdict.reasons.push_back(make_reason(
          "INTERNAL", planned.name,
          fmt::format("the suite left {} results", found.size())));
    auto reasons = SuiteJudge(plan, planned, *found.front(), now)
                       .judge(verdict.waivers_used);
    verdict.reasons.insert(verdict.reasons.end(), reasons.begin(),
                           reasons.end());
  }
  for (const SuiteEvidence& suite : evidence.suites)
    if (std::none_of(plan.suites.begin(), plan.suites.end(),
                     [&](const auto& p) { return p.name == suite.name; }))
      verdict.reasons.push_back(make_reason("INTERNAL", suite.name,
                                            "a result of no planned suite"));
}

}  // namespace

Verdict decide(const Plan& plan, const Evidence& evidence, Instant now) {
  Verdict verdict;
  verdict.decided = now;
  verdict.not_after = now + plan.policy.valid_for;
  verdict.interrupted_by = evidence.interrupted_by;
  auto& reasons = verdict.reasons;
  if (evidence.interrupted_by != 0)
    reasons.push_back(
        make_reason("INTERRUPTED", "",
                    fmt::format("signal {} ended the run",
                                evidence.interrupted_by)));
  add_problems(reasons, "", evidence.problems);
  judge_candidate(reasons, plan, evidence);
  judge_artifact(reasons, plan, evidence);
  judge_environment(reasons, plan, evidence);
  judge_suites(verdict, plan, evidence, now);
  if (reasons.empty()) verdict.decision = Decision::pass;
  return verdict;
}

std::string suite_status(const Verdict& verdict, const Evidence& evidence,
                         const PlannedSuite& suite) {
  if (std::none_of(evidence.suites.begin(), evidence.suites.end(),
                   [&](const auto& s) { return s.name == suite.name; }))
    return "missing";
  bool undecided = false;
  for (const Reason& reason : verdict.reasons) {
    if (reason.suite != suite.name) continue;
    if (!reason.undecided) return "failed";
    undecided = true;
  }
  return undecided ? "undecided" : "passed";
}

}  // namespace gate::verdict
