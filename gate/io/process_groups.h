// The process groups of running commands, kept so that a signal handler can
// kill them when the gate has to end at once.
#pragma once

#include <sys/types.h>

namespace gate::io {

// Beyond kMostGroups at a time a group is not noted; it is then killed by its
// runner only.
inline constexpr int kMostGroups = 256;

void note_group(pid_t group);
void forget_group(pid_t group);

// Safe in a signal handler.
void kill_noted_groups();

}  // namespace gate::io
