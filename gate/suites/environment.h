// Which environment variables a suite's processes get: an allow-list, so that no
// token of the CI, no file that the CI reads back and no switch of a framework
// leaks in by accident.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gate/model/plan.h"

namespace gate::suites {

struct SuiteEnvironment {
  std::map<std::string, std::string> variables;  // the whole of it
  // Names of the suite's own `env` and `pass_env` that are never let through.
  std::vector<std::string> refused;

  bool operator==(const SuiteEnvironment&) const = default;
};

// own: the gate's environment; staging_url: of the plan, empty: none.
SuiteEnvironment suite_environment(
    const std::map<std::string, std::string>& own, const PlannedSuite& suite,
    const std::string& staging_url);

// Whether `pass_env` may name it.
bool may_pass(std::string_view name);

}  // namespace gate::suites
