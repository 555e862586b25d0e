// How strictly the JUnit reports of one suite are judged.  The defaults are the
// strictest; each relaxation is written in reviewed configuration, names one
// input, and is printed in the verdict.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gate {

struct ReportRules {
  // What the counters of a dialect count.
  enum class Counters { cases, assertions, ignore_tests };

  std::optional<std::uint64_t> expect_files;  // exactly so many report files
  std::uint64_t allow_empty_files = 0;        // files without a case
  bool optional_reports = false;   // a glob may match nothing
  bool allow_cached = false;       // reports older than this run are accepted
  bool allow_duplicate_files = false;  // the same bytes twice count once
  bool allow_all_skipped = false;
  bool strict_chars = false;       // an illegal character is a failure
  bool unique_names = false;       // the same identity twice is a failure
  bool mayfail_catch2 = false;     // <failure> beside <skipped> is Catch2's [!mayfail]
  Counters counters = Counters::cases;
  std::vector<std::string> ignore_children;  // further harmless testcase children
  std::vector<std::string> not_run_messages; // ctest "notrun" that is a plain skip
  std::uint64_t max_file_bytes = 4ull << 30;
  std::uint64_t max_total_bytes = 16ull << 30;
  std::uint64_t max_files = 100'000;
  std::uint64_t max_cases = 50'000'000;
  std::uint64_t max_depth = 256;

  bool operator==(const ReportRules&) const = default;
};

// The relaxations in force, as the user would write them: "allow_cached: true".
std::vector<std::string> relaxations(const ReportRules& rules);

}  // namespace gate
