// Makes a fresh repository out of copies of a few files: the candidate of the
// demonstration.
#pragma once

#include <string>
#include <vector>

#include "gate/base/result.h"

namespace gate::io {

struct CopiedFile {
  std::string from;  // absolute; its permissions are kept
  std::string to;    // relative to the repository
};

// Replaces folder by a repository with one commit that holds the files; returns
// the commit.  The commit's author is the program itself, so that no
// configuration of the user is needed.
Result<std::string> make_repository(const std::string& folder,
                                    const std::vector<CopiedFile>& files);

}  // namespace gate::io
