#include "gate/base/time.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

using namespace std::chrono_literals;

TEST(Time, DurationsNeedAUnit) {
  EXPECT_EQ(parse_duration("90s"), 90s);
  EXPECT_EQ(parse_duration("1h30m"), 90min);
  EXPECT_EQ(parse_duration("250ms"), 250ms);
  EXPECT_EQ(parse_duration("2d"), 48h);
  EXPECT_EQ(parse_duration("0s"), 0s);
  for (const char* bad : {"", "90", "s", "-1s", "1.5s", "1s1s", "30m1h",
                          "1 s", "soon", "99999999999s", "999999999d"})
    EXPECT_EQ(parse_duration(bad), std::nullopt) << bad;
}

TEST(Time, InstantsRoundTrip) {
  const auto instant = parse_instant("2026-11-24T16:22:54.123Z");
  ASSERT_TRUE(instant);
  EXPECT_EQ(format_instant(*instant), "2026-11-24T16:22:54.123Z");
  EXPECT_EQ(parse_instant("2026-11-24T17:22:54.123+01:00"), instant);
  EXPECT_EQ(format_instant(*parse_instant("2027-06-30")),
            "2027-06-30T00:00:00.000Z");
  for (const char* bad : {"", "2026-02-30", "2026-11-24T25:00:00Z", "24.11.2026",
                          "2026-11-24T16:22:54", "2026-11-24T16:22:54Zx"})
    EXPECT_EQ(parse_instant(bad), std::nullopt) << bad;
}

TEST(Time, IsDescribedForPeople) {
  EXPECT_EQ(describe(250ms), "0.25s");
  EXPECT_EQ(describe(12'340ms), "12.3s");
  EXPECT_EQ(describe(125s), "2m05s");
  EXPECT_EQ(describe(62min), "1h02m");
  EXPECT_EQ(format_seconds(1234ms), "1.234");
}

}  // namespace
}  // namespace gate
