// How a work tree differs from a commit's tree: what `git status` would say if
// it believed no flag of the index and no setting of a submodule.
#pragma once

#include <string>
#include <vector>

#include "gate/base/result.h"

struct git_repository;
struct git_oid;

namespace gate::io {

struct Difference {
  // M modified, D deleted, A added to the index, U unmerged, ? untracked
  char code = 'M';
  std::string
      path;  // relative to the top; a folder that cannot be read ends in "/"
  std::string content;  // stands for the bytes there, so that an edit shows
};

// head: the id of the commit's tree.  Sorted by path.  ignored: absolute
// folders whose untracked files do not count. An Error is a repository that
// cannot be read, never a clean one.
Result<std::vector<Difference>> differences(
    git_repository* repository, const git_oid& head,
    const std::vector<std::string>& ignored);

}  // namespace gate::io
