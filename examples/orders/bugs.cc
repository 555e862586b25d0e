#include "examples/orders/bugs.h"

namespace orders {

const std::map<std::string, Bug>& bugs_by_name() {
  static const std::map<std::string, Bug> bugs = {
      {"none", Bug::none},
      {"wrong-total", Bug::wrong_total},
      {"missing-field", Bug::missing_field},
      {"number-as-text", Bug::number_as_text},
      {"lost-header", Bug::lost_header},
      {"error-500", Bug::error_500},
      {"reordered", Bug::reordered},
  };
  return bugs;
}

}  // namespace orders
