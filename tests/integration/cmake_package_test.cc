// Another project finds the installed package and gates itself with it.
#define BOOST_TEST_MODULE cmake_package
#include <boost/test/unit_test.hpp>

#include "tests/support/gate_workspace.h"

namespace gate::test {
namespace {

constexpr const char* kProject = R"(cmake_minimum_required(VERSION 3.25)
project(Orders LANGUAGES CXX)
find_package(GTest REQUIRED)
find_package(Stagegate REQUIRED)
add_executable(orders_test orders_test.cc)
target_link_libraries(orders_test PRIVATE GTest::gtest_main)
gate_add_suite(unit FRAMEWORK googletest TARGETS orders_test MIN_TESTS 2
               TIMEOUT 30s)
)";

std::string test_program(const std::string& expected) {
  return "#include <gtest/gtest.h>\n"
         "TEST(Orders, Adds) { EXPECT_EQ(1 + 1, " +
         expected + "); }\nTEST(Orders, Stands) { SUCCEED(); }\n";
}

Outcome run(const Arguments& command, const std::string& folder) {
  return run_program(command, folder, plain_environment(),
                     std::chrono::seconds(120));
}

BOOST_AUTO_TEST_CASE(AProjectGatesItselfWithTheInstalledPackage) {
  const TemporaryFolder prefix;
  const Outcome installed = run({"cmake", "--install", STAGEGATE_BINARY_DIR,
                                 "--prefix", prefix.path()},
                                "/tmp");
  BOOST_REQUIRE_MESSAGE(installed.status == 0, installed.out << installed.err);

  const testing::GitRepository project;
  project.write("CMakeLists.txt", kProject);
  project.write(".gitignore", "/build/\n");
  project.commit("orders_test.cc", test_program("2"));
  const Outcome configured =
      run({"cmake", "-G", "Ninja", "-S", ".", "-B", "build",
           "-DCMAKE_PREFIX_PATH=" + prefix.path()},
          project.path());
  BOOST_REQUIRE_MESSAGE(configured.status == 0,
                        configured.out << configured.err);

  const auto build = [&] {
    Outcome outcome =
        run({"cmake", "--build", "build", "--target", "gate"}, project.path());
    read_verdict(outcome, project.path("build/gate/out"));
    return outcome;
  };
  const Outcome green = build();
  BOOST_TEST(green.status == 0, green.out << green.err);
  BOOST_TEST(find_path(green.verdict, "$.suites[0].counts.passed")->text() ==
             "2");

  project.commit("orders_test.cc", test_program("3"));
  const Outcome red = build();
  BOOST_TEST(red.status != 0, red.out << red.err);
  BOOST_TEST(red.has("TEST_FAILED"), red.out);
}

}  // namespace
}  // namespace gate::test
