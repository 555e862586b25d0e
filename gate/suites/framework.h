// How the gate speaks with a test framework.  A framework is one file and one
// line in frameworks.def; everything here is pure, the effects are in listing
// and suite.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gate/base/result.h"
#include "gate/model/plan.h"

namespace gate::suites {

// A case as its program lists it.
struct ListedCase {
  std::string id;        // as the report will call it: case_id()
  std::string selector;  // as the framework's own filter calls it
  bool disabled = false; // reported as skipped unless it is asked for

  bool operator==(const ListedCase&) const = default;
};

// Where an invocation may put its files: absolute, the gate's own, fresh.
struct Scratch {
  std::string report;     // the report that the program is told to write
  std::string selection;  // for selections that are too long for an argument
};

// A program invocation and how its report is found.
struct Invocation {
  std::vector<std::string> argv;
  std::string report;  // absolute path that the program writes; empty: the
                       // suite's own `reports` globs, or what it prints
  // Path and text of files that must be there before it starts.
  std::vector<std::pair<std::string, std::string>> files;

  bool operator==(const Invocation&) const = default;
};

// What one line of output says about the run; for progress and for naming the
// case in which a program died.  Output is hostile: never used to judge.
struct ProgressLine {
  enum class Kind { nothing, case_started, case_ended };
  Kind kind = Kind::nothing;
  std::string_view name;  // of the case; empty: not said
};

struct Framework {
  std::string_view name;
  std::string_view summary;  // one line, for `gate list`
  bool takes_programs;       // `programs:` rather than `run:`
  bool takes_build_dir;      // `build_dir:`
  bool takes_run;            // `run:` and `reports:`
  // A program that was told to run a few cases reports all others as skipped.
  bool reports_unselected;
  // Statuses with which the framework says "ran to its end, a case failed".
  std::span<const int> failed_exit_codes;

  // The invocation that lists the cases of a program; nullptr: this framework
  // cannot list.  program is empty where there are none.
  Invocation (*list)(const PlannedSuite& suite, const std::string& program,
                     const Scratch& scratch);
  // Reads the report of the listing, or what it printed (stdout and stderr
  // together) where it wrote none.  In the order of the program.
  Result<std::vector<ListedCase>> (*read_listing)(std::string_view text);
  // The invocation that runs the given cases; an empty list: all of them.
  Invocation (*run)(const PlannedSuite& suite, const std::string& program,
                    std::span<const ListedCase> cases, const Scratch& scratch);
  // nullptr: the output says nothing about progress.
  ProgressLine (*read_line)(std::string_view line);
};

std::span<const Framework* const> frameworks();
const Framework* find_framework(std::string_view name);

}  // namespace gate::suites
