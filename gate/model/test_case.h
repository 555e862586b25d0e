// One case: the smallest thing that a report speaks about.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gate {

// "failed": an assertion said no.  "errored": it could not run, or nobody knows
// how it ended.  "flaky": it passed, but only after it had failed.
enum class CaseStatus { passed, flaky, skipped, failed, errored };

std::string_view name_of(CaseStatus status);
std::optional<CaseStatus> case_status(std::string_view name);

struct TestCase {
  std::string suite_path;  // the report's own <testsuite> names, joined by "/"
  std::string classname;
  std::string name;
  std::string file;
  std::uint64_t line = 0;  // 0: not said
  CaseStatus status = CaseStatus::errored;
  std::optional<double> seconds;
  std::string type;     // of the failure, as the framework wrote it
  std::string message;  // its first sentence
  std::string text;     // its body, shortened
  // The code of the rule that decided the status when it is not plain
  // (NOT_RUN, UNKNOWN_CHILD, SUITE_LEVEL_ERROR); empty otherwise.
  std::string code;
  std::string report;  // path of the report as found; empty: made by the gate

  bool operator==(const TestCase&) const = default;
};

// "classname.name", or the name alone: how people, waivers, --case and the
// list of expected cases call a case.
std::string case_id(const TestCase& test);
std::string case_id(std::string_view classname, std::string_view name);

struct Counts {
  std::uint64_t passed = 0;  // without the flaky ones
  std::uint64_t flaky = 0;
  std::uint64_t skipped = 0;
  std::uint64_t failed = 0;
  std::uint64_t errored = 0;

  std::uint64_t total() const {
    return passed + flaky + skipped + failed + errored;
  }
  std::uint64_t executed() const { return total() - skipped; }
  std::uint64_t bad() const { return failed + errored; }
  void add(CaseStatus status);
  Counts& operator+=(const Counts& other);
  bool operator==(const Counts&) const = default;
};

}  // namespace gate
