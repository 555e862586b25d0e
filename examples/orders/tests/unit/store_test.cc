#include "examples/orders/store.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace orders {
namespace {

Store in_memory() {
  auto store = Store::open("");
  EXPECT_TRUE(store) << store.error().message;
  return *std::move(store);
}

Order order(std::string id, std::string customer) {
  return {std::move(id),
          std::move(customer),
          {{"tea", 3, 1990}, {"cup", 1, 5}},
          gate::Instant(std::chrono::milliseconds(1'700'000'000'123))};
}

// A folder that goes with the test.
class StoreFile : public testing::Test {
 protected:
  StoreFile() { path_ = ::mkdtemp(folder_); }
  ~StoreFile() override { std::filesystem::remove_all(path_); }
  std::string file() const { return path_ / "orders.sqlite"; }

 private:
  char folder_[32] = "/tmp/orders_store_XXXXXX";
  std::filesystem::path path_;
};

TEST(Store, OrderComesBackAsItWasAdded) {
  Store store = in_memory();
  const Order added = order("a1", "ad\xC3\xA4 'x'; DROP TABLE orders");
  ASSERT_TRUE(store.add(added));
  const auto found = store.find("a1");
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, added);
}

TEST(Store, UnknownIdFindsNothing) {
  Store store = in_memory();
  const auto found = store.find("a1");
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, std::nullopt);
}

TEST(Store, NewestComesFirstAndOnlyOfTheCustomer) {
  Store store = in_memory();
  ASSERT_TRUE(store.add(order("a1", "ada")));
  ASSERT_TRUE(store.add(order("b1", "bob")));
  ASSERT_TRUE(store.add(order("a2", "ada")));
  const auto found = store.newest("ada", 10);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2u);
  EXPECT_EQ(found->front().id, "a2");
  EXPECT_EQ(found->back().id, "a1");
}

TEST(Store, LimitCutsTheList) {
  Store store = in_memory();
  ASSERT_TRUE(store.add(order("a1", "ada")));
  ASSERT_TRUE(store.add(order("b1", "bob")));
  const auto found = store.newest(std::nullopt, 1);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1u);
  EXPECT_EQ(found->front().id, "b1");
}

TEST(Store, IdThatIsTakenIsRefusedAndChangesNothing) {
  Store store = in_memory();
  ASSERT_TRUE(store.add(order("a1", "ada")));
  EXPECT_FALSE(store.add(order("a1", "bob")));
  const auto found = store.newest(std::nullopt, 10);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1u);
  EXPECT_EQ(found->front(), order("a1", "ada"));
}

TEST_F(StoreFile, KeepsOrdersFromOneRunToTheNext) {
  {
    auto store = Store::open(file());
    ASSERT_TRUE(store) << store.error().message;
    ASSERT_TRUE(store->add(order("a1", "ada")));
  }
  auto store = Store::open(file());
  ASSERT_TRUE(store) << store.error().message;
  const auto found = store->find("a1");
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, order("a1", "ada"));
}

TEST_F(StoreFile, FileThatIsNoDatabaseIsRefusedByName) {
  std::ofstream(file()) << std::string(4096, 'x');
  const auto store = Store::open(file());
  ASSERT_FALSE(store);
  EXPECT_NE(store.error().message.find(file()), std::string::npos)
      << store.error().message;
}

}  // namespace
}  // namespace orders
