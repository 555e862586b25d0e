// Every reason code of the product: what it means, what to do, who clears it.
// A code is stable once released; a test demands that each one has a case that
// produces it.
#pragma once

#include <span>
#include <string_view>

namespace gate::verdict {

struct ReasonRow {
  std::string_view code;
  std::string_view meaning;     // one sentence for `gate why`
  std::string_view remedy;      // what to do
  std::string_view cleared_by;  // who can clear it
  bool undecided;               // could not be judged (exit 3), not failed (exit 1)
};

std::span<const ReasonRow> reason_table();
// Never null: an unknown code gives the row of INTERNAL.
const ReasonRow& reason_row(std::string_view code);
bool is_reason_code(std::string_view code);

}  // namespace gate::verdict
