#include "gate/verdict/decide.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "gate/verdict/reason_table.h"

namespace gate::verdict {
namespace {

using namespace std::chrono_literals;

const Instant kNow = *parse_instant("2026-11-24T12:00:00Z");
const std::string kCommit(40, 'a');

struct Given {
  Plan plan;
  Evidence evidence;
  Instant now = kNow;
};

TestCase bad(const std::string& name, CaseStatus status = CaseStatus::failed) {
  TestCase test;
  test.classname = "Orders";
  test.name = name;
  test.status = status;
  test.message = "expected 3, found 4";
  test.file = "orders_test.cc";
  test.line = 7;
  return test;
}

// Two suites on staging, an artifact, everything as it should be.
Given passing() {
  Given run;
  run.plan.service = "orders";
  run.plan.scope = "staging";
  run.plan.artifact = "orders.tar.gz";
  run.plan.environment = PlannedEnvironment{
      "staging", "full", "http://staging", "/healthz", 60s, "/version", "$.commit"};
  for (const char* name : {"unit", "integration"}) {
    PlannedSuite planned;
    planned.name = name;
    planned.kind = name;
    planned.min_tests = 2;
    run.plan.suites.push_back(planned);
    SuiteEvidence suite;
    suite.name = name;
    suite.kind = name;
    suite.counts.passed = 3;
    Execution execution;
    execution.argv = {"build/test"};
    execution.end = Execution::End::exited;
    suite.executions.push_back(execution);
    run.evidence.suites.push_back(suite);
  }
  Candidate candidate;
  candidate.commit = kCommit;
  candidate.tree = std::string(40, 'b');
  run.evidence.candidate_before = run.evidence.candidate_after = candidate;
  run.evidence.artifact_sha256_before = run.evidence.artifact_sha256_after =
      std::string(64, 'c');
  run.evidence.environment_before.build = kCommit;
  run.evidence.environment_after.build = kCommit.substr(0, 12);
  run.evidence.environment_after.build = kCommit;
  return run;
}

Verdict decide(const Given& run) {
  return verdict::decide(run.plan, run.evidence, run.now);
}

std::set<std::string> codes(const Verdict& verdict) {
  std::set<std::string> found;
  for (const Reason& reason : verdict.reasons) found.insert(reason.code);
  return found;
}

void fail_case(SuiteEvidence& suite, TestCase test) {
  suite.counts.add(test.status);
  suite.bad_cases.push_back(std::move(test));
}

TEST(Decide, PassesWhenThereIsNoReason) {
  const Verdict verdict = decide(passing());
  EXPECT_EQ(verdict.decision, Decision::pass);
  EXPECT_TRUE(verdict.reasons.empty());
  EXPECT_EQ(verdict.not_after, kNow + 24h);
}

struct Degradation {
  const char* code;
  std::function<void(Given&)> apply;
};

std::vector<Degradation> degradations() {
  return {
      {"INTERRUPTED", [](Given& r) { r.evidence.interrupted_by = 15; }},
      {"NO_SUITES",
       [](Given& r) {
         r.plan.suites.clear();
         r.evidence.suites.clear();
       }},
      {"SUITE_MISSING",
       [](Given& r) {
         r.evidence.suites.erase(r.evidence.suites.begin() + 1);
       }},
      {"INTERNAL",
       [](Given& r) { r.evidence.suites.push_back(r.evidence.suites[0]); }},
      {"INTERNAL",
       [](Given& r) {
         r.evidence.suites.push_back(r.evidence.suites[0]);
         r.evidence.suites.back().name = "unplanned";
       }},
      {"INTERNAL", [](Given& r) { r.evidence.suites[0].counts.skipped = 1; }},
      {"INTERNAL", [](Given& r) { r.evidence.suites[0].counts.failed = 1; }},
      {"CANDIDATE_UNKNOWN", [](Given& r) { r.evidence.candidate_before.reset(); }},
      {"CANDIDATE_UNKNOWN", [](Given& r) { r.evidence.candidate_after.reset(); }},
      {"CANDIDATE_MOVED",
       [](Given& r) { r.evidence.candidate_after->commit = std::string(40, 'f'); }},
      {"CANDIDATE_MOVED",
       [](Given& r) { r.evidence.candidate_after->tree = std::string(40, 'f'); }},
      {"CANDIDATE_CHANGED",
       [](Given& r) { r.evidence.candidate_after->digest = "edited"; }},
      {"ARTIFACT_MISSING",
       [](Given& r) { r.evidence.artifact_sha256_before.clear(); }},
      {"ARTIFACT_MISSING",
       [](Given& r) { r.evidence.artifact_sha256_after.clear(); }},
      {"ARTIFACT_CHANGED",
       [](Given& r) { r.evidence.artifact_sha256_after[0] = 'd'; }},
      {"ENVIRONMENT_NOT_READY",
       [](Given& r) {
         r.evidence.environment_before.problem =
             Problem{"ENVIRONMENT_NOT_READY", "refused", {}};
       }},
      {"BUILD_UNKNOWN", [](Given& r) { r.evidence.environment_before.build = ""; }},
      {"BUILD_UNKNOWN", [](Given& r) { r.evidence.environment_after.build = ""; }},
      {"BUILD_CHANGED",
       [](Given& r) { r.evidence.environment_after.build = "aaaaaaa"; }},
      {"BUILD_MISMATCH",
       [](Given& r) {
         r.evidence.environment_before.build = std::string(40, 'd');
         r.evidence.environment_after.build = std::string(40, 'd');
       }},
      {"BUILD_MISMATCH",
       [](Given& r) {  // too short to name a commit
         r.evidence.environment_before.build = "aaaaaa";
         r.evidence.environment_after.build = "aaaaaa";
       }},
      {"RUNNER_EXIT",
       [](Given& r) { r.evidence.suites[0].executions[0].exit_status = 1; }},
      {"SIGNAL",
       [](Given& r) {
         r.evidence.suites[0].executions[0].end = Execution::End::signalled;
       }},
      {"TIMEOUT",
       [](Given& r) {
         r.evidence.suites[0].executions[0].end = Execution::End::timed_out;
       }},
      {"INTERRUPTED",
       [](Given& r) {
         r.evidence.suites[0].executions[0].end = Execution::End::interrupted;
       }},
      {"SPAWN_FAILED",
       [](Given& r) {
         r.evidence.suites[0].executions[0].end = Execution::End::not_started;
       }},
      {"NO_TESTS", [](Given& r) { r.evidence.suites[0].counts = {}; }},
      {"NONE_EXECUTED",
       [](Given& r) {
         r.evidence.suites[0].counts = {};
         r.evidence.suites[0].counts.skipped = 1;
         r.evidence.suites[0].skipped_cases.push_back(
             bad("A", CaseStatus::skipped));
       }},
      {"BELOW_MINIMUM", [](Given& r) { r.evidence.suites[0].counts.passed = 1; }},
      {"TOO_MANY_SKIPPED",
       [](Given& r) {
         r.plan.suites[0].max_skipped = 0;
         r.evidence.suites[0].counts.skipped = 1;
         r.evidence.suites[0].skipped_cases.push_back(
             bad("A", CaseStatus::skipped));
       }},
      {"FLAKY",
       [](Given& r) {
         r.evidence.suites[0].counts.flaky = 1;
         r.evidence.suites[0].flaky_cases.push_back(bad("A", CaseStatus::flaky));
       }},
      {"TEST_FAILED", [](Given& r) { fail_case(r.evidence.suites[0], bad("A")); }},
      {"TEST_FAILED",
       [](Given& r) {
         fail_case(r.evidence.suites[0], bad("A", CaseStatus::errored));
       }},
      {"TEST_FAILED",
       [](Given& r) {
         r.evidence.suites[0].counts.failed = 5;
         r.evidence.suites[0].more_bad_cases = 5;
       }},
      {"NOT_RUN",
       [](Given& r) {
         TestCase test = bad("A", CaseStatus::errored);
         test.code = "NOT_RUN";
         fail_case(r.evidence.suites[0], test);
       }},
      {"UNREPORTED",
       [](Given& r) { r.evidence.suites[0].unreported_cases = {"Orders.Late"}; }},
      {"REQUIRED_CASE",
       [](Given& r) {
         r.plan.suites[0].required_cases = {"Orders.A"};
         r.evidence.suites[0].counts.skipped = 1;
         r.evidence.suites[0].skipped_cases.push_back(
             bad("A", CaseStatus::skipped));
       }},
      {"REQUIRED_CASE",
       [](Given& r) {
         r.plan.suites[0].required_cases = {"Orders.A"};
         r.evidence.suites[0].counts.skipped = 9;
         r.evidence.suites[0].more_skipped_cases = 9;
       }},
      {"TOO_SLOW",
       [](Given& r) {
         r.plan.suites[0].max_duration = 1s;
         r.evidence.suites[0].duration = 1001ms;
       }},
      {"EVIDENCE_LOST",
       [](Given& r) {
         r.evidence.problems.push_back({"EVIDENCE_LOST", "gone", "x.xml"});
       }},
      {"INTERNAL",
       [](Given& r) {
         r.evidence.suites[0].problems.push_back({"NEVER_HEARD_OF", "?", ""});
       }},
  };
}

TEST(Decide, EachSingleDegradationIsRedForItsReason) {
  for (const Degradation& degradation : degradations()) {
    Given run = passing();
    degradation.apply(run);
    const Verdict verdict = decide(run);
    EXPECT_EQ(verdict.decision, Decision::fail) << degradation.code;
    EXPECT_TRUE(codes(verdict).count(degradation.code)) << degradation.code;
  }
}

// Every row of the table is red as a problem of a suite, of the run and of the
// environment: nothing that a collector says can be overheard.
TEST(Decide, EachReasonCodeIsRedWhereverItIsSaid) {
  for (const ReasonRow& row : reason_table()) {
    const Problem problem{std::string(row.code), "said", "file:1"};
    Given of_suite = passing();
    of_suite.evidence.suites[1].problems = {problem};
    Given of_run = passing();
    of_run.evidence.problems = {problem};
    Given of_environment = passing();
    of_environment.evidence.environment_after.problem = problem;
    for (const Given& run : {of_suite, of_run, of_environment}) {
      const Verdict verdict = decide(run);
      EXPECT_EQ(verdict.decision, Decision::fail) << row.code;
      EXPECT_TRUE(codes(verdict).count(std::string(row.code))) << row.code;
      EXPECT_EQ(verdict.reasons[0].undecided, row.undecided);
      EXPECT_FALSE(verdict.reasons[0].remedy.empty());
      EXPECT_FALSE(verdict.reasons[0].cleared_by.empty());
    }
  }
}

// Adding trouble never turns a fail into a pass.
TEST(Decide, NoSecondDegradationMakesAPass) {
  const auto all = degradations();
  for (const Degradation& first : all) {
    for (const Degradation& second : all) {
      Given run = passing();
      first.apply(run);
      if (run.evidence.suites.empty()) continue;
      if (!run.evidence.candidate_after || !run.evidence.candidate_before)
        continue;
      second.apply(run);
      EXPECT_EQ(decide(run).decision, Decision::fail)
          << first.code << " + " << second.code;
    }
  }
}

Waiver waiver() {
  return {"unit", "Orders.A", "known", "ann", kNow + 1h};
}

TEST(Decide, AWaiverTurnsOneFailureIntoAListedException) {
  Given run = passing();
  run.plan.policy.waivers = {waiver()};
  fail_case(run.evidence.suites[0], bad("A"));
  const Verdict verdict = decide(run);
  EXPECT_EQ(verdict.decision, Decision::pass);
  ASSERT_EQ(verdict.waivers_used.size(), 1u);
  EXPECT_EQ(verdict.waivers_used[0].test, "Orders.A");
}

TEST(Decide, AWaiverHoldsForItsCaseItsSuiteAndItsTimeOnly) {
  Given other_case = passing();
  other_case.plan.policy.waivers = {waiver()};
  fail_case(other_case.evidence.suites[0], bad("B"));
  Given other_suite = passing();
  other_suite.plan.policy.waivers = {waiver()};
  fail_case(other_suite.evidence.suites[1], bad("A"));
  Given expired = passing();
  expired.plan.policy.waivers = {waiver()};
  expired.now = kNow + 1h;
  fail_case(expired.evidence.suites[0], bad("A"));
  for (const Given& run : {other_case, other_suite, expired})
    EXPECT_EQ(codes(decide(run)), std::set<std::string>{"TEST_FAILED"});
}

TEST(Decide, AWaiverDoesNotCoverWhatIsNotListed) {
  Given run = passing();
  run.plan.policy.waivers = {waiver()};
  fail_case(run.evidence.suites[0], bad("A"));
  run.evidence.suites[0].more_bad_cases = 1;
  run.evidence.suites[0].counts.failed += 1;
  EXPECT_EQ(codes(decide(run)), std::set<std::string>{"TEST_FAILED"});
}

TEST(Decide, ProblemsOfOneCodeAreOneReasonThatCountsThem) {
  Given run = passing();
  for (int i = 0; i < 2000; ++i)
    run.evidence.suites[0].problems.push_back(
        {"STALE", "r.xml is old", "r.xml"});
  const Verdict verdict = decide(run);
  ASSERT_EQ(verdict.reasons.size(), 1u);
  EXPECT_EQ(verdict.reasons[0].message, "r.xml is old (and 1999 more like it)");
  EXPECT_LE(verdict.reasons[0].evidence.size(), 20u);
}

TEST(Decide, AFailureSaysWhichCaseWhereAndWhat) {
  Given run = passing();
  fail_case(run.evidence.suites[0], bad("A"));
  fail_case(run.evidence.suites[0], bad("B"));
  const Verdict verdict = decide(run);
  ASSERT_EQ(verdict.reasons.size(), 1u);
  const Reason& reason = verdict.reasons[0];
  EXPECT_EQ(reason.message,
            "2 of 5 cases failed: Orders.A and 1 more: expected 3, found 4");
  EXPECT_EQ(reason.cases, (std::vector<std::string>{"Orders.A", "Orders.B"}));
  EXPECT_EQ(reason.evidence, (std::vector<std::string>{"orders_test.cc:7"}));
}

TEST(Decide, AShardMayHaveAnEmptyShareOfASuite) {
  Given run = passing();
  run.evidence.suites[0] = {};
  run.evidence.suites[0].name = "unit";
  run.evidence.suites[0].shard_count = 3;
  EXPECT_EQ(decide(run).decision, Decision::pass);
  run.evidence.suites[0].executions.push_back({});
  EXPECT_EQ(decide(run).decision, Decision::fail);
}

TEST(ReasonTable, CodesAreUniqueAndWordsAreComplete) {
  std::set<std::string_view> seen;
  for (const ReasonRow& row : reason_table()) {
    EXPECT_TRUE(seen.insert(row.code).second) << row.code;
    EXPECT_EQ(row.meaning.back(), '.') << row.code;
    EXPECT_FALSE(row.remedy.empty()) << row.code;
    EXPECT_TRUE(is_reason_code(row.code));
  }
  EXPECT_EQ(reason_row("NEVER_HEARD_OF").code, "INTERNAL");
}

}  // namespace
}  // namespace gate::verdict
