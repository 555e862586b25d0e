#include "gate/suites/exits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

namespace gate::suites {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using End = Execution::End;

ProgramEnd ended(End how, int number = 0) {
  ProgramEnd end;
  end.program = "orders_test";
  end.execution.end = how;
  end.execution.log = "suites/unit/001-orders_test.log";
  (how == End::signalled ? end.execution.signal : end.execution.exit_status) =
      number;
  return end;
}

std::vector<Problem> problems(const ProgramEnd& end,
                              const PlannedSuite& suite = {},
                              std::string_view framework = "googletest") {
  return exit_problems(suite, *find_framework(framework), end);
}

std::string code(const ProgramEnd& end, const PlannedSuite& suite = {},
                 std::string_view framework = "googletest") {
  const auto found = problems(end, suite, framework);
  return found.empty() ? "" : found.at(0).code;
}

TEST(Exit, WithZeroIsNoProblem) { EXPECT_EQ(code(ended(End::exited, 0)), ""); }

TEST(Exit, OfEveryOtherKindIsAProblem) {
  EXPECT_EQ(code(ended(End::exited, 3)), "RUNNER_EXIT");
  EXPECT_EQ(code(ended(End::signalled, SIGSEGV)), "SIGNAL");
  EXPECT_EQ(code(ended(End::timed_out)), "TIMEOUT");
  EXPECT_EQ(code(ended(End::interrupted)), "INTERRUPTED");
  EXPECT_EQ(code(ended(End::not_started)), "SPAWN_FAILED");
}

TEST(Exit, OfAFailedRunIsExplainedByAFailedCaseOnly) {
  ProgramEnd end = ended(End::exited, 1);
  EXPECT_EQ(code(end), "RUNNER_EXIT");
  end.bad_cases = 1;
  EXPECT_EQ(code(end), "");
  end.execution.exit_status = 2;
  EXPECT_EQ(code(end), "RUNNER_EXIT");
}

TEST(Exit, OfACommandHasNoMeaningUnlessConfigured) {
  ProgramEnd end = ended(End::exited, 1);
  end.bad_cases = 1;
  EXPECT_EQ(code(end, {}, "command"), "RUNNER_EXIT");
  PlannedSuite suite;
  suite.failed_exit_codes = {1};
  EXPECT_EQ(code(end, suite, "command"), "");
}

TEST(Exit, ThatTheSuiteAcceptsIsNoProblem) {
  PlannedSuite suite;
  suite.exit_codes = {0, 5};
  EXPECT_EQ(code(ended(End::exited, 5), suite), "");
  EXPECT_THAT(problems(ended(End::exited, 6), suite).at(0).message,
              HasSubstr("expected 0 or 5"));
}

TEST(Exit, WithZeroButALostLogIsAProblem) {
  ProgramEnd end = ended(End::exited, 0);
  end.execution.trouble = "its log cannot be written: no space left on device";
  EXPECT_EQ(code(end), "EVIDENCE_NOT_WRITTEN");
  EXPECT_THAT(problems(end).at(0).message, HasSubstr("no space left"));
}

TEST(Exit, ThatTheGateCausedIsNeverGood) {
  // A program may answer TERM with exit status 0 and a green report.
  EXPECT_EQ(code(ended(End::timed_out, 0)), "TIMEOUT");
  EXPECT_EQ(code(ended(End::interrupted, 0)), "INTERRUPTED");
}

TEST(Exit, NamesTheCaseThatWasRunning) {
  ProgramEnd end = ended(End::signalled, SIGSEGV);
  end.running = "Orders.Middle";
  const Problem problem = problems(end).at(0);
  EXPECT_EQ(problem.message,
            "orders_test died of signal 11 (SIGSEGV) while it ran "
            "Orders.Middle");
  EXPECT_EQ(problem.evidence, "suites/unit/001-orders_test.log");
}

TEST(Exit, WarnsOfWhatWasLeftAndCut) {
  ProgramEnd end = ended(End::exited, 0);
  EXPECT_THAT(exit_warnings({}, end), IsEmpty());
  end.execution.survivors = 2;
  end.execution.output_cut = true;
  end.bad_cases = 1;
  const auto warnings = exit_warnings({}, end);
  ASSERT_EQ(warnings.size(), 3U);
  EXPECT_EQ(warnings[0].code, "PROCESS_LEFT_BEHIND");
  EXPECT_EQ(warnings[1].code, "OUTPUT_TRUNCATED");
  EXPECT_EQ(warnings[2].code, "EXIT_CONTRADICTS_REPORT");
}

}  // namespace
}  // namespace gate::suites
