// Values to JUnit XML: one <testsuite> for each suite of the plan, within what
// GitLab and Jenkins read.
#pragma once

#include <string>
#include <string_view>

#include "gate/model/evidence.h"

namespace gate::junit {

// Text for an attribute or an element: valid XML 1.0 characters only.
std::string escape(std::string_view text);

// One <testcase> element on a line of its own.
std::string write_case(const TestCase& test);

}  // namespace gate::junit
