#include "examples/orders/pricing.h"

#include <fmt/format.h>

#include "gate/base/text.h"

namespace orders {
namespace {

constexpr std::size_t kMostUnitDigits = 7;

std::optional<Cents> parse_hundredths(std::string_view digits) {
  if (digits.empty() || digits.size() > 2) return std::nullopt;
  const auto number = gate::parse_unsigned(digits);
  if (!number) return std::nullopt;
  return static_cast<Cents>(digits.size() == 1 ? *number * 10 : *number);
}

}  // namespace

std::optional<Cents> parse_price(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view units = text.substr(0, point);
  if (units.size() > kMostUnitDigits) return std::nullopt;
  if (units.size() > 1 && units.front() == '0') return std::nullopt;
  const auto whole = gate::parse_unsigned(units);
  if (!whole) return std::nullopt;
  Cents price = static_cast<Cents>(*whole) * 100;
  if (point != std::string_view::npos) {
    const auto hundredths = parse_hundredths(text.substr(point + 1));
    if (!hundredths) return std::nullopt;
    price += *hundredths;
  }
  if (price > kHighestPrice) return std::nullopt;
  return price;
}

std::string format_price(Cents price) {
  return fmt::format("{}.{:02}", price / 100, price % 100);
}

Cents total_of(std::span<const Item> items) {
  Cents total = 0;
  for (const Item& item : items)
    total += static_cast<Cents>(item.quantity) * item.price;
  return total;
}

}  // namespace orders
