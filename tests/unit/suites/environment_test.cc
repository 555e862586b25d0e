#include "gate/suites/environment.h"

#include <gtest/gtest.h>

namespace gate::suites {
namespace {

using Variables = std::map<std::string, std::string>;

Variables pass_through(const Variables& own, const PlannedSuite& suite = {}) {
  return suite_environment(own, suite, "").variables;
}

TEST(SuiteEnvironment, PassesWhatAPersonsProgramsNeed) {
  const Variables own = {{"HOME", "/h"},    {"PATH", "/bin"}, {"LANG", "C"},
                         {"LC_ALL", "C"},   {"TZ", "UTC"},    {"TMPDIR", "/t"},
                         {"USER", "u"},     {"SHELL", "/s"},  {"LOGNAME", "u"}};
  const Variables passed = pass_through(own);
  for (const auto& [name, value] : own) EXPECT_EQ(passed.at(name), value);
}

TEST(SuiteEnvironment, HoldsBackEverythingElse) {
  const char* const kHeldBack[] = {
      "GITHUB_OUTPUT",     "GITHUB_ENV",        "GITHUB_STEP_SUMMARY",
      "GITHUB_TOKEN",      "ACTIONS_RUNTIME_TOKEN",
      "ACTIONS_ID_TOKEN_REQUEST_TOKEN",         "CI_JOB_TOKEN",
      "LD_PRELOAD",        "LD_LIBRARY_PATH",   "GIT_DIR",
      "http_proxy",        "HTTPS_PROXY",       "GTEST_FILTER",
      "GTEST_TOTAL_SHARDS", "BOOST_TEST_RUN_FILTERS", "AWS_SECRET_ACCESS_KEY",
      "CTEST_PARALLEL_LEVEL", "CI"};
  for (const char* name : kHeldBack)
    EXPECT_EQ(pass_through({{name, "x"}}).count(name), 0U) << name;
}

TEST(SuiteEnvironment, PassesWhatTheSuiteNames) {
  PlannedSuite suite;
  suite.pass_env = {"DATABASE_URL", "NOT_SET"};
  const Variables passed = pass_through({{"DATABASE_URL", "db"}}, suite);
  EXPECT_EQ(passed.at("DATABASE_URL"), "db");
  EXPECT_EQ(passed.count("NOT_SET"), 0U);
}

TEST(SuiteEnvironment, RefusesToPassWhatSpeaksForTheGate) {
  for (const char* name :
       {"GITHUB_OUTPUT", "GITHUB_TOKEN", "ACTIONS_CACHE_URL", "CI_JOB_TOKEN",
        "LD_PRELOAD", "GIT_DIR", "https_proxy", "GTEST_FILTER",
        "BOOST_TEST_RUN_FILTERS", "STAGEGATE"}) {
    PlannedSuite suite;
    suite.pass_env = {name};
    const auto result = suite_environment({{name, "leaked"}}, suite, "");
    EXPECT_EQ(result.refused, std::vector<std::string>{name});
    for (const auto& [passed, value] : result.variables)
      EXPECT_NE(value, "leaked") << passed;
  }
}

TEST(SuiteEnvironment, SetsWhatTheSuiteSpellsOut) {
  PlannedSuite suite;
  suite.env = {{"LD_LIBRARY_PATH", "build/lib"}, {"GTEST_FILTER", "-Bad.*"}};
  const auto result = suite_environment({}, suite, "");
  EXPECT_EQ(result.variables.at("LD_LIBRARY_PATH"), "build/lib");
  EXPECT_EQ(result.variables.count("GTEST_FILTER"), 0U);
  EXPECT_EQ(result.refused, std::vector<std::string>{"GTEST_FILTER"});
}

TEST(SuiteEnvironment, TellsThatItIsTheGate) {
  const auto local = suite_environment({{"TERM", "xterm"}}, {}, "");
  EXPECT_EQ(local.variables.at("STAGEGATE"), "1");
  EXPECT_EQ(local.variables.at("TERM"), "dumb");
  EXPECT_EQ(local.variables.count("GATE_STAGING_URL"), 0U);
  EXPECT_FALSE(local.variables.at("PATH").empty());
  const auto staging = suite_environment({}, {}, "https://stg.example");
  EXPECT_EQ(staging.variables.at("GATE_STAGING_URL"), "https://stg.example");
}

}  // namespace
}  // namespace gate::suites
