#include "tests/support/git_repository.h"

#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace gate::testing {
namespace {

namespace fs = std::filesystem;

std::string shell_word(std::string_view word) {
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? "'\\''" : std::string(1, c);
  return text + "'";
}

// Nothing of the caller's git reaches the test: no configuration, no GIT_DIR,
// and dates that make equal commits equal ids.
constexpr std::string_view kEnvironment =
    "env -i PATH=\"$PATH\" HOME=/nonexistent LC_ALL=C GIT_CONFIG_NOSYSTEM=1 "
    "GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=a@b.c "
    "GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=a@b.c "
    "GIT_AUTHOR_DATE=2026-01-01T00:00:00Z "
    "GIT_COMMITTER_DATE=2026-01-01T00:00:00Z git ";

}  // namespace

GitRepository::GitRepository() {
  std::string name = "/tmp/stagegate-git-XXXXXX";
  if (!mkdtemp(name.data())) throw std::runtime_error("mkdtemp " + name);
  base_ = fs::canonical(name).string();
  path_ = base_ + "/work";
  fs::create_directory(path_);
  git({"init", "-q", "-b", "main"});
}

GitRepository::~GitRepository() {
  std::error_code error;
  fs::remove_all(base_, error);
}

std::string GitRepository::path(std::string_view inside) const {
  return path_ + "/" + std::string(inside);
}

std::string GitRepository::git(
    const std::vector<std::string>& arguments) const {
  return git_in(path_, arguments);
}

std::string GitRepository::git_in(
    const std::string& folder,
    const std::vector<std::string>& arguments) const {
  std::string command = std::string(kEnvironment) +
                        "-c protocol.file.allow=always -c gc.auto=0 -C " +
                        shell_word(folder);
  for (const std::string& argument : arguments)
    command += " " + shell_word(argument);
  command += " </dev/null 2>&1";
  FILE* output = popen(command.c_str(), "r");
  if (!output) throw std::runtime_error("popen " + command);
  std::string text;
  char buffer[4096];
  for (std::size_t n = 0; (n = fread(buffer, 1, sizeof buffer, output)) > 0;)
    text.append(buffer, n);
  if (pclose(output) != 0) throw std::runtime_error(command + "\n" + text);
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

void GitRepository::write(std::string_view file, std::string_view bytes) const {
  const fs::path target = path(file);
  fs::create_directories(target.parent_path());
  std::ofstream stream(target, std::ios::binary);
  stream << bytes;
  if (!stream.flush()) throw std::runtime_error("writing " + target.string());
}

std::string GitRepository::commit(std::string_view file,
                                  std::string_view bytes) const {
  write(file, bytes);
  git({"add", "-A"});
  git({"commit", "-q", "-m", "a change"});
  return git({"rev-parse", "HEAD"});
}

}  // namespace gate::testing
