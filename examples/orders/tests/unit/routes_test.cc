#include "examples/orders/routes.h"

#include <gtest/gtest.h>

#include "gate/base/json.h"

namespace orders {
namespace {

constexpr const char* kTea =
    R"({"customer":"ada","items":[{"sku":"tea","quantity":3,"price":"19.90"}]})";

std::string header(const gate::HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

// The routes over an empty store, with a clock that stands and ids that count.
class RoutesTest : public testing::Test {
 protected:
  gate::HttpResponse get(std::string target, gate::HttpHeaders headers = {}) {
    return routes_.answer({"GET", std::move(target), std::move(headers), {}});
  }
  gate::HttpResponse send(std::string method, std::string target) {
    return routes_.answer({std::move(method), std::move(target), {}, {}});
  }
  gate::HttpResponse post(std::string body,
                          std::string type = "application/json") {
    return routes_.answer(
        {"POST", "/orders", {{"content-type", std::move(type)}}, body});
  }

 private:
  int ids_ = 0;
  Store store_ = *Store::open("");
  Routes routes_{store_,
                 {"3f2c1a9", Bug::none,
                  [] { return gate::Instant(std::chrono::seconds(0)); },
                  [this] { return "id" + std::to_string(++ids_); }}};
};

TEST_F(RoutesTest, VersionNamesTheCommit) {
  EXPECT_EQ(get("/healthz").body, "{\"status\":\"ok\"}\n");
  EXPECT_EQ(get("/version").body,
            "{\"service\":\"orders\",\"commit\":\"3f2c1a9\"}\n");
}

TEST_F(RoutesTest, NewOrderIsAnsweredWhole) {
  const auto response = post(kTea);
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(header(response, "Location"), "/orders/id1");
  EXPECT_EQ(response.body,
            R"({"id":"id1","customer":"ada",)"
            R"("items":[{"sku":"tea","quantity":3,"price":"19.90"}],)"
            R"("total":"59.70","created_at":"1970-01-01T00:00:00.000Z"})"
            "\n");
}

TEST_F(RoutesTest, OrderReadsBackAsItWasAnswered) {
  const auto created = post(kTea);
  const auto read = get(header(created, "Location"));
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(read.body, created.body);
  EXPECT_EQ(header(read, "ETag"), header(created, "ETag"));
}

TEST_F(RoutesTest, WrongMembersAreNamed) {
  const std::pair<const char*, const char*> wrong[] = {
      {"", "body"},
      {"[]", "order"},
      {R"({"items":[]})", "customer"},
      {R"({"customer":"a\u0007","items":[]})", "customer"},
      {R"({"customer":"ada","items":[]})", "items"},
      {R"({"customer":"ada","items":[7]})", "items[0]"},
      {R"({"customer":"ada","items":[{"sku":" "}]})", "items[0].sku"},
      {R"({"customer":"ada","items":[{"sku":"t","quantity":"3"}]})",
       "items[0].quantity"},
      {R"({"customer":"ada","items":[{"sku":"t","quantity":0}]})",
       "items[0].quantity"},
      {R"({"customer":"ada","items":[{"sku":"t","quantity":1,"price":19.9}]})",
       "items[0].price"}};
  for (const auto& [body, member] : wrong) {
    const auto response = post(body);
    EXPECT_EQ(response.status, 400) << body;
    const auto document = gate::parse_json(response.body);
    ASSERT_TRUE(document) << response.body;
    EXPECT_EQ(document->get("error"), "bad_request");
    EXPECT_EQ(document->get("message").rfind(std::string(member) + ":", 0), 0u)
        << response.body;
  }
}

TEST_F(RoutesTest, OtherContentTypesAreRefused) {
  EXPECT_EQ(post(kTea, "text/plain").status, 415);
  EXPECT_EQ(post(kTea, "").status, 415);
  EXPECT_EQ(post(kTea, "Application/JSON; charset=utf-8").status, 201);
}

TEST_F(RoutesTest, BodyAboveTheLimitIsRefused) {
  EXPECT_EQ(post(kTea + std::string(kLargestBody, ' ')).status, 413);
}

TEST_F(RoutesTest, UnknownPlacesAre404) {
  EXPECT_EQ(get("/").status, 404);
  EXPECT_EQ(get("/orders/id9").status, 404);
  EXPECT_EQ(get("not a path").status, 400);
}

TEST_F(RoutesTest, WrongMethodIsToldTheRightOnes) {
  const auto on_list = send("DELETE", "/orders");
  EXPECT_EQ(on_list.status, 405);
  EXPECT_EQ(header(on_list, "Allow"), "GET, HEAD, POST");
  const auto on_order = send("PUT", "/orders/id1");
  EXPECT_EQ(on_order.status, 405);
  EXPECT_EQ(header(on_order, "Allow"), "GET, HEAD");
}

TEST_F(RoutesTest, ListReadsItsFilterDecoded) {
  post(R"({"customer":"a d&a","items":[{"sku":"t","quantity":1,"price":"1"}]})");
  post(kTea);
  const auto found = gate::parse_json(get("/orders?customer=a+d%26a").body);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->find("orders")->items().size(), 1u);
  EXPECT_EQ(found->find("orders")->items()[0].get("customer"), "a d&a");
}

TEST_F(RoutesTest, ListRefusesWhatItDoesNotKnow) {
  for (const char* target : {"/orders?limit=0", "/orders?limit=101",
                             "/orders?limit=x", "/orders?customr=ada"})
    EXPECT_EQ(get(target).status, 400) << target;
}

TEST_F(RoutesTest, KnownTagIsAnsweredWithoutBody) {
  const std::string tag = header(get("/healthz"), "ETag");
  const auto again = get("/healthz", {{"if-none-match", "\"x\", " + tag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(get("/healthz", {{"if-none-match", "\"x\""}}).status, 200);
}

TEST_F(RoutesTest, HarmlessRequestIdIsKeptAndAnotherReplaced) {
  EXPECT_EQ(header(get("/", {{"x-request-id", "run-7"}}), "X-Request-Id"),
            "run-7");
  EXPECT_EQ(header(get("/", {{"x-request-id", "a b"}}), "X-Request-Id"), "id1");
}

}  // namespace
}  // namespace orders
