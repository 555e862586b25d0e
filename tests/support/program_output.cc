#include "tests/support/program_output.h"

#include <array>
#include <cstdio>

namespace gate::test {

std::optional<std::string> program_output(const std::string& command) {
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string output;
  std::array<char, 4096> buffer{};
  while (const std::size_t size =
             std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    output.append(buffer.data(), size);
  }
  if (::pclose(pipe) != 0) return std::nullopt;
  return output;
}

}  // namespace gate::test
