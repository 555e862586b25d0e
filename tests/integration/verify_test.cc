// gate verify: a real pass is verified; one wrong expectation or one changed
// field at a time is refused, each with its own code.
#define BOOST_TEST_MODULE verify
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "tests/support/gate_workspace.h"
#include "tests/support/http_server.h"

namespace gate::test {
namespace {

using Path = std::vector<std::string>;

// The document with another value at a path; nothing given: without the member.
Json changed(const Json& root, const Path& path, std::size_t at,
             const std::optional<Json>& value) {
  if (at == path.size()) return *value;
  Json copy = Json::object();
  bool found = false;
  for (const auto& [name, member] : root.members()) {
    const bool here = name == path[at];
    found = found || here;
    if (!here)
      copy.set(name, member);
    else if (at + 1 < path.size() || value)
      copy.set(name, changed(member, path, at + 1, value));
  }
  BOOST_REQUIRE_MESSAGE(found, "no member " << path[at]);
  return copy;
}

// A pass of a run in CI against a staging that runs the candidate.
struct Passed {
  std::string commit;
  testing::HttpServer staging{
      [this](const std::string&) { return testing::ok(commit); }};
  UnitWorkspace workspace{
      junit(2), "", "",
      "artifact: dist/orders.tar.gz\n"
      "environment:\n  name: staging\n  mode: full\n  url: http://127.0.0.1:" +
          std::to_string(staging.port()) + "\n  build: {path: /version}\n"};
  Json verdict;
  std::vector<Arguments> flags;

  Passed() {
    workspace.environment["CI"] = "true";
    workspace.write("dist/orders.tar.gz", "the bytes");
    commit = workspace.commit();
    Outcome run = workspace.run({"--nonce", "n-1"});
    BOOST_REQUIRE_MESSAGE(run.passed(), run.out << run.err);
    verdict = run.verdict;
    flags = {{"--commit", commit},
             {"--scope", "staging"},
             {"--environment", "staging"},
             {"--artifact", "dist/orders.tar.gz"},
             {"--nonce", "n-1"},
             {"--max-age", "1h"},
             {"--exit-status", "0"}};
  }

  Outcome verify(const std::vector<Arguments>& expectations,
                 const std::string& file = "gate-out/verdict.json") const {
    Arguments arguments = {"verify", file};
    for (const Arguments& flag : expectations)
      arguments.insert(arguments.end(), flag.begin(), flag.end());
    return workspace.ask(arguments);
  }

  Outcome verify_text(const std::string& text) const {
    workspace.write("dist/changed.json", text);
    return verify(flags, "dist/changed.json");
  }

  void expect_refused(const Outcome& outcome, const std::string& code) const {
    BOOST_TEST(outcome.status == 5, outcome.out << outcome.err);
    BOOST_TEST(outcome.out.empty());
    BOOST_TEST(outcome.err.find("refused: " + code + ":") != std::string::npos,
               "expected " << code << ", found " << outcome.err);
  }
};

BOOST_FIXTURE_TEST_CASE(APassWithAllItsExpectationsIsVerified, Passed) {
  const Outcome outcome = verify(flags);
  BOOST_TEST(outcome.status == 0, outcome.err);
  BOOST_TEST(outcome.out.find(commit) != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(EachExpectationMustBeGiven, Passed) {
  for (std::size_t i = 0; i < flags.size(); ++i) {
    auto fewer = flags;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    const Outcome outcome = verify(fewer);
    BOOST_TEST(outcome.status == 2, flags[i][0] << outcome.err);
    BOOST_TEST(outcome.err.find(flags[i][0]) != std::string::npos,
               outcome.err);
  }
}

BOOST_FIXTURE_TEST_CASE(EachExpectationIsCompared, Passed) {
  const std::string other(64, 'a');
  workspace.write("dist/other.tar.gz", "other bytes");
  const std::vector<std::pair<Arguments, std::string>> table = {
      {{"--commit", std::string(40, 'b')}, "COMMIT"},
      {{"--scope", "hermetic"}, "SCOPE"},
      {{"--environment", "production"}, "ENVIRONMENT"},
      {{"--artifact", "sha256:" + other}, "ARTIFACT"},
      {{"--artifact", "dist/other.tar.gz"}, "ARTIFACT"},
      {{"--nonce", "n-2"}, "NONCE"},
      {{"--exit-status", "1"}, "EXIT_STATUS"},
      {{"--exit-status", "-1"}, "EXIT_STATUS"}};
  for (const auto& [flag, code] : table) {
    auto expectations = flags;
    for (Arguments& given : expectations)
      if (given[0] == flag[0]) given = flag;
    expect_refused(verify(expectations), code);
  }
}

struct Edit {
  Path path;
  std::optional<Json> value;
  std::string code;
};

BOOST_FIXTURE_TEST_CASE(EachFieldIsLookedAt, Passed) {
  const std::vector<Edit> table = {
      {{"verdict"}, "fail", "VERDICT_FAIL"},
      {{"verdict"}, "PASS", "VERDICT_FAIL"},
      {{"verdict"}, true, "VERDICT_FAIL"},
      {{"verdict"}, {}, "VERDICT_FAIL"},
      {{"complete"}, false, "VERDICT_INCOMPLETE"},
      {{"complete"}, "true", "VERDICT_INCOMPLETE"},
      {{"complete"}, {}, "VERDICT_INCOMPLETE"},
      {{"reasons"}, Json::array({Json::object()}), "VERDICT_FAIL"},
      {{"reasons"}, {}, "VERDICT_FAIL"},
      {{"version"}, 2, "VERDICT_SCHEMA"},
      {{"version"}, {}, "VERDICT_SCHEMA"},
      {{"more_reasons"}, 1, "VERDICT_CONTRADICTS"},
      {{"more_reasons"}, {}, "VERDICT_CONTRADICTS"},
      {{"more_suites"}, 1, "VERDICT_CONTRADICTS"},
      {{"interrupted_by"}, 15, "VERDICT_CONTRADICTS"},
      {{"candidate", "moved"}, true, "VERDICT_CONTRADICTS"},
      {{"problems"}, Json::array({Json::object()}), "VERDICT_CONTRADICTS"},
      {{"suites"}, Json::array(), "VERDICT_CONTRADICTS"},
      {{"suites"}, Json::array({Json::object().set("status", "failed")}),
       "VERDICT_CONTRADICTS"},
      {{"suites"}, {}, "VERDICT_CONTRADICTS"},
      {{"shard", "count"}, 2, "SHARD"},
      {{"shard", "index"}, 2, "SHARD"},
      {{"shard"}, {}, "SHARD"},
      {{"left_out"}, Json::array({Json("x")}), "PARTIAL"},
      {{"left_out"}, {}, "PARTIAL"},
      {{"only_cases"}, Json::array({Json("x")}), "PARTIAL"},
      {{"only_cases"}, {}, "PARTIAL"},
      {{"candidate", "commit"}, std::string(40, 'c'), "COMMIT"},
      {{"candidate", "commit"}, "", "COMMIT"},
      {{"candidate", "commit"}, {}, "COMMIT"},
      {{"candidate", "dirty"}, true, "DIRTY"},
      {{"candidate", "dirty"}, {}, "DIRTY"},
      {{"candidate", "artifact", "sha256"}, "", "ARTIFACT"},
      {{"candidate", "artifact"}, Json(), "ARTIFACT"},
      {{"candidate"}, {}, "COMMIT"},
      {{"scope"}, "hermetic", "SCOPE"},
      {{"scope"}, {}, "SCOPE"},
      {{"environment", "name"}, "production", "ENVIRONMENT"},
      {{"environment"}, Json(), "ENVIRONMENT"},
      {{"origin", "ci"}, "local", "LOCAL"},
      {{"origin"}, {}, "LOCAL"},
      {{"nonce"}, "", "NONCE"},
      {{"nonce"}, {}, "NONCE"},
      {{"times", "decided"}, "2199-01-01T00:00:00.000Z", "FUTURE"},
      {{"times", "decided"}, "2020-01-01T00:00:00.000Z", "TOO_OLD"},
      {{"times", "decided"}, "today", "VERDICT_SCHEMA"},
      {{"times"}, {}, "VERDICT_SCHEMA"},
      {{"not_after"}, "2020-01-01T00:00:00.000Z", "EXPIRED"},
      {{"not_after"}, Json(), "VERDICT_SCHEMA"},
      {{"not_after"}, {}, "VERDICT_SCHEMA"}};
  for (const Edit& edit : table) {
    BOOST_TEST_CONTEXT(edit.path.front()) {
      expect_refused(
          verify_text(write_json(changed(verdict, edit.path, 0, edit.value),
                                 JsonStyle::pretty)),
          edit.code);
    }
  }
}

BOOST_FIXTURE_TEST_CASE(AFileThatIsNotAVerdictIsRefused, Passed) {
  const std::string text = workspace.read("gate-out/verdict.json");
  BOOST_REQUIRE(verify_text(text).status == 0);
  expect_refused(verify(flags, "nowhere.json"), "VERDICT_UNREADABLE");
  expect_refused(verify(flags, "gate-out"), "VERDICT_UNREADABLE");
  expect_refused(verify_text(text + std::string(10u << 20, ' ')),
                 "VERDICT_UNREADABLE");
  expect_refused(verify_text("{\"verdict\": \"fail\"," + text.substr(1)),
                 "VERDICT_UNREADABLE");
  expect_refused(verify_text(text + "{}"), "VERDICT_UNREADABLE");
  expect_refused(verify_text("[]"), "VERDICT_SCHEMA");
  expect_refused(verify_text("\xef\xbb\xbf" + text), "VERDICT_UNREADABLE");
}

BOOST_FIXTURE_TEST_CASE(AVerdictThatIsCutIsRefused, Passed) {
  const std::string text = workspace.read("gate-out/verdict.json");
  const std::size_t step = std::max<std::size_t>(1, text.size() / 25);
  for (std::size_t size = 0; size + 2 < text.size(); size += step)
    expect_refused(verify_text(text.substr(0, size)), "VERDICT_UNREADABLE");
}

BOOST_FIXTURE_TEST_CASE(WithJsonTheRefusalsAreForPrograms, Passed) {
  auto expectations = flags;
  expectations.push_back({"--json"});
  const auto promote = parse_json(verify(expectations).out);
  BOOST_REQUIRE(promote.has_value());
  BOOST_TEST(promote->find("promote")->as_bool());
  expectations[1] = {"--scope", "hermetic"};
  const Outcome refused = verify(expectations);
  const auto json = parse_json(refused.out);
  BOOST_REQUIRE(json.has_value());
  BOOST_TEST(refused.status == 5);
  BOOST_TEST(!json->find("promote")->as_bool());
  BOOST_TEST(json->find("refusals")->items().front().get("code") == "SCOPE");
}

}  // namespace
}  // namespace gate::test
