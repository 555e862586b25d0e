// Sends one HTTP request.  No redirect is followed, no proxy of the environment
// is used, TLS is verified.
#pragma once

#include <cstdint>
#include <memory>

#include "gate/base/http_message.h"
#include "gate/base/result.h"
#include "gate/base/time.h"

namespace gate::io {

struct HttpLimits {
  Duration total{
      std::chrono::seconds(10)};  // from the name look-up to the last byte
  std::uint64_t max_body = 1 << 20;
  std::uint64_t max_header = 64 << 10;
};

class Http {
 public:
  virtual ~Http() = default;

  // The complete response, whatever its status.  An Error for everything else:
  // no such host, refused, timed out, cut short, larger than the limits, TLS.
  // Returns early when the gate is interrupted.
  virtual Result<HttpResponse> send(const HttpRequest& request,
                                    const HttpLimits& limits) = 0;
};

std::unique_ptr<Http> real_http();

}  // namespace gate::io
