#include "examples/orders/routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/url.hpp>
#include <optional>
#include <vector>

#include "examples/orders/order_json.h"
#include "gate/base/digest.h"
#include "gate/base/json.h"
#include "gate/base/text.h"

namespace orders {
namespace {

using gate::HttpResponse;
using gate::Json;

constexpr std::size_t kDeepestBody = 16;
constexpr std::uint64_t kDefaultLimit = 20;
constexpr std::uint64_t kHighestLimit = 100;
constexpr std::size_t kLongestRequestId = 64;
constexpr std::size_t kTagDigits = 16;
constexpr std::size_t kQuoted = 100;  // bytes of foreign text in a message

HttpResponse respond(int status, const Json& body) {
  return {status,
          {{"Content-Type", "application/json"}},
          gate::write_json(body, gate::JsonStyle::compact) + "\n"};
}

std::string_view error_code(int status) {
  switch (status) {
    case 400: return "bad_request";
    case 404: return "not_found";
    case 405: return "method_not_allowed";
    case 413: return "body_too_large";
    case 415: return "unsupported_media_type";
    case 431: return "headers_too_large";
    default: return "internal_error";
  }
}

HttpResponse failure(int status, std::string_view message) {
  Json body = Json::object();
  body.set("error", error_code(status)).set("message", message);
  return respond(status, body);
}

HttpResponse not_allowed(std::string_view method, const std::string& allowed) {
  HttpResponse response =
      failure(405, fmt::format("expected {}, found {}", allowed,
                               gate::shorten(method, kQuoted)));
  response.headers.emplace_back("Allow", allowed);
  return response;
}

bool is_read(std::string_view method) {
  return method == "GET" || method == "HEAD";
}

std::string header(const gate::HttpHeaders& headers, std::string_view name) {
  for (const auto& [key, value] : headers)
    if (gate::equals_ignoring_case(key, name)) return value;
  return {};
}

bool is_json(const std::string& content_type) {
  const std::string_view type =
      std::string_view(content_type).substr(0, content_type.find(';'));
  return gate::equals_ignoring_case(gate::trim(type), "application/json");
}

bool is_request_id(std::string_view text) {
  constexpr std::string_view kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  return !text.empty() && text.size() <= kLongestRequestId &&
         text.find_first_not_of(kAllowed) == std::string_view::npos;
}

bool names_tag(const std::string& if_none_match, std::string_view tag) {
  const auto tags = gate::split(if_none_match, ',');
  return std::any_of(tags.begin(), tags.end(), [&](std::string_view each) {
    each = gate::trim(each);
    if (each.starts_with("W/")) each.remove_prefix(2);
    return each == tag || each == "*";
  });
}

std::optional<std::uint64_t> parse_limit(std::string_view text) {
  const auto limit = gate::parse_unsigned(text);
  if (!limit || *limit == 0 || *limit > kHighestLimit) return std::nullopt;
  return limit;
}

// What a list may be asked for.
struct Filter {
  std::optional<std::string> customer;
  std::uint64_t limit = kDefaultLimit;
};

gate::Result<Filter> read_filter(const boost::urls::url_view& url) {
  Filter filter;
  for (const auto& parameter : url.params()) {
    if (parameter.key == "customer") {
      filter.customer = parameter.value;
    } else if (parameter.key == "limit") {
      const auto limit = parse_limit(parameter.value);
      if (!limit)
        return gate::Error{
            gate::ErrorKind::usage,
            fmt::format("limit: expected a whole number from 1 to {}, found "
                        "\"{}\"",
                        kHighestLimit,
                        gate::shorten(parameter.value, kQuoted))};
      filter.limit = *limit;
    } else {
      return gate::Error{
          gate::ErrorKind::usage,
          fmt::format("expected the parameters customer and limit, found "
                      "\"{}\"",
                      gate::shorten(parameter.key, kQuoted))};
    }
  }
  return filter;
}

}  // namespace

Routes::Routes(Store& store, Settings settings)
    : store_(store), settings_(std::move(settings)) {}

HttpResponse Routes::answer(const Request& request) {
  HttpResponse response = dispatch(request);
  complete(request, response);
  return response;
}

HttpResponse Routes::refuse(int status, std::string_view message) {
  HttpResponse response = failure(status, message);
  complete({}, response);
  return response;
}

HttpResponse Routes::dispatch(const Request& request) {
  const auto url = boost::urls::parse_origin_form(request.target);
  if (!url)
    return failure(400, "request target: expected a path such as /orders");
  const std::string path = url->path();
  constexpr std::string_view kOneOrder = "/orders/";
  if (path == "/orders" && request.method == "POST") return create(request);
  if (path == "/orders" && !is_read(request.method))
    return not_allowed(request.method, "GET, HEAD, POST");
  const bool known = path == "/healthz" || path == "/version" ||
                     path == "/orders" || path.starts_with(kOneOrder);
  if (!known)
    return failure(404, fmt::format("nothing is at {}",
                                    gate::shorten(path, kQuoted)));
  if (!is_read(request.method))
    return not_allowed(request.method, "GET, HEAD");
  if (path == "/healthz")
    return respond(200, Json::object({{"status", "ok"}}));
  if (path == "/version")
    return respond(200, Json::object({{"service", "orders"},
                                      {"commit", settings_.commit}}));
  if (path == "/orders") return list(request.target);
  return show(path.substr(kOneOrder.size()));
}

HttpResponse Routes::create(const Request& request) {
  if (!is_json(header(request.headers, "Content-Type")) ||
      !header(request.headers, "Content-Encoding").empty())
    return failure(415, "expected an uncoded body of type application/json");
  if (request.body.size() > kLargestBody)
    return failure(413, fmt::format("body: expected at most {} bytes, found {}",
                                    kLargestBody, request.body.size()));
  const auto document =
      gate::parse_json(request.body, {kLargestBody, kDeepestBody});
  if (!document) return failure(400, "body: " + document.error().message);
  auto order = read_order(*document);
  if (!order) return failure(400, order.error().message);
  order->id = settings_.new_id();
  order->created_at = settings_.now();
  if (const auto added = store_.add(*order); !added)
    return failure(500, added.error().message);
  HttpResponse response = respond(201, write_order(*order, settings_.bug));
  response.headers.emplace_back("Location", "/orders/" + order->id);
  return response;
}

HttpResponse Routes::show(const std::string& id) {
  const auto order = store_.find(id);
  if (!order) return failure(500, order.error().message);
  if (!*order)
    return failure(404, fmt::format("no order has the id \"{}\"",
                                    gate::shorten(id, kQuoted)));
  return respond(200, write_order(**order, settings_.bug));
}

HttpResponse Routes::list(std::string_view target) {
  if (settings_.bug == Bug::error_500)
    return failure(500, "the planted bug error-500");
  const auto url = boost::urls::parse_origin_form(target);
  const auto filter = read_filter(*url);
  if (!filter) return failure(400, filter.error().message);
  const auto found = store_.newest(filter->customer, filter->limit);
  if (!found) return failure(500, found.error().message);
  Json orders = Json::array();
  for (const Order& order : *found)
    orders.push(write_order(order, settings_.bug));
  return respond(200, Json::object({{"orders", std::move(orders)}}));
}

void Routes::complete(const Request& request, HttpResponse& response) {
  const std::string asked = header(request.headers, "X-Request-Id");
  response.headers.emplace_back(
      "X-Request-Id", is_request_id(asked) ? asked : settings_.new_id());
  const bool success = response.status == 200 || response.status == 201;
  if (!success || settings_.bug == Bug::lost_header) return;
  const std::string tag =
      '"' + gate::sha256(response.body).substr(0, kTagDigits) + '"';
  response.headers.emplace_back("ETag", tag);
  if (is_read(request.method) &&
      names_tag(header(request.headers, "If-None-Match"), tag)) {
    response.status = 304;
    response.body.clear();
  }
}

}  // namespace orders
