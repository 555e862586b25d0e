#include "gate/suites/framework.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "gate/suites/kinds.h"

namespace gate::suites {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Framework& framework(std::string_view name) {
  const Framework* found = find_framework(name);
  EXPECT_NE(found, nullptr) << name;
  return *found;
}

std::vector<ListedCase> listed(std::string_view name, std::string_view text) {
  const auto cases = framework(name).read_listing(text);
  EXPECT_TRUE(cases.has_value()) << (cases ? "" : cases.error().message);
  return cases ? *cases : std::vector<ListedCase>();
}

const Scratch kScratch = {"/out/r.xml", "/out/selection"};

Invocation call(std::string_view name, std::vector<ListedCase> cases,
                std::vector<std::string> args = {}) {
  PlannedSuite suite;
  suite.args = std::move(args);
  suite.build_dir = "/work/build";
  suite.run = {"npx", "jest"};
  return framework(name).run(suite, "/work/t", cases, kScratch);
}

TEST(Frameworks, HaveNamesAndSummariesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const Framework* each : frameworks()) {
    EXPECT_TRUE(names.insert(each->name).second) << each->name;
    EXPECT_FALSE(each->summary.empty());
    EXPECT_EQ(each->takes_programs + each->takes_build_dir + each->takes_run, 1)
        << each->name;
    EXPECT_EQ(each->list == nullptr, each->read_listing == nullptr);
    EXPECT_EQ(find_framework(each->name), each);
  }
  EXPECT_EQ(find_framework("catch2"), nullptr);
}

TEST(Frameworks, NeverTakeNothingForAListing) {
  for (const Framework* each : frameworks()) {
    if (!each->read_listing) continue;
    for (const char* text : {"", "\n\n", "Segmentation fault\n", "{", "[]"})
      EXPECT_FALSE(each->read_listing(text)) << each->name << ": " << text;
  }
}

TEST(Kinds, HaveNamesAndSummariesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const Kind* each : kinds()) {
    EXPECT_TRUE(names.insert(each->name).second) << each->name;
    EXPECT_FALSE(each->summary.empty());
    EXPECT_NE(each->run, nullptr);
    EXPECT_EQ(find_kind(each->name), each);
  }
  EXPECT_EQ(find_kind("smoke"), nullptr);
}

TEST(GoogleTest, ReadsTheJsonListing) {
  const auto cases = listed("googletest", R"({"tests": 3, "testsuites": [
      {"name": "Typed/0", "testsuite": [{"name": "Works", "type_param": "x"}]},
      {"name": "DISABLED_Whole", "testsuite": [{"name": "C"}]},
      {"name": "Inst/DISABLED_P", "testsuite": [{"name": "D/0"}]},
      {"name": "Plain", "testsuite": [{"name": "DISABLED_B"}]}]})");
  ASSERT_EQ(cases.size(), 4U);
  EXPECT_EQ(cases[0], (ListedCase{"Typed/0.Works", "Typed/0.Works", false}));
  EXPECT_TRUE(cases[1].disabled);
  EXPECT_TRUE(cases[2].disabled);
  EXPECT_TRUE(cases[3].disabled);
}

TEST(GoogleTest, ReadsThePrintedListing) {
  const auto cases = listed("googletest",
                            "Running main() from gtest_main.cc\n"
                            "Typed/0.  # TypeParam = int\n"
                            "  Works\n"
                            "All/Param.\r\n"
                            "  Is/1  # GetParam() = \"c.d  # x\"\r\n");
  ASSERT_EQ(cases.size(), 2U);
  EXPECT_EQ(cases[0].id, "Typed/0.Works");
  EXPECT_EQ(cases[1].id, "All/Param.Is/1");
}

TEST(GoogleTest, ListsWhatANamedTypeHides) {
  // A colon separates filters and a dash excludes: neither can be quoted.
  const auto cases = listed("googletest", R"({"testsuites": [
      {"name": "T/std::pair-x", "testsuite": [{"name": "A*"}]}]})");
  EXPECT_EQ(cases.at(0).id, "T/std::pair-x.A*");
  EXPECT_EQ(cases.at(0).selector, "T/std??pair?x.A?");
}

TEST(GoogleTest, FiltersByExactNamesAfterTheSuitesOwnArguments) {
  const Invocation run = call("googletest", {{"A.b", "A.b", false},
                                             {"C.d", "C.d", false}},
                              {"--gtest_filter=*"});
  EXPECT_THAT(run.argv,
              ElementsAre("/work/t", "--gtest_filter=*",
                          "--gtest_output=xml:/out/r.xml", "--gtest_color=no",
                          "--gtest_filter=A.b:C.d"));
  EXPECT_EQ(run.report, "/out/r.xml");
  EXPECT_THAT(call("googletest", {}).argv,
              Not(Contains(HasSubstr("gtest_filter"))));
}

TEST(GoogleTest, PutsALongFilterIntoAFile) {
  const std::vector<ListedCase> many(
      10'000, {"Suite.Case", "SuiteName.CaseName", false});
  const Invocation run = call("googletest", many);
  ASSERT_EQ(run.files.size(), 1U);
  EXPECT_EQ(run.files[0].first, "/out/selection");
  EXPECT_TRUE(run.files[0].second.starts_with("--gtest_filter=SuiteName."));
  EXPECT_THAT(run.argv, Contains("--gtest_flagfile=/out/selection"));
}

TEST(BoostTest, ReadsTheTreeAmongNoise) {
  const auto cases = listed("boost-test", R"dot(noise -> tu9;
digraph G {rankdir=LR;
tu1[shape=ellipse,peripheries=2,fontname=Helvetica,color=green,label="mod"];
{
tu2[shape=Mrecord,fontname=Helvetica,color=green,label="o ut|b.cc(9)"];
tu1 -> tu2;
{
tu3[shape=Mrecord,fontname=Helvetica,color=green,label="in|b.cc(10)"];
tu2 -> tu3;
{
tu65536[shape=Mrecord,fontname=Helvetica,color=green,label="a b|b.cc(11)|timeout=5"];
tu3 -> tu65536;
tu65536 -> tu65537[color=red,style=dotted,constraint=false];
}
}
tu65537[shape=Mrecord,fontname=Helvetica,color=yellow,label="off|b.cc(21)"];
tu1 -> tu65537;
}
}
)dot");
  ASSERT_EQ(cases.size(), 2U);
  EXPECT_EQ(cases[0], (ListedCase{"o_ut.in.a_b", "o ut/in/a b", false}));
  EXPECT_EQ(cases[1], (ListedCase{"off", "off", true}));
}

TEST(BoostTest, PutsItsSwitchesBeforeTheProgramsOwn) {
  const Invocation run =
      call("boost-test", {{"o.a", "o/a", false}, {"off", "off", true}},
           {"--", "--own"});
  EXPECT_THAT(run.argv,
              ElementsAre("/work/t",
                          "--logger=HRF,test_suite,stdout:JUNIT,error,"
                          "/out/r.xml",
                          "--result_code=yes", "--catch_system_errors=no",
                          "--color_output=no", "--run_test=o/a", "--",
                          "--own"));
}

TEST(BoostTest, RunsADisabledCaseOnlyWhenNothingElseIsAskedFor) {
  EXPECT_THAT(call("boost-test", {{"off", "off", true}}).argv,
              Contains("--run_test=off"));
}

TEST(BoostTest, DoesNotSplitAPathAtItsOwnColons) {
  const Invocation run = framework("boost-test")
                             .run({}, "/t", {}, {"/out:1/r.xml", ""});
  EXPECT_THAT(run.argv, Contains("--log_sink=/out:1/r.xml"));
  EXPECT_THAT(run.argv, Not(Contains(HasSubstr("--logger"))));
}

TEST(CTest, ReadsNumbersAndNames) {
  const auto cases = listed("ctest",
                            "Test project /work/build\n"
                            "  Test  #1: plain\n"
                            "  Test #12: has: colon (x)\n"
                            "  Test #13: off (Disabled)\n"
                            "\n"
                            "Total Tests: 3\n");
  EXPECT_THAT(cases,
              ElementsAre(ListedCase{"plain", "1", false},
                          ListedCase{"has: colon (x)", "12", false},
                          ListedCase{"off", "13", true}));
}

TEST(CTest, DoesNotBelieveAListingThatWasCutShort) {
  const auto& read = framework("ctest").read_listing;
  EXPECT_FALSE(read("  Test #1: plain\n"));
  EXPECT_FALSE(read("  Test #1: plain\nTotal Tests: 2\n"));
  EXPECT_TRUE(read("Total Tests: 0\n"));
}

TEST(CTest, ChoosesByNumber) {
  const Invocation run = call("ctest", {{"a", "3", false}, {"b", "17", false}});
  ASSERT_EQ(run.files.size(), 1U);
  EXPECT_EQ(run.files[0].second, "0,0,0,3,17\n");
  EXPECT_THAT(run.argv, ElementsAre("ctest", "--test-dir", "/work/build",
                                    "--output-junit", "/out/r.xml",
                                    "--no-tests=error", "--output-on-failure",
                                    "-I", "/out/selection"));
}

TEST(Command, RunsWhatIsWritten) {
  const Invocation run = call("command", {});
  EXPECT_THAT(run.argv, ElementsAre("npx", "jest"));
  EXPECT_THAT(run.report, IsEmpty());
  EXPECT_EQ(framework("command").list, nullptr);
}

}  // namespace
}  // namespace gate::suites
