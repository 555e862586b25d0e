#include "gate/junit/words.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "gate/base/text.h"
#include "gate/junit/xml_syntax.h"

namespace gate::junit {
namespace {

struct ElementName {
  std::string_view name;
  Element element;
};

constexpr ElementName kElements[] = {
    {"testcase", Element::testcase},
    {"testsuite", Element::testsuite},
    {"testsuites", Element::testsuites},
    {"failure", Element::failure},
    {"error", Element::error},
    {"skipped", Element::skipped},
    {"disabled", Element::skipped},
    {"ignored", Element::skipped},
    {"flakyFailure", Element::flaky},
    {"flakyError", Element::flaky},
    {"rerunFailure", Element::rerun},
    {"rerunError", Element::rerun},
    {"system-out", Element::output},
    {"system-err", Element::output},
    {"properties", Element::harmless},
    {"property", Element::harmless},
    {"passed", Element::harmless},
    {"success", Element::harmless},
    {"output", Element::harmless},
    {"attachments", Element::harmless},
    // Written as an element instead of the attribute by some producers.
    {"classname", Element::harmless},
    // PHPUnit and others: the case went on and says elsewhere how it ended.
    {"warning", Element::harmless},
};

struct StatusWord {
  std::string_view text;
  Word word;
};

constexpr StatusWord kStatusWords[] = {
    {"", Word::passed},
    {"run", Word::passed},
    {"ran", Word::passed},
    {"completed", Word::passed},
    {"complete", Word::passed},
    {"passed", Word::passed},
    {"pass", Word::passed},
    {"success", Word::passed},
    {"successful", Word::passed},
    {"succeeded", Word::passed},
    {"ok", Word::passed},
    {"executed", Word::passed},
    {"finished", Word::passed},
    {"done", Word::passed},
    {"fixed", Word::passed},

    {"skipped", Word::skipped},
    {"skip", Word::skipped},
    {"disabled", Word::skipped},
    {"ignored", Word::skipped},
    {"pending", Word::skipped},
    {"suppressed", Word::skipped},
    {"todo", Word::skipped},
    {"notrun", Word::not_run},
    {"not_run", Word::not_run},
    {"not run", Word::not_run},

    {"failed", Word::failed},
    {"fail", Word::failed},
    {"failure", Word::failed},
    {"regression", Word::failed},
    {"ko", Word::failed},

    {"error", Word::errored},
    {"errored", Word::errored},
    {"crash", Word::errored},
    {"crashed", Word::errored},
    {"timeout", Word::errored},
    {"timedout", Word::errored},
    {"timed out", Word::errored},
    {"timed_out", Word::errored},
    {"abort", Word::errored},
    {"aborted", Word::errored},
    {"broken", Word::errored},
    {"killed", Word::errored},
    {"interrupted", Word::errored},
    {"cancelled", Word::errored},
    {"canceled", Word::errored},
};

// Most words are written as the table has them.
bool is_same_word(std::string_view known, std::string_view word) {
  return known.size() == word.size() &&
         (known == word || equals_ignoring_case(known, word));
}

bool is_listed(const std::vector<std::string>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& n) {
    return equals_ignoring_case(n, name);
  });
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "2,120.532" and "14,029" without their commas; nullopt if a comma could be a
// decimal sign: in "0,160" and "1,5".
std::optional<std::string> without_thousands(std::string_view value) {
  std::string digits;
  std::size_t at = value.find(',');
  if (at == 0 || at > 3 || (at >= 1 && value[0] == '0')) return std::nullopt;
  digits = value.substr(0, at);
  while (at < value.size() && value[at] == ',') {
    const std::string_view group = value.substr(at + 1, 3);
    if (group.size() != 3 || !std::all_of(group.begin(), group.end(), is_digit))
      return std::nullopt;
    digits += group;
    at += 4;
  }
  if (at < value.size() && value[at] != '.') return std::nullopt;
  digits += value.substr(at);
  return digits;
}

// Digits with at most one point, exactly; the common form, without a library
// call.
std::optional<double> plain_decimal(std::string_view value) {
  constexpr double kPowers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  constexpr std::size_t kExactDigits = 15;
  if (value.empty() || value.size() > kExactDigits) return std::nullopt;
  std::uint64_t digits = 0;
  std::size_t decimals = 0;
  std::size_t count = 0;
  bool has_point = false;
  for (const char c : value) {
    if (c == '.' && !has_point) {
      has_point = true;
    } else if (is_digit(c)) {
      digits = digits * 10 + static_cast<std::uint64_t>(c - '0');
      decimals += has_point ? 1 : 0;
      ++count;
    } else {
      return std::nullopt;
    }
  }
  if (count == 0) return std::nullopt;
  return static_cast<double>(digits) / kPowers[decimals];
}

}  // namespace

Element element_of(std::string_view name, const ReportRules& rules) {
  const std::string_view local = local_name(name);
  for (const ElementName& known : kElements)
    if (is_same_word(known.name, local)) return known.element;
  return is_listed(rules.ignore_children, local) ? Element::harmless
                                                 : Element::unknown;
}

Word word_of(std::string_view value, const ReportRules& rules) {
  const std::string_view word = trim(value);
  for (const StatusWord& known : kStatusWords)
    if (is_same_word(known.text, word)) return known.word;
  return is_listed(rules.ignore_children, "status=" + std::string(word))
             ? Word::passed
             : Word::unknown;
}

std::optional<double> seconds_of(std::string_view value) {
  if (const std::optional<double> plain = plain_decimal(value)) return plain;
  value = trim(value);
  std::optional<double> seconds;
  if (value.find(',') != std::string_view::npos) {
    const std::optional<std::string> digits = without_thousands(value);
    if (!digits) return std::nullopt;
    seconds = parse_double(*digits);
  } else {
    seconds = parse_double(value);
  }
  if (!seconds || !std::isfinite(*seconds) || *seconds < 0) return std::nullopt;
  return seconds;
}

}  // namespace gate::junit
