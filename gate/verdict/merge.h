// Joins the finished parts of one run (shards, or jobs that ran other suites of
// the same plan) into one plan and one evidence.  Pure: what belongs to the file
// system (copying the parts' files) is the caller's.
#pragma once

#include <string>
#include <vector>

#include "gate/verdict/evidence_file.h"

namespace gate::verdict {

struct Part {
  FinishedRun run;
  std::string name;    // as the user gave it, for messages
  std::string prefix;  // where its files lie below the new output folder
};

struct Merged {
  Plan plan;
  Evidence evidence;
};

// Parts of another commit, tree, artifact, configuration, service, environment
// or build are FOREIGN_SHARD; a shard that is not there is MISSING_SHARD; one
// that is there twice is DOUBLED_SHARD.  Everything else that any part holds is
// kept, every case counted once.  parts must not be empty.
Merged merge(const std::vector<Part>& parts);

}  // namespace gate::verdict
