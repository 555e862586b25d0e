// What a client of the running service relies on.  The service is the one at
// GATE_STAGING_URL, which the gate sets, or at ORDERS_URL.
#define BOOST_TEST_MODULE orders
#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "examples/orders/tests/integration/client.h"
#include "gate/base/json.h"
#include "gate/base/text.h"
#include "gate/base/time.h"

namespace orders {
namespace {

using gate::Json;

std::string staging_url() {
  for (const char* name : {"GATE_STAGING_URL", "ORDERS_URL"})
    if (const char* value = std::getenv(name); value && *value) return value;
  BOOST_FAIL(
      "no service to test: expected its URL in GATE_STAGING_URL or ORDERS_URL, "
      "found neither; start orders_service and set ORDERS_URL");
  return {};
}

// Staging keeps what earlier runs left, so each case has its own customer.
std::string new_customer() {
  std::random_device device;
  return fmt::format("test-{:08x}{:08x}", device(), device());
}

std::string item(const char* sku, int quantity, const char* price) {
  return fmt::format(R"({{"sku":"{}","quantity":{},"price":"{}"}})", sku,
                     quantity, price);
}

struct Staging {
  Staging() : client(staging_url()) {}

  Answer get(const std::string& path, gate::HttpHeaders headers = {}) {
    return client.send({"GET", path, std::move(headers), {}});
  }
  Answer post(const std::string& body, const char* type = "application/json") {
    return client.send({"POST", "/orders", {{"Content-Type", type}}, body});
  }
  Answer order(const std::string& items) {
    const Answer answer = post(
        fmt::format(R"({{"customer":"{}","items":[{}]}})", customer, items));
    BOOST_REQUIRE_MESSAGE(answer.status == 201,
                          "POST /orders: expected status 201, found "
                              << answer.status << ": " << answer.body);
    return answer;
  }
  // The ids in a list, which must be one.
  std::vector<std::string> listed(const std::string& query) {
    const Answer answer = get("/orders?" + query);
    BOOST_REQUIRE_MESSAGE(answer.status == 200,
                          "GET /orders?" << query
                                         << ": expected status 200, found "
                                         << answer.status << ": "
                                         << answer.body);
    const Json* orders = answer.json.find("orders");
    BOOST_REQUIRE_MESSAGE(orders && orders->is(Json::Type::array),
                          "expected the array orders, found " << answer.body);
    std::vector<std::string> ids;
    for (const Json& each : orders->items()) ids.push_back(each.get("id"));
    return ids;
  }

  Client client;
  std::string customer = new_customer();
};

void expect_text(const char* what, const std::string& expected,
                 const std::string& found) {
  BOOST_CHECK_MESSAGE(found == expected, what << ": expected " << expected
                                              << ", found " << found);
}

void expect_error(const Answer& answer, int status, const char* code) {
  BOOST_CHECK_MESSAGE(answer.status == status, "expected status "
                                                   << status << ", found "
                                                   << answer.status);
  expect_text("error", code, answer.json.get("error"));
  BOOST_CHECK_MESSAGE(!answer.json.get("message").empty(),
                      "expected a message, found " << answer.body);
}

BOOST_FIXTURE_TEST_SUITE(Orders, Staging)

BOOST_AUTO_TEST_CASE(HealthIsOk) {
  const Answer answer = get("/healthz");
  BOOST_TEST(answer.status == 200);
  expect_text("status", "ok", answer.json.get("status"));
}

BOOST_AUTO_TEST_CASE(VersionNamesServiceAndCommit) {
  const Answer answer = get("/version");
  BOOST_TEST(answer.status == 200);
  expect_text("service", "orders", answer.json.get("service"));
  BOOST_TEST(!answer.json.get("commit").empty());
}

BOOST_AUTO_TEST_CASE(NewOrderIsWhereItsLocationSays) {
  const Answer created = order(item("tea", 1, "4.50"));
  const std::string id = created.json.get("id");
  BOOST_TEST(!id.empty());
  BOOST_TEST(id.find_first_not_of("0123456789abcdef") == std::string::npos);
  expect_text("Location", "/orders/" + id, created.header("Location"));
  const Answer read = get("/orders/" + id);
  BOOST_TEST(read.status == 200);
  expect_text("order", created.body, read.body);
  expect_text("customer", customer, read.json.get("customer"));
}

BOOST_AUTO_TEST_CASE(NewOrderTellsWhenItWasCreated) {
  const Answer created = order(item("tea", 1, "4.50"));
  const std::string when = created.json.get("created_at");
  BOOST_CHECK_MESSAGE(gate::parse_instant(when),
                      "created_at: expected a time such as "
                      "2026-11-24T16:22:54.123Z, found \""
                          << when << "\" in " << created.body);
}

BOOST_AUTO_TEST_CASE(TotalOfThreeTimes1990Is5970) {
  const Answer created = order(item("tea", 3, "19.90"));
  expect_text("total of 3 x 19.90", "59.70", created.json.get("total"));
}

BOOST_AUTO_TEST_CASE(TotalOfMixedItemsIsExactToTheCent) {
  const Answer created = order(item("tea", 3, "0.10") + "," +
                               item("cup", 1, "1000000.00") + "," +
                               item("bag", 7, "0.07"));
  expect_text("total of 3 x 0.10, 1 x 1000000.00 and 7 x 0.07", "1000000.79",
              created.json.get("total"));
}

BOOST_AUTO_TEST_CASE(QuantitiesAreNumbers) {
  const Answer created = order(item("tea", 3, "19.90"));
  const Json* quantity = gate::find_path(created.json, "$.items[0].quantity");
  BOOST_CHECK_MESSAGE(quantity && *quantity == Json(3),
                      "items[0].quantity: expected the number 3, found "
                          << (quantity ? gate::write_json(
                                             *quantity, gate::JsonStyle::compact)
                                       : "nothing"));
}

BOOST_AUTO_TEST_CASE(ItemsKeepTheirOrder) {
  const Answer created = order(item("tea", 1, "1.00") + "," +
                               item("cup", 1, "2.00") + "," +
                               item("bag", 1, "3.00"));
  const Json* items = created.json.find("items");
  BOOST_REQUIRE(items);
  std::vector<std::string> found;
  for (const Json& each : items->items()) found.push_back(each.get("sku"));
  expect_text("items", "tea, cup, bag", gate::join(found, ", "));
}

BOOST_AUTO_TEST_CASE(ListShowsNewestFirst) {
  const std::string first = order(item("tea", 1, "1")).json.get("id");
  const std::string second = order(item("cup", 1, "1")).json.get("id");
  const std::vector<std::string> expected = {second, first};
  const std::vector<std::string> found = listed("customer=" + customer);
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ListKeepsToTheLimit) {
  order(item("tea", 1, "1"));
  const std::string newest = order(item("cup", 1, "1")).json.get("id");
  const std::vector<std::string> expected = {newest};
  const auto found = listed("customer=" + customer + "&limit=1");
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(UnknownOrderIsNotFound) {
  expect_error(get("/orders/0000000000000000"), 404, "not_found");
}

BOOST_AUTO_TEST_CASE(MalformedOrdersAreRefused) {
  expect_error(post("{"), 400, "bad_request");
  expect_error(post(R"({"customer":"ada","items":[]})"), 400, "bad_request");
  expect_error(post(R"({"customer":"ada","items":[)" +
                    item("tea", 1, "19.905") + "]}"),
               400, "bad_request");
}

BOOST_AUTO_TEST_CASE(OtherContentTypesAreRefused) {
  expect_error(post("customer=ada", "application/x-www-form-urlencoded"), 415,
               "unsupported_media_type");
}

BOOST_AUTO_TEST_CASE(BodyAboveTheLimitIsRefused) {
  expect_error(post(std::string(256 * 1024, ' ')), 413, "body_too_large");
  expect_text("status afterwards", "ok", get("/healthz").json.get("status"));
}

BOOST_AUTO_TEST_CASE(WrongMethodIsToldTheRightOnes) {
  const Answer answer = client.send({"DELETE", "/orders", {}, {}});
  expect_error(answer, 405, "method_not_allowed");
  expect_text("Allow", "GET, HEAD, POST", answer.header("Allow"));
}

BOOST_AUTO_TEST_CASE(UnchangedAnswerIsNotSentAgain) {
  const std::string path = order(item("tea", 1, "1")).header("Location");
  const std::string tag = get(path).header("ETag");
  BOOST_REQUIRE_MESSAGE(!tag.empty(), "GET " << path
                                             << ": expected the header ETag, "
                                                "found none");
  const Answer again = get(path, {{"If-None-Match", tag}});
  BOOST_TEST(again.status == 304);
  BOOST_TEST(again.body.empty());
}

BOOST_AUTO_TEST_CASE(RequestIdComesBack) {
  const Answer answer = get("/healthz", {{"X-Request-Id", customer}});
  expect_text("X-Request-Id", customer, answer.header("X-Request-Id"));
  BOOST_TEST(!get("/nowhere").header("X-Request-Id").empty());
}

BOOST_AUTO_TEST_CASE(OneConnectionServesManyRequests) {
  for (int turn = 0; turn < 20; ++turn)
    BOOST_TEST(get("/healthz").status == 200);
  const Answer head = client.send({"HEAD", "/healthz", {}, {}});
  BOOST_TEST(head.status == 200);
  BOOST_TEST(get("/healthz").status == 200);
  BOOST_TEST(client.connections() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orders
