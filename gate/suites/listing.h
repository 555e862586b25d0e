// Asks the programs of a suite which cases they hold.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gate/io/system.h"
#include "gate/model/evidence.h"
#include "gate/model/plan.h"
#include "gate/suites/evidence_folder.h"
#include "gate/suites/selection.h"

namespace gate::suites {

struct Listing {
  std::vector<ProgramCases> programs;  // as planned; without cases if it failed
  std::vector<Problem> problems;  // LISTING_FAILED, SPAWN_FAILED, NO_TESTS, ...
};

// What every process of a suite shares.
struct Surroundings {
  std::string workdir;  // absolute
  std::map<std::string, std::string> environment;
};

// suite holds absolute paths.  Logs go to listing/ of the folder.
Listing list_cases(const PlannedSuite& suite, const Framework& framework,
                   const std::vector<std::string>& programs,
                   const Surroundings& surroundings,
                   const EvidenceFolder& folder, io::System& system);

// As people call it: the program, or what stands for it.
std::string shown_program(const PlannedSuite& suite,
                          const std::string& program);

}  // namespace gate::suites
