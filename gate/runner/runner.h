// Carries out a plan: looks at the candidate and the environment, runs the
// suites in plan order, looks again.  Decides nothing; whatever goes wrong is in
// the evidence.
#pragma once

#include <cstdint>
#include <string>

#include "gate/io/system.h"
#include "gate/model/evidence.h"
#include "gate/model/plan.h"
#include "gate/suites/observer.h"

namespace gate::runner {

struct RunSettings {
  std::string workspace;  // absolute
  std::string out;        // absolute; exists
  std::uint64_t jobs = 1;
  Origin origin;
};

// The candidate of the workspace, or why there is none as a problem of the run.
void see_candidate(const RunSettings& settings, io::System& system,
                   std::optional<Candidate>& candidate, Evidence& evidence);

Evidence run_plan(const Plan& plan, const RunSettings& settings,
                  io::System& system, suites::Observer& observer);

}  // namespace gate::runner
