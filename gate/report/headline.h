// The first line that a terminal shows of a run, and the notes below its
// suites: what a reader of a green line must not overlook.
#pragma once

#include <string>
#include <vector>

#include "gate/report/overview.h"

namespace gate::report {

// "FAIL  orders  3f2c1a9  412 cases in 3 suites, 12.3s"
std::string headline(const RunReport& report, const Overview& all,
                     const Style& style);

// What was left out, waived, relaxed or warned of; nothing if there is none.
std::vector<std::string> note_lines(const RunReport& report,
                                    const Overview& all, const Style& style);
// The same as plain sentences, not yet made harmless.
std::vector<std::string> notes(const RunReport& report, const Overview& all);

}  // namespace gate::report
