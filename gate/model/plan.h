// What is going to run, settled before anything runs: suites in order, the
// policy, the environment.  Two runs with equal plans promise the same checks.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gate/base/time.h"
#include "gate/model/report_rules.h"

namespace gate {

// An accepted failure.  The case is written as case_id() prints it, with the
// suite of the plan in front: "unit: OrdersTest.RejectsEmpty".
struct Waiver {
  std::string suite;
  std::string test;  // a case id, exactly
  std::string reason;
  std::string owner;
  Instant until{};  // the first moment at which it no longer holds

  bool operator==(const Waiver&) const = default;
};

struct Policy {
  std::vector<Waiver> waivers;
  // How long a pass is good for; stands in the verdict as not_after.
  Duration valid_for = std::chrono::hours(24);

  bool operator==(const Policy&) const = default;
};

struct PlannedSuite {
  std::string name;
  std::string kind;       // a row of suites/kinds
  std::string framework;  // a row of suites/frameworks; empty for other kinds
  std::string where;      // "gate.yml:12:3", for messages
  std::vector<std::string> programs;  // found, sorted; for the frameworks that run them
  std::vector<std::string> run;   // argument vector; a text has become sh -c
  std::vector<std::string> reports;  // globs, relative to the workspace
  std::string workdir;            // relative to the workspace; empty: its root
  std::vector<std::string> args;  // further arguments for each program
  std::map<std::string, std::string> env;  // set for the suite's processes
  std::vector<std::string> pass_env;  // names let through from the gate's own
  Duration timeout = std::chrono::minutes(10);  // for each process
  Duration grace = std::chrono::seconds(10);    // between TERM and KILL
  std::vector<int> exit_codes = {0};  // the statuses that mean "all passed"
  // Statuses that mean "ran to its end, some case failed": such an exit is
  // explained if every failed case is waived.  Empty: the framework's own.
  std::vector<int> failed_exit_codes;
  std::optional<std::uint64_t> min_tests;      // executed cases, at least
  std::optional<std::uint64_t> max_skipped;    // skipped cases, at most
  std::uint64_t max_flaky = 0;
  std::vector<std::string> required_cases;     // case ids that must have passed
  std::optional<Duration> max_duration;        // of the whole suite
  std::string build_dir;  // for ctest
  ReportRules rules;
  std::string baseline;  // file of case ids that must all be reported; "" none

  bool operator==(const PlannedSuite&) const = default;
};

struct PlannedEnvironment {
  std::string name;
  std::string mode;  // "full" or "partial"
  std::string url;
  std::string ready_path;
  Duration ready_within = std::chrono::seconds(60);
  std::string build_path;
  std::string build_json;  // "$.commit"; empty: the whole body, trimmed

  bool operator==(const PlannedEnvironment&) const = default;
};

struct Plan {
  std::string service;
  std::string scope;  // "hermetic", "staging" or "reports"
  std::string artifact;  // path; empty: none
  std::optional<PlannedEnvironment> environment;
  std::vector<PlannedSuite> suites;
  // Suites of the file that --only, --skip or arguments left out.
  std::vector<std::string> left_out;
  Policy policy;
  std::string config_path;    // as given
  std::string config_sha256;  // of the file's bytes
  std::string nonce;
  std::uint64_t shard_index = 1;
  std::uint64_t shard_count = 1;
  std::vector<std::string> only_cases;  // --case; empty: all

  bool operator==(const Plan&) const = default;
};

}  // namespace gate
