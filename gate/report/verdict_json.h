// verdict.json: what scripts and `gate verify` read.  Its schema is
// docs/verdict.schema.json; it is never larger than kLargestVerdictFile.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "gate/model/evidence.h"
#include "gate/model/plan.h"

namespace gate::report {

inline constexpr std::size_t kLargestVerdictFile = 1u << 20;

// The file that stands there while the suites run: a fail with the reason
// INCOMPLETE, so that a run that dies leaves no pass behind.  so_far holds what
// is known before the first suite: candidate, origin, start.
std::string incomplete_verdict(const Plan& plan, const Evidence& so_far,
                               std::string_view gate_version);

}  // namespace gate::report
