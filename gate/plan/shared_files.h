// Files that two suites would claim: the result of one would count for the
// other.
#pragma once

#include <string>
#include <vector>

#include "gate/config/config.h"
#include "gate/model/plan.h"

namespace gate::plan {

// "./a//b" as "a/b"; nothing is looked up.
std::string normal_path(const std::string& path);

// One line for each program that an earlier suite runs as well.
std::vector<std::string> programs_of_two_suites(
    const std::vector<PlannedSuite>& suites);

// One line for each report of two suites of the file: the same path or pattern,
// or a path that the other's pattern matches.
std::vector<std::string> reports_of_two_suites(const config::Config& config);

}  // namespace gate::plan
