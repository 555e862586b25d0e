// Finds the files of a folder that match a pattern, on the real file system.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gate/base/result.h"

namespace gate::io {

// A pattern as Files::glob takes it: without "." components and doubled
// slashes.
std::string tidy_pattern(std::string_view pattern);

// A wildcard does not enter a hidden folder such as .git; a component of the
// pattern that begins with "." does.
bool may_enter(std::string_view pattern, std::string_view folder_name);

// See Files::glob.  An unreadable folder is an Error, because what it holds is
// unknown.
Result<std::vector<std::string>> find_files(const std::string& root,
                                            const std::string& pattern);

}  // namespace gate::io
