#include "gate/junit/suite_counters.h"

#include <fmt/format.h>

#include "gate/base/text.h"
#include "gate/junit/xml_syntax.h"

namespace gate::junit {
namespace {

// An empty counter claims nothing; Catch2 and others write it.
std::optional<std::uint64_t> read_counter(const Tag& tag, std::string_view name,
                                          SuiteCounters& counters) {
  const std::optional<std::string_view> raw = tag.find(name);
  if (!raw || raw->empty()) return std::nullopt;
  const std::string value = attribute_value(*raw);
  const std::optional<std::uint64_t> number = parse_unsigned(trim(value));
  if (!number && !trim(value).empty() && counters.invalid.empty())
    counters.invalid =
        fmt::format("{}=\"{}\"", name, printable(shorten(value, 40)));
  return number;
}

// Sums of claims that are near the limit stay there.
std::uint64_t sum(std::uint64_t a, std::uint64_t b) {
  return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

std::uint64_t less(std::uint64_t a, std::uint64_t b) {
  return a > b ? a - b : 0;
}

}  // namespace

Leaves& Leaves::operator+=(const Leaves& other) {
  all += other.all;
  bad += other.bad;
  skipped += other.skipped;
  attempts += other.attempts;
  return *this;
}

SuiteCounters read_counters(const Tag& tag) {
  SuiteCounters counters;
  counters.tests = read_counter(tag, "tests", counters);
  counters.failures = read_counter(tag, "failures", counters);
  counters.errors = read_counter(tag, "errors", counters);
  // Producers differ in the name; what they claim here only explains why there
  // are fewer cases than tests, so a damaged one is no help and no harm.
  SuiteCounters ignored;
  for (const char* name : {"skipped", "skips", "skip", "disabled", "ignored"})
    counters.skipped =
        sum(counters.skipped, read_counter(tag, name, ignored).value_or(0));
  return counters;
}

std::string claims_failure(const SuiteCounters& claimed, const Leaves& found) {
  const std::uint64_t bad =
      sum(claimed.failures.value_or(0), claimed.errors.value_or(0));
  if (bad <= found.attempts || found.bad > 0) return {};
  return fmt::format(
      "claims {} failures and {} errors, but none of its cases shows one",
      claimed.failures.value_or(0), claimed.errors.value_or(0));
}

std::string claims_more_tests(const SuiteCounters& claimed, const Leaves& found,
                              const ReportRules& rules) {
  if (rules.counters != ReportRules::Counters::cases) return {};
  const std::uint64_t unlisted = less(claimed.skipped, found.skipped);
  const std::uint64_t explained = sum(found.all, sum(found.attempts, unlisted));
  if (claimed.tests.value_or(0) <= explained) return {};
  return fmt::format(
      "claims {} tests, but only {} found", claimed.tests.value_or(0),
      found.all == 1 ? "1 case is" : fmt::format("{} cases are", found.all));
}

std::string understates(const SuiteCounters& claimed, const Leaves& found,
                        const ReportRules& rules) {
  if (claimed.tests && *claimed.tests < found.all &&
      rules.counters == ReportRules::Counters::cases)
    return fmt::format("claims {} tests, but {} are there", *claimed.tests,
                       plural(found.all, "case"));
  if (!claimed.failures && !claimed.errors) return {};
  const std::uint64_t bad =
      sum(claimed.failures.value_or(0), claimed.errors.value_or(0));
  if (bad >= found.bad) return {};
  return fmt::format("claims {} failures and errors, but {} failed", bad,
                     plural(found.bad, "case"));
}

}  // namespace gate::junit
