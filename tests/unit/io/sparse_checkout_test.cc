#include "gate/io/sparse_checkout.h"

#include <gtest/gtest.h>

namespace gate::io {
namespace {

TEST(SparseCheckout, ConePatternsKeepTheTopAndTheNamedFolders) {
  const SparseCheckout sparse("/*\n!/*/\n/a/\n!/a/*/\n/a/b/\n");
  EXPECT_TRUE(sparse.includes("top.txt"));
  EXPECT_TRUE(sparse.includes("a/x.txt"));
  EXPECT_TRUE(sparse.includes("a/b/deep/x.txt"));
  EXPECT_FALSE(sparse.includes("a/c/x.txt"));
  EXPECT_FALSE(sparse.includes("d/x.txt"));
}

TEST(SparseCheckout, LastMatchingPatternDecides) {
  const SparseCheckout sparse(
      "# comment\n*.txt\n!secret.txt\n/keep/secret.txt\n");
  EXPECT_TRUE(sparse.includes("x/y.txt"));
  EXPECT_FALSE(sparse.includes("x/secret.txt"));
  EXPECT_TRUE(sparse.includes("keep/secret.txt"));
  EXPECT_FALSE(sparse.includes("x.cc"));
}

TEST(SparseCheckout, NothingIsIncludedByNoPattern) {
  EXPECT_FALSE(SparseCheckout("").includes("a"));
}

TEST(SparseCheckout, EscapesAndBracesAreLiteral) {
  const SparseCheckout sparse("\\!bang\n{a,b}\n\\*\n");
  EXPECT_TRUE(sparse.includes("!bang"));
  EXPECT_TRUE(sparse.includes("{a,b}"));
  EXPECT_TRUE(sparse.includes("*"));
  EXPECT_FALSE(sparse.includes("a"));
}

}  // namespace
}  // namespace gate::io
