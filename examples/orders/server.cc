#include "examples/orders/server.h"

#include <fmt/format.h>

#include <array>
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <csignal>
#include <functional>
#include <optional>
#include <set>

#include "gate/base/text.h"

namespace orders {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds kAcceptAgain{100};
constexpr std::chrono::seconds kDrainFor{2};
constexpr std::size_t kDrainAtMost = 1 << 20;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

class Session;

// What the sessions share with the server.  Outlives them.
struct Shared {
  Routes& routes;
  ServerLimits limits;
  std::set<Session*> sessions;
  bool stopping = false;
  std::function<void()> on_last_session;
};

// One connection: reads a request, answers it, and again.
class Session : public std::enable_shared_from_this<Session> {
  using Step = void (Session::*)(error_code, std::size_t);

  auto then(Step step) {
    return beast::bind_front_handler(step, shared_from_this());
  }

 public:
  Session(tcp::socket socket, Shared& shared)
      : stream_(std::move(socket)), shared_(shared) {
    error_code ignored;  // without it answers are slower, nothing else
    stream_.socket().set_option(tcp::no_delay(true), ignored);
    shared_.sessions.insert(this);
  }
  ~Session() {
    shared_.sessions.erase(this);
    if (shared_.stopping && shared_.sessions.empty()) shared_.on_last_session();
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void read_header() {
    parser_.emplace();
    parser_->header_limit(
        static_cast<std::uint32_t>(shared_.limits.header_bytes));
    parser_->body_limit(shared_.limits.body_bytes);
    stream_.expires_after(shared_.limits.request);
    http::async_read_header(stream_, buffer_, *parser_,
                            then(&Session::on_header));
  }

  // An answer under way still goes out.
  void stop() {
    if (!writing_) close();
  }

 private:
  void on_header(error_code error, std::size_t) {
    if (error) return refuse(error);
    if (!beast::iequals(parser_->get()[http::field::expect], "100-continue"))
      return read_body();
    asio::async_write(stream_, asio::buffer(kContinue),
                      then(&Session::on_continue));
  }

  void on_continue(error_code error, std::size_t) {
    if (!error) read_body();
  }

  void read_body() {
    http::async_read(stream_, buffer_, *parser_, then(&Session::on_request));
  }

  void on_request(error_code error, std::size_t) {
    if (error) return refuse(error);
    const auto message = parser_->release();
    Request request;
    request.method = message.method_string();
    request.target = message.target();
    for (const auto& field : message)
      request.headers.emplace_back(field.name_string(), field.value());
    request.body = message.body();
    keep_alive_ = message.keep_alive();
    head_ = message.method() == http::verb::head;
    send(shared_.routes.answer(request), message.version());
  }

  // Bytes that break a rule of HTTP or a limit get an answer; a peer that went
  // away or fell silent gets none.
  void refuse(error_code error) {
    const auto& protocol = make_error_code(http::error::bad_method).category();
    if (error.category() != protocol || error == http::error::end_of_stream ||
        error == http::error::partial_message)
      return close();
    refused_ = true;
    keep_alive_ = false;
    head_ = false;
    send(refusal(error), 11);
  }

  gate::HttpResponse refusal(error_code error) {
    const ServerLimits& limits = shared_.limits;
    if (error == http::error::body_limit)
      return shared_.routes.refuse(
          413, fmt::format("body: expected at most {} bytes, found more",
                           limits.body_bytes));
    if (error == http::error::header_limit)
      return shared_.routes.refuse(
          431, fmt::format("headers: expected at most {} bytes, found more",
                           limits.header_bytes));
    return shared_.routes.refuse(
        400, fmt::format("expected an HTTP/1.1 request, found a {}",
                         error.message()));
  }

  void send(gate::HttpResponse answer, unsigned version) {
    response_.emplace();
    response_->version(version);
    response_->result(static_cast<unsigned>(answer.status));
    for (const auto& [name, value] : answer.headers)
      response_->set(name, value);
    response_->body() = std::move(answer.body);
    response_->keep_alive(keep_alive_ && !shared_.stopping);
    // 304 speaks of a body that it does not carry: a length of 0 would be wrong.
    if (answer.status != 304) response_->prepare_payload();
    serializer_.emplace(*response_);
    writing_ = true;
    stream_.expires_after(shared_.limits.response);
    if (head_)
      http::async_write_header(stream_, *serializer_, then(&Session::on_sent));
    else
      http::async_write(stream_, *serializer_, then(&Session::on_sent));
  }

  void on_sent(error_code error, std::size_t) {
    writing_ = false;
    if (error) return close();
    if (refused_ && !shared_.stopping) return drain();
    if (!keep_alive_ || shared_.stopping) return close();
    read_header();
  }

  // The peer may still be sending what was refused.  Closing over its unread
  // bytes would reset the connection, and the answer could be lost with it.
  void drain() {
    error_code ignored;  // then reading fails as well
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.expires_after(kDrainFor);
    drain_more();
  }

  void drain_more() {
    stream_.async_read_some(asio::buffer(scratch_), then(&Session::on_drained));
  }

  void on_drained(error_code error, std::size_t bytes) {
    drained_ += bytes;
    if (error || drained_ > kDrainAtMost) return close();
    drain_more();
  }

  void close() {
    error_code ignored;  // the peer may be gone already
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
  }

  beast::tcp_stream stream_;
  Shared& shared_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::optional<http::response<http::string_body>> response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
  bool keep_alive_ = false;
  bool head_ = false;
  bool refused_ = false;
  bool writing_ = false;
  std::array<char, 16 * 1024> scratch_{};
  std::size_t drained_ = 0;
};

std::optional<tcp::endpoint> parse_endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  error_code error;
  const auto address = asio::ip::make_address(std::string(host), error);
  const auto port = gate::parse_unsigned(text.substr(colon + 1));
  if (error || !port || *port > 65'535 || address.is_v6() != bracketed)
    return std::nullopt;
  return tcp::endpoint(address, static_cast<std::uint16_t>(*port));
}

}  // namespace

struct Server::State {
  State(Routes& routes, const ServerLimits& limits)
      : shared{routes, limits, {}, false, {}} {
    shared.on_last_session = [this] { timer.cancel(); };
    signals.async_wait([this](error_code error, int) {
      if (!error) stop();
    });
  }

  error_code open(const tcp::endpoint& endpoint) {
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
    return error;
  }

  void accept() {
    acceptor.async_accept([this](error_code error, tcp::socket socket) {
      if (shared.stopping) return;
      if (error) return accept_later();
      if (shared.sessions.size() < shared.limits.connections)
        std::make_shared<Session>(std::move(socket), shared)->read_header();
      accept();
    });
  }

  // Descriptors may have run out: trying again at once would only burn time.
  void accept_later() {
    timer.expires_after(kAcceptAgain);
    timer.async_wait([this](error_code error) {
      if (!error && !shared.stopping) accept();
    });
  }

  void stop() {
    shared.stopping = true;
    error_code ignored;  // it accepts nothing more either way
    acceptor.close(ignored);
    timer.cancel();
    if (shared.sessions.empty()) return;
    timer.expires_after(shared.limits.farewell);
    timer.async_wait([this](error_code error) {
      if (!error) context.stop();
    });
    for (Session* session : shared.sessions) session->stop();
  }

  // The sessions live in the handlers of the context and use what stands above
  // it, which therefore is destroyed after it.
  Shared shared;
  asio::io_context context{1};
  tcp::acceptor acceptor{context};
  asio::signal_set signals{context, SIGTERM, SIGINT};
  asio::steady_timer timer{context};
};

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}
Server::~Server() {
  // Sessions that outlast the farewell have no timer left to cancel.
  if (state_) state_->shared.on_last_session = [] {};
}
Server::Server(Server&&) noexcept = default;

gate::Result<Server> Server::listen(std::string_view address, Routes& routes,
                                    const ServerLimits& limits) {
  const auto endpoint = parse_endpoint(address);
  if (!endpoint)
    return gate::Error{
        gate::ErrorKind::usage,
        fmt::format("--listen: expected an address and a port such as "
                    "127.0.0.1:8080, found \"{}\"",
                    address)};
  auto state = std::make_unique<State>(routes, limits);
  if (const error_code error = state->open(*endpoint))
    return gate::Error{
        gate::ErrorKind::failed,
        fmt::format("--listen: cannot listen at {}: {}; port 0 takes a free "
                    "one",
                    address, error.message())};
  return Server(std::move(state));
}

std::string Server::url() const {
  const tcp::endpoint endpoint = state_->acceptor.local_endpoint();
  const std::string host = endpoint.address().to_string();
  return fmt::format(
      "http://{}:{}", endpoint.address().is_v6() ? "[" + host + "]" : host,
      endpoint.port());
}

void Server::run() {
  state_->accept();
  state_->context.run();
}

}  // namespace orders
