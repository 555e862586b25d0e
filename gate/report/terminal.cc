#include "gate/report/terminal.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "gate/base/text.h"

namespace gate::report {
namespace {

// More than any terminal shows of one line; longer text is cut before it is
// looked at.
constexpr std::size_t kMostBytes = 4096;

struct CodePoint {
  std::uint32_t code;
  std::size_t bytes;
};

// Of valid UTF-8, as printable() returns it.
CodePoint next_code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  if (byte(0) < 0x80) return {byte(0), 1};
  const std::size_t bytes = byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
  std::uint32_t code = byte(0) & (0x7Fu >> bytes);
  for (std::size_t i = 1; i < bytes && i < text.size(); ++i) {
    code = code << 6 | (byte(i) & 0x3F);
  }
  return {code, std::min(bytes, text.size())};
}

struct Range {
  std::uint32_t first, last;
};

bool is_in(std::uint32_t code, const auto& ranges) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const Range& range) {
    return code >= range.first && code <= range.last;
  });
}

// A rough table of East Asian width: enough to keep columns in line.
std::size_t width_of(std::uint32_t code) {
  static constexpr auto kNone = std::to_array<Range>(
      {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x2060, 0x2064},
       {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}});
  static constexpr auto kWide = std::to_array<Range>(
      {{0x1100, 0x115F}, {0x2E80, 0xA4CF}, {0xAC00, 0xD7A3},
       {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60},
       {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF},
       {0x20000, 0x3FFFD}});
  if (is_in(code, kNone)) return 0;
  return is_in(code, kWide) ? 2 : 1;
}

// One line of harmless text, whatever came in.
std::string harmless(std::string_view foreign) {
  return replace_all(printable(shorten(foreign, kMostBytes)), "\t", " ");
}

// The longest beginning of the text that takes at most width columns.
std::string_view beginning(std::string_view text, std::size_t width) {
  std::size_t bytes = 0;
  std::size_t taken = 0;
  while (bytes < text.size()) {
    const CodePoint next = next_code_point(text.substr(bytes));
    taken += width_of(next.code);
    if (taken > width) break;
    bytes += next.bytes;
  }
  return text.substr(0, bytes);
}

std::string cut(std::string_view text, std::size_t width) {
  if (columns(text) <= width) return std::string(text);
  if (width <= 3) return std::string(beginning(text, width));
  return std::string(beginning(text, width - 3)) + "...";
}

}  // namespace

std::size_t columns(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const CodePoint next = next_code_point(text);
    width += width_of(next.code);
    text.remove_prefix(next.bytes);
  }
  return width;
}

std::string fit(std::string_view foreign, std::size_t width) {
  return cut(harmless(foreign), width);
}

std::string pad(std::string_view foreign, std::size_t width) {
  std::string text = fit(foreign, width);
  text.append(width - std::min(width, columns(text)), ' ');
  return text;
}

std::vector<std::string> wrap(std::string_view foreign, std::size_t width,
                              std::size_t max_lines) {
  const std::string text = harmless(foreign);
  std::string_view rest = text;
  std::vector<std::string> lines;
  while (!rest.empty() && lines.size() < max_lines) {
    if (lines.size() + 1 == max_lines || columns(rest) <= width) {
      lines.push_back(printable(cut(rest, width)));
      break;
    }
    std::string_view line = beginning(rest, width);
    const std::size_t blank = line.rfind(' ');
    const bool at_word_end = rest.substr(line.size()).starts_with(' ');
    if (!at_word_end && blank != std::string_view::npos && blank > 0) {
      line = line.substr(0, blank);
    }
    if (line.empty()) line = rest.substr(0, next_code_point(rest).bytes);
    // A line that now begins in the middle of the text is a new opening for the
    // commands of CI systems.
    lines.push_back(printable(line));
    rest.remove_prefix(line.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  }
  return lines;
}

std::string paint(const Style& style, Colour colour, std::string_view text) {
  if (!style.colour || colour == Colour::plain || text.empty()) {
    return std::string(text);
  }
  const char* code = "";
  switch (colour) {
    case Colour::plain: break;
    case Colour::bold: code = "1"; break;
    case Colour::dim: code = "2"; break;
    case Colour::green: code = "1;32"; break;
    case Colour::red: code = "1;31"; break;
    case Colour::yellow: code = "1;33"; break;
  }
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

Colour colour_of(std::string_view status) {
  if (status == "passed") return Colour::green;
  if (status == "failed" || status == "errored") return Colour::red;
  return Colour::yellow;
}

}  // namespace gate::report
