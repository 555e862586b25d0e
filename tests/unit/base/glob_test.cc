#include "gate/base/glob.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

TEST(Glob, FollowsTheShell) {
  struct Row {
    const char* pattern;
    const char* path;
    bool matches;
  };
  const Row rows[] = {
      {"a/*.xml", "a/b.xml", true},      {"a/*.xml", "a/b/c.xml", false},
      {"a/**/*.xml", "a/c.xml", true},   {"a/**/*.xml", "a/b/c/d.xml", true},
      {"**/x", "x", true},               {"**", "a/b", true},
      {"a?c", "abc", true},              {"a?c", "a/c", false},
      {"[a-c]x", "bx", true},            {"[!a-c]x", "bx", false},
      {"{a,b}/x", "b/x", true},          {"{a,b{c,d}}", "bd", true},
      {"*_test", "orders_test", true},   {"*_test", "orders_test.cc", false},
      {"a[", "a[", true},                {"*", "", true},
      {"a*b*c", "aXbYbZc", true},        {"", "a", false},
  };
  for (const Row& row : rows)
    EXPECT_EQ(glob_match(row.pattern, row.path), row.matches)
        << row.pattern << " " << row.path;
}

TEST(Glob, ManyStarsStayFast) {
  const std::string text(2000, 'a');
  EXPECT_FALSE(glob_match("*a*a*a*a*a*a*a*a*b", text));
  EXPECT_FALSE(glob_match("**/**/**/**/**/**/b", "a/a/a/a/a/a/a/a/a/a/a/a"));
}

TEST(Glob, ManyGroupsOfChoicesStayFastAndMatchNothing) {
  std::string pattern;
  std::string text;
  for (int i = 0; i < 60; ++i) {
    pattern += "{a,b}";
    text += 'a';
  }
  EXPECT_FALSE(glob_match(pattern, text));
  EXPECT_TRUE(glob_match("{a,b}{a,b}{a,b}", "aba"));
}

TEST(Glob, RootIsTheFoldersWithoutAWildcard) {
  EXPECT_EQ(glob_root("a/b/*.xml"), "a/b");
  EXPECT_EQ(glob_root("*.xml"), "");
  EXPECT_EQ(glob_root("/a*/b"), "/");
  EXPECT_EQ(glob_root("a/b"), "a");
}

}  // namespace
}  // namespace gate
