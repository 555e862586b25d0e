// The version of the product; its one source is project(VERSION) in CMake.
#pragma once

#include <string_view>

namespace gate {

std::string_view version();

}  // namespace gate
