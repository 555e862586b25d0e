// Prices as text, and what an order costs.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "examples/orders/order.h"

namespace orders {

// Within these limits no total comes near the end of Cents.
inline constexpr Cents kHighestPrice = 1'000'000'00;
inline constexpr std::uint64_t kMostPieces = 1000;  // of one item
inline constexpr std::size_t kMostItems = 100;      // of one order

// "19.90", "19.9" or "19"; no sign, blank, leading zero or third decimal, and
// not above kHighestPrice: anything else is nullopt.
std::optional<Cents> parse_price(std::string_view text);

// "19.90": two decimals always.
std::string format_price(Cents price);

Cents total_of(std::span<const Item> items);

}  // namespace orders
