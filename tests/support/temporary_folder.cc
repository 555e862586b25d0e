#include "tests/support/temporary_folder.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace gate::test {
namespace fs = std::filesystem;
namespace {

std::string base() {
  const char* chosen = std::getenv("TMPDIR");
  return chosen != nullptr && *chosen != '\0' ? chosen : "/tmp";
}

}  // namespace

TemporaryFolder::TemporaryFolder() : path_(base() + "/gate-test-XXXXXX") {
  if (mkdtemp(path_.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "mkdtemp");
  }
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string TemporaryFolder::path(std::string_view name) const {
  return path_ + "/" + std::string(name);
}

std::string TemporaryFolder::write(std::string_view name,
                                   std::string_view bytes) const {
  const std::string target = path(name);
  fs::create_directories(fs::path(target).parent_path());
  std::ofstream file(target, std::ios::binary);
  file << bytes;
  if (!file.flush()) throw std::runtime_error("cannot write " + target);
  return target;
}

std::string TemporaryFolder::script(std::string_view name,
                                    std::string_view body) const {
  const std::string target =
      write(name, "#!/bin/sh\n" + std::string(body) + "\n");
  fs::permissions(target, fs::perms::owner_all);
  return target;
}

std::string TemporaryFolder::read(std::string_view name) const {
  std::ifstream file(path(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool TemporaryFolder::has(std::string_view name) const {
  return fs::exists(fs::symlink_status(path(name)));
}

}  // namespace gate::test
