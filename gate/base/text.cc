#include "gate/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace gate {
namespace {

// One decoded code point and how many bytes it took; an ill-formed sequence is
// valid == false with the length of its maximal subpart.
struct Decoded {
  char32_t code = 0;
  std::size_t length = 1;
  bool valid = false;
};

bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

// Unicode 15, table 3-7: the bounds of the second byte depend on the first.
Decoded decode(std::string_view text) {
  const auto at = [&](std::size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned char first = at(0);
  if (first < 0x80) return {first, 1, true};
  if (first < 0xC2 || first > 0xF4) return {};
  const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (first == 0xE0) low = 0xA0;
  if (first == 0xED) high = 0x9F;
  if (first == 0xF0) low = 0x90;
  if (first == 0xF4) high = 0x8F;
  char32_t code = first & (0xFF >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const bool inside =
        i < text.size() && (i == 1 ? at(i) >= low && at(i) <= high
                                   : is_continuation(at(i)));
    if (!inside) return {0, i, false};
    code = (code << 6) | (at(i) & 0x3F);
  }
  return {code, length, true};
}

bool is_bidirectional_control(char32_t code) {
  return code == 0x061C || code == 0x200E || code == 0x200F ||
         (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

bool is_unprintable(char32_t code) {
  return (code < 0x20 && code != '\t') || (code >= 0x7F && code < 0xA0) ||
         code == 0x2028 || code == 0x2029 || code == 0xFEFF ||
         is_bidirectional_control(code);
}

std::string escaped(char32_t code) {
  const auto number = static_cast<unsigned>(code);
  return number < 0x100 ? fmt::format("\\x{:02X}", number)
                        : fmt::format("\\u{{{:04X}}}", number);
}

constexpr std::string_view kWordJoiner = "\xE2\x81\xA0";

// CI systems read commands out of a log: "::name::" at the start of a line
// (after blanks) and "##[name]", "##vso[name]" anywhere in it.
std::string without_workflow_commands(std::string line) {
  for (const std::string_view opening : {"##[", "##vso["}) {
    const std::string broken =
        "#" + std::string(kWordJoiner) + std::string(opening.substr(1));
    std::string lower = to_lower(line);
    for (std::size_t at = lower.find(opening); at != std::string::npos;
         at = lower.find(opening, at + broken.size())) {
      line.insert(at + 1, kWordJoiner);
      lower.insert(at + 1, kWordJoiner);
    }
  }
  const std::size_t start = line.find_first_not_of(" \t");
  if (start != std::string::npos && line.compare(start, 2, "::") == 0)
    line.insert(start + 1, kWordJoiner);
  return line;
}

// Insertions, deletions, replacements, and two neighbours that changed places:
// the slips of a keyboard.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({row[j - 1] + 1, last[j] + 1,
                         last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  for (std::size_t at = text.find(separator); at != std::string_view::npos;
       at = text.find(separator, start)) {
    parts.emplace_back(text.substr(start, at - start));
    start = at + 1;
  }
  parts.emplace_back(text.substr(start));
  return parts;
}

std::string join(std::span<const std::string> parts,
                 std::string_view separator) {
  return fmt::format("{}", fmt::join(parts.begin(), parts.end(), separator));
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && to_lower(a) == to_lower(b);
}

std::string replace_all(std::string text, std::string_view from,
                        std::string_view to) {
  std::string replaced;
  std::size_t start = 0;
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, start)) {
    replaced.append(text, start, at - start).append(to);
    start = at + from.size();
  }
  if (start == 0) return text;
  return replaced.append(text, start);
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty())
    return std::nullopt;
  return value;
}

std::optional<double> parse_double(std::string_view text) {
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() ||
      text.empty() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

std::string plural(std::uint64_t count, std::string_view singular,
                   std::string_view plural_form) {
  if (count == 1) return fmt::format("1 {}", singular);
  if (!plural_form.empty()) return fmt::format("{} {}", count, plural_form);
  return fmt::format("{} {}s", count, singular);
}

std::optional<std::string> closest_match(
    std::string_view word, std::span<const std::string> candidates) {
  // A third of the word may be wrong; short words may have one slip.
  std::size_t best = std::max<std::size_t>(1, word.size() / 3) + 1;
  std::optional<std::string> match;
  const std::string lower = to_lower(word);
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(lower, to_lower(candidate));
    if (distance < best) {
      best = distance;
      match = candidate;
    }
  }
  return match;
}

std::string did_you_mean(std::string_view word,
                         std::span<const std::string> candidates) {
  const auto match = closest_match(word, candidates);
  return match ? fmt::format(", did you mean \"{}\"?", *match) : std::string();
}

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (!next.valid) return false;
    text.remove_prefix(next.length);
  }
  return true;
}

std::string to_valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const Decoded next = decode(text);
    valid += next.valid ? text.substr(0, next.length)
                        : std::string_view("\xEF\xBF\xBD");
    text.remove_prefix(next.length);
  }
  return valid;
}

std::string printable(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (!next.valid) {
      for (std::size_t i = 0; i < next.length; ++i)
        line += escaped(static_cast<unsigned char>(text[i]));
    } else if (is_unprintable(next.code)) {
      line += escaped(next.code);
    } else {
      line += text.substr(0, next.length);
    }
    text.remove_prefix(next.length);
  }
  return without_workflow_commands(std::move(line));
}

std::string printable_lines(std::string_view text, std::string_view prefix) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    lines += prefix;
    lines += printable(text.substr(0, end));
    lines += '\n';
    if (end == std::string_view::npos) break;
    const bool crlf = text.substr(end, 2) == "\r\n";
    text.remove_prefix(end + (crlf ? 2 : 1));
  }
  return lines;
}

std::string shorten(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  std::size_t cut = max_bytes;
  while (cut > 0 && is_continuation(static_cast<unsigned char>(text[cut])))
    --cut;
  return fmt::format("{}... ({} more bytes)", text.substr(0, cut),
                     text.size() - cut);
}

}  // namespace gate
