// How a request is written: where its address leads, and the bytes that go
// there. Nothing of foreign origin gets into it that could become a second
// request.
#pragma once

#include <string>

#include "gate/base/http_message.h"
#include "gate/base/result.h"

namespace gate::io {

struct HttpTarget {
  bool secure = false;
  std::string host;  // without brackets
  std::string port;
  std::string authority;  // for the Host header
  std::string path;       // with the query
};

// An Error of kind usage for everything but http and https with a host.
Result<HttpTarget> read_url(const std::string& text);

// Header and body.  Headers of the one connection (Content-Length, Connection,
// ...) are the sender's own; those of the request are left out.
Result<std::string> request_bytes(const HttpRequest& request,
                                  const HttpTarget& target);

}  // namespace gate::io
