// What the counters of one <testsuite(s)> claim, against what is below it.
// Neither side is believed alone: the worse one wins.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gate/junit/scanner.h"
#include "gate/model/report_rules.h"

namespace gate::junit {

// What stands below one element, or what a part of it adds.
struct Leaves {
  std::uint64_t all = 0;
  std::uint64_t bad = 0;
  std::uint64_t skipped = 0;
  // Children that tell of earlier attempts, or of failures that the rules
  // tolerate: counters may count them, too.
  std::uint64_t attempts = 0;

  Leaves& operator+=(const Leaves& other);
};

struct SuiteCounters {
  std::optional<std::uint64_t> tests, failures, errors;
  std::uint64_t skipped = 0;  // and disabled
  // A counter that is no number: "failures=\"many\""; empty: none.
  std::string invalid;
};

SuiteCounters read_counters(const Tag& tag);

// One sentence each; empty: the rule has nothing to say.
std::string claims_failure(const SuiteCounters& claimed, const Leaves& found);
std::string claims_more_tests(const SuiteCounters& claimed, const Leaves& found,
                              const ReportRules& rules);
std::string understates(const SuiteCounters& claimed, const Leaves& found,
                        const ReportRules& rules);

}  // namespace gate::junit
