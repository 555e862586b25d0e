// ${NAME} in the texts of the configuration.
#pragma once

#include <map>
#include <string>

#include "gate/config/findings.h"
#include "gate/config/yaml.h"

namespace gate::config {

// Replaces each ${NAME} of the scalar's text and "$$" by "$"; any other "$"
// stays.  A missing variable or a form that only shells know (${NAME:-x}) is a
// finding, and the node becomes refused.
void expand_variables(Node& scalar, std::string_view key,
                      const std::map<std::string, std::string>& environment,
                      Findings& findings);

}  // namespace gate::config
