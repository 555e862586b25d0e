// HTTP/1.1 over TCP around the routes: keep-alive, limits of size, time and
// number, an orderly end.  One thread serves all connections.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "examples/orders/routes.h"
#include "gate/base/result.h"

namespace orders {

struct ServerLimits {
  std::size_t header_bytes = 8 * 1024;
  std::size_t body_bytes = kLargestBody;
  std::size_t connections = 256;  // more are closed at once
  std::chrono::seconds request{15};   // from silence to the last byte
  std::chrono::seconds response{15};
  std::chrono::milliseconds farewell{1000};  // for answers under way at the end
};

class Server {
 public:
  // Listens at "127.0.0.1:8080" or "[::1]:8080"; port 0 takes a free one.  From
  // here on SIGTERM and SIGINT end run() instead of the process.  The routes
  // are borrowed and must live longer.
  static gate::Result<Server> listen(std::string_view address, Routes& routes,
                                     const ServerLimits& limits = {});
  ~Server();
  Server(Server&&) noexcept;

  // "http://127.0.0.1:8080".
  std::string url() const;

  // Serves until a signal comes, then lets the answers under way go out.
  void run();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace orders
