#include "gate/base/json.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

TEST(Json, KeepsOrderAndNumbersAsWritten) {
  const std::string text = R"({"b":1.10,"a":[9007199254740993,true,null,"x"]})";
  const auto json = parse_json(text);
  ASSERT_TRUE(json) << json.error().message;
  EXPECT_EQ(write_json(*json, JsonStyle::compact), text);
  EXPECT_EQ(find_path(*json, "$.a[0]")->as_unsigned(), 9007199254740993u);
  EXPECT_EQ(find_path(*json, "$.a[9]"), nullptr);
  EXPECT_EQ(find_path(*json, "$"), &*json);
}

TEST(Json, RefusesWhatIsNotStrict) {
  for (const std::string& bad :
       {std::string(""), std::string("{"), std::string("{} x"),
        std::string(R"({"a":1,"a":2})"), std::string("[1,]"),
        std::string("{'a':1}"), std::string("[NaN]"), std::string("\"\xff\""),
        std::string("{}\0{}", 5), std::string("[01]"),
        std::string("\"\\ud800\"")})
    EXPECT_FALSE(parse_json(bad)) << bad;
}

TEST(Json, DepthIsBounded) {
  const std::string deep(1'000'000, '[');
  const auto json = parse_json(deep);
  ASSERT_FALSE(json);
  EXPECT_NE(json.error().message.find("deeper than 64"), std::string::npos);
}

TEST(Json, WritesNothingThatCanLeaveAScriptElement) {
  const Json json("</script><!-- & \xff");
  EXPECT_EQ(write_json(json, JsonStyle::compact),
            "\"\\u003c/script\\u003e\\u003c!-- \\u0026 \xef\xbf\xbd\"");
}

}  // namespace
}  // namespace gate
