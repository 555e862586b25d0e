// The command line as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gate/base/result.h"
#include "gate/base/time.h"

namespace gate::cli {

enum class When { automatic, always, never };
enum class ShowOutput { failed, live, none };

// What every command that prints understands.
struct Common {
  When colour = When::automatic;
  bool json = false;
};

struct RunOptions {
  Common common;
  std::string config = "gate.yml";
  // What relative paths of the file are relative to, and where the candidate is
  // looked for; empty: the folder of the file.
  std::string workspace;
  std::string out = "gate-out";
  std::vector<std::string> suites;
  std::vector<std::string> only;
  std::vector<std::string> skip;
  std::vector<std::string> cases;
  std::uint64_t shard_index = 1;
  std::uint64_t shard_count = 1;
  std::uint64_t jobs = 1;
  std::string nonce;
  ShowOutput output = ShowOutput::failed;
};

struct PlanOptions {
  RunOptions run;
};

struct JudgeOptions {
  Common common;
  std::string out = "gate-out";
  std::vector<std::string> paths;
  std::string service;
  std::optional<std::uint64_t> min_tests;
  std::optional<std::uint64_t> max_skipped;
  std::uint64_t max_flaky = 0;
  std::optional<std::uint64_t> expect_files;
  std::string counters = "cases";
  std::uint64_t jobs = 1;
  std::string nonce;
};

struct MergeOptions {
  Common common;
  std::string out = "gate-out";
  std::vector<std::string> folders;
};

struct VerifyOptions {
  Common common;
  std::string file;
  std::string commit;
  std::string scope;
  std::string environment;
  std::string artifact;
  std::string nonce;
  std::string max_age;
  std::optional<int> exit_status;
  bool no_environment = false;
  bool no_artifact = false;
  bool no_nonce = false;
};

struct ReportOptions {
  Common common;
  std::string out = "gate-out";
  std::string format = "console";
  std::string to;  // a file; empty: standard output
};

struct WhyOptions {
  Common common;
  std::string out = "gate-out";
  std::string what;  // a reason code or a suite; empty: everything
};

struct InitOptions {
  Common common;
  std::string config = "gate.yml";
  bool print = false;
};

struct DemoOptions {
  Common common;
  std::string out = "gate-out";
  bool broken = false;
};

struct SchemaOptions {
  bool markdown = false;
};

struct ListOptions {
  Common common;
  std::string what;
};

// Text to print and the status to exit with: help, the version, or what is
// wrong with the command line.
struct Answer {
  std::string text;
  int exit_status = 0;
};

using Options = std::variant<Answer, RunOptions, PlanOptions, JudgeOptions,
                             MergeOptions, VerifyOptions, ReportOptions,
                             WhyOptions, InitOptions, DemoOptions,
                             SchemaOptions, ListOptions>;

// Never fails: what cannot be understood becomes an Answer with status 2.
Options parse_options(const std::vector<std::string>& arguments);

// The names of all commands, in the order of --help.
std::vector<std::string> command_names();

}  // namespace gate::cli
