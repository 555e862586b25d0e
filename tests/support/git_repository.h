// A real repository in a temporary folder, made by the git program with a
// configuration of its own; gone with the object.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gate::testing {

class GitRepository {
 public:
  // An empty repository on branch "main".  A test that cannot have one cannot
  // go on: every failure throws with git's own words.
  GitRepository();
  ~GitRepository();
  GitRepository(const GitRepository&) = delete;
  GitRepository& operator=(const GitRepository&) = delete;

  // The work tree; below base(), where a test may put clones and worktrees.
  const std::string& path() const { return path_; }
  const std::string& base() const { return base_; }
  std::string path(std::string_view inside) const;

  // Runs git in the work tree, or in another folder; returns what it printed,
  // without the last line end.
  std::string git(const std::vector<std::string>& arguments) const;
  std::string git_in(const std::string& folder,
                     const std::vector<std::string>& arguments) const;
  void write(std::string_view file, std::string_view bytes) const;
  // Writes the file, stages everything and commits; returns the commit's id.
  std::string commit(std::string_view file, std::string_view bytes) const;

 private:
  std::string base_;
  std::string path_;
};

}  // namespace gate::testing
