// From the configuration and what was asked for to what is going to run.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gate/base/result.h"
#include "gate/config/config.h"
#include "gate/model/plan.h"

namespace gate::plan {

// What the command line narrows.  suites (the arguments) and only are joined;
// empty: all suites of the file.
struct Selection {
  std::vector<std::string> suites;
  std::vector<std::string> only;
  std::vector<std::string> skip;
  std::uint64_t shard_index = 1;  // "i/n" with 1 <= i <= n
  std::uint64_t shard_count = 1;
  std::vector<std::string> cases;
  std::string nonce;
};

// The files of the workspace that match a pattern.
using Glob =
    std::function<Result<std::vector<std::string>>(const std::string& pattern)>;

// Suites keep the file's order; programs are found, sorted, each once.  A usage
// error names everything that is wrong, one line each: names that the file does
// not have, nothing left to run, a pattern that matches nothing, a program or a
// report of two suites.
Result<Plan> make_plan(const config::Config& config, const Selection& selection,
                       const Glob& glob);

}  // namespace gate::plan
