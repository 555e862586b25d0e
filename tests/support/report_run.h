// A run of tests/support/builders as the reports take it.
#pragma once

#include "gate/report/format.h"
#include "tests/support/builders.h"

namespace gate::test {

inline report::RunReport report_of(const Run& run) {
  return {run.plan, run.evidence, run.verdict, "0.1.0", "gate-out"};
}

inline std::string render(std::string_view format, const Run& run,
                          const report::Style& style = {}) {
  return report::find_format(format)->render(report_of(run), style);
}

}  // namespace gate::test
