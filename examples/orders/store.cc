#include "examples/orders/store.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <string_view>

namespace orders {
namespace {

using gate::Error;
using gate::ErrorKind;
using gate::Result;

constexpr std::int64_t kSchemaVersion = 1;
constexpr int kBusyMilliseconds = 1000;

constexpr const char* kSchema = R"(
  CREATE TABLE orders (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    customer TEXT NOT NULL,
    created_at INTEGER NOT NULL
  );
  CREATE INDEX orders_by_customer ON orders (customer, sequence);
  CREATE TABLE items (
    order_id TEXT NOT NULL REFERENCES orders (id),
    position INTEGER NOT NULL,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    price INTEGER NOT NULL,
    PRIMARY KEY (order_id, position)
  ) WITHOUT ROWID;
  PRAGMA user_version = 1;
)";

Error trouble(sqlite3* database) {
  return {ErrorKind::failed,
          fmt::format("database: {}", sqlite3_errmsg(database))};
}

// One statement and its parameters.  A mistake in preparing or binding shows at
// the first step.
class Statement {
 public:
  enum class Step { row, done, error };

  Statement(sqlite3* database, std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()),
                       &statement, nullptr);
    statement_.reset(statement);
  }

  Statement& bind(std::string_view text) {
    sqlite3_bind_text(statement_.get(), ++bound_, text.data(),
                      static_cast<int>(text.size()), SQLITE_TRANSIENT);
    return *this;
  }
  Statement& bind(std::int64_t number) {
    sqlite3_bind_int64(statement_.get(), ++bound_, number);
    return *this;
  }

  Step step() {
    const int status = sqlite3_step(statement_.get());
    if (status == SQLITE_ROW) return Step::row;
    return status == SQLITE_DONE ? Step::done : Step::error;
  }

  std::int64_t number(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
  }
  std::string text(int column) const {
    const auto* bytes = sqlite3_column_text(statement_.get(), column);
    const int size = sqlite3_column_bytes(statement_.get(), column);
    if (!bytes) return {};
    return {reinterpret_cast<const char*>(bytes),
            static_cast<std::size_t>(size)};
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const {
      sqlite3_finalize(statement);
    }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bound_ = 0;
};

bool execute(sqlite3* database, const char* sql) {
  return sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

// Rolls back unless it was committed.
class Transaction {
 public:
  explicit Transaction(sqlite3* database)
      : database_(database), open_(execute(database, "BEGIN IMMEDIATE")) {}
  ~Transaction() {
    if (open_) execute(database_, "ROLLBACK");
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  bool begun() const { return open_; }
  bool commit() {
    if (!execute(database_, "COMMIT")) return false;
    open_ = false;
    return true;
  }

 private:
  sqlite3* database_;
  bool open_;
};

Result<void> prepare_schema(sqlite3* database) {
  Transaction transaction(database);
  if (!transaction.begun()) return trouble(database);
  Statement version(database, "PRAGMA user_version");
  if (version.step() != Statement::Step::row) return trouble(database);
  const std::int64_t found = version.number(0);
  if (found == kSchemaVersion) return {};
  if (found != 0)
    return Error{ErrorKind::refused,
                 fmt::format("database: expected schema version {}, found {}",
                             kSchemaVersion, found)};
  if (!execute(database, kSchema) || !transaction.commit())
    return trouble(database);
  return {};
}

Result<void> insert_items(sqlite3* database, const Order& order) {
  std::int64_t position = 0;
  for (const Item& item : order.items) {
    Statement insert(database, "INSERT INTO items VALUES (?, ?, ?, ?, ?)");
    insert.bind(order.id)
        .bind(position++)
        .bind(item.sku)
        .bind(static_cast<std::int64_t>(item.quantity))
        .bind(item.price);
    if (insert.step() != Statement::Step::done) return trouble(database);
  }
  return {};
}

Result<std::vector<Item>> items_of(sqlite3* database, const std::string& id) {
  Statement select(database,
                   "SELECT sku, quantity, price FROM items WHERE order_id = ? "
                   "ORDER BY position");
  select.bind(id);
  std::vector<Item> items;
  auto step = select.step();
  for (; step == Statement::Step::row; step = select.step())
    items.push_back({select.text(0),
                     static_cast<std::uint64_t>(select.number(1)),
                     select.number(2)});
  if (step == Statement::Step::error) return trouble(database);
  return items;
}

// The orders that a "SELECT id, customer, created_at" finds.
Result<std::vector<Order>> orders_of(sqlite3* database, Statement& select) {
  std::vector<Order> orders;
  auto step = select.step();
  for (; step == Statement::Step::row; step = select.step()) {
    Order order{select.text(0), select.text(1), {},
                gate::Instant(std::chrono::milliseconds(select.number(2)))};
    auto items = items_of(database, order.id);
    if (!items) return items.error();
    order.items = *std::move(items);
    orders.push_back(std::move(order));
  }
  if (step == Statement::Step::error) return trouble(database);
  return orders;
}

}  // namespace

void Store::Close::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}

Store::Store(DatabasePtr database) : database_(std::move(database)) {}

Result<Store> Store::open(const std::string& path) {
  const std::string name = path.empty() ? ":memory:" : path;
  sqlite3* handle = nullptr;
  const int status =
      sqlite3_open_v2(name.c_str(), &handle,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  DatabasePtr database(handle);
  if (status != SQLITE_OK)
    return gate::with_context(name, trouble(database.get()));
  sqlite3_busy_timeout(database.get(), kBusyMilliseconds);
  if (!execute(database.get(), "PRAGMA foreign_keys = ON"))
    return gate::with_context(name, trouble(database.get()));
  if (const auto ready = prepare_schema(database.get()); !ready)
    return gate::with_context(name, ready.error());
  return Store(std::move(database));
}

Result<void> Store::add(const Order& order) {
  sqlite3* database = database_.get();
  Transaction transaction(database);
  if (!transaction.begun()) return trouble(database);
  Statement insert(
      database,
      "INSERT INTO orders (id, customer, created_at) VALUES (?, ?, ?)");
  insert.bind(order.id)
      .bind(order.customer)
      .bind(std::int64_t{order.created_at.time_since_epoch().count()});
  if (insert.step() != Statement::Step::done) return trouble(database);
  if (auto inserted = insert_items(database, order); !inserted)
    return inserted;
  if (!transaction.commit()) return trouble(database);
  return {};
}

Result<std::optional<Order>> Store::find(const std::string& id) {
  Statement select(database_.get(),
                   "SELECT id, customer, created_at FROM orders WHERE id = ?");
  select.bind(id);
  auto found = orders_of(database_.get(), select);
  if (!found) return found.error();
  if (found->empty()) return std::optional<Order>();
  return std::optional<Order>(std::move(found->front()));
}

Result<std::vector<Order>> Store::newest(
    const std::optional<std::string>& customer, std::size_t limit) {
  Statement select(
      database_.get(),
      customer ? "SELECT id, customer, created_at FROM orders "
                 "WHERE customer = ? ORDER BY sequence DESC LIMIT ?"
               : "SELECT id, customer, created_at FROM orders "
                 "ORDER BY sequence DESC LIMIT ?");
  if (customer) select.bind(*customer);
  select.bind(static_cast<std::int64_t>(limit));
  return orders_of(database_.get(), select);
}

}  // namespace orders
