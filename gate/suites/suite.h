// Runs one suite of the plan that consists of programs or of a command, from
// listing its cases to its evidence.  The evidence says everything; deciding is
// somebody else's work.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gate/io/system.h"
#include "gate/model/evidence.h"
#include "gate/model/plan.h"
#include "gate/suites/observer.h"

namespace gate::suites {

struct RunContext {
  std::string workspace;  // absolute
  std::string out;        // absolute; evidence goes to <out>/suites/<name>/
  std::uint64_t ordinal = 1;  // of the suite in the plan
  std::uint64_t shard_index = 1;
  std::uint64_t shard_count = 1;
  std::vector<std::string> only_cases;  // empty: all
  std::uint64_t jobs = 1;  // programs of the suite that may run at once
  std::string staging_url;  // empty: none in the plan
};

// Never throws and never fails: trouble is a Problem of the evidence.  A shard
// that has nothing of this suite to do returns evidence without executions,
// reports and problems.
SuiteEvidence run_suite(const PlannedSuite& suite, const RunContext& context,
                        io::System& system, Observer& observer);

}  // namespace gate::suites
