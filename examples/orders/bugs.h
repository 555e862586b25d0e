// The bugs that can be planted into a running service, one at a time, to see
// what a gate says about them.
#pragma once

#include <map>
#include <string>

namespace orders {

enum class Bug {
  none,
  wrong_total,     // every total is one cent too high
  missing_field,   // an order comes without created_at
  number_as_text,  // the quantity of an item is "3" instead of 3
  lost_header,     // answers come without ETag
  error_500,       // the list of orders answers with status 500
  reordered,       // the items of an order come last first
};

// By the name that the flag --bug takes.
const std::map<std::string, Bug>& bugs_by_name();

}  // namespace orders
