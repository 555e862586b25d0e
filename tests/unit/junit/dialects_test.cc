// One report in the manner of each producer: what it looks like when all is
// well, and how it tells, or hides, that something is not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/junit/file_verdict.h"

namespace gate::junit {
namespace {

using testing::ElementsAre;

std::set<std::string> reasons(const std::string& document,
                              const ReportRules& rules = {}) {
  return judge_file(document, rules).reasons;
}
const std::set<std::string> kNone;

TEST(Dialects, AntReportsAClassThatDidNotLoadAsErrorOfTheSuite) {
  EXPECT_THAT(
      reasons(R"(<testsuite errors="1" failures="0" name="com.A" tests="1">
      <error message="no class" type="java.lang.NoClassDefFoundError">x</error>
      <testcase classname="com.A" name="b" time="0.1"/></testsuite>)"),
      ElementsAre("COUNTER_CLAIMS_FAILURE", "SUITE_LEVEL_ERROR"));
  EXPECT_THAT(reasons(R"(<testsuite tests="1" aborted="1">
      <testcase classname="com.A" name="b" time="0.1"><aborted/></testcase>
      </testsuite>)"),
              ElementsAre("UNKNOWN_CHILD"));
}

TEST(Dialects, SurefireWritesRerunsBesideTheOutcome) {
  EXPECT_THAT(reasons(R"(<testsuite name="a.B" time="2,120.532" tests="3"
      errors="0" skipped="0" failures="2" flakes="1">
      <properties><property name="a" value="b"/></properties>
      <testcase name="c" classname="a.B" time="0.1"><flakyFailure message="m"
      type="T"><stackTrace>x</stackTrace><system-out>o</system-out></flakyFailure>
      <flakyError message="m" type="T"><stackTrace>x</stackTrace></flakyError>
      </testcase></testsuite>)"),
              ElementsAre("FLAKY"));
  EXPECT_THAT(reasons(R"(<testsuite name="a.B" tests="2" failures="2">
      <testcase name="c" classname="a.B" time="0.1"><failure message="m"
      type="T">x</failure><rerunFailure message="m" type="T"/></testcase>
      </testsuite>)"),
              ElementsAre("TEST_FAILED"));
  EXPECT_THAT(reasons("<failsafe-summary result=\"255\"><completed>1"
                      "</completed></failsafe-summary>"),
              ElementsAre("UNKNOWN_ROOT"));
}

TEST(Dialects, GradleWritesCdataOutputOfTheSuite) {
  EXPECT_EQ(reasons(R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="A" tests="1" skipped="0" failures="0" errors="0"
  timestamp="2026-01-01T00:00:00" hostname="h" time="0.1">
  <properties/>
  <testcase name="b" classname="A" time="0.1"/>
  <system-out><![CDATA[<failure>]]></system-out><system-err><![CDATA[]]></system-err>
</testsuite>)"),
            kNone);
}

TEST(Dialects, TheJunitPlatformWritesThousandsWithACommaOnceUponATime) {
  const FileVerdict file = judge_file(
      "<testsuite><testcase name='a' time='14,029.255'/></testsuite>");
  EXPECT_EQ(file.seen.plain_cases.at(0).seconds, 14029.255);
}

TEST(Dialects, PytestWritesACaseTwiceWhenTheTeardownFails) {
  const FileVerdict file = judge_file(R"(<?xml version="1.0" encoding="utf-8"?>
<testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="1"
  skipped="1" tests="4" time="0.1"><testcase classname="t" name="a" time="0.1">
  <failure message="assert 1 == 2">def a():</failure></testcase>
  <testcase classname="t" name="a" time="0.0"><error message="failed on teardown"/>
  </testcase><testcase classname="t" name="b[x#x1B]" time="0.0"/>
  <testcase classname="t" name="c" time="0.0"><skipped type="pytest.xfail"
  message=""/></testcase></testsuite></testsuites>)");
  EXPECT_EQ(file.document.counts.failed, 1u);
  EXPECT_EQ(file.document.counts.errored, 1u);
  EXPECT_EQ(file.document.counts.skipped, 1u);
  EXPECT_TRUE(file.document.problems.empty());
}

TEST(Dialects, GoogletestHidesFailedSuiteSetUpInANamelessCase) {
  EXPECT_THAT(
      reasons(R"(<testsuites tests="1" failures="0" disabled="0" errors="0"
      time="0." name="AllTests"><testsuite name="A" tests="1" failures="0">
      <testcase name="b" status="run" result="completed" time="0." classname="A"/>
      <testcase name="" status="run" result="completed" time="0." classname="">
      <failure message="a.cc:3&#x0A;Failed" type=""><![CDATA[a.cc:3]]></failure>
      </testcase></testsuite></testsuites>)"),
      ElementsAre("TEST_FAILED"));
}

TEST(Dialects, GoogletestSkipsAndDisablesByAttribute) {
  const FileVerdict file = judge_file(R"(<testsuites tests="4" failures="0"
      disabled="1" errors="0"><testsuite name="A/0" tests="4" failures="0"
      disabled="1" skipped="1" errors="0">
      <testcase name="B/0" value_param="1" file="a.cc" line="7" status="run"
        result="completed" time="0.001" timestamp="t" classname="Inst/A"/>
      <testcase name="C" type_param="int" status="run" result="completed"
        time="0." classname="A/0"/>
      <testcase name="DISABLED_D" status="notrun" result="suppressed" time="0."
        classname="A/0"/>
      <testcase name="E" status="run" result="skipped" time="0." classname="A/0">
        <skipped message="a.cc:9&#x0A;no gpu"><![CDATA[a.cc:9]]></skipped>
      </testcase></testsuite></testsuites>)");
  EXPECT_EQ(file.reasons, kNone);
  EXPECT_EQ(file.document.counts.passed, 2u);
  EXPECT_EQ(file.document.counts.skipped, 2u);
  // As --gtest_list_tests spells them.
  EXPECT_EQ(case_id(file.seen.plain_cases.at(0).classname,
                    file.seen.plain_cases.at(0).name),
            "Inst/A.B/0");
  EXPECT_EQ(case_id(file.seen.plain_cases.at(1).classname,
                    file.seen.plain_cases.at(1).name),
            "A/0.C");
  EXPECT_TRUE(file.document.warnings.empty());
}

TEST(Dialects, CtestWritesWhatItCouldNotRunAsSkipped) {
  const std::string document =
      R"(<testsuite name="Linux-c++" tests="4" failures="1"
      disabled="1" skipped="1" hostname="" time="0">
      <testcase name="good" classname="good" time="0.01" status="run">
        <system-out>out</system-out></testcase>
      <testcase name="off" classname="off" time="0" status="disabled">
        <system-out>Disabled</system-out></testcase>
      <testcase name="gone" classname="gone" time="0" status="notrun">
        <skipped message="Unable to find executable"/>
        <system-out>Unable to find executable: gone</system-out></testcase>
      <testcase name="slow" classname="slow" time="1.5" status="fail">
        <failure message=""/><system-out></system-out></testcase>
      </testsuite>)";
  const FileVerdict file = judge_file(document);
  EXPECT_THAT(file.reasons, ElementsAre("NOT_RUN", "TEST_FAILED"));
  EXPECT_EQ(file.document.counts.skipped, 1u);
  // The class repeats the name, which is the whole id.
  EXPECT_EQ(case_id(file.seen.plain_cases.at(0).classname,
                    file.seen.plain_cases.at(0).name),
            "good");
}

TEST(Dialects, Catch2CountsAssertions) {
  const std::string document = R"(<testsuites><testsuite name="t" errors="0"
      failures="0" skipped="0" tests="12" hostname="tbd" time="0.1" timestamp="t">
      <properties><property name="random-seed" value="1"/></properties>
      <testcase classname="t.global" name="a/section" time="0.1" status="run"/>
      <testcase classname="t.global" name="b" time="" status="run"/>
      <system-out/><system-err/></testsuite></testsuites>)";
  EXPECT_THAT(reasons(document), ElementsAre("COUNTER_CLAIMS_MORE_TESTS"));
  ReportRules rules;
  rules.counters = ReportRules::Counters::assertions;
  EXPECT_EQ(reasons(document, rules), kNone);
}

TEST(Dialects, DoctestMixesProgramOutputIntoItsReport) {
  const std::string report =
      R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites><testsuite name="t" errors="0" failures="0" tests="1">
<testcase classname="a.cpp" name="b" time="0.1" status="run"/>
</testsuite></testsuites>
)";
  EXPECT_EQ(reasons(report), kNone);
  EXPECT_THAT(reasons("[doctest] run\n" + report),
              ElementsAre("NOT_WELL_FORMED"));
  EXPECT_THAT(reasons(report + "Program code.\n"),
              ElementsAre("NOT_WELL_FORMED"));
}

TEST(Dialects, BoostTestSaysOnlyInTheCounterThatNothingRan) {
  EXPECT_THAT(reasons(R"(<testsuites errors="1"><testsuite errors="1" tests="0">
      <testcase name="setup"/></testsuite></testsuites>)"),
              ElementsAre("COUNTER_CLAIMS_FAILURE"));
}

TEST(Dialects, BoostTestPutsTheAssertionIntoTheText) {
  const FileVerdict file = judge_file(R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuite tests="2" skipped="0" errors="0" failures="1" id="0" name="orders" time="0.1">
<testcase assertions="1" name="free" time="0.1">
</testcase>
<testcase assertions="1" classname="outer.inner" name="deep&lt;int&gt;" time="0.1">
<failure message="failure" type="assertion error"><![CDATA[
ASSERTION FAILURE:
- file   : t.cc
- line   : 10
- message: check 1==2 has failed [1 != 2]

]]></failure><system-err><![CDATA[Failures detected in:
]]></system-err>
</testcase>
</testsuite>)");
  EXPECT_THAT(file.reasons, ElementsAre("TEST_FAILED"));
  const TestCase& test = file.seen.notable_cases.at(0);
  EXPECT_EQ(case_id(test), "outer.inner.deep<int>");
  EXPECT_EQ(test.message, "check 1==2 has failed [1 != 2]");
  EXPECT_EQ(test.file, "t.cc");
  EXPECT_EQ(test.line, 10u);
  EXPECT_EQ(case_id(file.seen.plain_cases.at(0).classname,
                    file.seen.plain_cases.at(0).name),
            "free");
}

TEST(Dialects, NextestMarksFlakyPasses) {
  EXPECT_THAT(reasons(R"(<testsuites name="n" tests="2" failures="0" errors="0"
      uuid="u" timestamp="t" time="0.1"><testsuite name="crate" tests="2"
      disabled="0" errors="0" failures="0">
      <testcase name="a" classname="crate" timestamp="t" time="0.1"/>
      <testcase name="b" classname="crate" timestamp="t" time="0.1">
      <flakyFailure timestamp="t" time="0.1" message="panicked" type="test failure">x
      <system-out>o</system-out></flakyFailure></testcase>
      </testsuite></testsuites>)"),
              ElementsAre("FLAKY"));
}

TEST(Dialects, GotestsumCountsABuildErrorInTheRootAlone) {
  EXPECT_THAT(
      reasons(R"(<testsuites tests="1" failures="0" errors="1" time="0.1">
      <testsuite tests="1" failures="0" time="0.1" name="pkg">
      <testcase classname="pkg" name="TestA" time="0.0"/></testsuite>
      </testsuites>)"),
      ElementsAre("COUNTER_CLAIMS_FAILURE"));
  EXPECT_THAT(reasons(R"(<testsuites><testsuite tests="0" failures="0" name="p">
      <testcase classname="" name="TestMain" time="0.0"><failure message="Failed"/>
      </testcase></testsuite></testsuites>)"),
              ElementsAre("TEST_FAILED"));
}

TEST(Dialects, GoJunitReportWritesABuildFailureAsCase) {
  EXPECT_THAT(reasons(R"(<testsuites><testsuite name="p" tests="1" errors="1">
      <testcase classname="p" name="[build failed]" time="0.000">
      <error message="Build error"/></testcase></testsuite></testsuites>)"),
              ElementsAre("TEST_FAILED"));
}

TEST(Dialects, BazelWritesAnErrorForAnExitCode) {
  EXPECT_THAT(reasons(R"(<testsuites><testsuite name="//a:b" tests="1"
      failures="0" errors="1"><testcase name="a/b" status="run" duration="0"
      time="0"><error message="exited with error code 1"></error></testcase>
      <system-out>Generated test.log</system-out></testsuite></testsuites>)"),
              ElementsAre("TEST_FAILED"));
  EXPECT_THAT(reasons("<testsuites><testsuite tests=\"0\"/></testsuites>"),
              ElementsAre("NO_TESTS"));
}

TEST(Dialects, JestListsTodosThatItDoesNotCount) {
  EXPECT_EQ(reasons(R"(<testsuites name="jest tests" tests="1" failures="0"
      errors="0" time="1.2"><testsuite name="a" errors="0" failures="0" skipped="0"
      tests="1"><testcase classname="a b" name="a b" time="0.1"></testcase>
      <testcase classname="a todo" name="a todo" time="0"></testcase>
      </testsuite></testsuites>)"),
            kNone);
}

TEST(Dialects, MochaCountsPlannedTests) {
  const std::string document =
      R"(<testsuites name="Mocha Tests" time="0.1" tests="5" failures="0">
      <testsuite name="Root" tests="0" file="/a.js" failures="0"></testsuite>
      <testsuite name="b" tests="5" failures="0"><testcase name="b c" time="0.001"
      classname="c"></testcase></testsuite></testsuites>)";
  EXPECT_THAT(reasons(document), ElementsAre("COUNTER_CLAIMS_MORE_TESTS"));
  ReportRules rules;
  rules.counters = ReportRules::Counters::ignore_tests;
  EXPECT_EQ(reasons(document, rules), kNone);
}

TEST(Dialects, VitestCutInTheMiddleIsDamaged) {
  const std::string report =
      R"(<?xml version="1.0" encoding="UTF-8" ?>
<testsuites name="vitest tests" tests="1" failures="0" errors="0" time="0.1">
    <testsuite name="a.test.ts" tests="1" failures="0" errors="0" skipped="0">
        <testcase classname="a.test.ts" name="a &gt; b" time="0.001">
        </testcase>
    </testsuite>
</testsuites>
)";
  EXPECT_EQ(reasons(report), kNone);
  EXPECT_THAT(reasons(report.substr(0, report.size() - 15)),
              ElementsAre("NOT_WELL_FORMED"));
  EXPECT_THAT(reasons(""), ElementsAre("EMPTY_FILE"));
}

TEST(Dialects, PlaywrightWritesWhatItDidNotRunAsSkipped) {
  EXPECT_THAT(reasons(R"(<testsuites id="" name="" tests="1" failures="0"
      skipped="1" errors="0" time="1"><testsuite name="a.spec.ts" tests="1"
      failures="0" skipped="1" time="0" errors="0"><testcase name="a" time="0"
      classname="a.spec.ts"><skipped></skipped></testcase></testsuite>
      </testsuites>)"),
              ElementsAre("NONE_EXECUTED"));
}

TEST(Dialects, PhpunitNestsAndSkipsSuitesWithoutCases) {
  EXPECT_EQ(reasons(R"(<testsuites><testsuite name="" tests="3" assertions="2"
      errors="0" warnings="0" failures="0" skipped="2" time="0.1">
      <testsuite name="A" tests="1" skipped="0"><testcase name="b" class="A"
      classname="A" file="/a.php" line="9" assertions="2" time="0.1"/></testsuite>
      <testsuite name="B" tests="2" skipped="2"/></testsuite></testsuites>)"),
            kNone);
}

TEST(Dialects, RobotPutsPropertiesLastAndNestsSuites) {
  EXPECT_THAT(reasons(R"(<testsuite name="Top" tests="2" errors="0" failures="1"
      skipped="1" time="0.1"><testsuite name="Sub" tests="2" errors="0"
      failures="1" skipped="1"><testcase classname="Top.Sub" name="a" time="0.1">
      <failure message="1 != 2" type="AssertionError"/></testcase>
      <testcase classname="Top.Sub" name="b" time="0.0"><skipped message="x"
      type="SkipExecution"/></testcase></testsuite>
      <properties><property name="k" value="v"/></properties></testsuite>)"),
              ElementsAre("TEST_FAILED"));
}

TEST(Dialects, BatsWritesOneSuiteAFile) {
  EXPECT_EQ(reasons(R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites time="0.1">
<testsuite name="a.bats" tests="1" failures="0" errors="0" skipped="0" time="0.1"
 timestamp="t" hostname="h">
    <testcase classname="a.bats" name="does" time="0.1" />
</testsuite>
</testsuites>)"),
            kNone);
}

TEST(Dialects, GinkgoCountsOnlyWhatItExecuted) {
  EXPECT_EQ(reasons(R"(<testsuite name="e2e" tests="1" failures="0" errors="0">
      <testcase name="a" classname="e2e" time="0.1"></testcase>
      <testcase name="b" classname="e2e" time="0"><skipped></skipped></testcase>
      <testcase name="c" classname="e2e" time="0"><skipped></skipped></testcase>
      </testsuite>)"),
            kNone);
}

TEST(Dialects, WebdriverioWritesFailureAndSkippedTogether) {
  EXPECT_THAT(
      reasons(R"(<testsuites><testsuite tests="1" failures="0" errors="1"
      skipped="1"><testcase classname="c" name="n" time="0"><skipped/>
      <failure message="boom"/></testcase></testsuite></testsuites>)"),
      ElementsAre("TEST_FAILED"));
}

TEST(Dialects, NunitXunitAndTrxAreNotJunit) {
  for (const std::string root :
       {"<test-results total=\"1\"/>", "<test-run id=\"2\"/>", "<assemblies/>",
        "<TestRun xmlns=\"u\"/>"})
    EXPECT_THAT(reasons(root), ElementsAre("UNKNOWN_ROOT"));
}

}  // namespace
}  // namespace gate::junit
