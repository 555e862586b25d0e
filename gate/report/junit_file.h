// junit.xml of a whole run: one <testsuite> for each suite of the plan, every
// red reason visible as a red case, within what GitLab and Jenkins read.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "gate/report/format.h"

namespace gate::report {

using Out = std::function<void(std::string_view bytes)>;

// Streams the file SuiteEvidence::merged_cases of the suite; gives the same
// bytes at each call.  False: it cannot be read.
using ReadCases =
    std::function<bool(const SuiteEvidence& suite, const Out& out)>;

struct JunitLimits {
  // GitLab reads files below 30 MB.
  std::uint64_t max_bytes = 29'000'000;
};

// Reads the cases two to four times, because counters stand in front of what
// they count.  If the whole is larger than the limit, passed cases are left out
// and counted in the property stagegate.omitted_passed; if that is not enough,
// flaky and skipped ones, then bad ones, in stagegate.omitted_other, and the
// suite says so in a red case of its own.  (classname, name) is unique in the
// file: a repeated name gets " (2)" and so on.
void write_junit(const RunReport& report, const ReadCases& read,
                 const Out& out, const JunitLimits& limits = {});

}  // namespace gate::report
