// Tells test programs from other files by the words in them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gate/io/files.h"

namespace gate::suites {

// "googletest", "boost-test" or the empty string.  Only for programs that this
// system could start: an object file or a library is none.
std::string_view framework_of_program(std::string_view bytes);

struct TestProgram {
  std::string path;  // relative to root
  std::string_view framework;
};

// The test programs of the folders, a few levels deep, sorted by path.
std::vector<TestProgram> find_test_programs(
    const std::string& root, const std::vector<std::string>& folders,
    io::Files& files);

// One pattern where it means exactly these programs, otherwise all of them.
std::vector<std::string> as_patterns(const std::string& root,
                                     const std::vector<std::string>& programs,
                                     io::Files& files);

}  // namespace gate::suites
