// gate merge over real parts, and over parts that are missing, doubled, foreign
// or altered.
#define BOOST_TEST_MODULE merge
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "tests/support/gate_workspace.h"

namespace gate::test {
namespace {

namespace fs = std::filesystem;

// Two suites, so that each of two shards has one of them.
struct Parts {
  Workspace workspace{suite_text("first") + suite_text("second")};

  Parts() {
    for (const char* suite : {"first", "second"}) {
      workspace.report(suite, junit(3));
      workspace.suite_script(suite, "");
    }
    workspace.commit();
    make("part-1", "1/2");
    make("part-2", "2/2");
  }

  void make(const std::string& folder, const std::string& shard) const {
    BOOST_REQUIRE(workspace.run({"--shard", shard, "--out", folder}).passed());
  }
  Outcome merge(Arguments parts) const {
    parts.insert(parts.begin(), "merge");
    return workspace.judge(parts);
  }
  std::string report() const {
    return workspace.path("part-2/suites/second/reports/001-second.xml");
  }
};

BOOST_AUTO_TEST_CASE(AllPartsMakeAPass) {
  const Parts parts;
  const Outcome merged = parts.merge({"part-1", "part-2"});
  BOOST_TEST(merged.status == 0, merged.out << merged.err);
  BOOST_TEST(parts.workspace.has("gate-out/junit.xml"));
}

BOOST_AUTO_TEST_CASE(AMissingShardIsNotAPass) {
  const Parts parts;
  const Outcome merged = parts.merge({"part-1"});
  BOOST_TEST(merged.status != 0);
  BOOST_TEST(merged.has("MISSING_SHARD"), merged.out);
}

BOOST_AUTO_TEST_CASE(ADoubledShardIsNotAPass) {
  const Parts parts;
  fs::copy(parts.workspace.path("part-1"), parts.workspace.path("copy"),
           fs::copy_options::recursive);
  const Outcome merged = parts.merge({"part-1", "part-2", "copy"});
  BOOST_TEST(merged.status != 0);
  BOOST_TEST(merged.has("DOUBLED_SHARD"), merged.out);
}

BOOST_AUTO_TEST_CASE(APartOfAnotherCommitIsNotAPass) {
  const Parts parts;
  parts.workspace.write("new.txt", "new");
  parts.workspace.commit();
  parts.make("part-2", "2/2");
  const Outcome merged = parts.merge({"part-1", "part-2"});
  BOOST_TEST(merged.status == 1);
  BOOST_TEST(merged.has("FOREIGN_SHARD"), merged.out);
}

BOOST_AUTO_TEST_CASE(APartWithAnotherNonceIsNotAPass) {
  const Parts parts;
  BOOST_REQUIRE(parts.workspace
                    .run({"--shard", "2/2", "--out", "part-2", "--nonce", "n"})
                    .passed());
  BOOST_TEST(parts.merge({"part-1", "part-2"}).has("FOREIGN_SHARD"));
}

BOOST_AUTO_TEST_CASE(AnAlteredReportIsNotAPass) {
  const Parts parts;
  parts.workspace.write("part-2/suites/second/reports/001-second.xml",
                        junit(3) + " ");
  const Outcome merged = parts.merge({"part-1", "part-2"});
  BOOST_TEST(merged.status == 1);
  BOOST_TEST(merged.has("EVIDENCE_ALTERED"), merged.out);
}

BOOST_AUTO_TEST_CASE(AlteredCasesAreNotAPass) {
  const Parts parts;
  parts.workspace.write("part-2/suites/second/cases.xml", "<testcase/>\n");
  BOOST_TEST(parts.merge({"part-1", "part-2"}).has("EVIDENCE_ALTERED"));
}

BOOST_AUTO_TEST_CASE(ALostFileIsNotAPass) {
  const Parts parts;
  BOOST_REQUIRE(fs::remove(parts.report()));
  const Outcome merged = parts.merge({"part-1", "part-2"});
  BOOST_TEST(merged.status == 1);
  BOOST_TEST(merged.has("EVIDENCE_LOST"), merged.out);
}

BOOST_AUTO_TEST_CASE(APartWithoutEvidenceLeavesNoPassBehind) {
  const Parts parts;
  BOOST_REQUIRE(parts.merge({"part-1", "part-2"}).passed());
  BOOST_REQUIRE(fs::remove(parts.workspace.path("part-2/evidence.json")));
  const Outcome merged = parts.merge({"part-1", "part-2"});
  BOOST_TEST(merged.status == 3);
  BOOST_TEST(merged.err.find("part-2/evidence.json") != std::string::npos,
             merged.err);
  BOOST_TEST(!parts.workspace.judge({"merge", "part-1", "nowhere"}).passed());
}

BOOST_AUTO_TEST_CASE(DamagedEvidenceIsNotAPass) {
  const Parts parts;
  const std::string whole = parts.workspace.read("part-2/evidence.json");
  for (const std::size_t size : {whole.size() / 2, std::size_t{1}, std::size_t{0}}) {
    parts.workspace.write("part-2/evidence.json", whole.substr(0, size));
    BOOST_TEST(!parts.merge({"part-1", "part-2"}).passed());
  }
}

BOOST_AUTO_TEST_CASE(APartThatFailedStaysFailed) {
  const Parts parts;
  parts.workspace.report("second", junit(1, "<testcase name=\"bad\"><failure/>"
                                            "</testcase>"));
  parts.workspace.commit();
  parts.make("part-1", "1/2");
  BOOST_REQUIRE(parts.workspace.run({"--shard", "2/2", "--out", "part-2"})
                    .status == 1);
  const Outcome merged = parts.merge({"part-1", "part-2"});
  BOOST_TEST(merged.status == 1);
  BOOST_TEST(merged.has("TEST_FAILED"), merged.out);
}

BOOST_AUTO_TEST_CASE(SuitesOfTwoJobsMakeOnePlan) {
  const Parts parts;
  BOOST_REQUIRE(
      parts.workspace.run({"--only", "first", "--out", "job-1"}).passed());
  BOOST_REQUIRE(
      parts.workspace.run({"--only", "second", "--out", "job-2"}).passed());
  const Outcome merged = parts.merge({"job-1", "job-2"});
  BOOST_TEST(merged.status == 0, merged.out << merged.err);
  BOOST_TEST(merged.verdict.find("suites")->items().size() == 2U);
  BOOST_TEST(merged.verdict.find("left_out")->items().empty());
}

BOOST_AUTO_TEST_CASE(APartCannotBeTheOutputAsWell) {
  const Parts parts;
  const Outcome merged =
      parts.workspace.ask({"merge", "part-1", "part-2", "--out", "./part-1"});
  BOOST_TEST(merged.status == 2);
  BOOST_TEST(parts.workspace.has("part-1/evidence.json"));
  BOOST_TEST(merged.err.find("part-1") != std::string::npos, merged.err);
}

}  // namespace
}  // namespace gate::test
