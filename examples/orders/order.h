// What a customer ordered, as plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gate/base/time.h"

namespace orders {

// Money is whole cents, so that no binary fraction ever touches a price.
using Cents = std::int64_t;

struct Item {
  std::string sku;
  std::uint64_t quantity = 0;
  Cents price = 0;  // of one piece

  bool operator==(const Item&) const = default;
};

struct Order {
  std::string id;  // hexadecimal digits
  std::string customer;
  std::vector<Item> items;
  gate::Instant created_at{};

  bool operator==(const Order&) const = default;
};

}  // namespace orders
