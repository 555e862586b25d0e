#include "examples/orders/order_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "examples/orders/pricing.h"
#include "gate/base/text.h"

namespace orders {
namespace {

using gate::Json;

constexpr std::size_t kLongestName = 100;

gate::Error wrong(const std::string& where, std::string_view expected) {
  return {gate::ErrorKind::usage,
          fmt::format("{}: expected {}", where, expected)};
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

// The text of the member if it can name something.
std::optional<std::string> name_in(const Json& object, std::string_view key) {
  const std::string name = object.get(key);
  if (gate::trim(name).empty() || name.size() > kLongestName ||
      std::any_of(name.begin(), name.end(), is_control))
    return std::nullopt;
  return name;
}

const std::string& expected_name() {
  static const std::string words = fmt::format(
      "a text of 1 to {} bytes without control characters", kLongestName);
  return words;
}

gate::Result<Item> read_item(const Json& document, const std::string& where) {
  if (!document.is(Json::Type::object)) return wrong(where, "an object");
  Item item;
  const auto sku = name_in(document, "sku");
  if (!sku) return wrong(where + ".sku", expected_name());
  item.sku = *sku;
  const Json* quantity = document.find("quantity");
  const auto pieces = quantity ? quantity->as_unsigned() : std::nullopt;
  if (!pieces || *pieces == 0 || *pieces > kMostPieces)
    return wrong(where + ".quantity",
                 fmt::format("a whole number from 1 to {}", kMostPieces));
  item.quantity = *pieces;
  const auto price = parse_price(document.get("price"));
  if (!price)
    return wrong(where + ".price",
                 fmt::format("a decimal text such as \"19.90\", at most \"{}\"",
                             format_price(kHighestPrice)));
  item.price = *price;
  return item;
}

Json write_item(const Item& item, Bug bug) {
  Json object = Json::object();
  object.set("sku", item.sku);
  if (bug == Bug::number_as_text)
    object.set("quantity", std::to_string(item.quantity));
  else
    object.set("quantity", item.quantity);
  object.set("price", format_price(item.price));
  return object;
}

}  // namespace

gate::Result<Order> read_order(const Json& document) {
  if (!document.is(Json::Type::object)) return wrong("order", "an object");
  Order order;
  const auto customer = name_in(document, "customer");
  if (!customer) return wrong("customer", expected_name());
  order.customer = *customer;
  const Json* items = document.find("items");
  if (!items || !items->is(Json::Type::array) || items->items().empty() ||
      items->items().size() > kMostItems)
    return wrong("items", fmt::format("an array of 1 to {} items", kMostItems));
  for (const Json& each : items->items()) {
    auto item = read_item(each, fmt::format("items[{}]", order.items.size()));
    if (!item) return item.error();
    order.items.push_back(*std::move(item));
  }
  return order;
}

Json write_order(const Order& order, Bug bug) {
  std::vector<Json> items;
  for (const Item& item : order.items) items.push_back(write_item(item, bug));
  if (bug == Bug::reordered) std::reverse(items.begin(), items.end());
  const Cents total =
      total_of(order.items) + (bug == Bug::wrong_total ? 1 : 0);
  Json object = Json::object();
  object.set("id", order.id)
      .set("customer", order.customer)
      .set("items", Json::array(std::move(items)))
      .set("total", format_price(total));
  if (bug != Bug::missing_field)
    object.set("created_at", gate::format_instant(order.created_at));
  return object;
}

}  // namespace orders
