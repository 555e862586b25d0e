// What the service answers to each request, without any socket: values in,
// values out.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "examples/orders/bugs.h"
#include "examples/orders/store.h"
#include "gate/base/http_message.h"
#include "gate/base/time.h"

namespace orders {

inline constexpr std::size_t kLargestBody = 64 * 1024;

struct Request {
  std::string method = "GET";
  std::string target = "/";  // path and query, as sent
  gate::HttpHeaders headers;
  std::string body;
};

class Routes {
 public:
  struct Settings {
    std::string commit;
    Bug bug = Bug::none;
    std::function<gate::Instant()> now;
    std::function<std::string()> new_id;  // different each time, hexadecimal
  };

  // The store is borrowed and must live longer.
  Routes(Store& store, Settings settings);

  // HEAD is answered like GET; leaving out the body is up to the sender.
  gate::HttpResponse answer(const Request& request);

  // The answer to bytes that are no request.
  gate::HttpResponse refuse(int status, std::string_view message);

 private:
  gate::HttpResponse dispatch(const Request& request);
  gate::HttpResponse create(const Request& request);
  gate::HttpResponse show(const std::string& id);
  gate::HttpResponse list(std::string_view target);
  void complete(const Request& request, gate::HttpResponse& response);

  Store& store_;
  Settings settings_;
};

}  // namespace orders
