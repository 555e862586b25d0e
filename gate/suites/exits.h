// What the end of a program means for its suite.  Pure: the same execution and
// the same cases give the same problems.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gate/model/evidence.h"
#include "gate/model/plan.h"
#include "gate/suites/framework.h"

namespace gate::suites {

// One program that ran, and what is known of it.
struct ProgramEnd {
  std::string program;  // as people call it
  Execution execution;
  std::string running;  // the case that began and did not end; empty: unknown
  std::uint64_t bad_cases = 0;  // failed or errored in its own reports
};

// Why its end is no good end; empty: it is one.  A status that means "a case
// failed" is explained by a failed case in its report, and by nothing else.
std::vector<Problem> exit_problems(const PlannedSuite& suite,
                                   const Framework& framework,
                                   const ProgramEnd& end);
// PROCESS_LEFT_BEHIND, OUTPUT_TRUNCATED, EXIT_CONTRADICTS_REPORT.
std::vector<Problem> exit_warnings(const PlannedSuite& suite,
                                   const ProgramEnd& end);

// It ended by itself, whatever its status: then it had its chance to report.
bool ended_by_itself(const Execution& execution);

}  // namespace gate::suites
