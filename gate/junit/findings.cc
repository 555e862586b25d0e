#include "gate/junit/findings.h"

#include <utility>

namespace gate::junit {

void Findings::add(Problem problem) {
  if (++counts_[problem.code] <= kKept) problems_.push_back(std::move(problem));
}

std::vector<Problem> Findings::take() {
  for (auto last = problems_.rbegin(); last != problems_.rend(); ++last) {
    std::uint64_t& count = counts_[last->code];
    if (count > kKept)
      last->message +=
          "; and " + std::to_string(count - kKept) + " more like it";
    count = 0;
  }
  counts_.clear();
  return std::exchange(problems_, {});
}

}  // namespace gate::junit
