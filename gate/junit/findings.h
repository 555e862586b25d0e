// Problems of one document: the first few of each code with their place, the
// rest as a number, so that a hostile report cannot flood the evidence.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "gate/model/evidence.h"

namespace gate::junit {

class Findings {
 public:
  void add(Problem problem);
  bool empty() const { return problems_.empty(); }
  // In order of arrival; a code that has more than were kept says so in the
  // last one of them.
  std::vector<Problem> take();

 private:
  static constexpr std::uint64_t kKept = 10;

  std::vector<Problem> problems_;
  std::map<std::string, std::uint64_t> counts_;
};

}  // namespace gate::junit
