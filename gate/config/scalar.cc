#include "gate/config/scalar.h"

#include <algorithm>
#include <limits>

#include "gate/base/text.h"

namespace gate::config {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Digits and "_" (which YAML 1.1 ignores), at least one digit.
bool take_digits(std::string_view& text) {
  bool seen = false;
  while (!text.empty() && (is_digit(text[0]) || (seen && text[0] == '_'))) {
    seen = true;
    text.remove_prefix(1);
  }
  return seen;
}

bool take_any(std::string_view& text, std::string_view characters) {
  if (text.empty() || characters.find(text[0]) == std::string_view::npos)
    return false;
  text.remove_prefix(1);
  return true;
}

// 0x1F, 0o17, 0b11.
bool is_prefixed_number(std::string_view text) {
  if (text.size() < 3 || text[0] != '0') return false;
  if (std::string_view("xXoObB").find(text[1]) == std::string_view::npos)
    return false;
  return text.find_first_not_of("0123456789abcdefABCDEF_", 2) ==
         std::string_view::npos;
}

bool is_decimal_number(std::string_view text) {
  const bool whole = take_digits(text);
  const bool fraction = take_any(text, ".") && take_digits(text);
  if (!whole && !fraction) return false;
  if (take_any(text, "eE")) {
    take_any(text, "+-");
    if (!take_digits(text)) return false;
  }
  return text.empty();
}

bool looks_like_number(std::string_view text) {
  take_any(text, "+-");
  const std::string lower = to_lower(text);
  return lower == ".inf" || lower == ".nan" || is_prefixed_number(text) ||
         is_decimal_number(text);
}

}  // namespace

Look look(const Node& scalar) {
  if (scalar.style != Node::Style::plain) return Look::text;
  const std::string lower = to_lower(scalar.text);
  if (lower.empty() || lower == "~" || lower == "null") return Look::nothing;
  if (lower == "true" || lower == "false") return Look::boolean;
  return looks_like_number(scalar.text) ? Look::number : Look::text;
}

std::string describe(const Node& node) {
  switch (node.kind) {
    case Node::Kind::nothing:
      return "nothing";
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::mapping:
      return "a mapping";
    case Node::Kind::refused:
      return "something else";
    case Node::Kind::scalar:
      break;
  }
  const std::string text = shorten(printable(node.text), 80);
  switch (look(node)) {
    case Look::number:
      return "the number " + text;
    case Look::boolean:
      return "the boolean " + text;
    case Look::nothing:
      return "nothing";
    case Look::text:
      break;
  }
  return "the text \"" + text + "\"";
}

std::optional<std::uint64_t> whole_number(const Node& scalar) {
  const std::string& text = scalar.text;
  if (look(scalar) != Look::number ||
      !std::all_of(text.begin(), text.end(), is_digit))
    return std::nullopt;
  if (text.size() > 1 && text[0] == '0') return std::nullopt;
  return parse_unsigned(text);
}

std::optional<bool> boolean(const Node& scalar) {
  if (scalar.style != Node::Style::plain) return std::nullopt;
  if (scalar.text == "true") return true;
  if (scalar.text == "false") return false;
  return std::nullopt;
}

std::optional<std::uint64_t> byte_size(const Node& scalar) {
  if (look(scalar) == Look::number) return whole_number(scalar);
  std::string_view text = scalar.text;
  unsigned shift = 0;
  if (text.ends_with("KiB")) shift = 10;
  if (text.ends_with("MiB")) shift = 20;
  if (text.ends_with("GiB")) shift = 30;
  if (shift == 0 || scalar.style == Node::Style::expanded) return std::nullopt;
  text = trim(text.substr(0, text.size() - 3));
  const auto number = parse_unsigned(text);
  constexpr auto kMax = std::numeric_limits<std::uint64_t>::max();
  if (!number || *number > (kMax >> shift)) return std::nullopt;
  if (text.size() > 1 && text[0] == '0') return std::nullopt;
  return *number << shift;
}

}  // namespace gate::config
