#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/config/files.h"

namespace gate::config::test {
namespace {

using testing::ElementsAre;

Config read(const std::string& text) {
  auto config = read_config(text, context());
  EXPECT_TRUE(config) << (config ? "" : config.error().message);
  return config ? *config : Config();
}

constexpr const char* kWholeFile = R"(version: 1
service: orders
artifact: dist/orders.tar.gz       # the bytes that would be promoted
environment:
  name: staging
  mode: full
  url: ${STAGING_URL}
  ready: {path: /healthz, within: 60s}
  build: {path: /version, json: $.commit}
suites:
  unit:
    kind: unit
    framework: googletest
    programs: [build/tests/*_test]
  integration:
    kind: integration
    framework: boost-test
    programs: [build/tests/orders_integration]
    timeout: 5m
  contract:
    kind: specialized
    run: npx jest --ci             # any command that writes JUnit XML
    reports: [reports/jest.xml]
    min_tests: 40
)";

TEST(Config, TheWholeFileIsRead) {
  const Config config = read(kWholeFile);
  EXPECT_EQ(config.service, "orders");
  EXPECT_EQ(config.artifact, "dist/orders.tar.gz");
  ASSERT_TRUE(config.environment);
  EXPECT_EQ(config.environment->name, "staging");
  EXPECT_EQ(config.environment->mode, "full");
  EXPECT_EQ(config.environment->url, "https://orders.staging.example");
  EXPECT_EQ(config.environment->ready_path, "/healthz");
  EXPECT_EQ(config.environment->ready_within, std::chrono::seconds(60));
  EXPECT_EQ(config.environment->build_path, "/version");
  EXPECT_EQ(config.environment->build_json, "$.commit");
  ASSERT_EQ(config.suites.size(), 3u);
}

TEST(Config, SuitesKeepTheOrderOfTheFile) {
  std::vector<std::string> names;
  for (const PlannedSuite& suite : read(kWholeFile).suites)
    names.push_back(suite.name);
  EXPECT_THAT(names, ElementsAre("unit", "integration", "contract"));
}

TEST(Config, AKeyThatIsNotWrittenHasTheDefaultOfTheModel) {
  PlannedSuite expected;
  expected.name = "unit";
  expected.kind = "unit";
  expected.framework = "googletest";
  expected.where = "gate.yml:4:3";
  expected.programs = {"build/*_test"};
  const Config config = read(kHead + kUnit);
  EXPECT_THAT(config.suites, ElementsAre(expected));
  EXPECT_EQ(config.policy, Policy());
  EXPECT_FALSE(config.environment);
  EXPECT_EQ(config.artifact, "");
}

TEST(Config, RunAsTextGoesToTheShellUntouched) {
  const Config config = read(run("FOO=$HOME make ${TARGET:-check} && echo $$"));
  EXPECT_THAT(config.suites.at(0).run,
              ElementsAre("/bin/sh", "-c",
                          "FOO=$HOME make ${TARGET:-check} && echo $$"));
  EXPECT_EQ(config.suites.at(0).framework, "command");
}

TEST(Config, RunAsListIsTheArgumentVectorWithVariables) {
  const Config config = read(run("[./test, \"${NUMBER}\", \"$$HOME\", \"\"]"));
  EXPECT_THAT(config.suites.at(0).run, ElementsAre("./test", "5", "$HOME", ""));
}

TEST(Config, AVariableIsReplacedInsideATextAndOnlyOnce) {
  ReadContext nested = context();
  nested.environment["A"] = "${NUMBER}";
  const auto config = read_config(
      kHead + "artifact: dist/${A}-$${NUMBER}-$x.tar\n" + kUnit, nested);
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->artifact, "dist/${NUMBER}-${NUMBER}-$x.tar");
}

TEST(Config, AVariableThatLooksLikeANumberIsText) {
  EXPECT_EQ(read(with(kHead, "orders", "${NUMBER}") + kUnit).service, "5");
}

TEST(Config, AQuotedNumberIsText) {
  EXPECT_EQ(read(with(kHead, "orders", "\"0123\"") + kUnit).service, "0123");
}

TEST(Config, EachKeyOfASuiteIsRead) {
  const Config config = read(kHead + R"(suites:
  web:
    kind: specialized
    framework: command
    run: [npx, jest]
    reports: [a/*.xml, b.xml]
    workdir: web
    env: {TZ: UTC, EMPTY: ""}
    pass_env: [JAVA_HOME]
    timeout: 90s
    grace: 0s
    exit_codes: [0, 5]
    failed_exit_codes: [1]
    min_tests: 40
    max_skipped: 0
    max_flaky: 2
    required: ["Orders.Pays"]
    max_duration: 1h30m
    baseline: tests/baseline.txt
    expect_files: 3
    allow_cached: true
    allow_empty_files: 1
    allow_duplicate_files: true
    allow_all_skipped: true
    strict_chars: true
    unique_names: true
    mayfail: catch2
    counters: ignore-tests
    ignore_children: [perf-log]
    not_run_messages: [Disabled]
    limits: {file: 64MiB, total: 1073741824, files: 9, cases: 8, depth: 7}
)");
  const PlannedSuite& suite = config.suites.at(0);
  EXPECT_THAT(suite.run, ElementsAre("npx", "jest"));
  EXPECT_THAT(suite.reports, ElementsAre("a/*.xml", "b.xml"));
  EXPECT_EQ(suite.workdir, "web");
  EXPECT_EQ(suite.env.at("TZ"), "UTC");
  EXPECT_EQ(suite.env.at("EMPTY"), "");
  EXPECT_THAT(suite.pass_env, ElementsAre("JAVA_HOME"));
  EXPECT_EQ(suite.timeout, std::chrono::seconds(90));
  EXPECT_EQ(suite.grace, Duration(0));
  EXPECT_THAT(suite.exit_codes, ElementsAre(0, 5));
  EXPECT_THAT(suite.failed_exit_codes, ElementsAre(1));
  EXPECT_EQ(suite.min_tests, 40u);
  EXPECT_EQ(suite.max_skipped, 0u);
  EXPECT_EQ(suite.max_flaky, 2u);
  EXPECT_THAT(suite.required_cases, ElementsAre("Orders.Pays"));
  EXPECT_EQ(suite.max_duration, std::chrono::minutes(90));
  EXPECT_EQ(suite.baseline, "tests/baseline.txt");
  ReportRules rules;
  rules.expect_files = 3;
  rules.allow_cached = true;
  rules.allow_empty_files = 1;
  rules.allow_duplicate_files = true;
  rules.allow_all_skipped = true;
  rules.strict_chars = true;
  rules.unique_names = true;
  rules.mayfail_catch2 = true;
  rules.counters = ReportRules::Counters::ignore_tests;
  rules.ignore_children = {"perf-log"};
  rules.not_run_messages = {"Disabled"};
  rules.max_file_bytes = 64u << 20;
  rules.max_total_bytes = 1u << 30;
  rules.max_files = 9;
  rules.max_cases = 8;
  rules.max_depth = 7;
  EXPECT_EQ(suite.rules, rules);
}

TEST(Config, CtestNamesItsBuildFolder) {
  const Config config = read(kHead + R"(suites:
  all:
    kind: unit
    framework: ctest
    build_dir: ../build
    args: [-L, unit]
)");
  EXPECT_EQ(config.suites.at(0).build_dir, "../build");
  EXPECT_THAT(config.suites.at(0).args, ElementsAre("-L", "unit"));
}

TEST(Config, AWaiverNamesItsSuiteInEitherWay) {
  const Config config = read(kHead + kUnit + R"(policy:
  valid_for: 8h
  waivers:
    - {suite: unit, case: "A: b", reason: slow, owner: ada, until: 2027-06-30}
    - {case: "unit: A.c", reason: slow, owner: ada, until: "2027-06-30T01:00:00+01:00"}
)");
  const Instant end = *parse_instant("2027-06-30");
  EXPECT_EQ(config.policy.valid_for, std::chrono::hours(8));
  EXPECT_THAT(config.policy.waivers,
              ElementsAre(Waiver{"unit", "A: b", "slow", "ada", end},
                          Waiver{"unit", "A.c", "slow", "ada", end}));
}

TEST(Config, AWaiverHoldsUntilItsLastMoment) {
  ReadContext late = context();
  late.now = *parse_instant("2027-06-29T23:59:59.999Z");
  const std::string text = kHead + kUnit +
                           "policy:\n  waivers:\n    - {suite: unit, case: A, "
                           "reason: r, owner: o, until: 2027-06-30}\n";
  EXPECT_TRUE(read_config(text, late));
  late.now += Duration(1);
  EXPECT_FALSE(read_config(text, late));
}

TEST(Config, AnOptionalSuiteBesideARequiredOneIsGood) {
  const Config config =
      read(web("optional: true") + with(kUnit, "suites:\n", ""));
  EXPECT_TRUE(config.suites.at(0).rules.optional_reports);
}

TEST(Config, AByteOrderMarkCommentsMarkersAndWindowsLinesAreGood) {
  const Config config =
      read("\xEF\xBB\xBF# caf\xC3\xA9\r\n---  # here\r\n" +
           with(kHead + kUnit, "\n", "\r\n") + "...\r\n# done\r\n");
  EXPECT_EQ(config.service, "orders");
  EXPECT_EQ(config.suites.at(0).where, "gate.yml:6:3");
}

TEST(Config, ColumnsCountCharacters) {
  const Config config =
      read(with(kHead, "orders", "\xC3\xA9\xC3\xA9") +
           "suites: {\"a\": {kind: unit, framework: "
           "googletest, env: {A: \xC3\xA9}, programs: [b]}}\n");
  EXPECT_EQ(config.positions.at("suites.a.programs"), "gate.yml:3:64");
}

TEST(Config, ProgramsKnowWhereTheyStand) {
  const Config config = read(kHead + kUnit);
  EXPECT_EQ(config.positions.at("suites.unit.programs[0]"), "gate.yml:7:16");
}

TEST(Config, TheDigestIsOverTheBytesOfTheFile) {
  const Config one = read(kHead + kUnit);
  const Config other = read(kHead + kUnit + "# a comment\n");
  EXPECT_EQ(one.sha256.size(), 64u);
  EXPECT_NE(one.sha256, other.sha256);
}

}  // namespace
}  // namespace gate::config::test
