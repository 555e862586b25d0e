// Reads the <testcase> elements that the suites left behind, one at a time, and
// says of each what a reader of junit.xml will take it for.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "gate/model/test_case.h"

namespace gate::report {

struct MergedCase {
  std::string xml;  // the whole element, with classname and name
  std::size_t name_end = 0;  // where the value of name ends in it
  std::string classname;
  std::string name;
  CaseStatus status = CaseStatus::passed;
};

class MergedCases {
 public:
  using Take = std::function<void(MergedCase test)>;

  // A case without a classname gets this one: GitLab shows it as the suite.
  MergedCases(std::string classname, Take take);
  ~MergedCases();

  void feed(std::string_view bytes);
  // Empty if everything was well-formed, otherwise what is wrong.
  std::string finish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// A case of our own as such an element.
MergedCase merged_case(const TestCase& test);

}  // namespace gate::report
