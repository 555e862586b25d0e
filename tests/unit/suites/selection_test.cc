#include "gate/suites/selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace gate::suites {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Extent = ProgramSelection::Extent;

ListedCase on(std::string id) { return {id, id, false}; }
ListedCase off(std::string id) { return {id, id, true}; }

const std::vector<ProgramCases> kPrograms = {
    {"a", {on("A.2"), on("A.1"), off("A.off"), on("A.3")}},
    {"b", {on("B.1"), on("B.2")}},
    {"c", {off("C.off")}},
};

TEST(Selection, OfAWholeRunIsEverything) {
  const Selection all = choose(kPrograms, {}, {});
  EXPECT_TRUE(all.whole);
  for (const ProgramSelection& program : all.programs) {
    EXPECT_EQ(program.extent, Extent::all);
    EXPECT_THAT(program.cases, IsEmpty());
  }
  EXPECT_THAT(all.expected, ElementsAre("A.1", "A.2", "A.3", "A.off", "B.1",
                                        "B.2", "C.off"));
}

TEST(Selection, ShardsCoverEveryCaseExactlyOnce) {
  for (std::uint64_t count = 1; count <= 9; ++count) {
    std::multiset<std::string> covered;
    for (std::uint64_t index = 1; index <= count; ++index) {
      const Selection share = choose(kPrograms, {index, count}, {});
      covered.insert(share.expected.begin(), share.expected.end());
    }
    EXPECT_THAT(covered, ElementsAre("A.1", "A.2", "A.3", "A.off", "B.1", "B.2",
                                     "C.off"))
        << count;
  }
}

TEST(Selection, DealsCasesOutInTurn) {
  EXPECT_THAT(choose(kPrograms, {2, 3}, {}).expected,
              ElementsAre("A.2", "B.2"));
}

TEST(Selection, DisabledCasesGoWhereTheirProgramRuns) {
  const Selection first = choose(kPrograms, {1, 5}, {});
  EXPECT_THAT(first.expected, ElementsAre("A.1", "A.off", "C.off"));
}

TEST(Selection, ShardsWithoutACaseRunNothing) {
  const Selection last = choose(kPrograms, {9, 9}, {});
  for (const ProgramSelection& program : last.programs)
    EXPECT_EQ(program.extent, Extent::none);
  EXPECT_FALSE(last.whole);
}

TEST(Selection, NamesCases) {
  const Selection some = choose(kPrograms, {}, {"B.1", "A.off"});
  EXPECT_FALSE(some.whole);
  EXPECT_THAT(some.expected, ElementsAre("A.off", "B.1"));
  EXPECT_EQ(some.programs[0].extent, Extent::some);
  EXPECT_EQ(some.programs[2].extent, Extent::none);
  EXPECT_THAT(some.problems, IsEmpty());
}

TEST(Selection, RunsACaseOfTwoProgramsInBoth) {
  const std::vector<ProgramCases> twins = {{"a", {on("X.1")}},
                                           {"b", {on("X.1")}}};
  const Selection some = choose(twins, {}, {"X.1"});
  EXPECT_EQ(some.programs[0].cases.size(), 1U);
  EXPECT_EQ(some.programs[1].cases.size(), 1U);
}

TEST(Selection, SuggestsTheCaseThatWasMeant) {
  const Selection none = choose(kPrograms, {}, {"A.of"});
  ASSERT_EQ(none.problems.size(), 1U);
  EXPECT_EQ(none.problems[0].code, "UNKNOWN_CASE");
  EXPECT_THAT(none.problems[0].message, HasSubstr("did you mean \"A.off\""));
}

}  // namespace
}  // namespace gate::suites
