// Many documents of one suite: sums, what is kept, identities, what never came.
#include "gate/junit/collector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/junit/file_verdict.h"

namespace gate::junit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A suite that is being collected, and what was written of it.
class Suite {
 public:
  explicit Suite(const ReportRules& rules = {})
      : collector(rules, [this](std::string_view xml) { merged += xml; }) {}

  void read(const std::string& path, const std::string& document,
            const std::string& sha256 = {}) {
    collector.begin_document(path).feed(document);
    ReportFile file;
    file.path = path;
    file.sha256 = sha256;
    collector.end_document(std::move(file));
  }
  void read_cases(const std::string& path, const std::string& cases,
                  const std::string& sha256 = {}) {
    read(path, "<testsuite name='s'>" + cases + "</testsuite>", sha256);
  }
  SuiteEvidence finish() {
    SuiteEvidence evidence;
    collector.finish(evidence);
    return evidence;
  }

  std::string merged;
  Collector collector;
};

std::string passing(const std::string& name, const std::string& time = "1") {
  return "<testcase classname='C' name='" + name + "' time='" + time + "'/>";
}
std::string failing(const std::string& name) {
  return "<testcase classname='C' name='" + name +
         "' time='1'><failure message='no'/></testcase>";
}
std::string skipped(const std::string& name) {
  return "<testcase classname='C' name='" + name +
         "' time='1'><skipped/></testcase>";
}
std::vector<std::string> codes(const std::vector<Problem>& problems) {
  std::vector<std::string> all;
  for (const Problem& problem : problems) all.push_back(problem.code);
  return all;
}

TEST(Collector, AddsUpItsDocuments) {
  Suite suite;
  suite.read_cases("a.xml", passing("a") + failing("b"));
  suite.read_cases("b.xml", passing("c") + skipped("d") +
                                "<testcase name='e' time='1'><flakyError/>"
                                "</testcase>");
  const SuiteEvidence evidence = suite.finish();
  EXPECT_EQ(evidence.counts.passed, 2u);
  EXPECT_EQ(evidence.counts.failed, 1u);
  EXPECT_EQ(evidence.counts.skipped, 1u);
  EXPECT_EQ(evidence.counts.flaky, 1u);
  ASSERT_EQ(evidence.reports.size(), 2u);
  EXPECT_EQ(evidence.reports[0].counts.total(), 2u);
  EXPECT_EQ(evidence.reports[1].counts.total(), 3u);
  ASSERT_EQ(evidence.bad_cases.size(), 1u);
  EXPECT_EQ(evidence.bad_cases[0].report, "a.xml");
  EXPECT_EQ(evidence.skipped_cases.size(), 1u);
  EXPECT_EQ(evidence.flaky_cases.size(), 1u);
  EXPECT_THAT(evidence.problems, IsEmpty());
}

TEST(Collector, ProblemsOfDocumentsAndOfOthersAreAllThere) {
  Suite suite;
  suite.collector.add({"STALE", "old", "a.xml"});
  suite.read("a.xml", "");
  suite.read("b.xml",
             "<testsuite failures='1'><testcase name='a'/>"
             "</testsuite>");
  EXPECT_THAT(codes(suite.finish().problems),
              ElementsAre("STALE", "EMPTY_FILE", "COUNTER_CLAIMS_FAILURE"));
}

TEST(Collector, NoDocumentIsNoEvidence) {
  Suite suite;
  suite.collector.expect({"C.a"});
  const SuiteEvidence evidence = suite.finish();
  EXPECT_EQ(evidence.counts, Counts());
  EXPECT_THAT(evidence.unreported_cases, ElementsAre("C.a"));
}

TEST(Collector, CasesOfADamagedDocumentStayCounted) {
  Suite suite;
  suite.read("a.xml", "<testsuite>" + failing("a") + passing("b"));
  const SuiteEvidence evidence = suite.finish();
  EXPECT_THAT(codes(evidence.problems), ElementsAre("NOT_WELL_FORMED"));
  EXPECT_EQ(evidence.counts.total(), 2u);
  EXPECT_EQ(evidence.bad_cases.size(), 1u);
}

TEST(Collector, ExpectedCasesThatNeverReportedAreNamed) {
  Suite suite;
  suite.collector.expect({"C.z", "C.a", "C.b", "only", "C.d", "C.z"});
  suite.read_cases("a.xml", passing("a") + failing("b") + skipped("d") +
                                "<testcase classname='only' name='only'/>");
  EXPECT_THAT(suite.finish().unreported_cases, ElementsAre("C.z"));
}

TEST(Collector, AnErrorOutsideOfCasesReportsNoCase) {
  Suite suite;
  suite.collector.expect({"s.(suite level error at line 1)"});
  suite.read_cases("a.xml", passing("a") + "<error/>");
  EXPECT_EQ(suite.finish().unreported_cases.size(), 1u);
}

TEST(Collector, TheMergedReportHoldsEveryCaseOnALine) {
  Suite suite;
  suite.read_cases("a.xml", passing("a") + failing("b"));
  suite.read_cases("b.xml", skipped("c"));
  suite.finish();
  EXPECT_EQ(suite.merged,
            passing("a") + "\n" + failing("b") + "\n" + skipped("c") + "\n");
}

TEST(Collector, AFailureAndAPassOfOneCaseAreAConflict) {
  for (const auto& [first, second] : {std::pair(failing("a"), passing("a")),
                                      std::pair(passing("a"), failing("a"))}) {
    Suite suite;
    suite.read_cases("a.xml", first);
    suite.read_cases("b.xml", second);
    const SuiteEvidence evidence = suite.finish();
    ASSERT_THAT(codes(evidence.problems), ElementsAre("IDENTITY_CONFLICT"));
    EXPECT_THAT(evidence.problems[0].message, HasSubstr("C.a"));
    EXPECT_EQ(evidence.counts.total(), 2u);
  }
}

TEST(Collector, CasesThatDifferInAnyPartOfTheirIdentityAreNotInConflict) {
  Suite suite;
  suite.read_cases("a.xml", failing("a") + passing("b") + skipped("a"));
  suite.read("b.xml", "<testsuite name='t'>" + passing("a") + "</testsuite>");
  suite.read_cases("c.xml",
                   "<testcase classname='C' name='a' file='f'/>"
                   "<testcase classname='' name='Ca'/>"
                   "<testcase classname='Ca' name=''/>");
  EXPECT_THAT(suite.finish().problems, IsEmpty());
}

TEST(Collector, OneNameForSeveralPassesIsAWarning) {
  const auto read = [](Suite& suite) {
    suite.read_cases("a.xml", passing("a") + passing("a"));
    suite.read_cases("b.xml", passing("a"));
    return suite.finish();
  };
  Suite suite;
  const SuiteEvidence evidence = read(suite);
  EXPECT_THAT(evidence.problems, IsEmpty());
  ASSERT_THAT(codes(evidence.warnings), ElementsAre("DUPLICATE_NAMES"));
  EXPECT_THAT(evidence.warnings[0].message, HasSubstr("2 passed cases"));
  EXPECT_EQ(evidence.counts.passed, 3u);
  ReportRules rules;
  rules.unique_names = true;
  Suite strict(rules);
  EXPECT_THAT(codes(read(strict).problems), ElementsAre("DUPLICATE_NAMES"));
}

TEST(Collector, TheSameBytesTwiceAreAProblem) {
  Suite suite;
  suite.read_cases("a.xml", passing("a"), "11");
  suite.read_cases("b.xml", passing("b"), "22");
  suite.read_cases("c.xml", passing("a"), "11");
  const SuiteEvidence evidence = suite.finish();
  ASSERT_THAT(codes(evidence.problems), ElementsAre("DUPLICATE_FILE"));
  EXPECT_EQ(evidence.problems[0].evidence, "c.xml");
}

TEST(Collector, WhereDoublesAreAllowedTheyCountOnce) {
  ReportRules rules;
  rules.allow_duplicate_files = true;
  Suite once(rules);
  Suite twice(rules);
  const std::string document =
      passing("a", "9") + failing("b") + skipped("c") + "<error/>";
  once.read_cases("a.xml", document, "11");
  twice.read_cases("a.xml", document, "11");
  twice.read_cases("b.xml", document, "11");
  SuiteEvidence expected = once.finish();
  SuiteEvidence evidence = twice.finish();
  ASSERT_EQ(evidence.reports.size(), 2u);
  EXPECT_EQ(evidence.reports[1].counts, Counts());
  evidence.reports.pop_back();
  EXPECT_EQ(evidence, expected);
  EXPECT_EQ(twice.merged, once.merged);
}

TEST(Collector, EmptyFilesAreAllowedUpToTheirNumber) {
  ReportRules rules;
  rules.allow_empty_files = 2;
  Suite two(rules);
  two.read_cases("a.xml", "");
  two.read_cases("b.xml", "");
  two.read_cases("c.xml", passing("a"));
  EXPECT_THAT(two.finish().problems, IsEmpty());
  Suite three(rules);
  for (const char* path : {"a.xml", "b.xml", "c.xml"})
    three.read_cases(path, "");
  EXPECT_THAT(codes(three.finish().problems),
              ElementsAre("NO_TESTS", "NO_TESTS", "NO_TESTS"));
  Suite none;
  none.read_cases("a.xml", "");
  EXPECT_THAT(codes(none.finish().problems), ElementsAre("NO_TESTS"));
}

TEST(Collector, CasesBeyondTheLimitOfTheSuiteFail) {
  ReportRules rules;
  rules.max_cases = 3;
  Suite suite(rules);
  suite.read_cases("a.xml", passing("a") + passing("b"));
  suite.read_cases("b.xml", passing("c") + passing("d"));
  EXPECT_THAT(codes(suite.finish().problems), ElementsAre("LIMITS"));
}

TEST(Collector, KeepsTheFirstBadCasesAndCountsTheRest) {
  Suite suite;
  std::string cases;
  for (std::size_t i = 0; i < kKeptCases + 5; ++i)
    cases +=
        failing("f" + std::to_string(i)) + skipped("s" + std::to_string(i));
  cases += "<testcase name='e'><error/></testcase>";
  suite.read_cases("a.xml", cases);
  const SuiteEvidence evidence = suite.finish();
  EXPECT_EQ(evidence.bad_cases.size(), kKeptCases + 1);
  EXPECT_EQ(evidence.bad_cases.front().name, "f0");
  EXPECT_EQ(evidence.bad_cases.back().name, "e");
  EXPECT_EQ(evidence.more_bad_cases, 5u);
  EXPECT_EQ(evidence.skipped_cases.size(), kKeptCases);
  EXPECT_EQ(evidence.more_skipped_cases, 5u);
  EXPECT_EQ(evidence.counts.bad(), kKeptCases + 6);
}

TEST(Collector, KeepsTheSlowestLongestFirst) {
  Suite suite;
  std::string cases;
  for (int i = 0; i < 50; ++i)
    cases += passing("c" + std::to_string(i), std::to_string(i * 7 % 50));
  cases +=
      "<testcase name='bad' time='99'><failure/></testcase>"
      "<testcase name='unknown'/>" +
      passing("equal", "49");
  suite.read_cases("a.xml", cases);
  const std::vector<TestCase> slowest = suite.finish().slowest_cases;
  ASSERT_EQ(slowest.size(), kKeptSlowest);
  EXPECT_EQ(slowest[0].name, "bad");
  EXPECT_EQ(slowest[1].name, "c7");
  EXPECT_EQ(slowest[2].name, "equal");
  EXPECT_EQ(slowest[3].seconds, 48.0);
}

TEST(Collector, BeyondTheLimitOnlyFailuresAreComparedWithOtherCases) {
  Suite suite;
  std::string cases = failing("late failure first");
  for (int i = 0; i < 500'001; ++i) cases += passing(std::to_string(i));
  suite.read_cases("a.xml", cases);
  suite.read_cases("b.xml", passing("late failure first") + failing("7"));
  const SuiteEvidence evidence = suite.finish();
  EXPECT_THAT(codes(evidence.problems),
              ElementsAre("IDENTITY_CONFLICT", "IDENTITY_CONFLICT"));
  ASSERT_THAT(codes(evidence.warnings), ElementsAre("IDENTITY_LIMIT"));
  EXPECT_THAT(evidence.warnings[0].message, HasSubstr("2 more"));
}

}  // namespace
}  // namespace gate::junit
