// Where the gate runs, read from a snapshot of the environment variables.
#pragma once

#include <map>
#include <string>

#include "gate/model/evidence.h"

namespace gate::ci {

Origin detect_origin(const std::map<std::string, std::string>& environment);

}  // namespace gate::ci
