// Says how a case ended, from the bytes of its element.  The rules are asked
// top-down and the first that applies decides.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gate/model/report_rules.h"
#include "gate/model/test_case.h"

namespace gate::junit {

struct Outcome {
  CaseStatus status = CaseStatus::errored;
  std::string type;
  std::string message;
  std::string text;
  std::string code;  // as TestCase::code
  // Where the assertion stands, if the text of the failure tells.
  std::string file;
  std::uint64_t line = 0;
  // A reader that only looks for <error>, <failure> and <skipped> comes to the
  // same end.
  bool is_plainly_written = false;
};

// element is one whole <testcase>, as junit/scanner let it through.
Outcome read_case(std::string_view element, const ReportRules& rules);

// An <error> or <failure> that stands outside of any case.
Outcome read_suite_error(std::string_view element);

}  // namespace gate::junit
