#include "gate/io/process_groups.h"

#include <array>
#include <atomic>
#include <csignal>

namespace gate::io {
namespace {

std::array<std::atomic<pid_t>, kMostGroups> groups{};
static_assert(std::atomic<pid_t>::is_always_lock_free);

void replace_one(pid_t from, pid_t to) {
  for (auto& slot : groups) {
    pid_t expected = from;
    if (slot.compare_exchange_strong(expected, to)) return;
  }
}

}  // namespace

void note_group(pid_t group) { replace_one(0, group); }

void forget_group(pid_t group) { replace_one(group, 0); }

void kill_noted_groups() {
  for (const auto& slot : groups) {
    const pid_t group = slot.load();
    if (group > 0) ::kill(-group, SIGKILL);
  }
}

}  // namespace gate::io
