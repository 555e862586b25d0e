#include "gate/io/spawn.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <memory>
#include <string_view>

#include "gate/base/text.h"
#include "gate/io/system_error.h"

namespace gate::io {
namespace {

struct DestroyActions {
  void operator()(posix_spawn_file_actions_t* actions) const {
    posix_spawn_file_actions_destroy(actions);
  }
};
struct DestroyAttributes {
  void operator()(posix_spawnattr_t* attributes) const {
    posix_spawnattr_destroy(attributes);
  }
};

// Order matters: the output may itself have the number 0, and all others close
// when it has been copied.
int fill(posix_spawn_file_actions_t* actions, const SpawnRequest& request) {
  int code = 0;
  for (const int standard : {STDOUT_FILENO, STDERR_FILENO}) {
    if (code != 0) return code;
    code = posix_spawn_file_actions_adddup2(actions, request.output, standard);
  }
  if (code == 0) {
    code = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null",
                                            O_RDONLY, 0);
  }
  if (code == 0) {
    code = posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
  }
  if (code == 0 && !request.workdir.empty()) {
    code =
        posix_spawn_file_actions_addchdir_np(actions, request.workdir.c_str());
  }
  return code;
}

int fill(posix_spawnattr_t* attributes) {
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(attributes, &none);
  posix_spawnattr_setsigdefault(attributes, &all);
  return posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSID |
                                                  POSIX_SPAWN_SETSIGMASK |
                                                  POSIX_SPAWN_SETSIGDEF);
}

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> result;
  result.reserve(words.size() + 1);
  for (const std::string& word : words) {
    result.push_back(const_cast<char*>(word.c_str()));
  }
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> assignments(
    const std::map<std::string, std::string>& environment) {
  std::vector<std::string> result;
  result.reserve(environment.size());
  for (const auto& [name, value] : environment) {
    result.push_back(name + "=" + value);
  }
  return result;
}

// Returns 0 or an errno; glibc hands back what failed in the child.
int start(const std::string& program, const SpawnRequest& request,
          pid_t& child) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  if (int code = posix_spawn_file_actions_init(&actions)) return code;
  std::unique_ptr<posix_spawn_file_actions_t, DestroyActions> own_actions(
      &actions);
  if (int code = posix_spawnattr_init(&attributes)) return code;
  std::unique_ptr<posix_spawnattr_t, DestroyAttributes> own_attributes(
      &attributes);
  if (int code = fill(&actions, request)) return code;
  if (int code = fill(&attributes)) return code;
  const std::vector<std::string> environment = assignments(request.environment);
  return posix_spawn(&child, program.c_str(), &actions, &attributes,
                     pointers(request.argv).data(),
                     pointers(environment).data());
}

// A path as the child sees it after its change of folder.
std::string seen_from(const std::string& workdir, const std::string& path) {
  if (workdir.empty() || path.starts_with('/')) return path;
  return workdir + "/" + path;
}

bool is_folder(const std::string& path) {
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

std::string search_path(const SpawnRequest& request) {
  const auto found = request.environment.find("PATH");
  return found == request.environment.end() ? "/usr/local/bin:/usr/bin:/bin"
                                            : found->second;
}

// The program's own PATH counts, not the gate's: posix_spawnp() would take the
// latter.
Result<std::string> find_program(const SpawnRequest& request) {
  const std::string& name = request.argv.front();
  if (name.find('/') != std::string::npos) return name;
  const std::string path = search_path(request);
  std::string not_executable;
  for (const std::string& folder : split(path, ':')) {
    const std::string candidate = (folder.empty() ? "." : folder) + "/" + name;
    const std::string seen = seen_from(request.workdir, candidate);
    if (::access(seen.c_str(), F_OK) != 0 || is_folder(seen)) continue;
    if (::access(seen.c_str(), X_OK) == 0) return candidate;
    if (not_executable.empty()) not_executable = candidate;
  }
  if (!not_executable.empty()) {
    return Error{ErrorKind::refused,
                 not_executable + ": not executable; run " + "chmod +x on it"};
  }
  return Error{ErrorKind::not_found,
               name + ": not found in PATH (" + path + ")"};
}

// What stands behind "#!", or nothing.
std::string interpreter_of(const std::string& script) {
  std::ifstream file(script, std::ios::binary);
  std::string line(256, '\0');
  file.read(line.data(), static_cast<std::streamsize>(line.size()));
  line.resize(static_cast<std::size_t>(file.gcount()));
  if (!line.starts_with("#!")) return {};
  const std::string_view first_line =
      std::string_view(line).substr(2, line.find('\n') - 2);
  const std::string_view words = trim(first_line);
  return std::string(words.substr(0, words.find_first_of(" \t")));
}

// Why a folder cannot be entered, or nothing.
std::string trouble_with_workdir(const std::string& workdir) {
  if (workdir.empty()) return {};
  struct stat status = {};
  if (::stat(workdir.c_str(), &status) != 0) {
    return "working folder " + workdir + ": " + describe_errno(errno);
  }
  if (!S_ISDIR(status.st_mode)) {
    return "working folder " + workdir + ": not a folder";
  }
  if (::access(workdir.c_str(), X_OK) != 0) {
    return "working folder " + workdir + ": " + describe_errno(errno);
  }
  return {};
}

std::string size_of(const SpawnRequest& request) {
  std::size_t bytes = 0;
  for (const std::string& word : request.argv) bytes += word.size() + 1;
  for (const auto& [name, value] : request.environment) {
    bytes += name.size() + value.size() + 2;
  }
  return std::to_string(bytes) + " bytes";
}

// "no such file" has three causes that a person cannot tell apart.
std::string explain_missing(const std::string& program,
                            const std::string& seen) {
  if (::access(seen.c_str(), F_OK) != 0) {
    return program + ": " + describe_errno(errno);
  }
  const std::string interpreter = interpreter_of(seen);
  if (interpreter.empty()) {
    return program + ": the loader or library that it names does not exist";
  }
  return program + ": its interpreter " + interpreter + " does not exist";
}

std::string explain_forbidden(const std::string& program,
                              const std::string& seen) {
  if (is_folder(seen)) return program + ": a folder, not a program";
  if (::access(seen.c_str(), X_OK) != 0) {
    return program + ": not executable; run chmod +x on it";
  }
  const std::string interpreter = interpreter_of(seen);
  if (interpreter.empty()) return program + ": " + describe_errno(EACCES);
  return program + ": its interpreter " + interpreter + " is not executable";
}

std::string explain(int code, const std::string& program,
                    const SpawnRequest& request) {
  const std::string seen = seen_from(request.workdir, program);
  switch (code) {
    case ENOENT:
      return explain_missing(program, seen);
    case EACCES:
      return explain_forbidden(program, seen);
    case ENOEXEC:
      return program +
             ": neither a program of this machine nor a script with a #! line";
    case E2BIG:
      return program + ": its arguments and environment (" + size_of(request) +
             ") are larger than the system allows";
    case EAGAIN:
      return program + ": the limit of processes is reached (ulimit -u)";
    default:
      return program + ": " + describe_errno(code);
  }
}

// A NUL would cut a word silently: the program would run as something else.
bool holds_nul(const SpawnRequest& request) {
  const auto cut = [](const std::string& text) {
    return text.find('\0') != std::string::npos;
  };
  for (const std::string& word : request.argv) {
    if (cut(word)) return true;
  }
  for (const auto& [name, value] : request.environment) {
    if (cut(name) || cut(value)) return true;
  }
  return cut(request.workdir);
}

}  // namespace

Result<pid_t> spawn(const SpawnRequest& request) {
  if (request.argv.empty() || request.argv.front().empty()) {
    return Error{ErrorKind::usage, "no program was named"};
  }
  if (holds_nul(request)) {
    return Error{ErrorKind::usage,
                 "a NUL byte in the arguments or the environment"};
  }
  const std::string workdir = trouble_with_workdir(request.workdir);
  if (!workdir.empty()) return Error{ErrorKind::not_found, workdir};
  const Result<std::string> program = find_program(request);
  if (!program) return program.error();
  pid_t child = -1;
  if (const int code = start(*program, request, child)) {
    return Error{system_error(code, "").kind, explain(code, *program, request)};
  }
  return child;
}

}  // namespace gate::io
