// Starts one program in a clean state: own session, stdin from /dev/null,
// stdout and stderr to one descriptor, nothing else open, default signals.  It
// does not wait for it.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

#include "gate/base/result.h"

namespace gate::io {

struct SpawnRequest {
  std::vector<std::string> argv;
  std::string workdir;  // empty: where the gate is
  std::map<std::string, std::string> environment;
  int output = -1;  // becomes stdout and stderr
};

// The Error says in words what is wrong with the program, its interpreter, its
// working folder or its size.
Result<pid_t> spawn(const SpawnRequest& request);

}  // namespace gate::io
