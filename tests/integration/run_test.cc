// gate run, from the command line to the verdict, over the real program.
#define BOOST_TEST_MODULE run
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>

#include "gate/io/descriptor.h"
#include "tests/support/gate_workspace.h"
#include "tests/support/http_server.h"

namespace gate::test {
namespace {

using testing::HttpServer;

// What a suite reports, what it does then, what gate.yml says of it, and what
// must come of it.
struct Trial {
  const char* name;
  std::string xml;
  std::string then;
  std::string more;
  int status;
  const char* code;
};

std::ostream& operator<<(std::ostream& out, const Trial& trial) {
  return out << trial.name;
}

const std::string kFailed =
    "<testcase classname=\"S\" name=\"bad\"><failure message=\"no\"/>"
    "</testcase>";
const std::string kSkipped =
    "<testcase classname=\"S\" name=\"off\"><skipped/></testcase>";
const std::string kFlaky =
    "<testcase classname=\"S\" name=\"shy\"><flakyFailure message=\"no\"/>"
    "</testcase>";

const std::vector<Trial> kTrials = {
    {"a failing case", junit(2, kFailed), "exit 1", "", 1, "TEST_FAILED"},
    {"exit 1 beside a green report", junit(2), "exit 1", "", 1, "RUNNER_EXIT"},
    {"exit 0 beside a red report", junit(2, kFailed), "exit 0", "", 1,
     "TEST_FAILED"},
    {"no report", junit(2), "rm reports/unit.xml", "", 1, "NO_INPUT"},
    {"an empty report", junit(2), ": > reports/unit.xml", "", 1, "EMPTY_FILE"},
    {"a truncated report", junit(9).substr(0, 200), "", "", 1,
     "NOT_WELL_FORMED"},
    {"a report of yesterday", junit(2), "touch -d yesterday reports/unit.xml",
     "", 1, "STALE"},
    {"nothing but skipped cases", junit(0, kSkipped), "", "", 1,
     "NONE_EXECUTED"},
    {"a report without a case", junit(0), "", "", 1, "NO_TESTS"},
    {"fewer cases than asked", junit(2), "", "    min_tests: 3\n", 1,
     "BELOW_MINIMUM"},
    {"more skipped than allowed", junit(2, kSkipped), "",
     "    max_skipped: 0\n", 1, "TOO_MANY_SKIPPED"},
    {"a suite that hangs", junit(2), "exec sleep 60",
     "    timeout: 1s\n    grace: 1s\n", 1, "TIMEOUT"},
    {"a crash", junit(2), "kill -SEGV $$", "", 1, "SIGNAL"},
    {"a flaky case", junit(2, kFlaky), "", "", 1, "FLAKY"},
    {"a required case that is missing", junit(2), "",
     "    required: [S.t1, S.gone]\n", 1, "REQUIRED_CASE"},
    {"a required case that is skipped", junit(2, kSkipped), "",
     "    required: [S.off]\n", 1, "REQUIRED_CASE"},
    {"too slow", junit(2), "sleep 0.1", "    max_duration: 20ms\n", 1,
     "TOO_SLOW"},
    {"a link instead of a report", junit(2),
     "mv reports/unit.xml reports/other\nln -s other reports/unit.xml", "", 1,
     "NOT_A_FILE"},
    {"a commit during the run", junit(2),
     "git -c user.name=A -c user.email=a@b commit -q --allow-empty -m x", "", 1,
     "CANDIDATE_MOVED"},
    {"an edit during the run", junit(2), "echo '#' >> gate.yml", "", 1,
     "CANDIDATE_CHANGED"},
};

BOOST_DATA_TEST_CASE(WhatIsNotWellIsNotAPass,
                     boost::unit_test::data::make(kTrials), trial) {
  const Outcome run = run_unit(trial.xml, trial.then, trial.more);
  BOOST_TEST(run.status == trial.status);
  BOOST_TEST(run.has(trial.code), run.out << run.err);
}

BOOST_AUTO_TEST_CASE(AGreenSuitePasses) {
  const UnitWorkspace workspace(junit(3, kSkipped));
  const Outcome run = workspace.run();
  BOOST_TEST(run.status == 0, run.out << run.err);
  BOOST_TEST(run.passed());
  BOOST_TEST(run.out.find("PASS") != std::string::npos);
  for (const char* file : {"gate-out/junit.xml", "gate-out/report.html",
                           "gate-out/summary.md", "gate-out/events.jsonl"})
    BOOST_TEST(workspace.has(file), file);
  BOOST_TEST(find_path(run.verdict, "$.suites[0].counts.passed")->text() ==
             "3");
  BOOST_TEST(run.verdict.find("candidate")->find("dirty")->as_bool() == false);
}

BOOST_AUTO_TEST_CASE(ACommandThatIsNotThereIsNotStarted) {
  const Workspace workspace(
      "  unit:\n    kind: unit\n    run: [./missing]\n"
      "    reports: [reports/unit.xml]\n");
  workspace.commit();
  const Outcome run = workspace.run();
  BOOST_TEST(run.status == 1);
  BOOST_TEST(run.has("SPAWN_FAILED"), run.out);
}

BOOST_AUTO_TEST_CASE(OneRedSuiteOfTwoFailsAndTheOtherStillRuns) {
  const Workspace workspace(suite_text("first") + suite_text("second"));
  workspace.report("first", junit(1, kFailed));
  workspace.report("second", junit(4));
  workspace.suite_script("first", "exit 1");
  workspace.suite_script("second", "");
  workspace.commit();
  const Outcome run = workspace.run();
  BOOST_TEST(run.status == 1);
  BOOST_TEST(find_path(run.verdict, "$.suites[0].status")->text() == "failed");
  BOOST_TEST(find_path(run.verdict, "$.suites[1].status")->text() == "passed");
}

std::string waiver(const std::string& until) {
  return "policy:\n  waivers:\n    - {suite: unit, case: S.bad, reason: known, "
         "owner: ada, until: " +
         until + "}\n";
}

BOOST_AUTO_TEST_CASE(AWaiverAcceptsItsFailureAndIsListed) {
  const UnitWorkspace workspace(junit(2, kFailed), "exit 1",
                                "    failed_exit_codes: [1]\n",
                                waiver("2199-01-01"));
  const Outcome run = workspace.run();
  BOOST_TEST(run.status == 0, run.out << run.err);
  BOOST_TEST(run.verdict.find("waivers_used")->items().size() == 1U);
}

BOOST_AUTO_TEST_CASE(AWaiverDoesNotAcceptAnotherFailure) {
  const std::string other =
      "<testcase classname=\"S\" name=\"worse\"><error/></testcase>";
  const UnitWorkspace workspace(junit(2, kFailed + other), "exit 1",
                                "    failed_exit_codes: [1]\n",
                                waiver("2199-01-01"));
  const Outcome run = workspace.run();
  BOOST_TEST(run.status == 1);
  BOOST_TEST(run.has("TEST_FAILED"));
}

BOOST_AUTO_TEST_CASE(AnExpiredWaiverIsAnErrorBeforeAnythingRuns) {
  const UnitWorkspace workspace(junit(2, kFailed), "exit 1", "",
                                waiver("2020-01-01"));
  const Outcome run = workspace.run();
  BOOST_TEST(run.status == 2);
  BOOST_TEST(!workspace.has("reports/unit.xml"));
  BOOST_TEST(run.err.find("gate.yml:") != std::string::npos, run.err);
}

BOOST_AUTO_TEST_CASE(ADirtyTreePassesForPeopleAndIsNotPromoted) {
  UnitWorkspace workspace(junit(2));
  workspace.environment["CI"] = "true";
  const std::string commit = workspace.commit();
  workspace.write("gate.yml", workspace.read("gate.yml") + "# edited\n");
  const Outcome run = workspace.run();
  BOOST_TEST(run.status == 0, run.out);
  const Outcome verify = workspace.ask(
      {"verify", "gate-out/verdict.json", "--commit", commit, "--scope",
       "hermetic", "--no-environment", "--no-artifact", "--no-nonce",
       "--max-age", "1h", "--exit-status", "0"});
  BOOST_TEST(verify.status == 5);
  BOOST_TEST(verify.err.find("DIRTY") != std::string::npos, verify.err);
}

std::string environment_text(const std::string& url,
                             const std::string& more = "") {
  return "environment:\n  name: staging\n  mode: full\n  url: " + url + "\n" +
         more;
}

BOOST_AUTO_TEST_CASE(AnEnvironmentThatIsNotThereCannotBeJudged) {
  const UnitWorkspace workspace(
      junit(2), "", "",
      environment_text("http://127.0.0.1:" +
                           std::to_string(testing::closed_port()),
                       "  ready: {path: /, within: 1s}\n"));
  const Outcome run = workspace.run();
  BOOST_TEST(run.status == 3);
  BOOST_TEST(run.has("ENVIRONMENT_NOT_READY"), run.out);
  BOOST_TEST(!workspace.has("reports/unit.xml"));
}

BOOST_AUTO_TEST_CASE(AnotherBuildOnStagingFails) {
  HttpServer staging([](const std::string&) {
    return testing::ok(std::string(40, 'a'));
  });
  const UnitWorkspace workspace(
      junit(2), "", "",
      environment_text("http://127.0.0.1:" + std::to_string(staging.port()),
                       "  build: {path: /version}\n"));
  const Outcome run = workspace.run();
  BOOST_TEST(run.status == 1);
  BOOST_TEST(run.has("BUILD_MISMATCH"), run.out);
}

BOOST_AUTO_TEST_CASE(TheCandidateOnStagingPassesWithScopeStaging) {
  std::string commit;
  HttpServer staging([&](const std::string&) {
    return testing::ok("{\"commit\": \"" + commit + "\"}");
  });
  const UnitWorkspace workspace(
      junit(2), "", "",
      environment_text("http://127.0.0.1:" + std::to_string(staging.port()),
                       "  build: {path: /version, json: $.commit}\n"));
  commit = workspace.commit();
  const Outcome run = workspace.run();
  BOOST_TEST(run.status == 0, run.out << run.err);
  BOOST_TEST(run.verdict.get("scope") == "staging");
}

BOOST_AUTO_TEST_CASE(ABrokenConfigurationRunsNothingAndTakesAnOlderPassAway) {
  const UnitWorkspace workspace(junit(2), "echo ran >> reports/ran");
  BOOST_REQUIRE(workspace.run().passed());
  workspace.write("gate.yml", workspace.read("gate.yml") + "suiets: {}\n");
  const Outcome run = workspace.run();
  BOOST_TEST(run.status == 2);
  BOOST_TEST(!run.passed());
  BOOST_TEST(workspace.read("reports/ran") == "ran\n");
  BOOST_TEST(run.err.find("did you mean \"suites\"") != std::string::npos,
             run.err);
}

const char* const kBadFiles[] = {
    "version: 1\n",
    "version: 2\nservice: orders\nsuites: {}\n",
    "version: 1\nservice: orders\nsuites: {}\n",
    "version: 1\nversion: 1\nservice: orders\n",
    "{{{",
    "",
    "version: 1\nservice: orders\nsuites:\n  a: {kind: unit, run: 'true', "
    "reports: [a.xml]}\n",
    "version: 1\nservice: orders\nsuites:\n  a: {kind: unit, framework: "
    "googletest, programs: [none/*_test]}\n",
    "version: 1\nservice: orders\nsuites:\n  a: {kind: unti, run: ./a, "
    "reports: [a.xml]}\n",
    "version: 1\nservice: orders\nsuites:\n  a: {kind: unit, run: './a || "
    "true', reports: [a.xml]}\n"};

BOOST_DATA_TEST_CASE(ConfigurationThatCannotBeTrustedIsRefused,
                     boost::unit_test::data::make(kBadFiles), text) {
  const UnitWorkspace workspace(junit(2));
  BOOST_REQUIRE(workspace.run().passed());
  workspace.write("gate.yml", text);
  const Outcome run = workspace.run();
  BOOST_TEST(run.status == 2, run.out << run.err);
  BOOST_TEST(!run.err.empty());
}

BOOST_AUTO_TEST_CASE(WithoutAConfigurationTheGateSaysHowToMakeOne) {
  const TemporaryFolder folder;
  const Outcome run = judge_gate({"run"}, folder.path(), folder.path("gate-out"));
  BOOST_TEST(run.status == 2);
  BOOST_TEST(run.err.find("gate init") != std::string::npos, run.err);
}

BOOST_AUTO_TEST_CASE(OutsideOfARepositoryNothingIsPromoted) {
  const TemporaryFolder folder;
  folder.write("gate.yml", "version: 1\nservice: orders\nsuites:\n" +
                               suite_text("unit"));
  folder.write("ready.xml", junit(1));
  folder.script("unit.sh", "mkdir reports; cp ready.xml reports/unit.xml");
  const Outcome run = judge_gate({"run"}, folder.path(), folder.path("gate-out"));
  BOOST_TEST(run.status == 3, run.out << run.err);
  BOOST_TEST(run.has("CANDIDATE_UNKNOWN"));
}

// Blocks until somebody writes into the pipe; false if nobody does.
bool told_by(const std::string& pipe) {
  const io::Descriptor end(::open(pipe.c_str(), O_RDONLY | O_NONBLOCK));
  pollfd word{end.number(), POLLIN, 0};
  return ::poll(&word, 1, 20'000) == 1 && (word.revents & POLLIN) != 0;
}

BOOST_AUTO_TEST_CASE(ASecondGateInTheSameFolderIsTurnedAway) {
  const UnitWorkspace workspace(junit(2));
  const std::string pipe = workspace.outside("pipe");
  BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  workspace.suite_script("unit", "echo go > " + pipe + "\nexec sleep 60");
  workspace.commit();
  RunningProgram first({STAGEGATE_GATE, "run"}, workspace.path(),
                       workspace.environment);
  BOOST_REQUIRE(told_by(pipe));
  const Outcome second = workspace.run();
  BOOST_TEST(second.status == 8, second.err);
  BOOST_TEST(second.err.find(std::to_string(first.pid())) != std::string::npos,
             second.err);
  first.signal(SIGTERM);
  first.wait();
}

BOOST_AUTO_TEST_CASE(AFolderWithForeignFilesIsRefusedAndLeftAlone) {
  const UnitWorkspace workspace(junit(2));
  workspace.write("gate-out/thesis.txt", "years of work");
  const Outcome run = workspace.run();
  BOOST_TEST(run.status == 2);
  BOOST_TEST(run.err.find("thesis.txt") != std::string::npos, run.err);
  BOOST_TEST(workspace.read("gate-out/thesis.txt") == "years of work");
  BOOST_TEST(!workspace.has("reports/unit.xml"));
}

BOOST_AUTO_TEST_CASE(WithJsonStandardOutputIsTheVerdictAndNothingElse) {
  const UnitWorkspace workspace(junit(2, kFailed), "echo noise; exit 1");
  const Outcome run = workspace.run({"--json", "--output", "live"});
  const auto json = parse_json(run.out);
  BOOST_REQUIRE(json.has_value());
  BOOST_TEST((*json == run.verdict));
  BOOST_TEST(run.err.find("FAIL") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(TwoShardsMergeIntoTheWhole) {
  const Workspace workspace(suite_text("first") + suite_text("second"));
  for (const char* suite : {"first", "second"}) {
    workspace.report(suite, junit(3));
    workspace.suite_script(suite, "");
  }
  workspace.commit();
  BOOST_TEST(workspace.run({"--shard", "1/2", "--out", "part-1"}).status == 0);
  BOOST_TEST(workspace.run({"--shard", "2/2", "--out", "part-2"}).status == 0);
  const Outcome merged = workspace.judge({"merge", "part-1", "part-2"});
  BOOST_TEST(merged.status == 0, merged.out << merged.err);
  BOOST_TEST(find_path(merged.verdict, "$.shard.count")->text() == "1");
  for (const char* path :
       {"$.suites[0].counts.passed", "$.suites[1].counts.passed"})
    BOOST_TEST(find_path(merged.verdict, path)->text() == "3");
}

BOOST_AUTO_TEST_CASE(ASelectionRunsOnlyThatAndSaysWhatItLeftOut) {
  const Workspace workspace(suite_text("first") + suite_text("second"));
  for (const char* suite : {"first", "second"}) {
    workspace.report(suite, junit(1));
    workspace.suite_script(suite, "echo x >> reports/ran-" + std::string(suite));
  }
  workspace.commit();
  const Outcome only = workspace.run({"--only", "first"});
  BOOST_TEST(only.status == 0);
  BOOST_TEST(only.verdict.find("left_out")->items().size() == 1U);
  BOOST_TEST(!workspace.has("reports/ran-second"));
  const Outcome skip = workspace.run({"--skip", "first"});
  BOOST_TEST(skip.status == 0);
  BOOST_TEST(workspace.read("reports/ran-first") == "x\n");
  BOOST_TEST(workspace.has("reports/ran-second"));
}

const std::vector<Arguments> kSlips = {
    {"firts"}, {"--only", "firsd"}, {"--skip", "frist"}};

BOOST_AUTO_TEST_CASE(ANameWithASlipIsAnsweredWithTheNameThatIsMeant) {
  const Workspace workspace(suite_text("first") + suite_text("second"));
  workspace.commit();
  for (const Arguments& slip : kSlips) {
    const Outcome run = workspace.run(slip);
    BOOST_TEST(run.status == 2);
    BOOST_TEST(run.err.find("did you mean \"first\"") != std::string::npos,
               run.err);
  }
}

BOOST_AUTO_TEST_CASE(ACaseThatNobodyCanRunAloneIsNotAPass) {
  const UnitWorkspace workspace(junit(2));
  const Outcome run = workspace.run({"--case", "S.t1"});
  BOOST_TEST(run.status == 3);
  BOOST_TEST(run.has("UNKNOWN_CASE"), run.out);
}

// The suite runs a real test program; everything else is as above.
std::string program_suite(const std::string& framework,
                          const std::string& mode) {
  return "  unit:\n    kind: unit\n    framework: " + framework +
         "\n    programs: [" STAGEGATE_BINARY_DIR "/tests/fixtures/fixture_" +
         (framework == "googletest" ? "googletest" : "boost_test") +
         "]\n    env: {FIXTURE_MODE: " + mode + "}\n    timeout: 20s\n";
}

const char* const kFrameworks[] = {"googletest", "boost-test"};

BOOST_DATA_TEST_CASE(RealProgramsPassFailCrashAndLeaveEarly,
                     boost::unit_test::data::make(kFrameworks), framework) {
  const auto run = [&](const std::string& mode) {
    const Workspace workspace(program_suite(framework, mode));
    workspace.commit();
    return workspace.run();
  };
  const Outcome green = run("none");
  BOOST_TEST(green.status == 0, green.out << green.err);
  BOOST_TEST(run("fail").has("TEST_FAILED"));
  BOOST_TEST(run("crash").status == 1);
  const Outcome early = run("exit");
  BOOST_TEST(early.status == 1);
  BOOST_TEST(early.has("UNREPORTED"), early.out);
}

BOOST_DATA_TEST_CASE(ShardsOfOneProgramMergeIntoAllItsCases,
                     boost::unit_test::data::make(kFrameworks), framework) {
  const Workspace workspace(program_suite(framework, "none"));
  workspace.commit();
  const auto passed = [](const Outcome& outcome) {
    return find_path(outcome.verdict, "$.suites[0].counts.passed")->text();
  };
  const std::string whole = passed(workspace.run());
  BOOST_TEST(workspace.run({"--shard", "1/2", "--out", "p1"}).status == 0);
  BOOST_TEST(workspace.run({"--shard", "2/2", "--out", "p2"}).status == 0);
  const Outcome merged = workspace.judge({"merge", "p1", "p2"});
  BOOST_TEST(merged.status == 0, merged.out << merged.err);
  BOOST_TEST(passed(merged) == whole);
}

}  // namespace
}  // namespace gate::test
