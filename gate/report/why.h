// `gate why`: a red run explained, reason by reason, the worst first.
#pragma once

#include <cstddef>
#include <string>

#include "gate/report/format.h"

namespace gate::report {

struct WhyLimits {
  std::size_t reasons = 8;
  std::size_t cases = 5;       // of each reason
  std::size_t text_lines = 8;  // of each case
};

std::string render_why(const RunReport& report, const Style& style,
                       const WhyLimits& limits = {});

}  // namespace gate::report
