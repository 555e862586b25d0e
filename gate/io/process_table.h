// The processes of this machine, as /proc shows them at one moment.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gate/base/result.h"

namespace gate::io {

struct ProcessInfo {
  pid_t pid = 0;
  pid_t parent = 0;
  pid_t group = 0;
  pid_t session = 0;
  char state = '?';
  std::uint64_t start =
      0;  // clock ticks since boot; with pid it names a process

  // Dead, and waiting for its parent to ask how it ended.
  bool is_zombie() const { return state == 'Z' || state == 'X'; }
};

// Sorted by pid.  Processes that come or go meanwhile may be missing; an Error
// when the table cannot be read as a whole (no /proc, no descriptor left).
Result<std::vector<ProcessInfo>> all_processes();

// Whether the environment that the process was started with holds this text;
// nullopt when there is none to be read, as in the middle of an exec.
std::optional<bool> environment_holds(pid_t pid, const std::string& text);

// Sends only if it is still the same process; a pid may have been used again.
void send_signal(const ProcessInfo& process, int signal);

// "Now" as ProcessInfo::start counts.
std::uint64_t ticks_since_boot();

}  // namespace gate::io
