// Which suites of the file were asked for.
#pragma once

#include <string>
#include <vector>

#include "gate/base/result.h"
#include "gate/config/config.h"
#include "gate/plan/make_plan.h"

namespace gate::plan {

// The names of the suites to run, at least one.  A usage error names what was
// asked for and does not exist, or contradicts itself.
Result<std::vector<std::string>> choose_suites(const config::Config& config,
                                               const Selection& selection);

}  // namespace gate::plan
