// gate judge over files, folders and patterns, by the real program.
#define BOOST_TEST_MODULE judge
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "tests/support/gate_workspace.h"

namespace gate::test {
namespace {

// Outside of any repository.
struct Desk {
  TemporaryFolder folder;

  Outcome judge(Arguments arguments) const {
    arguments.insert(arguments.begin(), "judge");
    return judge_gate(arguments, folder.path(), folder.path("gate-out"));
  }
};

std::string tests_of(const Outcome& outcome) {
  return find_path(outcome.verdict, "$.suites[0].counts.tests")->text();
}

BOOST_AUTO_TEST_CASE(GreenFilesPassAlsoOutsideOfARepository) {
  const Desk desk;
  desk.folder.write("a.xml", junit(2));
  const Outcome outcome = desk.judge({"a.xml"});
  BOOST_TEST(outcome.status == 0, outcome.out << outcome.err);
  BOOST_TEST(outcome.verdict.get("scope") == "reports");
}

BOOST_AUTO_TEST_CASE(AFolderIsReadToItsLastFile) {
  const Desk desk;
  desk.folder.write("r/a.xml", junit(2));
  desk.folder.write("r/deep/er/b.xml", junit(3));
  BOOST_TEST(tests_of(desk.judge({"r"})) == "5");
}

BOOST_AUTO_TEST_CASE(AQuotedPatternFindsItsFiles) {
  const Desk desk;
  desk.folder.write("r/a.xml", junit(2));
  desk.folder.write("r/x/TEST-b.xml", junit(3));
  desk.folder.write("r/x/notes.txt", "not a report");
  BOOST_TEST(tests_of(desk.judge({"r/**/*.xml"})) == "5");
}

BOOST_AUTO_TEST_CASE(NothingFoundIsNotAPass) {
  const Desk desk;
  std::filesystem::create_directory(desk.folder.path("empty"));
  for (const char* path : {"missing.xml", "empty", "none/**/*.xml"}) {
    const Outcome outcome = desk.judge({path});
    BOOST_TEST(outcome.status == 1, path << outcome.out << outcome.err);
    BOOST_TEST(outcome.has("NO_INPUT"), path << outcome.out);
  }
}

BOOST_AUTO_TEST_CASE(OneMissingFileOfTwoIsNotAPass) {
  const Desk desk;
  desk.folder.write("a.xml", junit(2));
  BOOST_TEST(desk.judge({"a.xml", "b.xml"}).has("NO_INPUT"));
}

BOOST_AUTO_TEST_CASE(OneBadFileOfTwoFails) {
  const Desk desk;
  desk.folder.write("r/a.xml", junit(2));
  desk.folder.write("r/b.xml", "<testsuite><testcase name=\"x\">");
  const Outcome outcome = desk.judge({"r"});
  BOOST_TEST(outcome.status == 1);
  BOOST_TEST(outcome.has("NOT_WELL_FORMED"), outcome.out);
}

BOOST_AUTO_TEST_CASE(TheSameReportTwiceFails) {
  const Desk desk;
  desk.folder.write("r/a.xml", junit(2));
  desk.folder.write("r/copy.xml", junit(2));
  BOOST_TEST(desk.judge({"r"}).has("DUPLICATE_FILE"));
}

BOOST_AUTO_TEST_CASE(TheSamePathTwiceCountsItsCasesOnce) {
  const Desk desk;
  desk.folder.write("a.xml", junit(2));
  const Outcome outcome = desk.judge({"a.xml", "a.xml", "*.xml"});
  BOOST_TEST((!outcome.passed() || tests_of(outcome) == "2"), outcome.out);
}

BOOST_AUTO_TEST_CASE(CountersThatOverflowAreNotBelieved) {
  const Desk desk;
  for (const char* counter :
       {"tests=\"18446744073709551617\"", "failures=\"99999999999999999999\"",
        "failures=\"-1\"", "errors=\"1e3\"", "tests=\"2.5\"",
        "failures=\"0x1\""}) {
    desk.folder.write("a.xml", "<testsuite " + std::string(counter) +
                                   "><testcase name=\"x\"/></testsuite>");
    const Outcome outcome = desk.judge({"a.xml"});
    BOOST_TEST(outcome.status == 1, counter << outcome.out);
  }
}

BOOST_AUTO_TEST_CASE(ACounterThatClaimsAFailureWins) {
  const Desk desk;
  desk.folder.write("a.xml", "<testsuite tests=\"1\" failures=\"1\">"
                             "<testcase name=\"x\"/></testsuite>");
  BOOST_TEST(desk.judge({"a.xml"}).has("COUNTER_CLAIMS_FAILURE"));
}

BOOST_AUTO_TEST_CASE(MinTestsCountsWhatWasExecuted) {
  const Desk desk;
  desk.folder.write("a.xml", junit(2));
  BOOST_TEST(desk.judge({"a.xml", "--min-tests", "2"}).status == 0);
  BOOST_TEST(desk.judge({"a.xml", "--min-tests", "3"}).has("BELOW_MINIMUM"));
}

BOOST_AUTO_TEST_CASE(ExpectFilesIsExact) {
  const Desk desk;
  desk.folder.write("r/a.xml", junit(2));
  desk.folder.write("r/b.xml", junit(3));
  BOOST_TEST(desk.judge({"r", "--expect-files", "2"}).status == 0);
  BOOST_TEST(desk.judge({"r", "--expect-files", "3"}).has("MISSING_SHARD"));
  BOOST_TEST(desk.judge({"r", "--expect-files", "1"}).has("MISSING_SHARD"));
}

BOOST_AUTO_TEST_CASE(CountersOfAssertionsAreAcceptedOnRequest) {
  const Desk desk;
  desk.folder.write("a.xml", "<testsuite tests=\"70\">"
                             "<testcase name=\"x\"/></testsuite>");
  BOOST_TEST(desk.judge({"a.xml"}).has("COUNTER_CLAIMS_MORE_TESTS"));
  for (const char* kind : {"assertions", "ignore-tests"})
    BOOST_TEST(desk.judge({"a.xml", "--counters", kind}).status == 0, kind);
}

BOOST_AUTO_TEST_CASE(AWrongWordOfTheCommandLineTakesNoPassAway) {
  const Desk desk;
  const Outcome outcome = desk.judge({"a.xml", "--counters", "sheep"});
  BOOST_TEST(outcome.status == 2);
  BOOST_TEST(desk.judge({}).status == 2);
}

BOOST_AUTO_TEST_CASE(ACutAnywhereIsNotAPass) {
  const Desk desk;
  const std::string whole = junit(2, "<testcase name=\"z\"><system-out>"
                                     "<![CDATA[x]]></system-out></testcase>");
  for (std::size_t cut = 0; cut + 2 < whole.size(); cut += 9) {
    desk.folder.write("a.xml", whole.substr(0, cut));
    BOOST_TEST(desk.judge({"a.xml"}).status == 1, "cut at byte " << cut);
  }
}

BOOST_AUTO_TEST_CASE(ARepositoryGivesTheVerdictItsCommit) {
  const UnitWorkspace workspace(junit(2));
  const std::string commit = workspace.commit();
  const Outcome outcome = workspace.judge({"judge", "ready"});
  BOOST_TEST(outcome.status == 0, outcome.out);
  BOOST_TEST(outcome.verdict.find("candidate")->get("commit") == commit);
}

}  // namespace
}  // namespace gate::test
