#include "tests/support/builders.h"

#include <utility>

namespace gate::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Instant kStart{milliseconds(1'795'536'000'000)};  // 2026-11-24
const std::string kCommit = "3f2c1a9d0b7e4c5f8a6b1d2e3f4a5b6c7d8e9f00";
const std::string kTree = "9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b";
const std::string kDigest(64, 'a');

Candidate candidate() {
  Candidate value;
  value.commit = kCommit;
  value.tree = kTree;
  value.branch = "main";
  value.digest = std::string(64, 'c');
  return value;
}

Execution execution(std::string program, std::string log) {
  Execution value;
  value.argv = {std::move(program), "--gtest_output=xml:report.xml"};
  value.end = Execution::End::exited;
  value.started = kStart + seconds(1);
  value.duration = milliseconds(8'100);
  value.log = std::move(log);
  value.output_bytes = 48'213;
  value.output_sha256 = std::string(64, 'd');
  return value;
}

ReportFile report_file(std::string path, std::uint64_t passed) {
  ReportFile file;
  file.path = std::move(path);
  file.stored = "suites/01/reports/0001.xml";
  file.sha256 = std::string(64, 'e');
  file.bytes = 91'442;
  file.counts.passed = passed;
  return file;
}

void pass(Run& run) {
  run.verdict.decision = Decision::pass;
  run.verdict.reasons.clear();
  run.verdict.decided = run.evidence.finished;
  run.verdict.not_after = run.evidence.finished + run.plan.policy.valid_for;
}

void fail(Run& run, std::vector<Reason> reasons) {
  run.verdict.decision = Decision::fail;
  run.verdict.reasons = std::move(reasons);
  run.verdict.decided = run.evidence.finished;
  run.verdict.not_after = {};
}

void bear(SuiteEvidence& suite, TestCase test) {
  suite.counts.add(test.status);
  suite.bad_cases.push_back(std::move(test));
}

TestCase slow_case(std::string name, double time) {
  TestCase test = passed_case("OrdersTest", std::move(name), time);
  return test;
}

}  // namespace

TestCase passed_case(std::string classname, std::string name, double time) {
  TestCase test;
  test.classname = std::move(classname);
  test.name = std::move(name);
  test.status = CaseStatus::passed;
  test.seconds = time;
  test.report = "reports/unit.xml";
  return test;
}

TestCase failed_case(std::string classname, std::string name,
                     std::string message) {
  TestCase test = passed_case(std::move(classname), std::move(name), 0.25);
  test.status = CaseStatus::failed;
  test.file = "tests/orders_test.cc";
  test.line = 41;
  test.type = "assertion";
  test.text = message + "\nwhile pricing order 4711";
  test.message = std::move(message);
  return test;
}

PlannedSuite planned_suite(std::string name, std::string kind) {
  PlannedSuite suite;
  suite.name = std::move(name);
  suite.kind = std::move(kind);
  suite.framework = suite.kind == "unit" || suite.kind == "integration"
                        ? "googletest"
                        : "";
  suite.where = "gate.yml:12:3";
  suite.programs = {"build/tests/orders_test"};
  return suite;
}

SuiteEvidence suite_evidence(std::string name, std::uint64_t passed) {
  SuiteEvidence suite;
  suite.name = std::move(name);
  suite.kind = "unit";
  suite.framework = "googletest";
  suite.started = kStart + seconds(1);
  suite.duration = milliseconds(8'100);
  suite.counts.passed = passed;
  suite.executions = {
      execution("build/tests/orders_test", "suites/01/0001.log")};
  suite.reports = {report_file("reports/unit.xml", passed)};
  suite.slowest_cases = {slow_case("PricesTenThousandItems", 2.41),
                         slow_case("RoundTripsEveryCurrency", 0.87),
                         slow_case("RejectsEmpty", 0.02)};
  return suite;
}

Reason reason(std::string code, std::string suite, std::string message) {
  Reason value;
  value.code = std::move(code);
  value.suite = std::move(suite);
  value.message = std::move(message);
  value.remedy = "fix the code or the case, then run again";
  value.cleared_by = "the author of the change";
  return value;
}

Run empty_run() {
  Run run;
  run.plan.service = "orders";
  run.plan.scope = "hermetic";
  run.plan.config_path = "gate.yml";
  run.evidence.started = kStart;
  run.evidence.finished = kStart;
  Reason none = reason("NO_SUITES", "", "the plan holds no suite");
  none.undecided = true;
  none.remedy = "name at least one suite";
  none.cleared_by = "the owner of gate.yml";
  fail(run, {none});
  return run;
}

Run passed_run() {
  Run run;
  run.plan.service = "orders";
  run.plan.scope = "staging";
  run.plan.artifact = "dist/orders.tar.gz";
  run.plan.config_path = "gate.yml";
  run.plan.config_sha256 = std::string(64, 'f');
  run.plan.nonce = "4b1d";
  run.plan.environment.emplace();
  run.plan.environment->name = "staging";
  run.plan.environment->mode = "full";
  run.plan.environment->url = "https://deploy:hunter2@staging.example/orders";
  run.plan.suites = {planned_suite("unit"),
                     planned_suite("integration", "integration"),
                     planned_suite("recorded", "recorded-traffic")};
  run.evidence.candidate_before = candidate();
  run.evidence.candidate_after = candidate();
  run.evidence.artifact_sha256_before = kDigest;
  run.evidence.artifact_sha256_after = kDigest;
  run.evidence.environment_before.build = kCommit;
  run.evidence.environment_after.build = kCommit;
  run.evidence.started = kStart;
  run.evidence.finished = kStart + milliseconds(12'300);
  run.evidence.suites = {suite_evidence("unit", 310),
                         suite_evidence("integration", 38),
                         suite_evidence("recorded", 64)};
  run.evidence.suites[1].duration = milliseconds(11'020);
  run.evidence.suites[1].kind = "integration";
  run.evidence.suites[2].duration = milliseconds(2'400);
  run.evidence.suites[2].started = kStart + milliseconds(9'200);
  run.evidence.suites[2].kind = "recorded-traffic";
  run.evidence.suites[2].counts.skipped = 3;
  TestCase skipped = passed_case("GET", "/orders/legacy");
  skipped.status = CaseStatus::skipped;
  skipped.message = "route retired";
  run.evidence.suites[2].skipped_cases = {skipped};
  run.evidence.suites[2].more_skipped_cases = 2;
  pass(run);
  return run;
}

Run failed_run() {
  Run run = passed_run();
  run.plan.suites.push_back(
      planned_suite("release-checklist", "manual-checklist"));
  SuiteEvidence& unit = run.evidence.suites[0];
  unit.counts.passed = 308;
  bear(unit, failed_case("OrdersTest", "RejectsEmpty",
                         "Expected equality of these values:\n  status\n"
                         "    Which is: 200\n  422"));
  bear(unit, failed_case("OrdersTest", "RoundsHalfToEven",
                         "Expected equality of these values:\n  total\n"
                         "    Which is: 10.01\n  \"10.00\""));
  unit.executions[0].exit_status = 1;
  SuiteEvidence& integration = run.evidence.suites[1];
  integration.executions[0].end = Execution::End::signalled;
  integration.executions[0].signal = 11;
  integration.executions[0].log = "suites/02/0001.log";
  integration.unreported_cases = {"checkout/pays_twice", "checkout/refunds"};
  integration.problems = {
      {"SIGNAL", "build/tests/orders_integration died of signal 11 (SIGSEGV)",
       "suites/02/0001.log"},
      {"UNREPORTED", "2 of 40 listed cases never reported",
       "suites/02/0001.log"}};
  const std::vector<std::string> unreported = integration.unreported_cases;
  SuiteEvidence checklist = suite_evidence("release-checklist", 1);
  checklist.kind = "manual-checklist";
  checklist.framework.clear();
  checklist.duration = milliseconds(0);
  checklist.executions.clear();
  checklist.reports.clear();
  checklist.slowest_cases.clear();
  checklist.counts.errored = 1;
  run.evidence.suites.push_back(checklist);

  Reason cases = reason("TEST_FAILED", "unit", "2 of 310 cases failed");
  cases.cases = {"OrdersTest.RejectsEmpty", "OrdersTest.RoundsHalfToEven"};
  cases.evidence = {"reports/unit.xml"};
  Reason crash = reason(
      "SIGNAL", "integration",
      "build/tests/orders_integration died of signal 11 (SIGSEGV) after 38 of "
      "40 cases");
  crash.evidence = {"suites/02/0001.log"};
  crash.remedy = "read the end of its log: it crashed, or something killed it";
  Reason lost = reason("UNREPORTED", "integration",
                       "2 of 40 listed cases never reported");
  lost.cases = unreported;
  lost.remedy = "look at the last case in the log: it crashed or called exit";
  Reason unsigned_item = reason("UNSIGNED_ITEM", "release-checklist",
                                "1 of 2 items has no sign-off");
  unsigned_item.cases = {"dashboards"};
  unsigned_item.remedy = "gate checklist sign dashboards";
  unsigned_item.cleared_by = "a release engineer";
  unsigned_item.undecided = true;
  fail(run, {cases, crash, lost, unsigned_item});
  return run;
}

Run interrupted_run() {
  Run run = passed_run();
  run.evidence.interrupted_by = 2;
  run.verdict.interrupted_by = 2;
  run.evidence.suites.pop_back();
  run.evidence.suites[1].executions[0].end = Execution::End::interrupted;
  Reason cause = reason("INTERRUPTED", "",
                        "SIGINT ended the run in suite integration");
  cause.undecided = true;
  cause.remedy = "run the gate again";
  cause.cleared_by = "whoever runs the pipeline";
  Reason missing =
      reason("SUITE_MISSING", "recorded", "suite recorded never ran");
  missing.undecided = true;
  fail(run, {cause, missing});
  return run;
}

Run hostile_run(Names names) {
  const bool hostile = names == Names::hostile;
  const auto text = [&](const char* attack) {
    return hostile ? std::string(attack) : std::string("harmless");
  };
  const std::string script = text("<script>document.title='owned'</script>");
  const std::string image = text("\"><img src=x onerror=document.title='o'>");
  const std::string quote = text("' onmouseover='document.title=1");
  const std::string link = text("javascript:document.title='owned'");
  const std::string end = text("</pre></details><h1>PASS</h1>");
  const std::string colours =
      text("\x1b[2J\x1b[32mPASS\x1b[0m \xc2\x9b" "31m \x07\r::error::owned");
  const std::string bidi = text("\xe2\x80\xae" "ssap\xe2\x81\xa6 \xff\xfe");
  const std::string command = text("::set-output name=verdict::pass");
  const std::string other = text("x ##vso[task.complete] ##[error]y");
  const std::string markdown =
      text("| a | b\n# PASS\n```\n@everyone [x](http://evil.example) <!--");
  const std::string longer =
      hostile ? std::string(5'000, 'n') + "&<" : std::string("harmless");
  Run run = failed_run();
  run.plan.service = script;
  run.plan.suites[0].name = command;
  run.plan.left_out = {image};
  run.plan.environment->name = markdown;
  run.evidence.candidate_before->branch = image;
  run.evidence.candidate_before->dirty = true;
  run.evidence.candidate_before->dirty_paths = {"M " + quote};
  run.evidence.origin = {"local", link, bidi, link};
  run.evidence.warnings = {{"W1", markdown, image}};
  SuiteEvidence& unit = run.evidence.suites[0];
  unit.name = command;
  unit.kind = colours;
  unit.executions[0].argv = {script, image, quote};
  unit.reports[0].path = image;
  unit.relaxations = {end};
  unit.counts.failed = 0;
  unit.bad_cases.clear();
  std::vector<std::string> ids;
  for (const std::string& attack :
       {script, image, quote, link, end, colours, bidi, command, other,
        markdown, longer}) {
    TestCase test = failed_case(attack, attack, attack);
    test.file = attack;
    test.type = attack;
    test.text = attack + "\n" + attack + "\n" + attack;
    ids.push_back(case_id(test));
    bear(unit, test);
  }
  unit.flaky_cases = {passed_case(script, image)};
  unit.flaky_cases[0].status = CaseStatus::flaky;
  unit.counts.flaky = 1;
  Waiver waiver{command, script, image, quote, kStart + minutes(90)};
  run.verdict.waivers_used = {waiver};
  Reason& failed = run.verdict.reasons[0];
  failed.suite = command;
  failed.message = colours + " " + script + " " + bidi;
  failed.remedy = end;
  failed.cleared_by = markdown;
  failed.cases = ids;
  failed.evidence = {image, link};
  return run;
}

// By hand and member by member, because a test of reading and writing must not
// lean on the table that it tests.
Run full_run() {
  Run run = failed_run();
  run.plan.left_out = {"slow"};
  run.plan.only_cases = {"OrdersTest.RejectsEmpty"};
  run.plan.shard_index = 2;
  run.plan.shard_count = 3;
  run.plan.environment->ready_path = "/healthz";
  run.plan.environment->ready_within = seconds(61);
  run.plan.environment->build_path = "/version";
  run.plan.environment->build_json = "$.commit";
  run.plan.policy.valid_for = minutes(90);
  const Waiver waiver{"unit", "OrdersTest.Slow", "known", "Ada",
                      kStart + minutes(60)};
  run.plan.policy.waivers = {waiver};
  run.verdict.waivers_used = {waiver};
  run.verdict.not_after = kStart + minutes(90);
  run.verdict.interrupted_by = 15;
  for (Reason& each : run.verdict.reasons) {
    each.suite = "unit";
    each.undecided = true;
    each.evidence = {"suites/01/0001.log:12"};
    each.cases = {"OrdersTest.RejectsEmpty"};
  }

  PlannedSuite& suite = run.plan.suites[0];
  suite.run = {"/bin/sh", "-c", "make test"};
  suite.reports = {"reports/*.xml"};
  suite.workdir = "build";
  suite.args = {"--fast"};
  suite.env = {{"LANG", "C"}};
  suite.pass_env = {"HOME"};
  suite.timeout = minutes(7);
  suite.grace = seconds(3);
  suite.exit_codes = {3};
  suite.failed_exit_codes = {201};
  suite.min_tests = 10;
  suite.max_skipped = 4;
  suite.max_flaky = 5;
  suite.required_cases = {"OrdersTest.RejectsEmpty"};
  suite.max_duration = minutes(9);
  suite.build_dir = "build";
  suite.baseline = "baseline.txt";
  suite.rules.expect_files = 6;
  suite.rules.allow_empty_files = 1;
  suite.rules.optional_reports = true;
  suite.rules.allow_cached = true;
  suite.rules.allow_duplicate_files = true;
  suite.rules.allow_all_skipped = true;
  suite.rules.strict_chars = true;
  suite.rules.unique_names = true;
  suite.rules.mayfail_catch2 = true;
  suite.rules.counters = ReportRules::Counters::ignore_tests;
  suite.rules.ignore_children = {"trace"};
  suite.rules.not_run_messages = {"disabled here"};
  suite.rules.max_file_bytes = 11;
  suite.rules.max_total_bytes = 12;
  suite.rules.max_files = 13;
  suite.rules.max_cases = 14;
  suite.rules.max_depth = 15;
  run.plan.suites = {suite};

  for (auto* seen :
       {&run.evidence.candidate_before, &run.evidence.candidate_after}) {
    (*seen)->dirty = true;
    (*seen)->dirty_paths = {"M gate.yml"};
    (*seen)->shallow = true;
    (*seen)->worktree = true;
  }
  const Problem problem{"STALE", "older than the run", "reports/unit.xml:3"};
  run.evidence.environment_before.problem = problem;
  run.evidence.environment_after.problem = problem;
  run.evidence.problems = {problem};
  run.evidence.warnings = {problem};
  run.evidence.interrupted_by = 15;
  run.evidence.origin = {"github", "812", "2", "https://ci.example/812"};

  TestCase test = failed_case("OrdersTest", "RejectsEmpty", "200 is not 422");
  test.suite_path = "Orders/Create";
  test.code = "NOT_RUN";
  Counts counts;
  counts.passed = 1;
  counts.flaky = 2;
  counts.skipped = 3;
  counts.failed = 4;
  counts.errored = 5;
  SuiteEvidence& evidence = run.evidence.suites[0];
  Execution& program = evidence.executions[0];
  program.signal = 11;
  program.end = Execution::End::signalled;
  program.trouble = "no such file or directory";
  program.survivors = 2;
  program.output_cut = true;
  evidence.counts = counts;
  evidence.reports[0].counts = counts;
  evidence.bad_cases = {test};
  evidence.more_bad_cases = 1;
  evidence.flaky_cases = {test};
  evidence.more_flaky_cases = 2;
  evidence.skipped_cases = {test};
  evidence.more_skipped_cases = 3;
  evidence.slowest_cases = {test};
  evidence.unreported_cases = {"OrdersTest.Lost"};
  evidence.problems = {problem};
  evidence.warnings = {problem};
  evidence.relaxations = {"allow_cached: true"};
  evidence.merged_cases = "suites/01/cases.xml";
  evidence.merged_cases_sha256 = kDigest;
  evidence.shard_index = 2;
  evidence.shard_count = 3;
  evidence.whole = false;
  run.evidence.suites = {evidence};
  return run;
}

}  // namespace gate::test
