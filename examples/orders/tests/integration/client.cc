#include "examples/orders/tests/integration/client.h"

#include <fmt/format.h>

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/url.hpp>
#include <chrono>
#include <optional>
#include <stdexcept>

#include "gate/base/text.h"

namespace orders {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::chrono::seconds kStepWithin{10};
constexpr std::uint64_t kLargestAnswer = 8 << 20;

}  // namespace

std::string Answer::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (gate::equals_ignoring_case(key, name)) return value;
  return {};
}

struct Client::State {
  explicit State(const std::string& url) : base(url) {
    const auto parsed = boost::urls::parse_uri(base);
    if (!parsed || parsed->scheme() != "http" || parsed->host().empty())
      throw std::runtime_error(fmt::format(
          "expected a URL such as http://127.0.0.1:8080, found \"{}\"", base));
    host = parsed->host_address();
    authority = std::string(parsed->encoded_host_and_port());
    port = parsed->has_port() ? std::string(parsed->port()) : "80";
  }

  // Runs one asynchronous step to its end, which the stream's timer bounds.
  template <typename Start>
  void step(std::string_view what, Start start) {
    std::optional<error_code> result;
    stream->expires_after(kStepWithin);
    start([&result](error_code error, auto&&...) { result = error; });
    context.restart();
    context.run();
    if (!result || !*result) return;
    stream.reset();
    throw std::runtime_error(
        fmt::format("{} {}: {}", what, base, result->message()));
  }

  void connect() {
    asio::ip::tcp::resolver resolver(context);
    error_code error;
    const auto found = resolver.resolve(host, port, error);
    if (error)
      throw std::runtime_error(
          fmt::format("resolving {}: {}", base, error.message()));
    stream.emplace(context);
    buffer.clear();
    ++connections;
    step("connecting to", [&](auto done) {
      stream->async_connect(found, std::move(done));
    });
  }

  std::string base;
  std::string host;
  std::string authority;
  std::string port;
  asio::io_context context;
  std::optional<beast::tcp_stream> stream;
  beast::flat_buffer buffer;
  int connections = 0;
};

Client::Client(const std::string& base)
    : state_(std::make_unique<State>(base)) {}
Client::~Client() = default;

int Client::connections() const { return state_->connections; }

Answer Client::send(const gate::HttpRequest& request) {
  http::request<http::string_body> message;
  message.version(11);
  message.method_string(request.method);
  message.target(request.url);
  message.set(http::field::host, state_->authority);
  for (const auto& [name, value] : request.headers) message.set(name, value);
  message.body() = request.body;
  message.prepare_payload();
  if (!state_->stream) state_->connect();
  state_->step("writing to", [&](auto done) {
    http::async_write(*state_->stream, message, std::move(done));
  });
  http::response_parser<http::string_body> parser;
  parser.body_limit(kLargestAnswer);
  parser.skip(request.method == "HEAD");
  state_->step("reading from", [&](auto done) {
    http::async_read(*state_->stream, state_->buffer, parser, std::move(done));
  });
  const auto response = parser.release();
  if (!response.keep_alive()) state_->stream.reset();
  Answer answer;
  answer.status = static_cast<int>(response.result_int());
  for (const auto& field : response)
    answer.headers.emplace_back(field.name_string(), field.value());
  answer.body = response.body();
  if (auto document = gate::parse_json(answer.body))
    answer.json = *std::move(document);
  return answer;
}

}  // namespace orders
