// Golden files: text that is compared byte by byte with a file below
// tests/golden/.  GATE_UPDATE_GOLDEN=1 in the environment rewrites the files.
#pragma once

#include <string>
#include <string_view>

namespace gate::test {

// Empty if the text is what tests/golden/<name> holds; otherwise says where the
// first difference is and how to accept the new text.
std::string golden_difference(std::string_view name, std::string_view text);

// The path of tests/golden/<name>.
std::string golden_path(std::string_view name);

}  // namespace gate::test
