// Which listed cases this run is about: all of them, the share of one shard, or
// the few that --case names.  Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gate/model/evidence.h"
#include "gate/suites/framework.h"

namespace gate::suites {

// What one program holds.
struct ProgramCases {
  std::string program;
  std::vector<ListedCase> cases;
};

struct Share {
  std::uint64_t index = 1;  // from 1
  std::uint64_t count = 1;
};

// What one program has to run.
struct ProgramSelection {
  enum class Extent { all, some, none };
  Extent extent = Extent::none;
  std::vector<ListedCase> cases;  // for some; sorted by id
};

struct Selection {
  std::vector<ProgramSelection> programs;  // one for each that was given
  std::vector<std::string> expected;       // ids that must be reported; sorted
  std::vector<Problem> problems;           // UNKNOWN_CASE
  bool whole = true;                       // every case of every program
};

// The cases of all programs, sorted by id, are dealt out in turn; so the shards
// of one build cover every case exactly once.  A disabled case goes with the
// first enabled one of its program, because only there it is reported.
Selection choose(const std::vector<ProgramCases>& programs, const Share& share,
                 const std::vector<std::string>& only_cases);

}  // namespace gate::suites
