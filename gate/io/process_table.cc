#include "gate/io/process_table.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <ctime>
#include <memory>
#include <optional>
#include <string_view>

#include "gate/io/descriptor.h"
#include "gate/io/system_error.h"

namespace gate::io {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { closedir(folder); }
};
using FolderPtr = std::unique_ptr<DIR, CloseFolder>;

template <typename Number>
bool take_number(std::string_view& text, Number& number) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const auto [end, code] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc()) return false;
  text.remove_prefix(end - text.data());
  return true;
}

// proc(5): pid (comm) state ppid pgrp session ... starttime is the 22nd field.
// The name may hold blanks and parentheses, so the last ")" counts.
std::optional<ProcessInfo> parse_stat(std::string_view text) {
  ProcessInfo info;
  if (!take_number(text, info.pid)) return std::nullopt;
  const std::size_t name_end = text.rfind(") ");
  if (name_end == std::string_view::npos || name_end + 3 > text.size()) {
    return std::nullopt;
  }
  info.state = text[name_end + 2];
  text.remove_prefix(name_end + 3);
  if (!take_number(text, info.parent) || !take_number(text, info.group) ||
      !take_number(text, info.session)) {
    return std::nullopt;
  }
  constexpr int kBetweenSessionAndStart = 15;
  long long skipped = 0;
  for (int i = 0; i < kBetweenSessionAndStart; ++i) {
    if (!take_number(text, skipped)) return std::nullopt;
  }
  if (!take_number(text, info.start)) return std::nullopt;
  return info;
}

// errno tells a process that is gone (ENOENT, ESRCH) from a table that cannot
// be read.
std::optional<ProcessInfo> read_stat(int folder, const char* path) {
  const Descriptor file(::openat(folder, path, O_RDONLY | O_CLOEXEC));
  if (!file) return std::nullopt;
  std::array<char, 1024> text;
  const ssize_t size = ::read(file.number(), text.data(), text.size());
  if (size == 0) errno = ESRCH;
  if (size <= 0) return std::nullopt;
  return parse_stat({text.data(), static_cast<std::size_t>(size)});
}

}  // namespace

Result<std::vector<ProcessInfo>> all_processes() {
  std::vector<ProcessInfo> result;
  const FolderPtr proc(opendir("/proc"));
  if (!proc) return system_error(errno, "/proc");
  while (const dirent* entry = readdir(proc.get())) {
    if (entry->d_name[0] < '0' || entry->d_name[0] > '9') continue;
    const std::string path = std::string(entry->d_name) + "/stat";
    if (auto info = read_stat(dirfd(proc.get()), path.c_str())) {
      result.push_back(*info);
    } else if (errno != ENOENT && errno != ESRCH) {
      return system_error(errno, "/proc/" + path);
    }
  }
  if (result.empty()) return Error{ErrorKind::failed, "/proc: not mounted"};
  std::sort(result.begin(), result.end(),
            [](const auto& a, const auto& b) { return a.pid < b.pid; });
  return result;
}

std::optional<bool> environment_holds(pid_t pid, const std::string& text) {
  const std::string path = "/proc/" + std::to_string(pid) + "/environ";
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return std::nullopt;
  std::array<char, 16384> piece;
  std::string window;
  bool is_empty = true;
  while (true) {
    const ssize_t size = ::read(file.number(), piece.data(), piece.size());
    if (size < 0 || (size == 0 && is_empty)) return std::nullopt;
    if (size == 0) return false;
    is_empty = false;
    window.append(piece.data(), static_cast<std::size_t>(size));
    if (window.find(text) != std::string::npos) return true;
    if (window.size() > text.size()) {
      window.erase(0, window.size() - text.size());
    }
  }
}

void send_signal(const ProcessInfo& process, int signal) {
  const std::string path = "/proc/" + std::to_string(process.pid);
  // This descriptor stays with the process even if the pid is used again.
  const Descriptor folder(
      ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const auto found = read_stat(folder.number(), "stat");
  if (!found || found->start != process.start) return;
  const long sent =
      ::syscall(SYS_pidfd_send_signal, folder.number(), signal, nullptr, 0);
  if (sent != 0 && errno != ESRCH) ::kill(process.pid, signal);
}

std::uint64_t ticks_since_boot() {
  timespec now = {};
  clock_gettime(CLOCK_BOOTTIME, &now);
  const auto ticks = static_cast<std::uint64_t>(sysconf(_SC_CLK_TCK));
  return static_cast<std::uint64_t>(now.tv_sec) * ticks +
         static_cast<std::uint64_t>(now.tv_nsec) * ticks / 1'000'000'000;
}

}  // namespace gate::io
