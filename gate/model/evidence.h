// What the collectors gathered, before anybody decides: one SuiteEvidence for
// each suite that was touched, and what was seen of the candidate and of the
// environment before and after.  Trouble is data here: a collector that could
// not do its work leaves a Problem, never nothing.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gate/base/time.h"
#include "gate/model/candidate.h"
#include "gate/model/test_case.h"

namespace gate {

// Why a suite, or the run, has no trustworthy result.  The code is a row of
// verdict/reason_table; the message is a lower-case fragment that names the
// evidence, what was expected and what was found.
struct Problem {
  std::string code;
  std::string message;
  std::string evidence;  // a file of the output folder or a report, ":line" or
                         // "@byte" behind it where known; may be empty

  bool operator==(const Problem&) const = default;
};

// One program or command that a suite ran.
struct Execution {
  enum class End { exited, signalled, timed_out, interrupted, not_started };

  std::vector<std::string> argv;
  End end = End::not_started;
  int exit_status = 0;   // for exited
  int signal = 0;        // for signalled: what it died of by itself
  std::string trouble;   // for not_started: "no such file or directory"
  std::uint64_t survivors = 0;  // processes it left, all killed
  Instant started{};
  Duration duration{};
  std::string log;  // path below the output folder
  std::uint64_t output_bytes = 0;
  bool output_cut = false;  // the log holds head and tail only
  std::string output_sha256;

  bool operator==(const Execution&) const = default;
};

std::string_view name_of(Execution::End end);
std::optional<Execution::End> execution_end(std::string_view name);

// One JUnit file that was read.
struct ReportFile {
  std::string path;    // as found, relative to the workspace where possible
  std::string stored;  // the copy below the output folder; empty: none kept
  std::string sha256;
  std::uint64_t bytes = 0;
  Counts counts;

  bool operator==(const ReportFile&) const = default;
};

// Limits of what is kept of a suite; everything beyond is counted, never lost
// without a number.
inline constexpr std::size_t kKeptCases = 1000;     // of each bad status
inline constexpr std::size_t kKeptSlowest = 20;
inline constexpr std::size_t kKeptText = 16 * 1024; // bytes of one failure's text

struct SuiteEvidence {
  std::string name;
  std::string kind;
  std::string framework;
  Instant started{};
  Duration duration{};
  std::vector<Execution> executions;
  std::vector<ReportFile> reports;
  Counts counts;
  // failed and errored cases first come first kept; more says how many are
  // counted but not kept.
  std::vector<TestCase> bad_cases;
  std::uint64_t more_bad_cases = 0;
  std::vector<TestCase> flaky_cases;
  std::uint64_t more_flaky_cases = 0;
  std::vector<TestCase> skipped_cases;
  std::uint64_t more_skipped_cases = 0;
  std::vector<TestCase> slowest_cases;  // longest first
  // Cases that were listed beforehand and never reported, by case id.
  std::vector<std::string> unreported_cases;
  std::vector<Problem> problems;
  std::vector<Problem> warnings;  // worth reading, decide nothing
  std::vector<std::string> relaxations;
  // The <testcase> elements of all reports, below the output folder, ready to be
  // joined into junit.xml; empty: there are none.
  std::string merged_cases;
  std::string merged_cases_sha256;
  // Which part of the suite this is.
  std::uint64_t shard_index = 1;
  std::uint64_t shard_count = 1;
  bool whole = true;  // false: --case chose a few of its cases

  bool operator==(const SuiteEvidence&) const = default;
};

// What answered at environment.url.
struct EnvironmentSeen {
  std::string build;      // what the build probe found; empty: not asked
  std::optional<Problem> problem;

  bool operator==(const EnvironmentSeen&) const = default;
};

// Where the gate ran: "local", or which CI, which run, which attempt.
struct Origin {
  std::string ci = "local";
  std::string run;
  std::string attempt;
  std::string url;

  bool operator==(const Origin&) const = default;
};

struct Evidence {
  std::optional<Candidate> candidate_before;
  std::optional<Candidate> candidate_after;
  std::string artifact_sha256_before;  // empty: no artifact in the plan
  std::string artifact_sha256_after;
  EnvironmentSeen environment_before;
  EnvironmentSeen environment_after;
  std::vector<SuiteEvidence> suites;  // in plan order
  std::vector<Problem> problems;      // of the run as a whole
  std::vector<Problem> warnings;
  int interrupted_by = 0;  // a signal number; 0: not interrupted
  Origin origin;
  Instant started{};
  Instant finished{};

  bool operator==(const Evidence&) const = default;
};

}  // namespace gate
