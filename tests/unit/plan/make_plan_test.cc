#include "gate/plan/make_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace gate::plan {
namespace {

using testing::ElementsAre;

constexpr const char* kText = R"(version: 1
service: orders
suites:
  unit:
    kind: unit
    framework: googletest
    programs: [build/*_test, build/a_test]
  integration:
    kind: integration
    framework: boost-test
    programs: [build/orders_it]
  web:
    kind: specialized
    run: npx jest
    reports: [out/*.xml]
)";

config::Config read(const std::string& text) {
  config::ReadContext context;
  context.kinds = {"unit", "integration", "specialized"};
  context.frameworks = {"googletest", "boost-test", "ctest", "command"};
  const auto config = config::read_config(text, context);
  EXPECT_TRUE(config) << (config ? "" : config.error().message);
  return config ? *config : config::Config();
}

// What lies in the workspace, by pattern.
class Workspace {
 public:
  Workspace& holds(const std::string& pattern, std::vector<std::string> files) {
    files_[pattern] = std::move(files);
    return *this;
  }
  Glob glob() const {
    return [files = files_](
               const std::string& pattern) -> Result<std::vector<std::string>> {
      const auto found = files.find(pattern);
      if (found == files.end()) return std::vector<std::string>{};
      return found->second;
    };
  }

 private:
  std::map<std::string, std::vector<std::string>> files_;
};

Workspace built() {
  return Workspace()
      .holds("build/*_test", {"build/b_test", "./build/a_test"})
      .holds("build/a_test", {"build/a_test"})
      .holds("build/orders_it", {"build/orders_it"});
}

Plan plan_of(const Selection& selection, const std::string& text = kText) {
  const auto plan = make_plan(read(text), selection, built().glob());
  EXPECT_TRUE(plan) << (plan ? "" : plan.error().message);
  return plan ? *plan : Plan();
}

std::string error_of(const Selection& selection, const Workspace& workspace,
                     const std::string& text = kText) {
  const auto plan = make_plan(read(text), selection, workspace.glob());
  EXPECT_FALSE(plan);
  if (plan) return {};
  EXPECT_EQ(plan.error().kind, ErrorKind::usage);
  return plan.error().message;
}

std::vector<std::string> names(const Plan& plan) {
  std::vector<std::string> names;
  for (const PlannedSuite& suite : plan.suites) names.push_back(suite.name);
  return names;
}

TEST(MakePlan, AllSuitesRunInTheOrderOfTheFile) {
  const Plan plan = plan_of({});
  EXPECT_THAT(names(plan), ElementsAre("unit", "integration", "web"));
  EXPECT_TRUE(plan.left_out.empty());
}

TEST(MakePlan, ProgramsAreFoundSortedAndEachOnce) {
  EXPECT_THAT(plan_of({}).suites.at(0).programs,
              ElementsAre("build/a_test", "build/b_test"));
}

TEST(MakePlan, WhatTheFileAndTheCommandLineSayIsCarried) {
  Selection selection;
  selection.nonce = "n1";
  selection.shard_index = 2;
  selection.shard_count = 3;
  selection.cases = {"A.b"};
  const Plan plan = plan_of(selection);
  EXPECT_EQ(plan.service, "orders");
  EXPECT_EQ(plan.config_path, "gate.yml");
  EXPECT_EQ(plan.config_sha256.size(), 64u);
  EXPECT_EQ(plan.nonce, "n1");
  EXPECT_EQ(plan.shard_index, 2u);
  EXPECT_EQ(plan.shard_count, 3u);
  EXPECT_THAT(plan.only_cases, ElementsAre("A.b"));
}

TEST(MakePlan, WithoutEnvironmentTheScopeIsHermetic) {
  EXPECT_EQ(plan_of({}).scope, "hermetic");
  const Plan staging = plan_of(
      {}, std::string(kText) +
              "environment: {name: staging, mode: full, url: \"http://a\"}\n"
              "artifact: a.tar\npolicy: {valid_for: 1h}\n");
  EXPECT_EQ(staging.scope, "staging");
  EXPECT_EQ(staging.environment->url, "http://a");
  EXPECT_EQ(staging.artifact, "a.tar");
  EXPECT_EQ(staging.policy.valid_for, std::chrono::hours(1));
}

TEST(MakePlan, ArgumentsAndOnlyAreJoinedAndTheRestIsLeftOut) {
  Selection selection;
  selection.suites = {"web"};
  selection.only = {"unit"};
  const Plan plan = plan_of(selection);
  EXPECT_THAT(names(plan), ElementsAre("unit", "web"));
  EXPECT_THAT(plan.left_out, ElementsAre("integration"));
}

TEST(MakePlan, SkippedSuitesAreLeftOut) {
  Selection selection;
  selection.skip = {"unit"};
  const Plan plan = plan_of(selection);
  EXPECT_THAT(names(plan), ElementsAre("integration", "web"));
  EXPECT_THAT(plan.left_out, ElementsAre("unit"));
}

TEST(MakePlan, UnknownNamesAreAllNamedWithTheClosest) {
  Selection selection;
  selection.suites = {"unitt"};
  selection.only = {"wb"};
  selection.skip = {"manual"};
  EXPECT_EQ(error_of(selection, built()),
            "there is no suite \"unitt\" in gate.yml, did you mean \"unit\"?\n"
            "--only: there is no suite \"wb\" in gate.yml, did you mean "
            "\"web\"?\n"
            "--skip: there is no suite \"manual\" in gate.yml; its suites are "
            "unit, integration, web");
}

TEST(MakePlan, ASuiteCannotBeAskedForAndSkipped) {
  Selection selection;
  selection.only = {"unit"};
  selection.skip = {"unit"};
  EXPECT_EQ(error_of(selection, built()),
            "--skip: \"unit\" is asked for and skipped, expected one of both");
}

TEST(MakePlan, AnEmptyPlanIsAnError) {
  Selection selection;
  selection.skip = {"unit", "integration", "web"};
  EXPECT_EQ(error_of(selection, built()),
            "nothing is left to run: expected at least one suite of gate.yml, "
            "--skip takes all of them");
}

class BadShard
    : public testing::TestWithParam<std::pair<std::uint64_t, std::uint64_t>> {};

TEST_P(BadShard, IsAnError) {
  Selection selection;
  selection.shard_index = GetParam().first;
  selection.shard_count = GetParam().second;
  EXPECT_EQ(error_of(selection, built()),
            "--shard: expected i/n with i from 1 to n, found " +
                std::to_string(GetParam().first) + "/" +
                std::to_string(GetParam().second));
}

INSTANTIATE_TEST_SUITE_P(MakePlan, BadShard,
                         testing::Values(std::pair(0, 1), std::pair(0, 0),
                                         std::pair(1, 0), std::pair(3, 2)));

TEST(MakePlan, AnEmptyCaseIsAnError) {
  Selection selection;
  selection.cases = {" "};
  EXPECT_EQ(error_of(selection, built()),
            "--case: expected a case such as OrdersTest.Pays, found an empty "
            "text");
}

TEST(MakePlan, EachPatternThatMatchesNothingIsNamedWithItsPlace) {
  EXPECT_EQ(
      error_of({}, Workspace().holds("build/a_test", {"build/a_test"})),
      "gate.yml:7:16: suites.unit.programs[0]: \"build/*_test\" matches no "
      "file of the workspace; build the programs first, or correct the "
      "pattern\n"
      "gate.yml:11:16: suites.integration.programs[0]: \"build/orders_it\" "
      "matches no file of the workspace; build the programs first, or correct "
      "the pattern");
}

TEST(MakePlan, ThePatternsOfASuiteThatIsLeftOutNeedNotMatch) {
  Selection selection;
  selection.only = {"web"};
  const auto plan = make_plan(read(kText), selection, Workspace().glob());
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_THAT(names(*plan), ElementsAre("web"));
}

TEST(MakePlan, AFolderThatCannotBeReadIsAnErrorWithItsPlace) {
  const Glob broken = [](const std::string&) {
    return Error{ErrorKind::failed, "build: permission denied"};
  };
  const auto plan = make_plan(read(kText), {}, broken);
  ASSERT_FALSE(plan);
  EXPECT_THAT(plan.error().message,
              testing::StartsWith("gate.yml:7:16: suites.unit.programs[0]: "
                                  "build: permission denied\n"));
}

TEST(MakePlan, OneProgramInTwoSuitesIsAnError) {
  EXPECT_EQ(error_of({}, built().holds("build/orders_it", {"build//b_test"})),
            "gate.yml:8:3: suites.integration.programs: \"build/b_test\" "
            "belongs to suite unit as well; expected it in one suite");
}

class SharedReport : public testing::TestWithParam<const char*> {};

TEST_P(SharedReport, IsAnErrorWhateverIsSelected) {
  const std::string text = std::string(kText) +
                           "  more:\n    kind: specialized\n    run: make\n"
                           "    reports: [\"" +
                           GetParam() + "\"]\n";
  Selection selection;
  selection.only = {"unit"};
  EXPECT_EQ(error_of(selection, built(), text),
            std::string("gate.yml:19:15: suites.more.reports[0]: \"") +
                (std::string(GetParam()) == "./out//*.xml" ? "out/*.xml"
                                                           : GetParam()) +
                "\" is a report of suite web as well (\"out/*.xml\"); expected "
                "it in one suite");
}

INSTANTIATE_TEST_SUITE_P(MakePlan, SharedReport,
                         testing::Values("out/*.xml", "./out//*.xml",
                                         "out/jest.xml"));

TEST(MakePlan, APatternThatTakesInAnEarlierSuitesReportIsAnError) {
  std::string text = kText;
  text.replace(text.find("out/*.xml"), 9, "out/a.xml");
  EXPECT_EQ(error_of({}, built(),
                     text + "  more:\n    kind: specialized\n    run: make\n"
                            "    reports: [out/**]\n"),
            "gate.yml:19:15: suites.more.reports[0]: \"out/**\" is a report of "
            "suite web as well (\"out/a.xml\"); expected it in one suite");
}

TEST(MakePlan, ReportsThatDoNotOverlapAreGood) {
  const Plan plan =
      plan_of({}, std::string(kText) +
                      "  more:\n    kind: specialized\n    run: make\n"
                      "    reports: [out/more/a.xml, other/*.xml]\n");
  EXPECT_EQ(plan.suites.size(), 4u);
}

}  // namespace
}  // namespace gate::plan
