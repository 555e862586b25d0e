// The exit statuses of every command.  They are fixed: pipelines rely on them.
#pragma once

#include "gate/base/result.h"
#include "gate/model/verdict.h"

namespace gate::cli {

enum ExitStatus : int {
  kPass = 0,
  kFail = 1,
  kUsage = 2,         // usage or configuration, nothing ran
  kUndecided = 3,     // could not be judged
  kInternal = 4,      // an internal error
  kRefused = 5,       // gate verify: refused
  kRolledBack = 6,    // failed and rolled back, previous build confirmed
  kRollbackFailed = 7,  // rollback failed or unconfirmed
  kBusy = 8,          // staging, or this workspace, is in use
  kSignalBase = 128,  // + the number of the signal that interrupted the run
};

// kPass if and only if the verdict is a pass.
int exit_status_of(const Verdict& verdict);
// What an Error outside of a verdict means.
int exit_status_of(const Error& error);
// Says it on standard error and returns its status.
int complain(const Error& error);

}  // namespace gate::cli
