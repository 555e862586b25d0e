// The rules for documents, cases, suites and counters, each from both sides.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/junit/file_verdict.h"

namespace gate::junit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

FileVerdict judge_suite(const std::string& content,
                        const ReportRules& rules = {}) {
  return judge_file("<testsuite name='s'>" + content + "</testsuite>", rules);
}
FileVerdict judge_case(const std::string& attributes,
                       const std::string& children,
                       const ReportRules& rules = {}) {
  return judge_suite("<testcase classname='c' name='n' time='1' " + attributes +
                         ">" + children + "</testcase>",
                     rules);
}
// The one case, which has to be of that status.
TestCase only_case(const FileVerdict& file, CaseStatus status) {
  EXPECT_EQ(file.seen.notable_cases.size(), 1u);
  if (file.seen.notable_cases.empty()) return {};
  EXPECT_EQ(file.seen.notable_cases[0].status, status);
  Counts counts;
  counts.add(status);
  EXPECT_EQ(file.document.counts, counts);
  return file.seen.notable_cases[0];
}
void expect_passed(const FileVerdict& file) {
  EXPECT_THAT(file.reasons, ElementsAre());
  EXPECT_EQ(file.document.counts.passed, file.document.counts.total());
  EXPECT_GT(file.document.counts.passed, 0u);
  EXPECT_EQ(file.seen.elements.size(), file.document.counts.total());
}

// Documents.

TEST(DocumentRules, AnotherRootIsNoReport) {
  for (const std::string root : {"failsafe-summary", "TestRun", "test-run",
                                 "assemblies", "html", "testcase", "phpunit"}) {
    const FileVerdict file =
        judge_file("<" + root +
                   "><testsuite><testcase name='a'><failure/></testcase>"
                   "</testsuite></" +
                   root + ">");
    EXPECT_THAT(file.reasons, ElementsAre("UNKNOWN_ROOT")) << root;
    EXPECT_EQ(file.document.counts, Counts());
    EXPECT_THAT(file.document.problems.at(0).message, HasSubstr(root));
  }
}

TEST(DocumentRules, ADamagedForeignDocumentIsDamaged) {
  EXPECT_THAT(judge_file("<html><body></html>").reasons,
              ElementsAre("NOT_WELL_FORMED"));
}

TEST(DocumentRules, APrefixedRootIsAReport) {
  expect_passed(
      judge_file("<j:testsuites xmlns:j='u'><j:testsuite>"
                 "<j:testcase name='a'/></j:testsuite>"
                 "</j:testsuites>"));
  expect_passed(
      judge_file("<testsuites xmlns='u'><testsuite>"
                 "<testcase name='a'/></testsuite></testsuites>"));
}

TEST(DocumentRules, AReportWithoutACaseHoldsNoTests) {
  for (const std::string document :
       {"<testsuites/>", "<testsuite tests='0'></testsuite>",
        "<testsuites><testsuite/><testsuite/></testsuites>",
        "<testsuites><suite><test result='success'/></suite></testsuites>"})
    EXPECT_THAT(judge_file(document).reasons, ElementsAre("NO_TESTS"))
        << document;
}

TEST(DocumentRules, ACaseDirectlyInTheRootCounts) {
  expect_passed(judge_file("<testsuites><testcase name='a'/></testsuites>"));
}

TEST(DocumentRules, CasesAreFoundAtAnyDepthAndInUnknownElements) {
  const FileVerdict file = judge_suite(
      "<testsuite name='t'><testsuite name='u'><testcase name='a'/>"
      "</testsuite></testsuite><group><testcase name='b'><failure/></testcase>"
      "</group>");
  EXPECT_EQ(file.document.counts.total(), 2u);
  EXPECT_EQ(file.seen.plain_cases.at(0).suite_path, "s/t/u");
  EXPECT_EQ(file.seen.notable_cases.at(0).suite_path, "s");
  EXPECT_THAT(file.reasons, ElementsAre("TEST_FAILED"));
}

// Cases; the first rule that applies wins.

TEST(CaseRules, ErrorIsErroredWhateverElseIsThere) {
  for (const std::string more :
       {"", "<failure/>", "<skipped/>", "<system-out/>", "<flakyFailure/>"})
    for (const std::string& children : {"<error/>" + more, more + "<error/>"})
      only_case(judge_case("", children), CaseStatus::errored);
}

TEST(CaseRules, FailureIsFailedEvenBesideSkippedOrDisabled) {
  for (const std::string children :
       {"<failure/>", "<failure/><skipped/>", "<skipped/><failure/>",
        "<disabled/><failure/>", "<failure/><failure/>",
        "<failure/><aborted/>"})
    for (const std::string attributes :
         {"", "status='disabled'", "status='notrun'", "result='skipped'"})
      EXPECT_THAT(judge_case(attributes, children).reasons,
                  ElementsAre("TEST_FAILED"))
          << children << attributes;
}

TEST(CaseRules, Catch2MayFailIsSkippedOnlyWhereItIsAllowed) {
  const std::string children = "<skipped/><failure message='may'/>";
  EXPECT_FALSE(judge_case("", children).is_green());
  ReportRules rules;
  rules.mayfail_catch2 = true;
  const std::string suite =
      "<testcase name='a' time='1'/>"
      "<testcase name='b' time='1'>" +
      children + "</testcase>";
  const FileVerdict file = judge_file(
      "<testsuite tests='2' failures='1'>" + suite + "</testsuite>", rules);
  EXPECT_THAT(file.reasons, ElementsAre());
  EXPECT_EQ(file.document.counts.skipped, 1u);
  // Nobody who reads what is handed on sees a failure that was tolerated.
  EXPECT_THAT(file.seen.elements.at(1), testing::Not(HasSubstr("<failure")));
  EXPECT_FALSE(judge_case("", "<failure/>", rules).is_green());
  EXPECT_FALSE(judge_case("", "<skipped/><error/>", rules).is_green());
}

TEST(CaseRules, WordsOfFailureNeedNoChild) {
  for (const std::string word : {"failed", "Failed", "FAIL", " failure "})
    for (const std::string attribute : {"status", "result"})
      only_case(judge_case(attribute + "='" + word + "'", ""),
                CaseStatus::failed);
  for (const std::string word : {"error", "errored", "crashed", "timeout",
                                 "aborted", "Timed Out", "interrupted"})
    only_case(judge_case("status='" + word + "'", "<skipped/>"),
              CaseStatus::errored);
}

TEST(CaseRules, TheWorseOfStatusAndResultCounts) {
  only_case(judge_case("status='run' result='failed'", ""), CaseStatus::failed);
  only_case(judge_case("status='crashed' result='completed'", ""),
            CaseStatus::errored);
  only_case(judge_case("status='run' result='skipped'", ""),
            CaseStatus::skipped);
}

TEST(CaseRules, WordsOfSuccessAreAPass) {
  for (const std::string word :
       {"run", "passed", "Passed", "completed", "", "success", "OK"})
    expect_passed(judge_case("status='" + word + "'", ""));
}

TEST(CaseRules, AStatusThatNobodyDefinedIsNoPass) {
  const FileVerdict file = judge_case("status='inconclusive'", "");
  EXPECT_THAT(file.reasons, ElementsAre("UNKNOWN_CHILD"));
  EXPECT_THAT(only_case(file, CaseStatus::errored).message,
              HasSubstr("status=\"inconclusive\""));
  ReportRules rules;
  rules.ignore_children = {"status=Inconclusive"};
  expect_passed(judge_case("status='inconclusive'", "", rules));
  EXPECT_FALSE(judge_case("status='" + std::string(20'000, ' ') + "failed'", "")
                   .is_green());
}

TEST(CaseRules, WhatCtestCouldNotRunIsErrored) {
  for (const std::string message :
       {"Unable to find executable", "Required Files Missing",
        "Fixture dependency failed", ""}) {
    const FileVerdict file =
        judge_case("status='notrun'", "<skipped message='" + message + "'/>");
    EXPECT_THAT(file.reasons, ElementsAre("NOT_RUN"));
    EXPECT_EQ(only_case(file, CaseStatus::errored).code, "NOT_RUN");
    // Who reads what is handed on must not see a skip.
    EXPECT_THAT(file.seen.elements.at(0), HasSubstr("<error"));
  }
  only_case(judge_case("status='notrun'", "<skipped/>"), CaseStatus::errored);
}

TEST(CaseRules, WhatCtestSkippedOnPurposeIsSkipped) {
  for (const std::string message :
       {"SKIP_RETURN_CODE=77", "SKIP_REGULAR_EXPRESSION_MATCHED"})
    only_case(
        judge_case("status='notrun'", "<skipped message='" + message + "'/>"),
        CaseStatus::skipped);
  ReportRules rules;
  rules.not_run_messages = {"no licence"};
  only_case(
      judge_case("status='notrun'", "<skipped message='no licence'/>", rules),
      CaseStatus::skipped);
}

TEST(CaseRules, SkippedIsCountedAndNoPass) {
  for (const std::string child : {"<skipped/>", "<disabled/>", "<ignored/>",
                                  "<SKIPPED/>", "<skipped/><aborted/>"})
    EXPECT_THAT(judge_case("", child).reasons, ElementsAre("NONE_EXECUTED"));
  for (const std::string word :
       {"skipped", "Disabled", "notrun", "ignored", "pending", "suppressed"})
    only_case(judge_case("status='" + word + "'", ""), CaseStatus::skipped);
  only_case(judge_case("status='notrun' result='suppressed'", ""),
            CaseStatus::skipped);
  EXPECT_EQ(only_case(judge_case("", "<skipped message='no docker'/>"),
                      CaseStatus::skipped)
                .message,
            "no docker");
}

TEST(CaseRules, AnOutcomeThatNobodyDefinedIsNoPass) {
  for (const std::string child :
       {"<aborted/>", "<internalError/>", "<timeout/>", "<x:aborted/>",
        "<testsuite/>"}) {
    const FileVerdict file = judge_case("", child);
    EXPECT_THAT(file.reasons, ElementsAre("UNKNOWN_CHILD")) << child;
    EXPECT_EQ(only_case(file, CaseStatus::errored).code, "UNKNOWN_CHILD");
  }
  ReportRules rules;
  rules.ignore_children = {"Labels"};
  expect_passed(judge_case("", "<labels><label/></labels>", rules));
  EXPECT_FALSE(judge_case("", "<labels/>").is_green());
}

TEST(CaseRules, HarmlessChildrenAreAPass) {
  expect_passed(judge_case(
      "",
      "<system-out>a</system-out><system-err/><properties><property "
      "name='a'/></properties><property/><passed/><success/><output/>"
      "<attachments><a/></attachments>text<!-- c -->"));
}

TEST(CaseRules, APassAfterAFailureIsFlaky) {
  for (const std::string child :
       {"<flakyFailure message='m'/>", "<flakyError message='m'/>",
        "<flakyFailure message='m'/><rerunError/>"}) {
    const FileVerdict file = judge_case("", child);
    EXPECT_THAT(file.reasons, ElementsAre("FLAKY"));
    EXPECT_EQ(only_case(file, CaseStatus::flaky).message, "m");
  }
  EXPECT_THAT(judge_case("", "<failure/><flakyFailure/>").reasons,
              ElementsAre("TEST_FAILED"));
}

TEST(CaseRules, RerunsWithoutAFailureAreErrored) {
  for (const std::string child : {"<rerunFailure/>", "<rerunError/>"})
    EXPECT_THAT(judge_case("", child).reasons, ElementsAre("TEST_FAILED"));
}

TEST(CaseRules, ANamelessCaseIsKeptUnderItsNumber) {
  const FileVerdict file = judge_suite(
      "<testcase name='a'/><testcase/><testcase name='' classname=''>"
      "<failure/></testcase>");
  EXPECT_EQ(file.seen.plain_cases.at(1).name, "s#2");
  EXPECT_EQ(file.seen.notable_cases.at(0).name, "s#3");
  EXPECT_THAT(file.reasons, ElementsAre("TEST_FAILED"));
}

TEST(CaseRules, OfNestedCasesTheInnerOnesCount) {
  const FileVerdict file = judge_case(
      "", "<testcase name='x'/><testcase name='y'><skipped/></testcase>");
  EXPECT_EQ(file.document.counts.passed, 1u);
  EXPECT_EQ(file.document.counts.skipped, 1u);
  EXPECT_THAT(file.reasons, ElementsAre());
  for (const std::string children :
       {"<failure/><testcase name='x'/>", "<testcase name='x'/><error/>",
        "<failure><testcase name='x'/></failure>"})
    EXPECT_THAT(judge_case("", children).reasons,
                ElementsAre("SUITE_LEVEL_ERROR"))
        << children;
}

TEST(CaseRules, ElementsOfAFailureAreNoChildrenOfTheCase) {
  only_case(judge_case("", "<failure>a<skipped/><error/></failure>"),
            CaseStatus::failed);
  expect_passed(judge_case("", "<properties><failure/></properties>"));
}

TEST(CaseRules, MarkupInOutputIsText) {
  expect_passed(
      judge_case("",
                 "<system-out>&lt;failure/&gt;<![CDATA[<failure/></testcase>]]>"
                 "</system-out>"));
}

TEST(CaseRules, TheFailureIsToldInFull) {
  const FileVerdict file =
      judge_case("file='a.cc' line='12'",
                 "<failure message='expected 1' "
                 "type='T'>stack&#10;<![CDATA[<b>]]></failure>"
                 "<failure message='expected 2'/>");
  const TestCase test = only_case(file, CaseStatus::failed);
  EXPECT_EQ(test.suite_path, "s");
  EXPECT_EQ(test.classname, "c");
  EXPECT_EQ(test.name, "n");
  EXPECT_EQ(test.file, "a.cc");
  EXPECT_EQ(test.line, 12u);
  EXPECT_EQ(test.seconds, 1.0);
  EXPECT_EQ(test.type, "T");
  EXPECT_EQ(test.message, "expected 1");
  EXPECT_EQ(test.text, "stack\n<b>\nexpected 2");
  EXPECT_EQ(test.report, "report.xml");
}

TEST(CaseRules, WithoutAMessageTheFirstLineOfTheTextIsIt) {
  EXPECT_EQ(
      only_case(judge_case("", "<failure>\n  a.cc:3: no\n  at b\n</failure>"),
                CaseStatus::failed)
          .message,
      "a.cc:3: no");
}

TEST(CaseRules, ATimeIsReadOrUnknownAndDecidesNothing) {
  struct Row {
    std::string text;
    double seconds;
  };
  for (const Row& row : std::vector<Row>{{"0.001", 0.001},
                                         {"1E-07", 1e-7},
                                         {"0.", 0},
                                         {".5", 0.5},
                                         {"2,120.532", 2120.532},
                                         {"14,029", 14029},
                                         {"1,234,567.5", 1234567.5},
                                         {" 3 ", 3},
                                         {"999638317", 999638317},
                                         {"0,160", -1},
                                         {"1,5", -1},
                                         {"1,2345", -1},
                                         {",123", -1},
                                         {"1,234,5", -1},
                                         {"0,001", -1},
                                         {"", -1},
                                         {"-1", -1},
                                         {"nan", -1},
                                         {"inf", -1},
                                         {"1e999", -1},
                                         {"0x10", -1},
                                         {"&lt;&lt;computed>>", -1},
                                         {".", -1},
                                         {"1.2.3", -1},
                                         {"12s", -1}}) {
    const FileVerdict file =
        judge_suite("<testcase name='a' time='" + row.text + "'/>");
    EXPECT_TRUE(file.is_green());
    EXPECT_EQ(file.seen.plain_cases.at(0).seconds, row.seconds) << row.text;
    EXPECT_EQ(file.document.warnings.size(), row.seconds < 0 ? 1u : 0u);
  }
  const FileVerdict missing = judge_suite("<testcase name='a'/>");
  EXPECT_EQ(missing.document.warnings.at(0).code, "UNKNOWN_TIME");
}

// Suites and counters.

TEST(SuiteRules, AnErrorOutsideOfAnyCaseFails) {
  for (const std::string child :
       {"<error message='m'>t</error>", "<failure message='m'>t</failure>"})
    for (const std::string& document :
         {"<testsuite name='s'>" + child + "<testcase name='a'/></testsuite>",
          "<testsuites><testsuite name='s'><testcase name='a'/>" + child +
              "</testsuite></testsuites>"}) {
      const FileVerdict file = judge_file(document);
      EXPECT_THAT(file.reasons, ElementsAre("SUITE_LEVEL_ERROR"));
      ASSERT_EQ(file.seen.notable_cases.size(), 1u);
      const TestCase& test = file.seen.notable_cases[0];
      EXPECT_EQ(test.suite_path, "s");
      EXPECT_EQ(test.message, "m");
      EXPECT_EQ(test.text, "t");
      EXPECT_EQ(file.document.counts.errored, 1u);
      EXPECT_EQ(file.seen.elements.size(), 2u);
    }
}

TEST(SuiteRules, AnErrorInTheRootOrWithCasesInsideFails) {
  for (const std::string document :
       {"<testsuites><error/><testsuite><testcase name='a'/></testsuite>"
        "</testsuites>",
        "<testsuite><failure><testcase name='a'/></failure></testsuite>",
        "<testsuite><failure><testsuite><testcase name='a'/></testsuite>"
        "</failure></testsuite>",
        "<testsuite><testcase name='a'/><x:error/></testsuite>"})
    EXPECT_THAT(judge_file(document).reasons, ElementsAre("SUITE_LEVEL_ERROR"))
        << document;
  EXPECT_FALSE(judge_case("", "<testsuite><error/></testsuite>").is_green());
}

FileVerdict judge_counters(const std::string& counters,
                           const std::string& cases,
                           const ReportRules& rules = {}) {
  return judge_file(
      "<testsuite name='s' " + counters + ">" + cases + "</testsuite>", rules);
}

const std::string kPass = "<testcase name='p' time='1'/>";
const std::string kFail = "<testcase name='f' time='1'><failure/></testcase>";
const std::string kSkip = "<testcase name='k' time='1'><skipped/></testcase>";

TEST(CounterRules, ACounterThatClaimsAFailureWins) {
  for (const std::string counter :
       {"failures='1'", "errors='1'", "tests='1' failures='0' errors='2'"})
    EXPECT_THAT(judge_counters(counter, kPass).reasons,
                ElementsAre("COUNTER_CLAIMS_FAILURE"));
  EXPECT_TRUE(judge_counters("failures='0' errors='0'", kPass).is_green());
  EXPECT_TRUE(judge_counters("failures='' errors=' '", kPass).is_green());
  // A failing case is there: the number may differ.
  EXPECT_THAT(judge_counters("failures='9'", kPass + kFail).reasons,
              ElementsAre("TEST_FAILED"));
}

TEST(CounterRules, TheRootAndEverySuiteAreAskedAlone) {
  EXPECT_THAT(judge_file("<testsuites errors='1'><testsuite>" + kPass +
                         "</testsuite></testsuites>")
                  .reasons,
              ElementsAre("COUNTER_CLAIMS_FAILURE"));
  EXPECT_THAT(judge_file("<testsuites><testsuite>" + kFail +
                         "</testsuite><testsuite failures='1'>" + kPass +
                         "</testsuite></testsuites>")
                  .reasons,
              ElementsAre("COUNTER_CLAIMS_FAILURE", "TEST_FAILED"));
  EXPECT_THAT(judge_file("<testsuites><testsuite failures='1'/>"
                         "<testsuite>" +
                         kPass + "</testsuite></testsuites>")
                  .reasons,
              ElementsAre("COUNTER_CLAIMS_FAILURE"));
}

TEST(CounterRules, AttemptsExplainFailuresAndTests) {
  const std::string flaky =
      "<testcase name='a' time='1'><flakyFailure/><flakyError/></testcase>";
  EXPECT_THAT(judge_counters("tests='3' failures='2'", flaky).reasons,
              ElementsAre("FLAKY"));
  EXPECT_THAT(judge_counters("tests='3' failures='3'", flaky).reasons,
              ElementsAre("COUNTER_CLAIMS_FAILURE", "FLAKY"));
  EXPECT_THAT(judge_counters("tests='4' failures='2'", flaky).reasons,
              ElementsAre("COUNTER_CLAIMS_MORE_TESTS", "FLAKY"));
}

TEST(CounterRules, MoreTestsThanCasesIsAPartialReport) {
  EXPECT_THAT(judge_counters("tests='2'", kPass).reasons,
              ElementsAre("COUNTER_CLAIMS_MORE_TESTS"));
  EXPECT_TRUE(judge_counters("tests='1'", kPass).is_green());
  EXPECT_TRUE(judge_counters("tests='2' skipped='1'", kPass).is_green());
  EXPECT_TRUE(
      judge_counters("tests='3' skipped='1' disabled='1'", kPass).is_green());
  // The skipped one is there: it explains no second one.
  EXPECT_THAT(judge_counters("tests='3' skipped='1'", kPass + kSkip).reasons,
              ElementsAre("COUNTER_CLAIMS_MORE_TESTS"));
  EXPECT_THAT(
      judge_counters("tests='18446744073709551615' skipped='1'", kPass).reasons,
      ElementsAre("COUNTER_CLAIMS_MORE_TESTS"));
}

TEST(CounterRules, DialectsThatCountOtherwiseMaySaySo) {
  for (const auto counters : {ReportRules::Counters::assertions,
                              ReportRules::Counters::ignore_tests}) {
    ReportRules rules;
    rules.counters = counters;
    EXPECT_TRUE(judge_counters("tests='50'", kPass, rules).is_green());
    EXPECT_FALSE(
        judge_counters("tests='50' failures='1'", kPass, rules).is_green());
  }
}

TEST(CounterRules, ACounterMustBeANumber) {
  for (const std::string value :
       {"many", "-1", "1.0", "1,000", "0x1", "1 2", "99999999999999999999"})
    for (const std::string name : {"tests", "failures", "errors"})
      EXPECT_THAT(judge_counters(name + "='" + value + "'", kPass).reasons,
                  ElementsAre("COUNTER_INVALID"))
          << name << value;
  EXPECT_TRUE(judge_counters("tests=' 1 ' skipped='x'", kPass).is_green());
}

TEST(CounterRules, CountersThatUnderstateAreAWarning) {
  const FileVerdict file =
      judge_counters("tests='1' failures='0'", kPass + kPass);
  EXPECT_TRUE(file.is_green());
  ASSERT_EQ(file.document.warnings.size(), 1u);
  EXPECT_EQ(file.document.warnings[0].code, "COUNTERS_UNDERSTATE");
  EXPECT_EQ(judge_counters("failures='0'", kFail).document.warnings.size(), 1u);
  EXPECT_THAT(judge_counters("failures='0'", kFail).reasons,
              ElementsAre("TEST_FAILED"));
  EXPECT_TRUE(judge_counters("tests='1'", kPass).document.warnings.empty());
}

TEST(CounterRules, AFloodOfProblemsIsCountedNotKept) {
  std::string document = "<testsuites>";
  for (int i = 0; i < 1000; ++i)
    document += "<testsuite failures='1'>" + kPass + "</testsuite>";
  const FileVerdict file = judge_file(document + "</testsuites>");
  ASSERT_EQ(file.document.problems.size(), 10u);
  EXPECT_THAT(file.document.problems.back().message,
              HasSubstr("and 990 more like it"));
}

// What is handed on.

TEST(Elements, EachIsAWellFormedCaseThatTellsTheSame) {
  const std::string document =
      "<x:testsuites xmlns:x='u'><testsuite name='s'><error>e</error>" + kPass +
      kFail + kSkip +
      "<testcase name='1' status='failed'/><testcase name='2' "
      "status='skipped'/>"
      "<testcase name='3'><disabled/></testcase>"
      "<testcase name='4' status='notrun'><skipped message='m'/></testcase>"
      "<testcase name='5'><aborted/></testcase>"
      "<testcase name='6'><flakyError message='m'/></testcase>"
      "<testcase name='7'><rerunError/></testcase>"
      "<x:testcase name='8'/><testcase name='9'><x:failure/></testcase>"
      "<testcase name='10'><skipped/><failure/></testcase>"
      "<testcase name='11' xmlns='v'><system-out>&#27;</system-out></testcase>"
      "</testsuite></x:testsuites>";
  const FileVerdict file = judge_file(document);
  ASSERT_EQ(file.seen.elements.size(), file.document.counts.total());
  std::string merged = "<testsuite>";
  for (const std::string& element : file.seen.elements) {
    EXPECT_THAT(element, testing::Not(HasSubstr("x:"))) << element;
    EXPECT_THAT(element, testing::Not(HasSubstr("xmlns"))) << element;
    merged += element;
  }
  merged += "</testsuite>";
  EXPECT_EQ(judge_file(merged).document.counts, file.document.counts);
}

}  // namespace
}  // namespace gate::junit
