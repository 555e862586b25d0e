#include "gate/config/source.h"

#include <algorithm>
#include <optional>
#include <string>

#include "gate/base/text.h"

namespace gate::config {
namespace {

bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

bool is_plain_ascii(std::string_view line) {
  return std::all_of(line.begin(), line.end(), [](char c) {
    return (c >= 0x20 && c < 0x7F) || c == '\t';
  });
}

// What is wrong with one character, or nothing.
std::optional<std::string> trouble_with(std::string_view character) {
  if (character == std::string_view("\0", 1)) return "a NUL byte";
  if (character == "\r")
    return "a carriage return that does not end a line (use LF or CR LF)";
  if (!is_valid_utf8(character))
    return "bytes that are not UTF-8 (" + printable(character) + ")";
  const std::string shown = printable(character);
  if (shown == character) return std::nullopt;
  return "the invisible character " + shown +
         ", which people and programs read differently; remove it, or write it "
         "as an escape in double quotes";
}

// At most one finding a line: a damaged line is damaged.
void check_characters(std::string_view line, std::size_t number,
                      Findings& findings) {
  if (is_plain_ascii(line)) return;
  std::size_t column = 1;
  for (std::size_t i = 0; i < line.size(); ++column) {
    std::size_t end = i + 1;
    while (end < line.size() && continues_character(line[end])) ++end;
    if (const auto trouble = trouble_with(line.substr(i, end - i))) {
      findings.add({number, column}, "", *trouble);
      return;
    }
    i = end;
  }
}

bool is_blank_or_comment(std::string_view line) {
  const std::string_view text = trim(line);
  return text.empty() || text.front() == '#';
}

bool is_marker(std::string_view line, std::string_view marker) {
  return line.starts_with(marker) &&
         (line.size() == marker.size() || line[3] == ' ' || line[3] == '\t');
}

// Follows the markers from line to line; YAML allows them nowhere else than at
// the start of a line, whatever surrounds them.
class Documents {
 public:
  void line(std::string_view line, std::size_t number, Findings& findings) {
    const bool starts = is_marker(line, "---");
    const bool ends = is_marker(line, "...");
    if (line.starts_with("%")) {
      findings.add({number, 1}, "",
                   "a YAML directive (%...) is not allowed here; remove it");
    } else if ((starts || ends) && !is_blank_or_comment(line.substr(3))) {
      findings.add({number, 1}, "",
                   "nothing may stand behind \"" +
                       std::string(line.substr(0, 3)) + "\" in its line");
    } else if (starts && (seen_content_ || seen_start_ || seen_end_)) {
      findings.add({number, 1}, "",
                   "a second document starts here; expected one, a YAML reader "
                   "may ignore the rest");
    } else if (seen_end_ && !is_blank_or_comment(line)) {
      findings.add({number, 1}, "",
                   "text behind the end of the document (\"...\" in line " +
                       std::to_string(end_line_) + ")");
      seen_end_ = false;  // one finding is enough
    }
    if (starts) seen_start_ = true;
    if (ends) {
      seen_end_ = true;
      end_line_ = number;
    }
    if (!starts && !ends && !line.starts_with("%") &&
        !is_blank_or_comment(line))
      seen_content_ = true;
  }

 private:
  bool seen_start_ = false;
  bool seen_content_ = false;
  bool seen_end_ = false;
  std::size_t end_line_ = 0;
};

}  // namespace

Positions::Positions(std::string_view text) {
  positions_.reserve(text.size() + 1);
  Position position;
  positions_.push_back(position);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n')
      position = {position.line + 1, 1};
    else if (i + 1 >= text.size() || !continues_character(text[i + 1]))
      ++position.column;
    positions_.push_back(position);
  }
}

Position Positions::at(std::size_t offset) const {
  return positions_[std::min(offset, positions_.size() - 1)];
}

void check_source(std::string_view text, Findings& findings) {
  if (text.size() > kMaxBytes) {
    findings.add({}, "",
                 "expected at most " + std::to_string(kMaxBytes) +
                     " bytes, found " + std::to_string(text.size()));
    return;
  }
  Documents documents;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (end != std::string_view::npos && line.ends_with('\r'))
      line.remove_suffix(1);
    check_characters(line, ++number, findings);
    documents.line(line, number, findings);
  }
}

}  // namespace gate::config
