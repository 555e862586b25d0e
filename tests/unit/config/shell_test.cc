#include "gate/config/shell.h"

#include <gtest/gtest.h>

namespace gate::config {
namespace {

class CommandThatCannotFail : public testing::TestWithParam<const char*> {};

TEST_P(CommandThatCannotFail, IsSeen) {
  EXPECT_TRUE(why_it_cannot_fail({"/bin/sh", "-c", GetParam()}));
}

INSTANTIATE_TEST_SUITE_P(
    Shell, CommandThatCannotFail,
    testing::Values("true", ": ", "exit 0", "echo done", "jest || true",
                    "jest||true", "jest || /bin/true", "jest || exit 0",
                    "jest || echo failed", "make\njest || true\n",
                    "jest || true # flaky", "jest; true", "jest\necho done",
                    "jest &", "jest | tee log", "jest | cat"));

class CommandThatMayFail : public testing::TestWithParam<const char*> {};

TEST_P(CommandThatMayFail, IsLeftAlone) {
  const auto why = why_it_cannot_fail({"/bin/sh", "-c", GetParam()});
  EXPECT_FALSE(why) << *why;
}

INSTANTIATE_TEST_SUITE_P(
    Shell, CommandThatMayFail,
    testing::Values("jest", "make && jest", "true && jest", "jest && true",
                    "jest || exit 1", "jest || { echo failed; exit 1; }",
                    "jest || (echo failed; exit 1)", "set -e\njest\necho done",
                    "set -e; jest; rm log || true",
                    "jest; s=$?; echo $s; exit $s", "jest || exit 3\necho done",
                    "jest; exit", "set -o pipefail; jest | tee log",
                    "jest | grep -q passed", "jest --name 'a || true'",
                    "jest --name \"a; true\"", "jest '#' || false",
                    "echo done && jest", "jest $(cat list; echo x)"));

TEST(Shell, OtherShellsAreReadAsWell) {
  EXPECT_TRUE(why_it_cannot_fail({"bash", "-euc", "jest || true"}));
  EXPECT_FALSE(
      why_it_cannot_fail({"bash", "-o", "pipefail", "-c", "jest | tee log"}));
}

TEST(Shell, AProgramIsNotAShell) {
  EXPECT_FALSE(why_it_cannot_fail({"npx", "-c", "jest || true"}));
  EXPECT_FALSE(why_it_cannot_fail({}));
  EXPECT_TRUE(why_it_cannot_fail({"/usr/bin/true"}));
}

}  // namespace
}  // namespace gate::config
