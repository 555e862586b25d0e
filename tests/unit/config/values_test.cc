#include "gate/config/values.h"

#include <gtest/gtest.h>

namespace gate::config {
namespace {

class GoodUrl : public testing::TestWithParam<const char*> {};
TEST_P(GoodUrl, HasNoTrouble) {
  EXPECT_EQ(trouble_with_url(GetParam()), std::nullopt);
}
INSTANTIATE_TEST_SUITE_P(Values, GoodUrl,
                         testing::Values("http://localhost",
                                         "http://127.0.0.1:8080",
                                         "https://[::1]:8443/base",
                                         "HTTPS://a-b.example/x/y"));

class BadUrl : public testing::TestWithParam<const char*> {};
TEST_P(BadUrl, HasTrouble) { EXPECT_TRUE(trouble_with_url(GetParam())); }
INSTANTIATE_TEST_SUITE_P(
    Values, BadUrl,
    testing::Values("", "orders", "ftp://a", "http://", "http:///x",
                    "http://:80", "http://a:", "http://a:0", "http://a:65536",
                    "http://a:8x", "http://u@a", "http://u:p@a", "http://a b",
                    "http://a\n", "http://a/?q", "http://a/#f", "http://[::1",
                    "http://[]", "http://a\\b", "http://\xC3\xA9"));

class InsidePath : public testing::TestWithParam<const char*> {};
TEST_P(InsidePath, StaysInTheWorkspace) {
  EXPECT_EQ(trouble_with_inside(GetParam()), std::nullopt);
}
INSTANTIATE_TEST_SUITE_P(Values, InsidePath,
                         testing::Values("a", "a/b", "./a", "a/../b", "a..b",
                                         "**/*.xml", "{a,b}.xml",
                                         "./{a,b}/*.xml", "a/.hidden"));

class OutsidePath : public testing::TestWithParam<const char*> {};
TEST_P(OutsidePath, IsRefused) { EXPECT_TRUE(trouble_with_inside(GetParam())); }
INSTANTIATE_TEST_SUITE_P(Values, OutsidePath,
                         testing::Values("/a", ".//a", "~/a", "..", "../a",
                                         "a/../..", "a/../../b", "./../a",
                                         "{..,a}/b", "{.,a}./b", "a/{../..,b}",
                                         ".{.,a}/b", "{a,}../b"));

TEST(Values, ASuiteNameIsFitForAFolder) {
  for (const char* good : {"unit", "a.b-c_d", "9"}) EXPECT_TRUE(is_name(good));
  for (const char* bad : {"", ".", "..", "a/b", "a b", "-a", ".a", "\xC3\xA9"})
    EXPECT_FALSE(is_name(bad)) << bad;
  EXPECT_FALSE(is_name(std::string(101, 'a')));
}

TEST(Values, AJsonPathHoldsNamesAndIndexes) {
  for (const char* good : {"$", "$.a", "$.a.b[0].c-d", "$[1]"})
    EXPECT_TRUE(is_json_path(good)) << good;
  for (const char* bad : {"", "a", "$a", "$.", "$..a", "$[x]", "$[]", "$[0"})
    EXPECT_FALSE(is_json_path(bad)) << bad;
}

TEST(Values, AUrlPathIsAbsoluteAndHasNoHost) {
  for (const char* good : {"/", "/healthz", "/v?full=1"})
    EXPECT_TRUE(is_url_path(good)) << good;
  for (const char* bad : {"", "a", "//evil.example/", "/a b", "/a#b", "/a\r\n"})
    EXPECT_FALSE(is_url_path(bad)) << bad;
}

}  // namespace
}  // namespace gate::config
