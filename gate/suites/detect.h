// Looks at a tree for tests that a gate could run, and writes a first gate.yml
// from what it finds.  Runs nothing: programs are told by what is written in
// them, runners by their own configuration files.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gate/io/files.h"

namespace gate::suites {

// One suite that would make sense here.
struct Finding {
  std::string name;
  std::string kind;
  std::string framework;  // "command" when run is set
  std::vector<std::string> programs;
  std::string build_dir;
  std::string run;
  std::vector<std::string> reports;
  std::vector<std::pair<std::string, std::string>> env;
  std::string because;  // "package.json depends on jest"
  std::string needs;    // what has to be there first; empty: nothing

  bool operator==(const Finding&) const = default;
};

struct Findings {
  std::vector<Finding> suites;          // each with a name of its own
  std::vector<std::string> recordings;  // HAR files
  bool operator==(const Findings&) const = default;
};

// Paths are relative to root, which is absolute.  What cannot be read is taken
// for not there: the user reads the result before it is used.
Findings detect(const std::string& root, io::Files& files);

// A commented gate.yml that the strict reader accepts.
std::string init_text(const Findings& findings, std::string_view service);

}  // namespace gate::suites
