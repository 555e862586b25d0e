#include "gate/suites/progress.h"

#include <gtest/gtest.h>

namespace gate::suites {
namespace {

TEST(Progress, KnowsTheRunningCaseOfGoogleTest) {
  Progress progress(*find_framework("googletest"));
  progress.feed("[ RUN      ] A.One\n[       OK ] A.One (0 ms)\n[ RUN   ");
  progress.feed("   ] A.Two\nsome output\n");
  EXPECT_EQ(progress.ended(), 1U);
  EXPECT_EQ(progress.running(), "A.Two");
  progress.feed("[  FAILED  ] A.Two, where GetParam() = 1 (3 ms)\n");
  EXPECT_EQ(progress.ended(), 2U);
  EXPECT_EQ(progress.running(), "");
  progress.feed("[  FAILED  ] A.Two\n");  // the summary
  EXPECT_EQ(progress.ended(), 2U);
}

TEST(Progress, KnowsTheRunningCaseOfBoostTest) {
  Progress progress(*find_framework("boost-test"));
  progress.feed("t.cc(3): Entering test suite \"s\"\n"
                "t.cc(4): Entering test case \"one\"\n");
  EXPECT_EQ(progress.running(), "one");
  progress.feed("t.cc(4): Leaving test case \"one\"; testing time: 9us\n");
  EXPECT_EQ(progress.running(), "");
  EXPECT_EQ(progress.ended(), 1U);
}

TEST(Progress, KnowsTheRunningCaseOfCTest) {
  Progress progress(*find_framework("ctest"));
  progress.feed("    Start  1: plain\n");
  EXPECT_EQ(progress.running(), "plain");
  progress.feed(" 1/9 Test  #1: plain ....   Passed    0.00 sec\n");
  EXPECT_EQ(progress.ended(), 1U);
}

TEST(Progress, DoesNotKeepAnEndlessLine) {
  Progress progress(*find_framework("googletest"));
  const std::string piece(1 << 20, 'x');
  for (int i = 0; i < 64; ++i) progress.feed(piece);
  progress.feed("\n[ RUN      ] A.One\n");
  EXPECT_EQ(progress.running(), "A.One");
}

TEST(Progress, MakesNamesHarmless) {
  Progress progress(*find_framework("googletest"));
  progress.feed("[ RUN      ] A.\x1b[31m" + std::string(1000, 'x') + "\n");
  EXPECT_EQ(progress.running().find('\x1b'), std::string::npos);
  EXPECT_LT(progress.running().size(), 300U);
}

TEST(Progress, OfACommandIsUnknown) {
  Progress progress(*find_framework("command"));
  progress.feed("[ RUN      ] A.One\n");
  EXPECT_EQ(progress.running(), "");
}

}  // namespace
}  // namespace gate::suites
