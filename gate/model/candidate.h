// What would be promoted: a commit, as the repository's objects and files say.
#pragma once

#include <string>
#include <string_view>
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
  // Over the tracked files that differ, so that an edit during the run shows;
  // untracked files, which suites may well write, are not in it.
  std::string digest;

  bool operator==(const Candidate&) const = default;
};

// Whether a build that calls itself so is the commit: its whole name, or an
// abbreviation that git would print (seven digits or more).
bool names_commit(std::string_view build, std::string_view commit);

}  // namespace gate
