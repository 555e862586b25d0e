#include "tests/support/golden.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace gate::test {
namespace {

std::string line_at(std::string_view text, std::size_t at) {
  const std::size_t before = at == 0 ? std::string_view::npos
                                     : text.rfind('\n', at - 1);
  const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
  return std::string(text.substr(start, text.find('\n', start) - start));
}

std::string first_difference(std::string_view expected,
                             std::string_view found) {
  const auto [a, b] = std::mismatch(expected.begin(), expected.end(),
                                    found.begin(), found.end());
  const std::size_t at = static_cast<std::size_t>(a - expected.begin());
  const auto line = std::count(expected.begin(), a, '\n') + 1;
  return ":" + std::to_string(line) + ": expected \"" +
         line_at(expected, at) + "\", found \"" + line_at(found, at) + "\"";
}

}  // namespace

std::string golden_path(std::string_view name) {
  return std::string(STAGEGATE_SOURCE_DIR) + "/tests/golden/" +
         std::string(name);
}

std::string golden_difference(std::string_view name, std::string_view text) {
  const std::string path = golden_path(name);
  const char* update = std::getenv("GATE_UPDATE_GOLDEN");
  if (update != nullptr && std::string_view(update) == "1") {
    std::filesystem::create_directories(
        std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  std::ifstream file(path, std::ios::binary);
  const std::string hint = "; GATE_UPDATE_GOLDEN=1 accepts what is new";
  if (!file) return path + ": there is no such golden file" + hint;
  const std::string expected{std::istreambuf_iterator<char>(file), {}};
  if (expected == text) return "";
  return path + first_difference(expected, text) + hint;
}

}  // namespace gate::test
