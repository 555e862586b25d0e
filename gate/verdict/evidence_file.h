// evidence.json: plan, evidence and verdict of a run as one document, so that
// `gate report`, `gate why` and `gate merge` can work on a finished run.
#pragma once

#include <string>
#include <string_view>

#include "gate/base/result.h"
#include "gate/model/evidence.h"
#include "gate/model/plan.h"
#include "gate/model/verdict.h"

namespace gate::verdict {

struct FinishedRun {
  Plan plan;
  Evidence evidence;
  Verdict verdict;

  bool operator==(const FinishedRun&) const = default;
};

std::string write_evidence(const FinishedRun& run);
// Strict: an unknown schema version, a missing or mistyped member is an Error.
// read_evidence(write_evidence(x)) == x.
Result<FinishedRun> read_evidence(std::string_view text);

}  // namespace gate::verdict
