#include "gate/io/http.h"

// Asio uses std::exchange without including it.
// clang-format off
#include <utility>
// clang-format on

#include <fmt/format.h>
#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "gate/base/text.h"
#include "gate/io/descriptor.h"
#include "gate/io/http_request.h"
#include "gate/io/interrupt.h"

namespace gate::io {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
namespace http = boost::beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using SteadyClock = std::chrono::steady_clock;
using Parser = http::response_parser<http::string_body>;

// Interim answers (100, 103) before the real one.
constexpr int kMaxInterim = 8;

Error failed(std::string message) {
  return {ErrorKind::failed, std::move(message)};
}

std::string in_words(const tcp::endpoint& endpoint) {
  const std::string address = endpoint.address().to_string();
  return endpoint.address().is_v6()
             ? fmt::format("[{}]:{}", address, endpoint.port())
             : fmt::format("{}:{}", address, endpoint.port());
}

struct Names {
  int code = 0;
  std::vector<tcp::endpoint> endpoints;
};

// Blocks as long as the name service likes.
Names look_up(const std::string& host, const std::string& port) {
  Names names;
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  names.code = getaddrinfo(host.c_str(), port.c_str(), &hints, &list);
  if (names.code != 0) return names;
  for (const addrinfo* one = list; one; one = one->ai_next) {
    tcp::endpoint endpoint;
    if (one->ai_addrlen > endpoint.capacity()) continue;
    std::copy_n(reinterpret_cast<const char*>(one->ai_addr), one->ai_addrlen,
                reinterpret_cast<char*>(endpoint.data()));
    endpoint.resize(one->ai_addrlen);
    names.endpoints.push_back(endpoint);
  }
  freeaddrinfo(list);
  return names;
}

// Shared with the thread that looks the name up: it may outlive the request.
struct LookUp {
  Descriptor done;
  std::mutex mutex;
  Names names;
};

// One request, from the name to the last byte.  Each step starts one operation
// and drives the context until it ended, the time is over or the gate is
// interrupted; step_ says in words what is going on.
class Exchange {
 public:
  Exchange(const HttpTarget& target, const HttpLimits& limits,
           ssl::context* tls)
      : target_(target),
        limits_(limits),
        end_(SteadyClock::now() + limits.total),
        tls_(tls),
        socket_(context_),
        interrupt_(context_),
        buffer_(limits.max_header + kReadAhead) {}
  ~Exchange() {
    // The descriptor belongs to the handlers in io/interrupt.
    if (interrupt_.is_open()) interrupt_.release();
  }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  Result<HttpResponse> run(const std::string& bytes, bool is_head);

 private:
  static constexpr std::size_t kReadAhead = 64 << 10;

  // Why an operation did not end by itself.
  enum class Stop { none, time, interrupt };

  // start(handler) begins one asynchronous operation; cancel() makes it end.
  template <typename Start, typename Cancel>
  error_code drive(SteadyClock::time_point end, Start start, Cancel cancel);
  // The same for an operation on the socket.
  template <typename Start>
  error_code drive(SteadyClock::time_point end, Start start);
  void watch_interrupt();

  Result<std::vector<tcp::endpoint>> resolve();
  Result<void> connect(const std::vector<tcp::endpoint>& endpoints);
  Result<void> shake_hands();
  error_code send(const std::string& bytes);
  template <typename Stream>
  Result<HttpResponse> receive(Stream& stream, bool is_head, error_code sent);
  Result<HttpResponse> finish(Parser& parser) const;
  Error trouble(const error_code& error) const;
  Error tls_trouble(const error_code& error) const;

  const HttpTarget& target_;
  const HttpLimits& limits_;
  SteadyClock::time_point end_;
  ssl::context* tls_;
  asio::io_context context_;
  tcp::socket socket_;
  std::optional<ssl::stream<tcp::socket&>> secure_;
  asio::posix::stream_descriptor interrupt_;
  boost::beast::flat_buffer buffer_;
  Stop stop_ = Stop::none;
  bool interrupted_ = false;
  std::string step_ = "preparing the request";
  std::string peer_;
};

void Exchange::watch_interrupt() {
  const int descriptor = interrupt_descriptor();
  if (descriptor < 0) return;
  error_code ignored;
  interrupt_.assign(descriptor, ignored);
  if (ignored) return;
  interrupt_.async_wait(asio::posix::stream_descriptor::wait_read,
                        [this](const error_code& error) {
                          if (!error) interrupted_ = true;
                        });
}

template <typename Start>
error_code Exchange::drive(SteadyClock::time_point end, Start start) {
  return drive(end, start, [this] {
    error_code ignored;
    socket_.close(ignored);
  });
}

template <typename Start, typename Cancel>
error_code Exchange::drive(SteadyClock::time_point end, Start start,
                           Cancel cancel) {
  std::optional<error_code> result;
  start([&result](const error_code& error, auto&&...) { result = error; });
  stop_ = Stop::none;
  while (!result && stop_ == Stop::none) {
    if (interrupted_)
      stop_ = Stop::interrupt;
    else if (context_.run_one_until(end) == 0)
      stop_ = Stop::time;
    if (context_.stopped()) context_.restart();
  }
  if (result) return *result;
  // The handler refers to this frame, so that it has to run before it goes.
  cancel();
  while (!result) {
    context_.run_one();
    if (context_.stopped()) context_.restart();
  }
  return asio::error::operation_aborted;
}

Result<std::vector<tcp::endpoint>> Exchange::resolve() {
  error_code not_a_number;
  const auto address = asio::ip::make_address(target_.host, not_a_number);
  if (!not_a_number) {
    const auto port =
        static_cast<asio::ip::port_type>(*parse_unsigned(target_.port));
    return std::vector<tcp::endpoint>{tcp::endpoint(address, port)};
  }
  step_ = fmt::format("looking up {}", target_.host);
  const auto look = std::make_shared<LookUp>();
  auto event = make_event();
  if (!event) return std::move(event).error();
  look->done = std::move(*event);
  // getaddrinfo cannot be called off; a thread that nobody waits for can.
  std::thread([look, host = target_.host, port = target_.port] {
    Names names = look_up(host, port);
    const std::lock_guard lock(look->mutex);
    look->names = std::move(names);
    notify(look->done.number());
  }).detach();
  asio::posix::stream_descriptor done(context_, dup(look->done.number()));
  const error_code error = drive(
      end_,
      [&](auto handler) {
        done.async_wait(asio::posix::stream_descriptor::wait_read, handler);
      },
      [&] { done.cancel(); });
  if (error) return trouble(error);
  const std::lock_guard lock(look->mutex);
  if (look->names.code == 0 && !look->names.endpoints.empty())
    return look->names.endpoints;
  return failed(fmt::format("no such host: {} ({})", target_.host,
                            gai_strerror(look->names.code)));
}

Result<void> Exchange::connect(const std::vector<tcp::endpoint>& endpoints) {
  std::vector<std::string> troubles;
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    peer_ = in_words(endpoints[i]);
    step_ = fmt::format("connecting to {}", peer_);
    // An address that swallows packets must leave time for the next one.
    const auto now = SteadyClock::now();
    const auto share = (end_ - now) / static_cast<long>(endpoints.size() - i);
    socket_ = tcp::socket(context_);
    const error_code error = drive(now + share, [&](auto handler) {
      socket_.async_connect(endpoints[i], handler);
    });
    if (!error) {
      error_code ignored;
      socket_.set_option(tcp::no_delay(true), ignored);
      return {};
    }
    troubles.push_back(trouble(error).message);
    if (interrupted_ || SteadyClock::now() >= end_) break;
  }
  return failed(join(troubles, "; "));
}

Result<void> Exchange::shake_hands() {
  step_ = fmt::format("agreeing on TLS with {}", peer_);
  secure_.emplace(socket_, *tls_);
  SSL* handle = secure_->native_handle();
  error_code not_a_number;
  asio::ip::make_address(target_.host, not_a_number);
  // OpenSSL compares the names itself, so that its verdict says "mismatch".
  const bool names_set =
      not_a_number
          ? SSL_set_tlsext_host_name(handle, target_.host.c_str()) == 1 &&
                SSL_set1_host(handle, target_.host.c_str()) == 1
          : X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(handle),
                                          target_.host.c_str()) == 1;
  if (!names_set)
    return failed(fmt::format("no certificate can name {}", target_.host));
  const error_code error = drive(end_, [&](auto handler) {
    secure_->async_handshake(ssl::stream_base::client, handler);
  });
  if (!error) return {};
  return stop_ == Stop::none ? tls_trouble(error) : trouble(error);
}

error_code Exchange::send(const std::string& bytes) {
  step_ = "sending the request";
  return drive(end_, [&](auto handler) {
    if (secure_)
      asio::async_write(*secure_, asio::buffer(bytes), handler);
    else
      asio::async_write(socket_, asio::buffer(bytes), handler);
  });
}

template <typename Stream>
Result<HttpResponse> Exchange::receive(Stream& stream, bool is_head,
                                       error_code sent) {
  step_ = "waiting for the first byte";
  std::size_t count = 0;
  const error_code first = drive(end_, [&](auto handler) {
    stream.async_read_some(
        buffer_.prepare(kReadAhead),
        [&count, handler](const error_code& error, std::size_t size) mutable {
          count = size;
          handler(error);
        });
  });
  buffer_.commit(count);
  // A server may answer before it has read everything and hang up; when it did
  // not even answer, what went wrong first is the better message.
  if (first && stop_ == Stop::none && sent) return trouble(sent);
  if (first == asio::error::eof || first == ssl::error::stream_truncated) {
    return failed(
        fmt::format("{} closed the connection without an answer", peer_));
  }
  if (first) return trouble(first);
  for (int interim = 0; interim <= kMaxInterim; ++interim) {
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(
        std::min<std::uint64_t>(limits_.max_header, UINT32_MAX)));
    parser.body_limit(limits_.max_body);
    if (is_head) parser.skip(true);
    step_ = "reading the header";
    error_code error = drive(end_, [&](auto handler) {
      http::async_read_header(stream, buffer_, parser, handler);
    });
    if (error) return trouble(error);
    const unsigned status = parser.get().result_int();
    if (status >= 100 && status < 200 && status != 101) continue;
    step_ = "reading the body";
    if (!parser.is_done()) {
      error = drive(end_, [&](auto handler) {
        http::async_read(stream, buffer_, parser, handler);
      });
    }
    if (error) {
      step_ = fmt::format("reading the body, {} so far",
                          plural(parser.get().body().size(), "byte"));
      return trouble(error);
    }
    return finish(parser);
  }
  return failed(
      fmt::format("{} sent more than {} interim answers", peer_, kMaxInterim));
}

Result<HttpResponse> Exchange::finish(Parser& parser) const {
  // One request was sent, so that nothing may follow its answer: the length was
  // a lie, or somebody smuggled a second one in.
  if (buffer_.size() > 0) {
    return failed(
        fmt::format("{} sent {} after the end of the response; its "
                    "Content-Length is too small",
                    peer_, plural(buffer_.size(), "byte")));
  }
  auto message = parser.release();
  HttpResponse response;
  response.status = static_cast<int>(message.result_int());
  for (const auto& field : message)
    response.headers.emplace_back(field.name_string(), field.value());
  response.body = std::move(message.body());
  return response;
}

Error Exchange::trouble(const error_code& error) const {
  if (stop_ == Stop::interrupt)
    return failed(fmt::format("interrupted while {}", step_));
  if (stop_ == Stop::time)
    return failed(
        fmt::format("timed out after {} {}", describe(limits_.total), step_));
  if (error == asio::error::connection_refused)
    return failed(fmt::format("connection refused by {}", peer_));
  if (error == asio::error::connection_reset ||
      error == asio::error::broken_pipe)
    return failed(
        fmt::format("{} reset the connection while {}", peer_, step_));
  if (error == http::error::body_limit)
    return failed(
        fmt::format("the body is larger than {} bytes, the most that "
                    "is read",
                    limits_.max_body));
  if (error == http::error::header_limit ||
      error == http::error::buffer_overflow)
    return failed(
        fmt::format("the header is larger than {} bytes, the most "
                    "that is read",
                    limits_.max_header));
  if (error == http::error::partial_message ||
      error == http::error::end_of_stream || error == asio::error::eof ||
      error == ssl::error::stream_truncated)
    return failed(
        fmt::format("{} cut the response short while {}", peer_, step_));
  if (error.category() ==
      http::make_error_code(http::error::bad_version).category())
    return failed(fmt::format("{} did not answer in HTTP ({}) while {}", peer_,
                              error.message(), step_));
  return failed(fmt::format("{} while {}", to_lower(error.message()), step_));
}

Error Exchange::tls_trouble(const error_code& error) const {
  const long verified = SSL_get_verify_result(
      const_cast<ssl::stream<tcp::socket&>&>(*secure_).native_handle());
  const char* words = X509_verify_cert_error_string(verified);
  if (verified == X509_V_ERR_HOSTNAME_MISMATCH ||
      verified == X509_V_ERR_IP_ADDRESS_MISMATCH)
    return failed(fmt::format("the certificate of {} is for another host: {}",
                              target_.authority, to_lower(words)));
  if (verified != X509_V_OK)
    return failed(
        fmt::format("the certificate of {} is not trusted: {}; an "
                    "authority of your own is named by SSL_CERT_FILE",
                    target_.authority, words));
  return failed(fmt::format("no TLS with {}: {}", peer_, error.message()));
}

Result<HttpResponse> Exchange::run(const std::string& bytes, bool is_head) {
  watch_interrupt();
  auto endpoints = resolve();
  if (!endpoints) return std::move(endpoints).error();
  auto connected = connect(*endpoints);
  if (!connected) return std::move(connected).error();
  if (target_.secure) {
    auto agreed = shake_hands();
    if (!agreed) return std::move(agreed).error();
  }
  const error_code sent = send(bytes);
  if (sent && stop_ != Stop::none) return trouble(sent);
  return secure_ ? receive(*secure_, is_head, sent)
                 : receive(socket_, is_head, sent);
}

// The authorities that the system trusts.  OpenSSL knows one place, that of the
// system it was built on; the program runs on others too.
void trust_system(ssl::context& context) {
  context.set_default_verify_paths();  // honours SSL_CERT_FILE and SSL_CERT_DIR
  if (std::getenv("SSL_CERT_FILE") || std::getenv("SSL_CERT_DIR")) return;
  for (const char* bundle :
       {"/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"}) {
    if (access(bundle, R_OK) != 0) continue;
    error_code ignored;
    context.load_verify_file(bundle, ignored);
    return;
  }
}

class RealHttp : public Http {
 public:
  Result<HttpResponse> send(const HttpRequest& request,
                            const HttpLimits& limits) override {
    const auto target = read_url(request.url);
    if (!target) return target.error();
    const auto bytes = request_bytes(request, *target);
    if (!bytes) return bytes.error();
    try {
      ssl::context* tls = target->secure ? &tls_context() : nullptr;
      return Exchange(*target, limits, tls)
          .run(*bytes, request.method == "HEAD");
    } catch (const boost::system::system_error& error) {
      // No descriptors left, for one; the library's constructors throw.
      return failed(fmt::format("cannot send to {}: {}", target->authority,
                                error.what()));
    }
  }

 private:
  // Reading the authorities takes longer than a request; done when first
  // needed.
  ssl::context& tls_context() {
    const std::lock_guard lock(mutex_);
    if (!tls_) {
      tls_.emplace(ssl::context::tls_client);
      SSL_CTX_set_min_proto_version(tls_->native_handle(), TLS1_2_VERSION);
      tls_->set_verify_mode(ssl::verify_peer);
      trust_system(*tls_);
    }
    return *tls_;
  }

  std::mutex mutex_;
  std::optional<ssl::context> tls_;
};

}  // namespace

std::unique_ptr<Http> real_http() { return std::make_unique<RealHttp>(); }

}  // namespace gate::io
