#include "gate/config/values.h"

#include <algorithm>

#include "gate/base/text.h"

namespace gate::config {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Visible ASCII: what may stand in a URL unescaped or escaped.
bool is_visible(char c) { return c > 0x20 && c < 0x7F; }

constexpr std::size_t kLongestName = 100;

// ".name" or "[0]" in front of text, which loses it.
bool take_step(std::string_view& text) {
  std::size_t end = 1;
  if (text[0] == '.') {
    while (end < text.size() && text[end] != '.' && text[end] != '[') ++end;
    const bool named = end > 1;
    text.remove_prefix(end);
    return named;
  }
  if (text[0] != '[') return false;
  while (end < text.size() && is_digit(text[end])) ++end;
  if (end == 1 || end >= text.size() || text[end] != ']') return false;
  text.remove_prefix(end + 1);
  return true;
}

bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    return host.size() > 3 && host.ends_with(']') &&
           host.find_first_not_of("0123456789abcdefABCDEF:.", 1) ==
               host.size() - 1;
  }
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
  });
}

bool is_port(std::string_view port) {
  const auto number = parse_unsigned(port);
  return number && *number >= 1 && *number <= 65535;
}

// Braces make new components of their parts ("{.,a}." holds ".."), so no part
// of a pattern with braces may be made of dots alone.
bool may_climb(std::string_view pattern) {
  const bool braces = pattern.find('{') != std::string_view::npos;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= pattern.size(); ++i) {
    const bool cut = i == pattern.size() || pattern[i] == '/' ||
                     (braces && std::string_view("{},").find(pattern[i]) !=
                                    std::string_view::npos);
    if (!cut) continue;
    const std::string_view part = pattern.substr(start, i - start);
    start = i + 1;
    if (part == ".." && braces) return true;
    if (part == "." && braces) return true;
    if (part == ".." && --depth < 0) return true;
    if (!part.empty() && part != "." && part != "..") ++depth;
  }
  return false;
}

}  // namespace

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kLongestName &&
         (is_letter(text[0]) || is_digit(text[0])) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_letter(c) || is_digit(c) || c == '.' || c == '_' ||
                  c == '-';
         });
}

bool is_variable_name(std::string_view text) {
  return !text.empty() && !is_digit(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_letter(c) || is_digit(c) || c == '_';
         });
}

bool is_json_path(std::string_view text) {
  if (!text.starts_with('$')) return false;
  text.remove_prefix(1);
  while (!text.empty())
    if (!take_step(text)) return false;
  return true;
}

bool is_url_path(std::string_view text) {
  return text.starts_with('/') && !text.starts_with("//") &&
         std::all_of(text.begin(), text.end(), is_visible) &&
         text.find('#') == std::string_view::npos;
}

std::optional<std::string> trouble_with_url(std::string_view text) {
  std::string_view rest = text;
  if (to_lower(rest.substr(0, 8)) == "https://")
    rest.remove_prefix(8);
  else if (to_lower(rest.substr(0, 7)) == "http://")
    rest.remove_prefix(7);
  else
    return "it does not begin with http:// or https://";
  if (!std::all_of(rest.begin(), rest.end(), is_visible))
    return "it holds a blank or another character that a URL cannot hold";
  if (rest.find_first_of("?#") != std::string_view::npos)
    return "it has a query or a fragment";
  const std::string_view authority = rest.substr(0, rest.find('/'));
  if (authority.find('@') != std::string_view::npos)
    return "it holds credentials";
  const std::size_t colon = authority.find(':', authority.find(']') + 1);
  if (!is_host(authority.substr(0, colon))) return "it names no host";
  if (colon != std::string_view::npos && !is_port(authority.substr(colon + 1)))
    return "its port is not a number from 1 to 65535";
  return std::nullopt;
}

std::optional<std::string> trouble_with_inside(std::string_view text) {
  while (text.starts_with("./")) text.remove_prefix(2);
  if (text.starts_with('/')) return "it is absolute";
  if (text.starts_with('~')) return "\"~\" is not a home folder here";
  if (may_climb(text)) return "\"..\" leaves the workspace";
  return std::nullopt;
}

}  // namespace gate::config
