#include <gtest/gtest.h>

#include "gate/base/text.h"
#include "gate/report/terminal.h"
#include "gate/report/why.h"
#include "tests/support/report_run.h"

namespace gate::report {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines = split(text, '\n');
  EXPECT_EQ(lines.back(), "");
  lines.pop_back();
  return lines;
}

void expect_fits(const std::string& text, std::size_t height) {
  const auto lines = lines_of(text);
  EXPECT_LE(lines.size(), height) << text;
  for (const std::string& line : lines) {
    EXPECT_LE(columns(line), 80u) << line;
  }
}

// What a CI runner or a terminal would obey: a command at the start of a line,
// "##[" or "##vso[" anywhere, control and bidirectional characters.
void expect_harmless(const std::string& text) {
  EXPECT_TRUE(is_valid_utf8(text));
  for (const std::string& line : lines_of(text)) {
    EXPECT_FALSE(trim(line).starts_with("::")) << line;
    EXPECT_EQ(to_lower(line).find("##["), std::string::npos) << line;
    EXPECT_EQ(to_lower(line).find("##vso["), std::string::npos) << line;
    for (const unsigned char c : line) {
      EXPECT_TRUE(c >= 0x20 && c != 0x7F) << line;
    }
    for (const char* control : {"\xC2\x9B", "\xE2\x80\xAE", "\xE2\x81\xA6"}) {
      EXPECT_EQ(line.find(control), std::string::npos) << line;
    }
  }
}

TEST(Console, TheVerdictIsTheFirstWord) {
  EXPECT_TRUE(test::render("console", test::passed_run())
                  .starts_with("PASS  orders  3f2c1a9  415 cases in 3 suites"));
  for (const test::Run& run : {test::failed_run(), test::interrupted_run(),
                               test::empty_run(), test::hostile_run()}) {
    EXPECT_TRUE(test::render("console", run).starts_with("FAIL  "));
  }
}

TEST(Console, APassThatHoldsAReasonIsShownAsFail) {
  test::Run run = test::passed_run();
  run.verdict.reasons = {test::reason("STALE", "unit", "older than the run")};
  for (const Format* format : formats()) {
    const std::string text = format->render(test::report_of(run), {});
    EXPECT_EQ(text.find("PASS"), std::string::npos) << format->name;
    EXPECT_EQ(text.find("\"pass\""), std::string::npos) << format->name;
  }
}

TEST(Console, EveryRunFitsAScreen) {
  for (const test::Run& run :
       {test::passed_run(), test::failed_run(), test::interrupted_run(),
        test::empty_run(), test::hostile_run()}) {
    expect_fits(test::render("console", run), 24);
  }
}

TEST(Console, AHundredSuitesAndReasonsStillFitAScreen) {
  test::Run run = test::passed_run();
  for (int i = 0; i < 100; ++i) {
    const std::string name = "suite-" + std::to_string(i);
    run.plan.suites.push_back(test::planned_suite(name));
    run.evidence.suites.push_back(test::suite_evidence(name, 5));
  }
  expect_fits(test::render("console", run), 24);
  run.verdict.decision = Decision::fail;
  for (int i = 0; i < 100; ++i) {
    Reason reason = test::reason("TEST_FAILED", "suite-" + std::to_string(i),
                                 std::string(3000, 'x'));
    reason.cases.assign(500, "Some.Case");
    run.verdict.reasons.push_back(reason);
  }
  run.plan.left_out.assign(300, "left");
  const std::string text = test::render("console", run);
  expect_fits(text, 24);
  EXPECT_NE(text.find("more reasons"), std::string::npos) << text;
  EXPECT_NE(text.find("more suites"), std::string::npos) << text;
}

TEST(Console, TheWorstReasonComesFirst) {
  test::Run run = test::failed_run();
  std::swap(run.verdict.reasons.front(), run.verdict.reasons.back());
  const std::string text = test::render("console", run);
  EXPECT_LT(text.find("SIGNAL"), text.find("UNSIGNED_ITEM")) << text;
}

TEST(Console, AFailedCaseSaysWhereItIsAndWhatWasExpectedAndFound) {
  const std::string text = test::render("console", test::failed_run());
  EXPECT_NE(text.find("OrdersTest.RejectsEmpty  tests/orders_test.cc:41"),
            std::string::npos);
  EXPECT_NE(text.find("status Which is: 200 422"), std::string::npos) << text;
}

TEST(Console, ColourIsThereOnlyWhenAskedFor) {
  const test::Run run = test::failed_run();
  EXPECT_EQ(test::render("console", run).find('\x1b'), std::string::npos);
  const std::string coloured =
      test::render("console", run, {.colour = true, .width = 80});
  EXPECT_TRUE(coloured.starts_with("\x1b[1;31mFAIL\x1b[0m")) << coloured;
}

TEST(Console, WhatTheCodeUnderTestPrintsCommandsNobody) {
  for (const int width : {40, 50, 61, 80, 200}) {
    const test::Run run = test::hostile_run();
    expect_harmless(test::render("console", run, {.width = width}));
    expect_harmless(
        render_why(test::report_of(run), {.width = width}, {99, 99, 99}));
  }
}

TEST(Console, AWrappedLineDoesNotBeginWithACommand) {
  std::string message;
  for (int i = 0; i < 60; ++i) message += "word ::error::owned ##[error] ";
  for (std::size_t width = 10; width < 90; ++width) {
    for (const std::string& line : wrap(message, width, 30)) {
      EXPECT_FALSE(trim(line).starts_with("::")) << line;
      EXPECT_EQ(line.find("##["), std::string::npos) << line;
    }
  }
}

TEST(Why, ARedRunIsExplainedWithHowToRunTheCaseAgain) {
  const std::string text = render_why(test::report_of(test::failed_run()), {});
  EXPECT_NE(text.find("gate run unit --case OrdersTest.RejectsEmpty"),
            std::string::npos);
  EXPECT_NE(text.find("gate-out/suites/02/0001.log  (killed by signal 11"),
            std::string::npos);
  // A checklist item is not run again, it is signed.
  EXPECT_EQ(text.find("gate run release-checklist"), std::string::npos);
}

TEST(Why, AShellTakesTheCommandAsItStands) {
  const std::string id = "It's $(rm -rf /).A;B";
  test::Run run = test::failed_run();
  run.plan.suites[0].name = "my unit";
  run.evidence.suites[0].name = "my unit";
  run.verdict.reasons.resize(1);
  run.verdict.reasons[0].suite = "my unit";
  run.verdict.reasons[0].cases = {id};
  const std::string text = render_why(test::report_of(run), {.width = 120});
  EXPECT_NE(text.find("gate run 'my unit' --case 'It'\\''s $(rm -rf /).A;B'"),
            std::string::npos)
      << text;
}

TEST(Why, AHugeRunGivesAShortPage) {
  test::Run run = test::failed_run();
  SuiteEvidence& unit = run.evidence.suites[0];
  run.verdict.reasons[0].cases.clear();
  for (int i = 0; i < 1000; ++i) {
    TestCase bad = test::failed_case("Big", "N" + std::to_string(i),
                                     std::string(16 * 1024, 'm'));
    bad.text = std::string(16 * 1024, '\n') + "end";
    unit.bad_cases.push_back(bad);
    run.verdict.reasons[0].cases.push_back(case_id(bad));
  }
  const std::string text = render_why(test::report_of(run), {});
  EXPECT_LT(text.size(), 16u * 1024);
  EXPECT_NE(text.find("and 995 more cases"), std::string::npos) << text;
}

TEST(Terminal, TextIsCutBetweenCharactersAndByColumns) {
  EXPECT_EQ(fit("plain", 10), "plain");
  EXPECT_EQ(fit("a long sentence", 10), "a long ...");
  EXPECT_EQ(columns("\xE6\x97\xA5\xE6\x9C\xAC"), 4u);
  EXPECT_EQ(fit("\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E", 5),
            "\xE6\x97\xA5...");
  EXPECT_EQ(pad("ab", 4), "ab  ");
  EXPECT_EQ(columns(pad(std::string(100'000'000, 'x'), 20)), 20u);
}

}  // namespace
}  // namespace gate::report
