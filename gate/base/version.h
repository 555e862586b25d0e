// The versions of the product and of what it is built from; their one source is
// CMake.
#pragma once

#include <string_view>

namespace gate {

std::string_view version();
// One "name version" a line, for --version.
std::string_view library_versions();

}  // namespace gate
