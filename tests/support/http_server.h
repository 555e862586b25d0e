// A small real HTTP server on a loopback port, whose answers and faults a test
// scripts byte by byte.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace gate::testing {

// What the server does with one connection, in this order.
struct Reply {
  enum class End {
    close,  // after the bytes, in good order
    cut,    // the same without TLS's notice that this is the end
    reset,  // the peer sees "connection reset"
    hold,   // neither sends nor reads until the peer or the test goes
  };
  std::string bytes;  // sent as they are
  End end = End::close;
  bool reads_request = true;
  bool repeats = false;  // the bytes again and again, until the peer goes
};

// "HTTP/1.1 200 OK" with that body and its length.
Reply ok(std::string_view body);

class HttpServer {
 public:
  // Called with the whole request (header and, by Content-Length, body); the
  // server thread borrows it.
  using Script = std::function<Reply(const std::string& request)>;
  enum class Tls { no, yes };
  enum class Family { ipv4, ipv6 };

  explicit HttpServer(Script script, Tls tls = Tls::no,
                      Family family = Family::ipv4);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  int port() const { return port_; }
  // "http://127.0.0.1:PORT/path"; another host name is the test's wish.
  std::string url(std::string_view path = "/",
                  std::string_view host = {}) const;
  std::vector<std::string> requests() const;
  // The server's own certificate, for "localhost" and 127.0.0.1, in PEM;
  // Tls::yes only.
  const std::string& certificate() const { return certificate_; }

 private:
  struct Secret;
  void serve();
  void answer(int connection);

  Script script_;
  Family family_;
  std::string certificate_;
  std::unique_ptr<Secret> secret_;
  int listener_ = -1;
  int stop_ = -1;  // an event: readable once the test is over
  int port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

// A loopback port on which nobody listens.
int closed_port();

}  // namespace gate::testing
