// Moves the reports of an earlier run out of the way, so that what is found
// after this run was written by it.
#pragma once

#include <string>
#include <vector>

#include "gate/io/files.h"
#include "gate/model/evidence.h"
#include "gate/suites/evidence_folder.h"

namespace gate::suites {

struct MovedAside {
  std::vector<Problem> problems;  // STALE: one could not be moved
  std::vector<Problem> warnings;  // STALE_MOVED: how many were, and where
};

// Everything that the globs match goes to stale/ of the folder; nothing is lost.
MovedAside move_stale_reports(const std::vector<std::string>& globs,
                              const EvidenceFolder& folder, io::Files& files);

}  // namespace gate::suites
