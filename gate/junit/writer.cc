#include "gate/junit/writer.h"

#include <fmt/format.h>

#include <cstdint>

#include "gate/base/text.h"
#include "gate/junit/xml_syntax.h"

namespace gate::junit {
namespace {

// Characters that XML forbids, or that make a reader see something else than
// what is there: controls, and what changes the direction of the text.
bool is_treacherous(std::uint32_t c) {
  const bool is_control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  const bool is_bidi = c == 0x061C || c == 0x200E || c == 0x200F ||
                       (c >= 0x202A && c <= 0x202E) ||
                       (c >= 0x2066 && c <= 0x2069);
  return is_control || is_bidi || !is_xml_character(c);
}

void append_escaped(std::string& out, std::uint32_t c) {
  switch (c) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '"':
      out += "&quot;";
      return;
    case '\n':
    case '\r':
    case '\t':
      out += fmt::format("&#{};", c);
      return;
    default:
      break;
  }
  if (!is_treacherous(c))
    append_utf8(out, c);
  else if (c < 0x100)
    out += fmt::format("\\x{:02X}", c);
  else
    out += fmt::format("\\u{{{:04X}}}", c);
}

void append_attribute(std::string& out, std::string_view name,
                      std::string_view value) {
  out += fmt::format(" {}=\"{}\"", name, escape(value));
}

void append_child(std::string& out, std::string_view name,
                  const TestCase& test) {
  out += fmt::format("<{}", name);
  if (!test.message.empty()) append_attribute(out, "message", test.message);
  if (!test.type.empty()) append_attribute(out, "type", test.type);
  if (test.text.empty())
    out += "/>";
  else
    out += fmt::format(">{}</{}>", escape(test.text), name);
}

std::string children_of(const TestCase& test) {
  std::string out;
  if (!test.code.empty())
    out += fmt::format(
        "<properties><property name=\"gate.code\" value=\"{}\"/></properties>",
        escape(test.code));
  switch (test.status) {
    case CaseStatus::passed:
      break;
    case CaseStatus::flaky:
      append_child(out, "flakyFailure", test);
      break;
    case CaseStatus::skipped:
      append_child(out, "skipped", test);
      break;
    case CaseStatus::failed:
      append_child(out, "failure", test);
      break;
    case CaseStatus::errored:
      append_child(out, "error", test);
      break;
  }
  return out;
}

}  // namespace

std::string escape(std::string_view text) {
  const std::string valid = to_valid_utf8(text);
  std::string out;
  out.reserve(valid.size());
  for (std::string_view rest = valid; !rest.empty();)
    append_escaped(out, take_code_point(rest));
  return out;
}

std::string write_case(const TestCase& test) {
  std::string out = "<testcase";
  if (!test.classname.empty())
    append_attribute(out, "classname", test.classname);
  append_attribute(out, "name", test.name);
  if (!test.file.empty()) append_attribute(out, "file", test.file);
  if (test.line != 0) out += fmt::format(" line=\"{}\"", test.line);
  if (test.seconds) out += fmt::format(" time=\"{}\"", *test.seconds);
  const std::string children = children_of(test);
  out += children.empty() ? "/>" : ">" + children + "</testcase>";
  out += '\n';
  return out;
}

}  // namespace gate::junit
