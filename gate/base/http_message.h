// A request and its response as values, shared by those who make them and those
// who send them.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace gate {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method = "GET";
  std::string url;  // absolute, http or https
  HttpHeaders headers;
  std::string body;

  bool operator==(const HttpRequest&) const = default;
};

struct HttpResponse {
  int status = 0;
  HttpHeaders headers;
  std::string body;

  bool operator==(const HttpResponse&) const = default;
};

}  // namespace gate
