// The vocabulary of the dialects: what an element is, what the status words of
// a case mean, what a time says.  Compared without regard to case.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "gate/model/report_rules.h"

namespace gate::junit {

enum class Element {
  testsuites,
  testsuite,
  testcase,
  error,
  failure,
  skipped,   // "skipped", "disabled", "ignored"
  flaky,     // "flakyFailure", "flakyError": an attempt of a case that passed
  rerun,     // "rerunFailure", "rerunError": an attempt of a case that did not
  output,    // "system-out", "system-err"
  harmless,  // says nothing about how the case ended
  unknown,
};
// name may have a prefix.
Element element_of(std::string_view name, const ReportRules& rules);

// Which children a case has, as a set.
using Marks = std::uint32_t;
constexpr Marks mark_of(Element element) {
  return Marks{1} << static_cast<unsigned>(element);
}

// What a status or result attribute says.  Ordered: the worse word wins.
enum class Word { passed, skipped, not_run, unknown, failed, errored };
Word word_of(std::string_view value, const ReportRules& rules);

// Seconds; nullopt for everything that is not clearly a time.  A comma counts
// only where it can only separate thousands: "2,120.532".
std::optional<double> seconds_of(std::string_view value);

}  // namespace gate::junit
