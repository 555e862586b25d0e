#include "examples/orders/pricing.h"

#include <gtest/gtest.h>

#include <vector>

namespace orders {
namespace {

TEST(Pricing, DecimalTextIsExactCents) {
  EXPECT_EQ(parse_price("19.90"), 1990);
  EXPECT_EQ(parse_price("19.9"), 1990);
  EXPECT_EQ(parse_price("19"), 1900);
  EXPECT_EQ(parse_price("0.07"), 7);
}

TEST(Pricing, TextThatIsNotAPriceIsRefused) {
  for (const char* text : {"", ".", "19.", ".90", "-1.00", "+1", " 1", "1,50",
                           "1.234", "1e3", "007", "0x10", "1.-1", "NaN"})
    EXPECT_EQ(parse_price(text), std::nullopt) << text;
}

TEST(Pricing, HighestPriceIsTheLastOneTaken) {
  EXPECT_EQ(parse_price("1000000.00"), kHighestPrice);
  EXPECT_EQ(parse_price("1000000.01"), std::nullopt);
  EXPECT_EQ(parse_price("99999999999999999999"), std::nullopt);
}

TEST(Pricing, PriceIsPrintedWithTwoDecimals) {
  EXPECT_EQ(format_price(5970), "59.70");
  EXPECT_EQ(format_price(7), "0.07");
  EXPECT_EQ(format_price(0), "0.00");
}

TEST(Pricing, TotalAddsPiecesTimesPrice) {
  const std::vector<Item> items = {{"tea", 3, 1990}, {"cup", 1, 5}};
  EXPECT_EQ(total_of(items), 5975);
}

TEST(Pricing, LargestOrderHasAnExactTotal) {
  const std::vector<Item> items(kMostItems,
                                {"gold", kMostPieces, kHighestPrice});
  EXPECT_EQ(format_price(total_of(items)), "100000000000.00");
}

}  // namespace
}  // namespace orders
