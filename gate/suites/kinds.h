// The kinds of suite that a plan may hold.  A kind is one file and one line in
// kinds.def.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gate/suites/suite.h"

namespace gate::suites {

struct Kind {
  std::string_view name;     // as `kind:` calls it
  std::string_view summary;  // one line, for `gate list`
  bool takes_framework;      // it runs programs or a command
  // Never throws and never fails: trouble is a Problem of the evidence.
  SuiteEvidence (*run)(const PlannedSuite& suite, const RunContext& context,
                       io::System& system, Observer& observer);
};

std::span<const Kind* const> kinds();
const Kind* find_kind(std::string_view name);

std::vector<std::string> kind_names();
std::vector<std::string> framework_names();

}  // namespace gate::suites
