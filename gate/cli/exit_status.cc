#include "gate/cli/exit_status.h"

#include <algorithm>

#include "gate/cli/console.h"

namespace gate::cli {

int exit_status_of(const Verdict& verdict) {
  const auto& reasons = verdict.reasons;
  if (verdict.interrupted_by != 0) return kSignalBase + verdict.interrupted_by;
  if (std::any_of(reasons.begin(), reasons.end(),
                  [](const Reason& r) { return r.code == "INTERNAL"; }))
    return kInternal;
  if (std::any_of(reasons.begin(), reasons.end(),
                  [](const Reason& r) { return !r.undecided; }))
    return kFail;
  if (!reasons.empty()) return kUndecided;
  return verdict.decision == Decision::pass ? kPass : kFail;
}

int exit_status_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::usage:
    case ErrorKind::not_found:
    case ErrorKind::refused:
      return kUsage;
    case ErrorKind::busy:
      return kBusy;
    case ErrorKind::failed:
      return kUndecided;
    case ErrorKind::internal:
      return kInternal;
  }
  return kInternal;
}

int complain(const Error& error) {
  print_error(error.message);
  return exit_status_of(error);
}

}  // namespace gate::cli
