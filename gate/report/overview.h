// What every report says, settled once: the suites with their state, the sums,
// the reasons with the worst first, and the words for them.  Nothing here is
// escaped; each format does that for its own readers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gate/report/format.h"

namespace gate::report {

struct SuiteRow {
  PlannedSuite planned;
  const SuiteEvidence* evidence = nullptr;  // nullptr: it never began
  std::string status;  // "passed", "failed", "undecided" or "missing"
  Counts counts;
  Duration duration{};
};

struct Overview {
  // In plan order; evidence that no suite of the plan asked for comes last.
  std::vector<SuiteRow> suites;
  Counts counts;
  Duration duration{};  // of the run
  // What was judged and failed before what could not be judged; what concerns
  // the whole run before what concerns one suite, because it explains it.
  std::vector<const Reason*> reasons;
  bool pass = false;
  bool undecided = false;  // a fail of which no reason was judged
};

Overview overview(const RunReport& report);

// "3f2c1a9", or "no commit".
std::string short_commit(const Evidence& evidence);
// The commit, the tree or the edits differ between start and end.
bool candidate_moved(const Evidence& evidence);

// "410 passed, 2 failed"; what is zero is left out; "no cases".
std::string describe_counts(const Counts& counts);
// "412 cases in 3 suites".
std::string describe_size(const Overview& overview);

// What the evidence keeps of a case, or nullptr.
const TestCase* find_case(const SuiteEvidence& suite, std::string_view id);
const SuiteEvidence* find_suite(const Evidence& evidence,
                                std::string_view name);

// "tests/orders_test.cc:41", as much of it as is known.
std::string place(const TestCase& test);
// What the case said, on one line: the message, or the text, or the type.
std::string one_line(const TestCase& test);
// All that the case said: the message, and the text where it says more.
std::string whole_text(const TestCase& test);
// "exit status 1", "killed by signal 11 (SIGSEGV)", "timed out", ...
std::string describe_end(const Execution& execution);
// The command line that runs one case again, quoted for a shell; empty if cases
// of this suite cannot be run one by one.
std::string rerun_command(const Plan& plan, std::string_view suite,
                          std::string_view id);
// One argument of a shell, quoted where it needs to be.
std::string shell_quoted(std::string_view word);

// The URL without user and password, which must not leave the machine.
std::string without_userinfo(std::string_view url);
// "12.3 KB".
std::string describe_bytes(std::uint64_t bytes);

}  // namespace gate::report
