// What the keys of one suite must say together: how it runs, and that it can
// fail at all.
#pragma once

#include <string>

#include "gate/config/config.h"
#include "gate/config/findings.h"
#include "gate/config/yaml.h"

namespace gate::config {

// mapping is the suite as written, for the keys that are there; key is its
// path, "suites.unit".  An unknown framework is empty here.  Fills in the
// framework that `run` implies.
void check_suite(PlannedSuite& suite, const Node& mapping,
                 const std::string& key, Findings& findings);

// What the suites must be together.
void check_suites(const std::vector<PlannedSuite>& suites, Position position,
                  Findings& findings);

}  // namespace gate::config
