#include "gate/suites/collect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gate/base/digest.h"
#include "tests/support/fakes.h"

namespace gate::suites {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using std::chrono::milliseconds;

constexpr const char* kGreen =
    "<testsuite><testcase classname=\"A\" name=\"b\" time=\"1\"/></testsuite>";
constexpr const char* kRed =
    "<testsuite><testcase classname=\"A\" name=\"c\" time=\"1\"><failure/>"
    "</testcase></testsuite>";

struct Collecting : ::testing::Test {
  test::FakeSystem fake;
  ReportRules rules;
  Instant start = fake.clock.now();

  // Collects what the globs mean, no older than the start.
  SuiteEvidence collect(const std::vector<std::string>& globs) {
    const auto folder =
        EvidenceFolder::make(fake.files, "/work", "/work/gate-out", "unit", 1);
    EXPECT_TRUE(folder.has_value());
    ReportCollector collector(rules, *folder, fake.files, fake.clock);
    for (const std::string& path : collector.find(globs))
      collector.read(path, start);
    SuiteEvidence evidence;
    collector.finish(evidence);
    return evidence;
  }

  std::vector<std::string> codes(const std::vector<std::string>& globs) {
    std::vector<std::string> found;
    for (const Problem& problem : collect(globs).problems)
      found.push_back(problem.code);
    return found;
  }
};

TEST_F(Collecting, CountsKeepsAndDigestsAReport) {
  fake.files.put("/work/r/a.xml", kGreen);
  const SuiteEvidence evidence = collect({"r/*.xml"});
  EXPECT_THAT(evidence.problems, IsEmpty());
  EXPECT_EQ(evidence.counts.passed, 1U);
  ASSERT_EQ(evidence.reports.size(), 1U);
  const ReportFile& report = evidence.reports[0];
  EXPECT_EQ(report.path, "r/a.xml");
  EXPECT_EQ(report.stored, "suites/unit/reports/001-a.xml");
  EXPECT_EQ(report.sha256, sha256(kGreen));
  EXPECT_EQ(report.bytes, std::string(kGreen).size());
  EXPECT_EQ(report.counts.passed, 1U);
  EXPECT_EQ(fake.files.get("/work/gate-out/" + report.stored), kGreen);
}

TEST_F(Collecting, MergesTheCasesOfAllReports) {
  fake.files.put("/work/r/a.xml", kGreen);
  fake.files.put("/work/r/b.xml", kRed);
  const SuiteEvidence evidence = collect({"r/*.xml"});
  EXPECT_EQ(evidence.counts.failed, 1U);
  EXPECT_EQ(evidence.merged_cases, "suites/unit/cases.xml");
  const std::string merged =
      fake.files.get("/work/gate-out/" + evidence.merged_cases);
  EXPECT_EQ(evidence.merged_cases_sha256, sha256(merged));
  EXPECT_THAT(merged, HasSubstr("name=\"b\""));
  EXPECT_THAT(merged, HasSubstr("name=\"c\""));
}

TEST_F(Collecting, AMissingReportIsAProblem) {
  EXPECT_THAT(codes({"r/*.xml"}), ElementsAre("NO_INPUT"));
  EXPECT_THAT(codes({"r/a.xml"}), ElementsAre("NO_INPUT"));
  fake.files.put("/work/r/a.xml", kGreen);
  EXPECT_THAT(codes({"r/a.xml", "s/*.xml"}), ElementsAre("NO_INPUT"));
  rules.optional_reports = true;
  EXPECT_THAT(codes({"r/a.xml", "s/*.xml"}), IsEmpty());
}

TEST_F(Collecting, SpecialFilesAreNotReports) {
  using Kind = io::FileInfo::Kind;
  fake.files.put_special("/work/r/link.xml", Kind::symlink);
  fake.files.put_special("/work/r/pipe.xml", Kind::other);
  EXPECT_THAT(codes({"r/link.xml"}), ElementsAre("NOT_A_FILE"));
  EXPECT_THAT(codes({"r/*.xml"}), ElementsAre("NOT_A_FILE", "NOT_A_FILE"));
  fake.files.put("/work/d.xml/inside", "");
  EXPECT_THAT(codes({"d.xml"}), ElementsAre("NOT_A_FILE"));
}

TEST_F(Collecting, AnOldReportIsNotRead) {
  fake.files.put("/work/a.xml", kGreen);
  start = fake.clock.now() + milliseconds(2001);
  const SuiteEvidence evidence = collect({"a.xml"});
  ASSERT_EQ(evidence.problems.size(), 1U);
  EXPECT_EQ(evidence.problems[0].code, "STALE");
  EXPECT_EQ(evidence.problems[0].evidence, "a.xml");
  EXPECT_EQ(evidence.counts.total(), 0U);
}

TEST_F(Collecting, CoarseTimeStampsAreFresh) {
  fake.files.put("/work/a.xml", kGreen);
  start = fake.clock.now() + milliseconds(2000);
  EXPECT_THAT(codes({"a.xml"}), IsEmpty());
}

TEST_F(Collecting, AReportFromTheFutureIsWorthAWarning) {
  fake.clock.advance(std::chrono::hours(1));
  fake.files.put("/work/a.xml", kGreen);
  fake.clock.time -= std::chrono::hours(1);
  const SuiteEvidence evidence = collect({"a.xml"});
  EXPECT_THAT(evidence.problems, IsEmpty());
  ASSERT_EQ(evidence.warnings.size(), 1U);
  EXPECT_EQ(evidence.warnings[0].code, "MTIME_FUTURE");
}

TEST_F(Collecting, AnotherNumberOfFilesThanExpectedIsAProblem) {
  fake.files.put("/work/a.xml", kGreen);
  rules.expect_files = 2;
  EXPECT_THAT(codes({"*.xml"}), ElementsAre("MISSING_SHARD"));
  fake.files.put("/work/b.xml", kRed);
  EXPECT_THAT(codes({"*.xml"}), IsEmpty());
  rules.expect_files = 1;
  EXPECT_THAT(codes({"*.xml"}), ElementsAre("MISSING_SHARD"));
}

TEST_F(Collecting, LimitsFailInsteadOfCutting) {
  fake.files.put("/work/a.xml", kGreen);
  fake.files.put("/work/b.xml", kRed);
  const std::uint64_t size = std::string(kRed).size();
  rules.max_file_bytes = size - 1;
  EXPECT_THAT(codes({"*.xml"}), ElementsAre("LIMITS"));
  rules = {};
  rules.max_total_bytes = size;
  EXPECT_THAT(codes({"*.xml"}), ElementsAre("LIMITS"));
  rules = {};
  rules.max_files = 1;
  EXPECT_THAT(codes({"*.xml"}), ElementsAre("LIMITS"));
}

TEST_F(Collecting, OneFileOfTwoGlobsIsReadOnce) {
  fake.files.put("/work/r/a.xml", kGreen);
  const SuiteEvidence evidence = collect({"r/a.xml", "r/*.xml"});
  EXPECT_THAT(evidence.problems, IsEmpty());
  EXPECT_EQ(evidence.counts.total(), 1U);
}

TEST_F(Collecting, TheGatesOwnOutputIsNoInput) {
  fake.files.put("/work/r/a.xml", kGreen);
  fake.files.put("/work/gate-out/junit.xml", kRed);
  EXPECT_EQ(collect({"**/*.xml"}).counts.failed, 0U);
}

TEST_F(Collecting, EvidenceThatCannotBeWrittenIsAProblem) {
  fake.files.put("/work/a.xml", kGreen);
  fake.files.fault = [](const std::string& path) -> std::optional<Error> {
    if (path.find("cases.xml") == std::string::npos) return std::nullopt;
    return Error{ErrorKind::failed, path + ": no space left on device"};
  };
  const SuiteEvidence evidence = collect({"a.xml"});
  ASSERT_EQ(evidence.problems.size(), 1U);
  EXPECT_EQ(evidence.problems[0].code, "EVIDENCE_NOT_WRITTEN");
  EXPECT_THAT(evidence.merged_cases, IsEmpty());
}

TEST_F(Collecting, ACopyThatCannotBeWrittenIsAProblem) {
  fake.files.put("/work/a.xml", kGreen);
  fake.files.fault = [](const std::string& path) -> std::optional<Error> {
    if (path.find("001-a.xml") == std::string::npos) return std::nullopt;
    return Error{ErrorKind::failed, path + ": no space left on device"};
  };
  const SuiteEvidence evidence = collect({"a.xml"});
  ASSERT_FALSE(evidence.problems.empty());
  EXPECT_EQ(evidence.problems[0].code, "EVIDENCE_NOT_WRITTEN");
  EXPECT_THAT(evidence.reports.at(0).stored, IsEmpty());
  EXPECT_EQ(evidence.counts.passed, 1U);
}

SuiteEvidence judge(test::FakeSystem& fake,
                    const std::vector<std::string>& paths) {
  return judge_reports(paths, {}, {"/work", "/work/gate-out"}, fake.system);
}

TEST(Judging, TakesFilesFoldersAndGlobsOfAnyAge) {
  test::FakeSystem fake;
  fake.files.put("/work/old/deep/a.xml", kGreen);
  fake.files.put("/work/old/notes.txt", "no report");
  fake.files.put("/work/b.xml", kRed);
  fake.files.put("/elsewhere/c.xml",
                 "<testsuite><testcase name=\"d\"/></testsuite>");
  fake.clock.advance(std::chrono::hours(1000));
  const SuiteEvidence evidence =
      judge(fake, {"old", "b.*", "/elsewhere/c.xml"});
  EXPECT_THAT(evidence.problems, IsEmpty());
  EXPECT_EQ(evidence.counts.total(), 3U);
  EXPECT_EQ(evidence.counts.failed, 1U);
}

TEST(Judging, OfNothingIsRed) {
  test::FakeSystem fake;
  fake.files.put("/work/empty/notes.txt", "");
  for (const char* path : {"empty", "gone.xml", "*.xml"}) {
    const SuiteEvidence evidence = judge(fake, {path});
    ASSERT_EQ(evidence.problems.size(), 1U) << path;
    EXPECT_EQ(evidence.problems[0].code, "NO_INPUT");
  }
}

TEST(Judging, WithoutAnOutputFolderIsRed) {
  test::FakeSystem fake;
  fake.files.put("/work/a.xml", kGreen);
  fake.files.fault = [](const std::string& path) -> std::optional<Error> {
    return Error{ErrorKind::failed, path + ": read-only file system"};
  };
  const SuiteEvidence evidence = judge(fake, {"a.xml"});
  ASSERT_EQ(evidence.problems.size(), 1U);
  EXPECT_EQ(evidence.problems[0].code, "EVIDENCE_NOT_WRITTEN");
}

TEST(EvidenceFolder, KeepsForeignNamesOutOfThePath) {
  test::FakeSystem fake;
  const auto path = [&](std::string_view suite) {
    const auto folder =
        EvidenceFolder::make(fake.files, "/work/", "/out/", suite, 7);
    return folder ? folder->path("log") : folder.error().message;
  };
  EXPECT_EQ(path("unit"), "/out/suites/unit/log");
  EXPECT_EQ(path("../../etc"), "/out/suites/007-_._.._etc/log");
  EXPECT_EQ(path("a b"), "/out/suites/007-a_b/log");
  EXPECT_LT(path(std::string(5000, 'x')).size(), 100U);
}

}  // namespace
}  // namespace gate::suites
