#include "gate/suites/detect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gate/config/config.h"
#include "gate/suites/kinds.h"
#include "gate/suites/programs.h"
#include "tests/support/fakes.h"

namespace gate::suites {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The head of a program that this system can start, and a word in it.
std::string program(const std::string& word) {
  std::string bytes(64, '\0');
  bytes.replace(0, 4, "\x7f" "ELF");
  bytes[16] = 3;
  return bytes + "/lib64/ld-linux-x86-64.so.2" + word;
}
const std::string kGoogle = program("_ZN7testing14InitGoogleTestEPiPPc");
const std::string kBoost = program("_ZN5boost9unit_test14unit_test_mainE");

struct Detecting : ::testing::Test {
  test::MemoryFiles files;

  void put(const std::string& path, std::string bytes = "x") {
    files.put("/work/" + path, std::move(bytes));
  }

  // What is found, after the reader has accepted the file made from it.
  std::vector<Finding> found() {
    const Findings findings = detect("/work", files);
    read(findings, "orders");
    return findings.suites;
  }

  static config::Config read(const Findings& findings,
                             std::string_view service) {
    config::ReadContext context;
    context.kinds = kind_names();
    context.frameworks = framework_names();
    const std::string text = init_text(findings, service);
    const auto config = config::read_config(text, context);
    EXPECT_TRUE(config.has_value()) << config.error().message << "\n" << text;
    if (!config) return {};
    EXPECT_EQ(config->suites.size(),
              std::max<std::size_t>(findings.suites.size(), 1));
    return *config;
  }
};

TEST_F(Detecting, NothingStillGivesAFileThatReads) {
  EXPECT_THAT(found(), IsEmpty());
  EXPECT_EQ(read({}, "orders").service, "orders");
  EXPECT_FALSE(read({}, "-- $x \"y\"\n").service.empty());
}

TEST_F(Detecting, ProgramsOfABuildFolder) {
  put("build/CMakeCache.txt");
  put("build/tests/orders_test", kGoogle);
  put("build/tests/prices_test", kGoogle);
  put("build/tests/orders_integration", kBoost);
  put("build/bin/orders", program("no test"));
  put("build/CTestTestfile.cmake");
  const auto suites = found();
  ASSERT_EQ(suites.size(), 2U);
  EXPECT_EQ(suites[0].name, "unit");
  EXPECT_EQ(suites[0].framework, "googletest");
  EXPECT_THAT(suites[0].programs, ElementsAre("build/tests/*_test"));
  EXPECT_EQ(suites[1].name, "integration");
  EXPECT_EQ(suites[1].framework, "boost-test");
  EXPECT_THAT(suites[1].programs, ElementsAre("build/tests/orders_integration"));
}

TEST_F(Detecting, APatternMeansExactlyTheProgramsFound) {
  put("build/CMakeCache.txt");
  put("build/a_test", kGoogle);
  put("build/b_test", kGoogle);
  put("build/other_test", program("no test"));
  EXPECT_THAT(found().at(0).programs,
              ElementsAre("build/a_test", "build/b_test"));
}

TEST_F(Detecting, TwoFrameworksOfOneKindGetTwoNames) {
  put("build/CMakeCache.txt");
  put("build/a_test", kGoogle);
  put("build/b_check", kBoost);
  const auto suites = found();
  ASSERT_EQ(suites.size(), 2U);
  EXPECT_EQ(suites[1].name, "unit-boost-test");
}

TEST_F(Detecting, CTestWhereNoProgramIsKnown) {
  put("build/dev/CMakeCache.txt");
  put("build/dev/CTestTestfile.cmake");
  const auto suites = found();
  ASSERT_EQ(suites.size(), 1U);
  EXPECT_EQ(suites[0].framework, "ctest");
  EXPECT_EQ(suites[0].build_dir, "build/dev");
}

TEST_F(Detecting, CMakeListsThatEnableTesting) {
  put("CMakeLists.txt", "project(x)\nenable_testing()\n");
  EXPECT_THAT(found().at(0).needs, HasSubstr("cmake --build"));
}

TEST_F(Detecting, RunnersOfNode) {
  put("package.json", R"({"scripts": {"test": "node --test"},
      "devDependencies": {"jest": "1", "vitest": "1", "mocha": "1"}})");
  const auto suites = found();
  ASSERT_EQ(suites.size(), 4U);
  EXPECT_THAT(suites[0].run, HasSubstr("vitest run --reporter=junit"));
  EXPECT_THAT(suites[1].needs, HasSubstr("jest-junit"));
  EXPECT_THAT(suites[2].run, HasSubstr("mocha-junit-reporter"));
  EXPECT_THAT(suites[3].run, HasSubstr("--test-reporter=junit"));
}

TEST_F(Detecting, PytestAndGo) {
  put("tests/test_orders.py");
  put("go.mod");
  const auto suites = found();
  ASSERT_EQ(suites.size(), 2U);
  EXPECT_THAT(suites[0].run, HasSubstr("pytest --junitxml"));
  EXPECT_THAT(suites[1].run, HasSubstr("gotestsum"));
}

TEST_F(Detecting, Recordings) {
  put("traffic/day.har");
  const Findings findings = detect("/work", files);
  EXPECT_THAT(findings.recordings, ElementsAre("traffic/day.har"));
  EXPECT_THAT(init_text(findings, "x"), HasSubstr("traffic/day.har"));
}

TEST_F(Detecting, HostileFileNamesStayInsideTheirQuotes) {
  Finding finding;
  finding.name = finding.kind = "unit";
  finding.framework = "googletest";
  finding.because = "a\nsuites: {}";
  finding.programs = {"build/a\"b\\c${HOME}\n- x"};
  const auto config = read({{finding}, {"x\ny: z"}}, "orders");
  EXPECT_THAT(config.suites.at(0).programs.at(0), HasSubstr("a\"b\\c${HOME}"));
}

TEST(Programs, AreToldFromOtherFiles) {
  EXPECT_EQ(framework_of_program(kGoogle), "googletest");
  EXPECT_EQ(framework_of_program(kBoost), "boost-test");
  EXPECT_EQ(framework_of_program(program("plain")), "");
  EXPECT_EQ(framework_of_program("#!/bin/sh\n_ZN7testing14InitGoogleTest"), "");
  std::string object = kGoogle;
  object[16] = 1;
  EXPECT_EQ(framework_of_program(object), "");
}

}  // namespace
}  // namespace gate::suites
