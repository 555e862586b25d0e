// Runs a program of the machine for a test and returns what it printed.
#pragma once

#include <optional>
#include <string>

namespace gate::test {

// Standard output of a shell command; nullopt if it did not exit with 0.
std::optional<std::string> program_output(const std::string& command);

}  // namespace gate::test
