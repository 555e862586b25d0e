// The answer: pass or fail, with every reason.
#pragma once

#include <string>
#include <vector>

#include "gate/base/time.h"
#include "gate/model/plan.h"

namespace gate {

enum class Decision { pass, fail };

std::string_view name_of(Decision decision);

// One way in which the run is not a pass.
struct Reason {
  std::string code;      // stable, a row of verdict/reason_table
  std::string suite;     // of the plan; empty: the run as a whole
  std::string message;   // one sentence: what, where, expected and found
  std::string remedy;    // what to do
  std::string cleared_by;  // who can: "the author", "the release engineer", ...
  std::vector<std::string> evidence;  // files, ":line" behind where known
  std::vector<std::string> cases;     // case ids, the first few
  // true: it could not be judged; false: it was judged, and failed.
  bool undecided = false;

  bool operator==(const Reason&) const = default;
};

struct Verdict {
  Decision decision = Decision::fail;
  std::vector<Reason> reasons;  // in plan order; empty if and only if pass
  std::vector<Waiver> waivers_used;
  Instant decided{};
  Instant not_after{};
  int interrupted_by = 0;

  bool operator==(const Verdict&) const = default;
};

}  // namespace gate
