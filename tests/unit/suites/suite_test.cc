#include "gate/suites/suite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "gate/base/text.h"
#include "tests/support/fakes.h"

namespace gate::suites {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Strings = std::vector<std::string>;

constexpr const char* kListing =
    R"({"testsuites": [{"name": "A", "testsuite": [
        {"name": "one"}, {"name": "two"}, {"name": "three"}]}]})";

std::string element(const std::string& name, bool failed = false) {
  return "<testcase classname=\"A\" name=\"" + name + "\" time=\"1\">" +
         (failed ? "<failure message=\"no\"/>" : "") + "</testcase>";
}

std::string report(const Strings& cases) {
  return "<testsuite>" + join(cases, "") + "</testsuite>";
}

bool lists(const io::Command& command) {
  return std::find(command.argv.begin(), command.argv.end(),
                   "--gtest_list_tests") != command.argv.end();
}

// A suite of one GoogleTest program that lists A.one, A.two and A.three, and
// does in its run what the test says.
struct RunningASuite : ::testing::Test {
  test::FakeSystem fake;
  RunContext context;
  PlannedSuite suite;
  std::string listing = kListing;
  std::string text = report({element("one"), element("two"), element("three")});
  Execution listing_end = test::exited(0);
  Execution end = test::exited(0);

  RunningASuite() {
    context.workspace = "/work";
    context.out = "/work/gate-out";
    suite.name = "unit";
    suite.kind = "unit";
    suite.framework = "googletest";
    suite.programs = {"build/a_test"};
    fake.processes.program = [this](const io::Command& command,
                                    const io::OutputSink& live) {
      return lists(command) ? list(command, live) : run(command, live);
    };
  }

  Execution list(const io::Command& command, const io::OutputSink& live) {
    for (const std::string& word : command.argv)
      if (word.starts_with("--gtest_output=json:") && !listing.empty())
        fake.files.put(word.substr(20), listing);
    if (live) live("noise\n");
    return listing_end;
  }

  Execution run(const io::Command& command, const io::OutputSink& live) {
    for (const std::string& word : command.argv)
      if (word.starts_with("--gtest_output=xml:") && !text.empty())
        fake.files.put(word.substr(19), text);
    if (live) live("[ RUN      ] A.two\n");
    return end;
  }

  void become_command() {
    suite.framework = "command";
    suite.programs.clear();
    suite.run = {"npx", "jest"};
    suite.reports = {"reports/*.xml"};
    fake.processes.program = [this](const io::Command&, const io::OutputSink&) {
      if (!text.empty()) fake.files.put("/work/reports/jest.xml", text);
      return end;
    };
  }

  SuiteEvidence go() {
    NoObserver observer;
    return run_suite(suite, context, fake.system, observer);
  }

  Strings codes() {
    Strings found;
    for (const Problem& problem : go().problems) found.push_back(problem.code);
    return found;
  }
};

TEST_F(RunningASuite, AGreenOneHasNoProblem) {
  const SuiteEvidence evidence = go();
  EXPECT_THAT(evidence.problems, IsEmpty());
  EXPECT_THAT(evidence.warnings, IsEmpty());
  EXPECT_THAT(evidence.unreported_cases, IsEmpty());
  EXPECT_EQ(evidence.counts.passed, 3U);
  ASSERT_EQ(evidence.executions.size(), 1U);
  EXPECT_EQ(evidence.executions[0].argv[0], "/work/build/a_test");
  EXPECT_EQ(evidence.executions[0].log, "suites/unit/001-a_test.log");
  EXPECT_EQ(evidence.reports.at(0).stored,
            "suites/unit/reports/001-a_test.xml");
  EXPECT_TRUE(evidence.whole);
}

TEST_F(RunningASuite, ProcessesGetTheSuitesSurroundings) {
  suite.workdir = "sub";
  suite.env = {{"MODE", "x"}};
  suite.timeout = std::chrono::seconds(7);
  context.staging_url = "https://stg";
  fake.environment = {{"HOME", "/h"}, {"GITHUB_TOKEN", "secret"}};
  go();
  ASSERT_EQ(fake.processes.commands.size(), 2U);
  for (const io::Command& command : fake.processes.commands) {
    EXPECT_EQ(command.workdir, "/work/sub");
    EXPECT_EQ(command.environment.at("MODE"), "x");
    EXPECT_EQ(command.environment.at("HOME"), "/h");
    EXPECT_EQ(command.environment.at("GATE_STAGING_URL"), "https://stg");
    EXPECT_EQ(command.environment.count("GITHUB_TOKEN"), 0U);
    EXPECT_EQ(command.timeout, std::chrono::seconds(7));
  }
}

TEST_F(RunningASuite, AListingThatFailsIsAProblemAndNothingRuns) {
  listing_end = test::exited(1);
  EXPECT_THAT(codes(), ElementsAre("LISTING_FAILED"));
  listing_end.end = Execution::End::timed_out;
  EXPECT_THAT(codes(), ElementsAre("LISTING_FAILED"));
  listing_end = test::exited(0);
  listing = "";
  EXPECT_THAT(codes(), ElementsAre("LISTING_FAILED"));
  listing_end.end = Execution::End::not_started;
  EXPECT_THAT(codes(), ElementsAre("SPAWN_FAILED"));
  for (const io::Command& command : fake.processes.commands)
    EXPECT_TRUE(lists(command));
}

TEST_F(RunningASuite, AProgramWithoutCasesIsAProblem) {
  listing = R"({"testsuites": []})";
  EXPECT_THAT(codes(), ElementsAre("NO_TESTS"));
}

TEST_F(RunningASuite, CasesThatNeverReportAreNamed) {
  text = report({element("one"), element("three")});
  const SuiteEvidence evidence = go();
  EXPECT_THAT(evidence.unreported_cases, ElementsAre("A.two"));
}

TEST_F(RunningASuite, ACrashIsOneProblemAndNamesTheRunningCase) {
  end.end = Execution::End::signalled;
  end.signal = 11;
  text = "";
  const SuiteEvidence evidence = go();
  ASSERT_EQ(evidence.problems.size(), 1U);
  EXPECT_EQ(evidence.problems[0].code, "SIGNAL");
  EXPECT_THAT(evidence.problems[0].message, HasSubstr("A.two"));
  EXPECT_EQ(evidence.unreported_cases.size(), 3U);
}

TEST_F(RunningASuite, ACrashAfterAGreenReportIsStillAProblem) {
  end.end = Execution::End::signalled;
  end.signal = 11;
  EXPECT_THAT(codes(), ElementsAre("SIGNAL"));
}

TEST_F(RunningASuite, AnExitWithoutAReportIsAProblem) {
  text = "";
  const SuiteEvidence evidence = go();
  ASSERT_EQ(evidence.problems.size(), 1U);
  EXPECT_EQ(evidence.problems[0].code, "NO_INPUT");
  EXPECT_THAT(evidence.problems[0].message, HasSubstr("A.two"));
}

TEST_F(RunningASuite, ATruncatedReportIsAProblemWhateverTheExit) {
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    const std::string whole = text;
    text.resize(cut);
    EXPECT_THAT(codes(), Not(IsEmpty())) << cut;
    text = whole;
  }
}

TEST_F(RunningASuite, AStatusIsExplainedByItsOwnProgramOnly) {
  suite.programs = {"build/a_test", "build/b_test"};
  // a_test exits with 1 and a green report; b_test has the failed case.
  fake.processes.program = [this](const io::Command& command,
                                  const io::OutputSink& live) {
    if (lists(command)) return list(command, live);
    const bool is_a = command.argv[0] == "/work/build/a_test";
    text = report({element("one", !is_a), element("two"), element("three")});
    end.exit_status = is_a ? 1 : 0;
    return run(command, live);
  };
  const SuiteEvidence evidence = go();
  ASSERT_FALSE(evidence.problems.empty());
  EXPECT_EQ(evidence.problems[0].code, "RUNNER_EXIT");
  EXPECT_THAT(evidence.problems[0].message, HasSubstr("build/a_test"));
  ASSERT_FALSE(evidence.warnings.empty());
  EXPECT_EQ(evidence.warnings.back().code, "EXIT_CONTRADICTS_REPORT");
}

TEST_F(RunningASuite, AnInterruptionStopsTheRest) {
  suite.programs = {"build/a_test", "build/b_test"};
  end.end = Execution::End::interrupted;
  const SuiteEvidence evidence = go();
  EXPECT_EQ(evidence.executions.size(), 1U);
  EXPECT_EQ(evidence.problems.at(0).code, "INTERRUPTED");
}

TEST_F(RunningASuite, AShardRunsItsShareAndSaysSo) {
  context.shard_index = 2;
  context.shard_count = 3;
  text = report({element("three")});
  const SuiteEvidence evidence = go();
  EXPECT_THAT(evidence.problems, IsEmpty());
  EXPECT_EQ(evidence.shard_index, 2U);
  EXPECT_EQ(evidence.shard_count, 3U);
  EXPECT_THAT(fake.processes.commands.back().argv,
              Contains("--gtest_filter=A.three"));
}

TEST_F(RunningASuite, AShardWithoutACaseIsEmptyAndNoProblem) {
  context.shard_index = context.shard_count = 5;
  const SuiteEvidence evidence = go();
  EXPECT_THAT(evidence.problems, IsEmpty());
  EXPECT_THAT(evidence.executions, IsEmpty());
}

TEST_F(RunningASuite, ASelectionOfCasesIsNotTheWholeSuite) {
  context.only_cases = {"A.two"};
  text = report({element("two")});
  const SuiteEvidence evidence = go();
  EXPECT_THAT(evidence.problems, IsEmpty());
  EXPECT_FALSE(evidence.whole);
}

TEST_F(RunningASuite, ARequiredCaseThatNobodyListsIsUnreported) {
  suite.required_cases = {"A.one", "A.gone"};
  EXPECT_THAT(go().unreported_cases, ElementsAre("A.gone"));
  context.shard_count = 3;
  text = report({element("one")});
  EXPECT_THAT(codes(), ElementsAre("REQUIRED_CASE"));
}

TEST_F(RunningASuite, ACaseOfTheBaselineThatDisappearedIsAProblem) {
  suite.baseline = "cases.txt";
  fake.files.put("/work/cases.txt", "# reviewed\nA.one\n\nA.gone\n");
  const SuiteEvidence evidence = go();
  ASSERT_EQ(evidence.problems.size(), 1U);
  EXPECT_EQ(evidence.problems[0].code, "DISAPPEARED");
  EXPECT_THAT(evidence.problems[0].message, HasSubstr("A.gone"));
  EXPECT_THAT(evidence.unreported_cases, IsEmpty());
}

TEST_F(RunningASuite, ABaselineThatCannotBeReadIsAProblem) {
  suite.baseline = "cases.txt";
  EXPECT_THAT(codes(), ElementsAre("UNREADABLE"));
}

TEST_F(RunningASuite, AnUnknownFrameworkIsAProblem) {
  suite.framework = "catch2";
  EXPECT_THAT(codes(), ElementsAre("INTERNAL"));
}

TEST_F(RunningASuite, AnExceptionIsAProblem) {
  fake.processes.program = [](const io::Command& command, const io::OutputSink&)
      -> Execution {
    throw std::runtime_error("out of " + command.argv[0]);
  };
  EXPECT_THAT(codes(), ElementsAre("INTERNAL"));
}

TEST_F(RunningASuite, AnExceptionInAProgramsThreadIsItsProblem) {
  fake.processes.program = [this](const io::Command& command,
                                  const io::OutputSink& live) {
    if (!lists(command)) throw std::runtime_error("out of memory");
    return list(command, live);
  };
  EXPECT_THAT(codes(), ElementsAre("SPAWN_FAILED"));
}

TEST_F(RunningASuite, AnOutputFolderThatCannotBeMadeIsAProblem) {
  fake.files.fault = [](const std::string& path) -> std::optional<Error> {
    return Error{ErrorKind::failed, path + ": read-only file system"};
  };
  EXPECT_THAT(codes(), ElementsAre("EVIDENCE_NOT_WRITTEN"));
}

TEST_F(RunningASuite, ARefusedVariableIsWorthAWarning) {
  suite.pass_env = {"GITHUB_TOKEN"};
  const SuiteEvidence evidence = go();
  ASSERT_EQ(evidence.warnings.size(), 1U);
  EXPECT_EQ(evidence.warnings[0].code, "VARIABLE_REFUSED");
}

TEST_F(RunningASuite, RelaxationsAreRecorded) {
  suite.exit_codes = {0, 5};
  suite.rules.allow_cached = true;
  EXPECT_THAT(go().relaxations,
              ElementsAre("allow_cached: true", "exit_codes: [0, 5]"));
}

TEST_F(RunningASuite, ACommandIsJudgedByItsReports) {
  become_command();
  const SuiteEvidence evidence = go();
  EXPECT_THAT(evidence.problems, IsEmpty());
  EXPECT_EQ(evidence.counts.passed, 3U);
  EXPECT_EQ(fake.processes.commands.size(), 1U);
}

TEST_F(RunningASuite, AReportOfAnEarlierRunIsMovedAsideAndKept) {
  become_command();
  fake.files.put("/work/reports/old.xml", report({element("old")}));
  const SuiteEvidence evidence = go();
  EXPECT_EQ(evidence.counts.passed, 3U);
  EXPECT_FALSE(fake.files.has("/work/reports/old.xml"));
  EXPECT_TRUE(
      fake.files.has("/work/gate-out/suites/unit/stale/001-old.xml"));
  ASSERT_EQ(evidence.warnings.size(), 1U);
  EXPECT_EQ(evidence.warnings[0].code, "STALE_MOVED");
}

TEST_F(RunningASuite, AnEarlierReportCannotStandForAMissingOne) {
  become_command();
  fake.files.put("/work/reports/jest.xml", text);
  text = "";
  EXPECT_THAT(codes(), ElementsAre("NO_INPUT"));
}

TEST_F(RunningASuite, AReportThatCannotBeMovedAsideIsAProblem) {
  become_command();
  fake.files.put("/work/reports/old.xml", report({element("old")}));
  fake.files.fault = [](const std::string& path) -> std::optional<Error> {
    if (path.find("old.xml") == std::string::npos) return std::nullopt;
    return Error{ErrorKind::failed, path + ": permission denied"};
  };
  EXPECT_THAT(codes(), Contains("STALE"));
}

TEST_F(RunningASuite, ACachedReportIsReadWhereThatIsAllowed) {
  become_command();
  suite.rules.allow_cached = true;
  fake.files.put("/work/reports/jest.xml", text);
  text = "";
  fake.clock.advance(std::chrono::hours(24));
  const SuiteEvidence evidence = go();
  EXPECT_THAT(evidence.problems, IsEmpty());
  EXPECT_EQ(evidence.counts.passed, 3U);
}

TEST_F(RunningASuite, ACommandRunsInExactlyOneShard) {
  become_command();
  context.shard_count = 3;
  for (context.ordinal = 1; context.ordinal <= 4; ++context.ordinal) {
    std::size_t runs = 0;
    for (std::uint64_t shard = 1; shard <= 3; ++shard) {
      context.shard_index = shard;
      const SuiteEvidence evidence = go();
      EXPECT_THAT(evidence.problems, IsEmpty());
      runs += evidence.executions.size();
    }
    EXPECT_EQ(runs, 1U);
  }
}

TEST_F(RunningASuite, ACommandCannotRunASingleCase) {
  become_command();
  context.only_cases = {"A.one"};
  EXPECT_THAT(codes(), ElementsAre("UNKNOWN_CASE"));
}

TEST_F(RunningASuite, TheBaselineOfACommandIsComparedWithItsReports) {
  become_command();
  suite.baseline = "cases.txt";
  suite.required_cases = {"A.needed"};
  fake.files.put("/work/cases.txt", "A.one\nA.gone\n");
  const SuiteEvidence evidence = go();
  ASSERT_EQ(evidence.problems.size(), 1U);
  EXPECT_EQ(evidence.problems[0].code, "DISAPPEARED");
  EXPECT_THAT(evidence.unreported_cases, ElementsAre("A.needed"));
}

TEST_F(RunningASuite, SkipsOfUnselectedBoostCasesAreNotCounted) {
  suite.framework = "boost-test";
  context.only_cases = {"one"};
  fake.processes.program = [this](const io::Command& command,
                                  const io::OutputSink& live) {
    if (command.argv.at(1) == "--list_content=DOT") {
      live("tu1[shape=x,color=green,label=\"m\"];\n"
           "tu65536[shape=x,color=green,label=\"one|f(1)\"];\ntu1 -> tu65536;\n"
           "tu65537[shape=x,color=green,label=\"two|f(2)\"];\n"
           "tu1 -> tu65537;\n");
      return test::exited(0);
    }
    fake.files.put("/work/gate-out/suites/unit/reports/001-a_test.xml",
                   "<testsuite><testcase name=\"one\" time=\"1\"/>"
                   "<testcase name=\"two\"><skipped/></testcase></testsuite>");
    return test::exited(0);
  };
  const SuiteEvidence evidence = go();
  EXPECT_THAT(evidence.problems, IsEmpty());
  EXPECT_EQ(evidence.counts.total(), 1U);
  EXPECT_EQ(evidence.counts.passed, 1U);
  EXPECT_THAT(evidence.skipped_cases, IsEmpty());
  EXPECT_THAT(fake.files.get("/work/gate-out/" + evidence.merged_cases),
              Not(HasSubstr("two")));
}

// Remembers what it was told, in order.
class Notes : public Observer {
 public:
  Strings lines;
  void suite_started(const PlannedSuite& suite,
                     std::optional<std::uint64_t> expected) override {
    lines.push_back(suite.name + " expects " +
                    (expected ? std::to_string(*expected) : "?"));
  }
  void output(std::string_view, std::string_view program,
              std::string_view bytes) override {
    lines.push_back(std::string(program) + ": " + std::string(trim(bytes)));
  }
  void progress(std::string_view, std::uint64_t ended) override {
    lines.push_back(std::to_string(ended) + " ended");
  }
  void program_finished(std::string_view, const Execution& run) override {
    lines.push_back("exit " + std::to_string(run.exit_status));
  }
  void suite_finished(const SuiteEvidence& evidence) override {
    lines.push_back(std::to_string(evidence.counts.passed) + " passed");
  }
};

TEST_F(RunningASuite, TheObserverIsToldInOrder) {
  fake.processes.program = [this](const io::Command& command,
                                  const io::OutputSink& live) {
    if (lists(command)) return list(command, live);
    run(command, {});
    live("[       OK ] A.one (1 ms)\n");
    return end;
  };
  Notes notes;
  run_suite(suite, context, fake.system, notes);
  EXPECT_THAT(notes.lines,
              ElementsAre("unit expects 3",
                          "build/a_test: [       OK ] A.one (1 ms)", "1 ended",
                          "exit 0", "3 passed"));
}

}  // namespace
}  // namespace gate::suites
