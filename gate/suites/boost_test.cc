// Boost.Test, 1.65 and newer.  The tree is listed in the DOT format, which tells
// cases from suites and stands out from whatever else a program prints.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "gate/base/text.h"
#include "gate/model/test_case.h"
#include "gate/suites/framework.h"

namespace gate::suites {
namespace {

// boost::exit_exception_failure is also what "no test matches" ends with, so
// only boost::exit_test_failure says that a case failed.
constexpr int kFailed[] = {201};

// Boost numbers suites from 1 and cases from here on (test_unit_id.hpp).
constexpr std::uint64_t kFirstCase = 65'536;

// Our flags come first: everything behind "--" in the arguments of the suite
// is the program's own.
void append_arguments(Invocation& call, const PlannedSuite& suite) {
  call.argv.insert(call.argv.end(), suite.args.begin(), suite.args.end());
}

Invocation list(const PlannedSuite& suite, const std::string& program,
                const Scratch&) {
  Invocation call;
  call.argv = {program, "--list_content=DOT"};
  append_arguments(call, suite);
  return call;
}

struct Unit {
  std::string name;
  bool disabled = false;
  std::uint64_t parent = 0;
};

// "tu12[shape=...,color=green,label="name|file(line)|..."];"
std::optional<std::pair<std::uint64_t, Unit>> read_unit(std::string_view line) {
  if (!line.starts_with("tu")) return std::nullopt;
  const std::size_t bracket = line.find('[');
  constexpr std::string_view kLabel = ",label=\"";
  const std::size_t label = line.find(kLabel);
  if (bracket == std::string_view::npos || label == std::string_view::npos)
    return std::nullopt;
  const auto id = parse_unsigned(line.substr(2, bracket - 2));
  if (!id || !line.ends_with("\"];")) return std::nullopt;
  const std::string_view head = line.substr(bracket, label - bracket);
  std::string_view name = line.substr(label + kLabel.size());
  name.remove_suffix(3);
  name = name.substr(0, name.find('|'));
  return std::pair(*id, Unit{std::string(name),
                             head.find("color=yellow") != head.npos, 0});
}

// "tu1 -> tu12;": the edge from a suite to what it holds.
std::optional<std::pair<std::uint64_t, std::uint64_t>> read_edge(
    std::string_view line) {
  const std::size_t arrow = line.find(" -> tu");
  if (!line.starts_with("tu") || arrow == std::string_view::npos ||
      !line.ends_with(';') || line.find('[') != std::string_view::npos)
    return std::nullopt;
  const auto parent = parse_unsigned(line.substr(2, arrow - 2));
  std::string_view rest = line.substr(arrow + 6);
  rest.remove_suffix(1);
  const auto child = parse_unsigned(rest);
  if (!parent || !child) return std::nullopt;
  return std::pair(*parent, *child);
}

// The JUnit log of Boost writes names this way (junit_log_formatter.ipp).
std::string reported(std::string name) {
  std::replace(name.begin(), name.end(), '/', '.');
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

ListedCase make_case(const std::map<std::uint64_t, Unit>& units,
                     const Unit& test) {
  std::string selector = test.name;
  std::string classname;
  // The unit without a parent is the module: it is not part of any name.
  for (auto at = units.find(test.parent); at != units.end() &&
                                          at->second.parent != 0;
       at = units.find(at->second.parent)) {
    selector = at->second.name + "/" + selector;
    classname = reported(at->second.name) +
                (classname.empty() ? "" : "." + classname);
  }
  return {case_id(classname, reported(test.name)), selector, test.disabled};
}

Result<std::vector<ListedCase>> read_listing(std::string_view text) {
  std::map<std::uint64_t, Unit> units;
  std::vector<std::uint64_t> order;
  for (const std::string& line : split(text, '\n')) {
    if (auto unit = read_unit(line)) {
      units.insert(*unit);
      if (unit->first >= kFirstCase) order.push_back(unit->first);
    } else if (const auto edge = read_edge(line)) {
      const auto child = units.find(edge->second);
      if (child != units.end() && child->second.parent == 0)
        child->second.parent = edge->first;
    }
  }
  if (units.empty())
    return Error{ErrorKind::failed,
                 "expected the output of --list_content=DOT, found no test "
                 "tree; is it a Boost.Test program?"};
  std::vector<ListedCase> cases;
  for (const std::uint64_t id : order)
    cases.push_back(make_case(units, units.at(id)));
  return cases;
}

// The human log goes to stdout, down to which case begins, so that a crash has a
// name; the report goes to its file.  "--logger" cannot express a path with its
// own separators.
void append_loggers(Invocation& call, const std::string& report) {
  if (report.find_first_of(":,") == std::string::npos) {
    call.argv.push_back("--logger=HRF,test_suite,stdout:JUNIT,error," + report);
    return;
  }
  call.argv.insert(call.argv.end(),
                   {"--log_format=JUNIT", "--log_level=error",
                    "--log_sink=" + report});
}

Invocation run(const PlannedSuite& suite, const std::string& program,
               std::span<const ListedCase> cases, const Scratch& scratch) {
  Invocation call;
  call.argv = {program};
  append_loggers(call, scratch.report);
  // Were Boost to catch a crash, it would report one errored case and call all
  // that come after it skipped: with that one waived, a pass would hide that
  // they never ran.  So the program dies, and the gate names what is missing.
  call.argv.insert(call.argv.end(),
                   {"--result_code=yes", "--catch_system_errors=no",
                    "--color_output=no"});
  // A disabled case that is named would run: only somebody who asks for
  // nothing else wants that.
  const bool only_disabled =
      std::all_of(cases.begin(), cases.end(),
                  [](const ListedCase& test) { return test.disabled; });
  for (const ListedCase& test : cases)
    if (!test.disabled || only_disabled)
      call.argv.push_back("--run_test=" + test.selector);
  append_arguments(call, suite);
  call.report = scratch.report;
  return call;
}

ProgressLine read_line(std::string_view line) {
  using Kind = ProgressLine::Kind;
  const auto quoted = [&](std::string_view mark) -> std::string_view {
    const std::size_t at = line.find(mark);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = line.substr(at + mark.size());
    return rest.substr(0, rest.find('"'));
  };
  if (const auto name = quoted(": Entering test case \""); !name.empty())
    return {Kind::case_started, name};
  if (const auto name = quoted(": Leaving test case \""); !name.empty())
    return {Kind::case_ended, name};
  return {};
}

}  // namespace

extern const Framework boost_test_framework;
const Framework boost_test_framework = {
    .name = "boost-test",
    .summary = "programs made with Boost.Test",
    .takes_programs = true,
    .takes_build_dir = false,
    .takes_run = false,
    .reports_unselected = true,
    .failed_exit_codes = kFailed,
    .list = list,
    .read_listing = read_listing,
    .run = run,
    .read_line = read_line,
};

}  // namespace gate::suites
