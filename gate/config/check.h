// Holds a tree to the tables of fields: unknown and missing keys, wrong types,
// ranges, names.  What one suite needs beyond single keys is suite_rules.
#pragma once

#include "gate/config/config.h"
#include "gate/config/fields.h"
#include "gate/config/findings.h"
#include "gate/config/yaml.h"

namespace gate::config {

// Replaces ${NAME} in the texts on the way.
void check(Node& root, const Shape& shape, const ReadContext& context,
           Findings& findings);

}  // namespace gate::config
