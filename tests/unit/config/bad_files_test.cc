#include "tests/unit/config/bad_files.h"

#include <gtest/gtest.h>

namespace gate::config::test {
namespace {

class BadFileTest : public testing::TestWithParam<BadFile> {};

TEST_P(BadFileTest, IsRefusedWithPlaceExpectationAndFinding) {
  const auto config = read_config(GetParam().text, context());
  ASSERT_FALSE(config) << GetParam().text;
  EXPECT_EQ(config.error().kind, ErrorKind::usage);
  EXPECT_EQ(config.error().message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(Config, BadFileTest, testing::ValuesIn(bad_files()),
                         [](const auto& each) { return each.param.name; });

TEST(Config, AFileOfMoreThanAMegabyteIsRefused) {
  const std::string text =
      kHead + kUnit + "#" + std::string(1 << 20, 'x') + "\n";
  const auto config = read_config(text, context());
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().message,
            "gate.yml:1:1: expected at most 1048576 bytes, found " +
                std::to_string(text.size()));
}

TEST(Config, ALongListOfFindingsIsCutAfterOneHundred) {
  std::string text = kHead + kUnit;
  for (int i = 0; i < 150; ++i)
    text += "zzzzzzzz" + std::to_string(i) + ": x\n";
  const auto config = read_config(text, context());
  ASSERT_FALSE(config);
  EXPECT_EQ(split(config.error().message, '\n').size(), 101u);
  EXPECT_TRUE(config.error().message.ends_with("... and 50 more findings"));
}

TEST(Config, APasswordInAUrlIsNotRepeatedInTheMessage) {
  const auto config = read_config(
      kHead +
          with(kStaging, "https://orders.staging.example", "${SECRET_URL}") +
          kUnit,
      context());
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().message.find("hunter2"), std::string::npos);
}

TEST(Config, TheNameOfTheFileStandsInFrontOfEachMessage) {
  ReadContext elsewhere = context();
  elsewhere.path = "ci/gate.yml";
  const auto config = read_config("[]\n", elsewhere);
  ASSERT_FALSE(config);
  EXPECT_TRUE(config.error().message.starts_with("ci/gate.yml:1:1: "));
}

}  // namespace
}  // namespace gate::config::test
