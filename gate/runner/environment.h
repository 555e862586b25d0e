// Asks the environment whether it is ready and which build it runs.
#pragma once

#include "gate/io/system.h"
#include "gate/model/evidence.h"
#include "gate/model/plan.h"

namespace gate::runner {

// Polls the readiness path until it answers 2xx or ready_within is over, then
// asks for the build.  Trouble is a Problem of what was seen.
EnvironmentSeen see_environment(const PlannedEnvironment& environment,
                                io::System& system);

}  // namespace gate::runner
