// An HTTP client for the tests: one connection, every step bounded in time.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "gate/base/http_message.h"
#include "gate/base/json.h"

namespace orders {

struct Answer {
  int status = 0;
  gate::HttpHeaders headers;
  std::string body;
  gate::Json json;  // null if the body is not JSON

  std::string header(std::string_view name) const;  // empty: there is none
};

class Client {
 public:
  // base is such as "http://127.0.0.1:8080".
  explicit Client(const std::string& base);
  ~Client();

  // The request's url is a path.  Connects if need be; throws
  // std::runtime_error if no answer comes.
  Answer send(const gate::HttpRequest& request);

  int connections() const;  // how often it connected

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace orders
