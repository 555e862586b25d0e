// How the gate speaks with a test framework.  A framework is one file and one
// line in frameworks.def.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gate/base/result.h"
#include "gate/model/plan.h"

namespace gate::suites {

// A program invocation and how its report is found.
struct Invocation {
  std::vector<std::string> argv;
  std::map<std::string, std::string> env;  // in addition to the suite's
  std::string report;  // absolute path that the program writes; empty: the
                       // suite's own `reports` globs
};

struct Framework {
  std::string_view name;
  std::string_view summary;  // one line, for `gate list`
  bool takes_programs;       // `programs:` rather than `run:`
  // Statuses with which the framework says "ran to its end, a case failed".
  std::span<const int> failed_exit_codes;

  // The invocation that lists the cases of a program, or an empty argv: this
  // framework cannot list.
  Invocation (*list)(const PlannedSuite& suite, const std::string& program,
                     const std::string& scratch);
  // Reads what the listing printed (stdout and stderr together, or the report
  // file where list() named one): the case ids in order.
  Result<std::vector<std::string>> (*read_listing)(std::string_view output);
  // The invocation that runs the given cases; an empty list: all of them.
  Invocation (*run)(const PlannedSuite& suite, const std::string& program,
                    const std::vector<std::string>& cases,
                    const std::string& report);
};

std::span<const Framework* const> frameworks();
const Framework* find_framework(std::string_view name);

}  // namespace gate::suites
