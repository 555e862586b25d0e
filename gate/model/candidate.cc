#include "gate/model/candidate.h"

#include "gate/base/text.h"

namespace gate {

bool names_commit(std::string_view build, std::string_view commit) {
  return build.size() >= 7 && build.size() <= commit.size() &&
         equals_ignoring_case(build, commit.substr(0, build.size()));
}

}  // namespace gate
