#include "gate/io/http_request.h"

// Boost uses std::exchange without including it.
// clang-format off
#include <utility>
// clang-format on

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <string_view>

#include "gate/base/text.h"
#include "gate/base/version.h"

namespace gate::io {
namespace {

Error bad_url(std::string_view url, std::string_view why) {
  return {ErrorKind::usage,
          fmt::format("\"{}\" is not an address the gate can ask: {}",
                      printable(url), why)};
}

}  // namespace

Result<HttpTarget> read_url(const std::string& text) {
  const auto parsed = boost::urls::parse_uri(text);
  if (!parsed) return bad_url(text, "expected http://host/path");
  const boost::urls::url_view& url = *parsed;
  HttpTarget target;
  const std::string scheme = to_lower(std::string(url.scheme()));
  if (scheme != "http" && scheme != "https")
    return bad_url(text,
                   fmt::format("expected http or https, found {}", scheme));
  target.secure = scheme == "https";
  if (url.has_userinfo())
    return bad_url(fmt::format("{}://...@{}", scheme,
                               std::string_view(url.encoded_host_and_port())),
                   "a name and password in it would end in logs; send an "
                   "Authorization header instead");
  target.host = std::string(url.host_address());
  if (target.host.empty()) return bad_url(text, "it names no host");
  target.port = url.port().empty() ? (target.secure ? "443" : "80")
                                   : std::string(url.port());
  const auto port = parse_unsigned(target.port);
  if (!port || *port == 0 || *port > 65535)
    return bad_url(
        text, fmt::format("port {} is not between 1 and 65535", target.port));
  target.authority = std::string(url.encoded_host_and_port());
  target.path = std::string(url.encoded_path());
  if (target.path.empty()) target.path = "/";
  if (url.has_query()) target.path += "?" + std::string(url.encoded_query());
  return target;
}

namespace {

bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || kMarks.find(c) != std::string_view::npos;
  });
}

// A recording may hold anything; a line end in a header would be a second
// request.
bool is_header_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
}

bool is_named(const HttpHeaders& headers, std::string_view name) {
  return std::any_of(headers.begin(), headers.end(), [&](const auto& header) {
    return equals_ignoring_case(header.first, name);
  });
}

// Headers about this one connection are the sender's own.
bool is_of_connection(std::string_view name) {
  constexpr std::array<std::string_view, 8> kNames = {
      "connection", "content-length",  "transfer-encoding",
      "keep-alive", "upgrade",         "expect",
      "te",         "proxy-connection"};
  return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view known) {
    return equals_ignoring_case(name, known);
  });
}

}  // namespace

Result<std::string> request_bytes(const HttpRequest& request,
                                  const HttpTarget& target) {
  if (!is_token(request.method) || request.method == "CONNECT") {
    return Error{ErrorKind::usage, fmt::format("\"{}\" is not a method to send",
                                               printable(request.method))};
  }
  std::string bytes =
      fmt::format("{} {} HTTP/1.1\r\n", request.method, target.path);
  const auto add = [&](std::string_view name, std::string_view value) {
    bytes += fmt::format("{}: {}\r\n", name, value);
  };
  if (!is_named(request.headers, "Host")) add("Host", target.authority);
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name) || !is_header_value(value)) {
      return Error{ErrorKind::usage,
                   fmt::format("header \"{}\" holds characters that no header "
                               "may hold",
                               printable(name))};
    }
    if (!is_of_connection(name)) add(name, value);
  }
  if (!is_named(request.headers, "User-Agent"))
    add("User-Agent", fmt::format("gate/{}", version()));
  if (!is_named(request.headers, "Accept")) add("Accept", "*/*");
  const bool may_have_body = request.method == "POST" ||
                             request.method == "PUT" ||
                             request.method == "PATCH";
  if (may_have_body || !request.body.empty())
    add("Content-Length", std::to_string(request.body.size()));
  add("Connection", "close");
  return bytes + "\r\n" + request.body;
}

}  // namespace gate::io
