// Where orders are kept: one SQLite database, in a file or in memory.  Not for
// two threads at once.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "examples/orders/order.h"
#include "gate/base/result.h"

struct sqlite3;

namespace orders {

class Store {
 public:
  // An empty path is a database in memory.  Refuses a file that is not a
  // database of this service.
  static gate::Result<Store> open(const std::string& path);

  // All of the order or, with an Error, nothing of it.
  gate::Result<void> add(const Order& order);

  gate::Result<std::optional<Order>> find(const std::string& id);

  // At most limit orders, last added first; of one customer, or of all.
  gate::Result<std::vector<Order>> newest(
      const std::optional<std::string>& customer, std::size_t limit);

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  using DatabasePtr = std::unique_ptr<sqlite3, Close>;

  explicit Store(DatabasePtr database);

  DatabasePtr database_;
};

}  // namespace orders
