// gate.yml found, read and turned into a plan: the common start of run and plan.
#pragma once

#include <string>

#include "gate/base/result.h"
#include "gate/cli/options.h"
#include "gate/io/system.h"
#include "gate/model/plan.h"

namespace gate::cli {

struct Settings {
  Plan plan;
  std::string workspace;  // absolute
};

Result<Settings> read_settings(const RunOptions& options, io::System& system);

// The workspace of these options, absolute.
std::string workspace_of(const RunOptions& options, io::System& system);

}  // namespace gate::cli
