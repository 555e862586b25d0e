// What would be promoted: a commit, as the repository's objects and files say.
#pragma once

#include <string>
#include <vector>

namespace gate {

struct Candidate {
  std::string commit;  // 40 (or 64) hexadecimal digits
  std::string tree;
  std::string branch;  // short name; empty: detached
  bool dirty = false;  // tracked files differ from the commit, or untracked ones exist
  std::vector<std::string> dirty_paths;  // sorted, the first 20, "M path" or "? path"
  bool shallow = false;
  bool worktree = false;  // a linked one
  std::string digest;  // over what is dirty, so that an edit during the run shows

  bool operator==(const Candidate&) const = default;
};

}  // namespace gate
