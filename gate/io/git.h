// The repository, through libgit2 alone: a repository's own configuration can
// make the git program run code.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gate/base/result.h"
#include "gate/model/candidate.h"

namespace gate::io {

class Git {
 public:
  virtual ~Git() = default;

  // The candidate that the work tree around folder holds.  Each way in which
  // there is none is its own message with a remedy, beginning with its code and
  // a colon: GIT_NONE, GIT_OWNER, GIT_UNBORN, GIT_BARE, GIT_CORRUPT.  Index
  // flags (assume-unchanged, skip-worktree) do not hide an edit.  Paths below
  // `ignored` (absolute folders: the output) do not count as untracked.
  virtual Result<Candidate> inspect(
      const std::string& folder, const std::vector<std::string>& ignored) = 0;
};

std::unique_ptr<Git> real_git();

}  // namespace gate::io
