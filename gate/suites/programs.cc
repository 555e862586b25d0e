#include "gate/suites/programs.h"

#include <algorithm>

#include "gate/suites/evidence_folder.h"

namespace gate::suites {
namespace {

constexpr std::uint64_t kLargestProgram = 256u << 20;
constexpr std::size_t kMostFiles = 5000;

// The loader's name stands near the start of everything that can be started.
constexpr std::size_t kHead = 4096;

bool can_be_started(std::string_view bytes) {
  constexpr std::string_view kMagic = "\x7f" "ELF";
  constexpr std::size_t kType = 16;
  if (bytes.size() < 64 || !bytes.starts_with(kMagic)) return false;
  const int type = static_cast<unsigned char>(bytes[kType]);
  constexpr int kExecutable = 2;
  constexpr int kShared = 3;  // also position-independent programs
  if (type == kExecutable) return true;
  return type == kShared &&
         bytes.substr(0, kHead).find("/ld-") != std::string_view::npos;
}

// Given in two parts, so that the gate, which holds these words as well, does
// not take itself for a test program.
bool holds(std::string_view bytes, std::string_view begin,
           std::string_view rest) {
  const std::string word = std::string(begin) + std::string(rest);
  return bytes.find(word) != std::string_view::npos;
}

bool is_candidate(const std::string& path) {
  return path.find("/CMakeFiles/") == std::string::npos &&
         base_name(path).find('.') == std::string_view::npos;
}

}  // namespace

std::string_view framework_of_program(std::string_view bytes) {
  if (!can_be_started(bytes)) return {};
  // Text of the linked-in library, or a symbol of the shared one.
  if (holds(bytes, "Note: This is test", " shard ") ||
      holds(bytes, "_ZN7testing14Init", "GoogleTest"))
    return "googletest";
  if (holds(bytes, "_ZN5boost9unit_test14", "unit_test_main") ||
      holds(bytes, "BOOST_TEST_", "LIST_CONTENT"))
    return "boost-test";
  return {};
}

std::vector<TestProgram> find_test_programs(
    const std::string& root, const std::vector<std::string>& folders,
    io::Files& files) {
  std::vector<std::string> paths;
  for (const std::string& folder : folders)
    for (const char* depth : {"/*", "/*/*", "/*/*/*"})
      if (auto found = files.glob(root, folder + depth))
        std::copy_if(found->begin(), found->end(), std::back_inserter(paths),
                     is_candidate);
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  if (paths.size() > kMostFiles) paths.resize(kMostFiles);
  std::vector<TestProgram> programs;
  for (const std::string& path : paths) {
    const auto bytes = files.read(root + "/" + path, kLargestProgram);
    if (!bytes) continue;
    const std::string_view framework = framework_of_program(*bytes);
    if (!framework.empty()) programs.push_back({path, framework});
  }
  return programs;
}

std::vector<std::string> as_patterns(const std::string& root,
                                     const std::vector<std::string>& programs,
                                     io::Files& files) {
  if (programs.size() < 2) return programs;
  const std::string& first = programs.front();
  const std::string folder = first.substr(0, first.rfind('/') + 1);
  for (const char* tail : {"*_test", "*_tests", "*test", "test_*"}) {
    const auto meant = files.glob(root, folder + tail);
    if (meant && *meant == programs) return {folder + tail};
  }
  return programs;
}

}  // namespace gate::suites
