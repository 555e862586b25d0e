// The accepted failures of `policy.waivers`, each held to its date and to a
// suite that exists.
#pragma once

#include <string>
#include <vector>

#include "gate/base/time.h"
#include "gate/config/findings.h"
#include "gate/config/yaml.h"
#include "gate/model/plan.h"

namespace gate::config {

// list is the checked sequence of waivers.
std::vector<Waiver> read_waivers(const Node& list,
                                 const std::vector<std::string>& suites,
                                 Instant now, Findings& findings);

}  // namespace gate::config
