// Drives each framework for real: small GoogleTest and Boost.Test programs, a
// CTest build folder, pytest, Node's own runner and a shell script.
#define BOOST_TEST_MODULE frameworks
#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gate/base/text.h"
#include "gate/suites/suite.h"
#include "tests/support/fakes.h"
#include "tests/support/temporary_folder.h"

namespace gate::suites {
namespace {

using Strings = std::vector<std::string>;

// A workspace on the real disk, with real processes.
struct Stage {
  test::TemporaryFolder folder;
  std::unique_ptr<io::Processes> processes = io::real_processes();
  std::unique_ptr<io::Files> files = io::real_files();
  std::unique_ptr<io::Clock> clock = io::real_clock();
  test::FakeGit git;
  test::FakeHttp http;
  std::map<std::string, std::string> environment = {
      {"PATH", std::getenv("PATH")}, {"HOME", folder.path()}};
  io::System system{*processes, *files, git, http, *clock, environment};
  RunContext context;
  PlannedSuite suite;

  Stage(const std::string& framework, const std::string& mode) {
    context.workspace = folder.path();
    context.out = folder.path("gate-out");
    suite.name = "unit";
    suite.kind = "unit";
    suite.framework = framework;
    suite.timeout = std::chrono::seconds(60);
    suite.grace = std::chrono::milliseconds(200);
    if (!mode.empty()) suite.env["FIXTURE_MODE"] = mode;
    if (framework == "googletest") suite.programs = {FIXTURE_GOOGLETEST};
    if (framework == "boost-test") suite.programs = {FIXTURE_BOOST_TEST};
  }

  SuiteEvidence run() {
    NoObserver observer;
    SuiteEvidence evidence = run_suite(suite, context, system, observer);
    for (const Problem& problem : evidence.problems)
      BOOST_TEST_MESSAGE(problem.code << ": " << problem.message << " ["
                                      << problem.evidence << "]");
    return evidence;
  }

  SuiteEvidence run_command(const std::string& shell,
                            const Strings& reports) {
    suite.run = {"/bin/sh", "-c", shell};
    suite.reports = reports;
    return run();
  }
};

Strings codes(const SuiteEvidence& evidence) {
  Strings found;
  for (const Problem& problem : evidence.problems) found.push_back(problem.code);
  return found;
}

bool has_warning(const SuiteEvidence& evidence, const std::string& code) {
  return std::any_of(evidence.warnings.begin(), evidence.warnings.end(),
                     [&](const Problem& w) { return w.code == code; });
}

std::string text_of(const SuiteEvidence& evidence, const std::string& code) {
  for (const Problem& problem : evidence.problems)
    if (problem.code == code) return problem.message;
  return {};
}

bool holds(const Strings& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

Strings ids(const std::vector<TestCase>& cases) {
  Strings found;
  for (const TestCase& test : cases) found.push_back(case_id(test));
  std::sort(found.begin(), found.end());
  return found;
}

// The names of the merged <testcase> elements, as "classname|name".
std::multiset<std::string> merged(const Stage& stage,
                                  const SuiteEvidence& evidence) {
  const auto attribute = [](const std::string& line, const std::string& name) {
    const std::string mark = " " + name + "=\"";
    const std::size_t at = line.find(mark);
    if (at == std::string::npos) return std::string();
    const std::size_t begin = at + mark.size();
    return line.substr(begin, line.find('"', begin) - begin);
  };
  std::multiset<std::string> names;
  for (const std::string& line :
       split(stage.folder.read("gate-out/" + evidence.merged_cases), '\n'))
    if (line.find("<testcase") != std::string::npos)
      names.insert(attribute(line, "classname") + "|" +
                   attribute(line, "name"));
  return names;
}

const Strings kPrograms = {"googletest", "boost-test"};

// Passed and skipped cases of the two fixtures.
std::uint64_t passed_of(const std::string& framework) {
  return framework == "googletest" ? 9 : 11;
}
std::uint64_t skipped_of(const std::string&) { return 2; }

bool is_available(const std::string& probe) {
  if (std::system((probe + " >/dev/null 2>&1").c_str()) == 0) return true;
  std::cerr << "\n*** SKIPPED: \"" << probe << "\" does not work here\n";
  return false;
}

}  // namespace

BOOST_DATA_TEST_CASE(AGreenProgramHasNoProblem, kPrograms, framework) {
  Stage stage(framework, "");
  const SuiteEvidence evidence = stage.run();
  BOOST_TEST(codes(evidence) == Strings(), boost::test_tools::per_element());
  BOOST_TEST(evidence.counts.passed == passed_of(framework));
  BOOST_TEST(evidence.counts.skipped == skipped_of(framework));
  BOOST_TEST(evidence.counts.bad() == 0U);
  BOOST_TEST(evidence.unreported_cases.empty());
  BOOST_REQUIRE(evidence.executions.size() == 1U);
  BOOST_TEST(stage.folder.has("gate-out/" + evidence.executions[0].log));
  BOOST_TEST(stage.folder.has("gate-out/" + evidence.reports.at(0).stored));
  BOOST_TEST(merged(stage, evidence).size() == evidence.counts.total());
}

BOOST_DATA_TEST_CASE(AFailedCaseExplainsTheExitStatus, kPrograms, framework) {
  Stage stage(framework, "fail");
  const SuiteEvidence evidence = stage.run();
  BOOST_TEST(codes(evidence) == Strings(), boost::test_tools::per_element());
  BOOST_REQUIRE(evidence.bad_cases.size() == 1U);
  BOOST_TEST(case_id(evidence.bad_cases[0]) ==
             (framework == "googletest" ? "Plain.Middle"
                                        : "outer.inner.middle"));
  BOOST_TEST(evidence.executions.at(0).exit_status != 0);
}

BOOST_DATA_TEST_CASE(ACrashHalfWayNamesWhatNeverReported, kPrograms,
                     framework) {
  Stage stage(framework, "crash");
  const SuiteEvidence evidence = stage.run();
  BOOST_TEST(codes(evidence) == Strings{"SIGNAL"},
             boost::test_tools::per_element());
  const std::string last =
      framework == "googletest" ? "Plain.Last" : "at_the_top";
  BOOST_TEST(holds(evidence.unreported_cases, last));
  BOOST_TEST(text_of(evidence, "SIGNAL").find("iddle") != std::string::npos);
}

BOOST_DATA_TEST_CASE(AnExitHalfWayIsNotAPass, kPrograms, framework) {
  Stage stage(framework, "exit");
  const SuiteEvidence evidence = stage.run();
  BOOST_TEST(evidence.executions.at(0).exit_status == 0);
  // GoogleTest leaves no report, Boost.Test an empty one.
  BOOST_TEST(codes(evidence) ==
                 Strings{framework == "googletest" ? "NO_INPUT" : "EMPTY_FILE"},
             boost::test_tools::per_element());
  BOOST_TEST(evidence.unreported_cases.size() ==
             passed_of(framework) + skipped_of(framework));
}

BOOST_DATA_TEST_CASE(AHangingProgramIsStopped, kPrograms, framework) {
  Stage stage(framework, "hang");
  stage.suite.timeout = std::chrono::seconds(2);
  const SuiteEvidence evidence = stage.run();
  BOOST_TEST(codes(evidence) == Strings{"TIMEOUT"},
             boost::test_tools::per_element());
  BOOST_TEST(text_of(evidence, "TIMEOUT").find("iddle") != std::string::npos);
}

BOOST_DATA_TEST_CASE(ThreeShardsCoverEveryCaseExactlyOnce, kPrograms,
                     framework) {
  Stage whole(framework, "");
  const auto all = merged(whole, whole.run());
  std::multiset<std::string> covered;
  Counts counts;
  for (std::uint64_t shard = 1; shard <= 3; ++shard) {
    Stage stage(framework, "");
    stage.context.shard_index = shard;
    stage.context.shard_count = 3;
    const SuiteEvidence evidence = stage.run();
    BOOST_TEST(codes(evidence) == Strings(), boost::test_tools::per_element());
    BOOST_TEST(evidence.unreported_cases.empty());
    BOOST_TEST(evidence.counts.executed() > 0U);
    counts += evidence.counts;
    covered.merge(merged(stage, evidence));
  }
  BOOST_TEST(covered == all, boost::test_tools::per_element());
  BOOST_TEST(counts.passed == passed_of(framework));
  BOOST_TEST(counts.skipped == skipped_of(framework));
}

BOOST_DATA_TEST_CASE(OneCaseRunsByItsName, kPrograms, framework) {
  Stage whole(framework, "");
  whole.run();
  Strings names = framework == "googletest"
                      ? Strings{"Plain.Last", "Typed/1.Works",
                                "All/Parameters.AreText/1"}
                      : Strings{"at_the_top", "outer.data._1",
                                "outer.typed<long_>"};
  for (const std::string& name : names) {
    Stage stage(framework, "fail");
    stage.context.only_cases = {name};
    const SuiteEvidence evidence = stage.run();
    BOOST_TEST(codes(evidence) == Strings(), boost::test_tools::per_element());
    BOOST_TEST(!evidence.whole);
    BOOST_TEST(evidence.counts.total() == 1U);
    BOOST_TEST(evidence.counts.passed == 1U, name);
  }
}

BOOST_DATA_TEST_CASE(EveryListedCaseCanBeChosen, kPrograms, framework) {
  // exit(0) half-way leaves all names unreported: exactly what was listed.
  Stage listing(framework, "exit");
  const Strings all = listing.run().unreported_cases;
  BOOST_REQUIRE(!all.empty());
  for (const std::string& name : all) {
    Stage stage(framework, "");
    stage.context.only_cases = {name};
    const SuiteEvidence evidence = stage.run();
    BOOST_TEST(evidence.counts.total() == 1U, name);
    BOOST_TEST(evidence.unreported_cases.empty(), name);
  }
}

BOOST_DATA_TEST_CASE(AMisspeltCaseGetsASuggestion, kPrograms, framework) {
  Stage stage(framework, "");
  stage.context.only_cases = {framework == "googletest" ? "Plain.Lats"
                                                        : "at_the_tpo"};
  const SuiteEvidence evidence = stage.run();
  BOOST_TEST(codes(evidence) == Strings{"UNKNOWN_CASE"},
             boost::test_tools::per_element());
  BOOST_TEST(text_of(evidence, "UNKNOWN_CASE").find("did you mean") !=
             std::string::npos);
  BOOST_TEST(evidence.executions.empty());
}

BOOST_AUTO_TEST_CASE(DisabledCasesAreReportedAsSkipped) {
  Stage google("googletest", "");
  BOOST_TEST(ids(google.run().skipped_cases) ==
                 (Strings{"Plain.DISABLED_Off", "Plain.Skips"}),
             boost::test_tools::per_element());
  Stage boost_test("boost-test", "");
  BOOST_TEST(ids(boost_test.run().skipped_cases) ==
                 (Strings{"asleep.also_off", "outer.off"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(SwitchesOfTheFrameworkDoNotLeakIn) {
  Stage stage("googletest", "");
  stage.environment["GTEST_FILTER"] = "Plain.First";
  stage.environment["GTEST_SHARD_INDEX"] = "0";
  stage.environment["GTEST_TOTAL_SHARDS"] = "5";
  BOOST_TEST(stage.run().counts.passed == passed_of("googletest"));
}

BOOST_AUTO_TEST_CASE(AnotherProgramIsNoGoogleTestProgram) {
  Stage stage("googletest", "");
  stage.suite.programs = {"/bin/true"};
  BOOST_TEST(codes(stage.run()) == Strings{"LISTING_FAILED"},
             boost::test_tools::per_element());
  stage.suite.programs = {"/no/such/program"};
  BOOST_TEST(codes(stage.run()) == Strings{"SPAWN_FAILED"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ProgramsRunInParallelInTheirOrder) {
  Stage stage("googletest", "");
  for (const char* name : {"a_test", "b_test", "c_test"})
    stage.suite.programs.push_back(stage.folder.script(
        name, std::string("exec ") + FIXTURE_GOOGLETEST + " \"$@\"\n"));
  stage.context.jobs = 4;
  const SuiteEvidence evidence = stage.run();
  BOOST_REQUIRE(evidence.executions.size() == 4U);
  for (std::size_t i = 0; i < 4; ++i)
    BOOST_TEST(evidence.executions[i].argv.at(0) == stage.suite.programs[i]);
  BOOST_TEST(evidence.counts.passed == 4 * passed_of("googletest"));
}

namespace {

// A build folder as CMake leaves it, without CMake.
void write_ctest_folder(Stage& stage) {
  stage.folder.write("build/CTestTestfile.cmake", R"cmake(
add_test([[plain]] "/bin/true")
add_test([[has space (x) + a.b|c]] "/bin/true")
add_test(may_fail "/bin/sh" "-c" "test \"$FIXTURE_MODE\" != fail")
add_test(off "/bin/true")
set_tests_properties(off PROPERTIES DISABLED TRUE)
add_test(prepare "/bin/true")
set_tests_properties(prepare PROPERTIES FIXTURES_SETUP data)
add_test(needs_data "/bin/true")
set_tests_properties(needs_data PROPERTIES FIXTURES_REQUIRED data)
add_test(skips "/bin/sh" "-c" "exit 77")
set_tests_properties(skips PROPERTIES SKIP_RETURN_CODE 77)
)cmake");
  stage.suite.build_dir = "build";
}

}  // namespace

BOOST_AUTO_TEST_CASE(CTestReportsWhatItLists) {
  Stage stage("ctest", "");
  write_ctest_folder(stage);
  const SuiteEvidence evidence = stage.run();
  BOOST_TEST(codes(evidence) == Strings(), boost::test_tools::per_element());
  BOOST_TEST(evidence.counts.passed == 5U);
  BOOST_TEST(ids(evidence.skipped_cases) == (Strings{"off", "skips"}),
             boost::test_tools::per_element());
  BOOST_TEST(evidence.unreported_cases.empty());
}

BOOST_AUTO_TEST_CASE(CTestFailuresAreCases) {
  Stage stage("ctest", "fail");
  write_ctest_folder(stage);
  const SuiteEvidence evidence = stage.run();
  BOOST_TEST(codes(evidence) == Strings(), boost::test_tools::per_element());
  BOOST_TEST(ids(evidence.bad_cases) == Strings{"may_fail"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(CTestCannotFindAnExecutable) {
  Stage stage("ctest", "");
  write_ctest_folder(stage);
  stage.folder.write("build/CTestTestfile.cmake", "add_test(gone /no/such)\n");
  const SuiteEvidence evidence = stage.run();
  BOOST_TEST(evidence.counts.errored == 1U);
}

BOOST_AUTO_TEST_CASE(CTestShardsCoverEveryCase) {
  std::set<std::string> covered;
  for (std::uint64_t shard = 1; shard <= 3; ++shard) {
    Stage stage("ctest", "");
    write_ctest_folder(stage);
    stage.context.shard_index = shard;
    stage.context.shard_count = 3;
    const SuiteEvidence evidence = stage.run();
    BOOST_TEST(codes(evidence) == Strings(), boost::test_tools::per_element());
    // CTest adds the set-up that a case needs, so one may come twice.
    for (const std::string& name : merged(stage, evidence)) covered.insert(name);
  }
  BOOST_TEST(covered.size() == 7U);
}

BOOST_AUTO_TEST_CASE(CTestRunsOneCaseWhateverItsName) {
  Stage stage("ctest", "");
  write_ctest_folder(stage);
  stage.context.only_cases = {"has space (x) + a.b|c"};
  const SuiteEvidence evidence = stage.run();
  BOOST_TEST(codes(evidence) == Strings(), boost::test_tools::per_element());
  BOOST_TEST(evidence.counts.total() == 1U);
}

BOOST_AUTO_TEST_CASE(CTestWithoutABuildFolderIsRed) {
  Stage stage("ctest", "");
  stage.suite.build_dir = "nowhere";
  BOOST_TEST(codes(stage.run()) == Strings{"LISTING_FAILED"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(PytestReportsItsCases) {
  if (!is_available("python3 -m pytest --version")) return;
  Stage stage("command", "");
  stage.folder.write("test_orders.py", R"py(
import os, pytest

@pytest.mark.parametrize("n", [1, 2])
def test_number(n): assert n > 0

def test_mode(): assert os.environ.get("FIXTURE_MODE") != "fail"

@pytest.mark.skip(reason="later")
def test_later(): assert False
)py");
  const std::string command = "python3 -m pytest -q --junitxml=out/py.xml";
  const SuiteEvidence green = stage.run_command(command, {"out/*.xml"});
  BOOST_TEST(codes(green) == Strings(), boost::test_tools::per_element());
  BOOST_TEST(green.counts.passed == 3U);
  BOOST_TEST(green.counts.skipped == 1U);
  // The first report is moved aside; the second run speaks for itself.
  stage.suite.env["FIXTURE_MODE"] = "fail";
  stage.suite.failed_exit_codes = {1};
  const SuiteEvidence red = stage.run_command(command, {"out/*.xml"});
  BOOST_TEST(codes(red) == Strings(), boost::test_tools::per_element());
  BOOST_TEST(ids(red.bad_cases) == Strings{"test_orders.test_mode"},
             boost::test_tools::per_element());
  BOOST_TEST(has_warning(red, "STALE_MOVED"));
  BOOST_TEST(stage.folder.has("gate-out/suites/unit/stale/001-py.xml"));
}

BOOST_AUTO_TEST_CASE(NodeReportsItsCases) {
  if (!is_available("node --test --test-reporter=junit /dev/null")) return;
  Stage stage("command", "");
  stage.folder.write("orders.test.js", R"js(
const {test, describe} = require('node:test');
const assert = require('node:assert');
test('top', () => {});
describe('orders', () => {
  test('adds', () => assert.equal(1 + 1, 2));
  test('mode', () => assert.notEqual(process.env.FIXTURE_MODE, 'fail'));
  test('later', {skip: true}, () => {});
});
)js");
  const std::string command =
      "node --test --test-reporter=junit "
      "--test-reporter-destination=node.xml orders.test.js";
  const SuiteEvidence green = stage.run_command(command, {"node.xml"});
  BOOST_TEST(codes(green) == Strings(), boost::test_tools::per_element());
  BOOST_TEST(green.counts.passed == 3U);
  BOOST_TEST(green.counts.skipped == 1U);
  stage.suite.env["FIXTURE_MODE"] = "fail";
  const SuiteEvidence red = stage.run_command(command, {"node.xml"});
  BOOST_TEST(red.counts.bad() == 1U);
  // A command has no status of its own that means "a case failed".
  BOOST_TEST(codes(red) == Strings{"RUNNER_EXIT"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(AShellScriptReportsItsCases) {
  Stage stage("command", "");
  stage.folder.script("check.sh", R"sh(
{
  echo '<testsuite name="shell" tests="2">'
  for name in one two; do
    if [ "$name" = "$FIXTURE_MODE" ]; then
      echo "<testcase classname=\"sh\" name=\"$name\"><failure/></testcase>"
    else
      echo "<testcase classname=\"sh\" name=\"$name\"/>"
    fi
  done
  echo '</testsuite>'
} > shell.xml
)sh");
  const SuiteEvidence green = stage.run_command("./check.sh", {"shell.xml"});
  BOOST_TEST(codes(green) == Strings(), boost::test_tools::per_element());
  BOOST_TEST(green.counts.passed == 2U);
  stage.suite.env["FIXTURE_MODE"] = "two";
  const SuiteEvidence red = stage.run_command("./check.sh", {"shell.xml"});
  BOOST_TEST(red.counts.failed == 1U);
  BOOST_TEST(has_warning(red, "EXIT_CONTRADICTS_REPORT"));
}

BOOST_AUTO_TEST_CASE(ASurvivorCannotChangeTheReport) {
  Stage stage("command", "");
  const SuiteEvidence evidence = stage.run_command(
      "echo '<testsuite><testcase name=\"a\"><failure/></testcase>"
      "</testsuite>' > r.xml; "
      "(trap '' TERM HUP; exec setsid sh -c 'while :; do echo "
      "\"<testsuite><testcase name=\\\"a\\\"/></testsuite>\" > r.xml; done') "
      ">/dev/null 2>&1 & "
      "until grep -q 'name=\"a\"/' r.xml; do :; done; "
      "echo '<testsuite><testcase name=\"a\"><failure/></testcase>"
      "</testsuite>' > r.xml; exit 1",
      {"r.xml"});
  BOOST_TEST(has_warning(evidence, "PROCESS_LEFT_BEHIND"));
  BOOST_TEST(holds(codes(evidence), "RUNNER_EXIT"));
}

}  // namespace gate::suites
