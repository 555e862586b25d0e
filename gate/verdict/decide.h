// The decision.  Pure, total, fail closed: a pass is the absence of every
// reason, found out by looking for all of them.
#pragma once

#include <string>

#include "gate/model/evidence.h"
#include "gate/model/plan.h"
#include "gate/model/verdict.h"

namespace gate::verdict {

Verdict decide(const Plan& plan, const Evidence& evidence, Instant now);

// The state of one suite as reports show it: "passed", "failed",
// "undecided" or "missing".
std::string suite_status(const Verdict& verdict, const Evidence& evidence,
                         const PlannedSuite& suite);

}  // namespace gate::verdict
