// GoogleTest, 1.8.1 and newer.  Cases are listed through the JSON report,
// because main() may print to stdout before the listing; the printed listing is
// the fallback for versions that do not write it.
#include <fmt/format.h>

#include "gate/base/json.h"
#include "gate/base/text.h"
#include "gate/model/test_case.h"
#include "gate/suites/framework.h"

namespace gate::suites {
namespace {

constexpr int kFailed[] = {1};

// Far below what the kernel takes as one argument (128 KiB).
constexpr std::size_t kLongestFilter = 60'000;

constexpr std::string_view kDisabled = "DISABLED_";

constexpr std::string_view kDisabledPart = "/DISABLED_";

// As GoogleTest's own "DISABLED_*:*/DISABLED_*", for the suite and the test.
bool is_disabled(std::string_view name) {
  return name.starts_with(kDisabled) ||
         name.find(kDisabledPart) != std::string_view::npos;
}

// A filter has no way to quote the characters that mean something in it; "?"
// stands for any one of them.
std::string selector_of(std::string name) {
  for (char& c : name)
    if (c == ':' || c == '-' || c == '*') c = '?';
  return name;
}

ListedCase make_case(std::string_view suite, std::string_view name) {
  return {case_id(suite, name), selector_of(fmt::format("{}.{}", suite, name)),
          is_disabled(suite) || is_disabled(name)};
}

Invocation list(const PlannedSuite& suite, const std::string& program,
                const Scratch& scratch) {
  Invocation call;
  call.argv = {program};
  call.argv.insert(call.argv.end(), suite.args.begin(), suite.args.end());
  call.argv.push_back("--gtest_list_tests");
  call.argv.push_back("--gtest_output=json:" + scratch.report);
  call.report = scratch.report;
  return call;
}

Result<std::vector<ListedCase>> read_json_listing(const Json& document) {
  const Json* suites = document.find("testsuites");
  if (!suites || !suites->is(Json::Type::array))
    return Error{ErrorKind::failed,
                 "expected \"testsuites\" in the JSON listing, found none"};
  std::vector<ListedCase> cases;
  for (const Json& suite : suites->items()) {
    const Json* tests = suite.find("testsuite");
    if (!tests) continue;
    for (const Json& test : tests->items())
      cases.push_back(make_case(suite.get("name"), test.get("name")));
  }
  return cases;
}

// "Suite." begins at the margin, its cases are indented by two blanks; behind
// "  # " stand type and value parameters.
std::vector<ListedCase> read_printed_listing(std::string_view text) {
  std::vector<ListedCase> cases;
  std::string suite;
  for (const std::string& whole : split(text, '\n')) {
    std::string_view line = whole;
    line = line.substr(0, line.find("  # "));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
      line.remove_suffix(1);
    if (line.starts_with("  ") && !suite.empty())
      cases.push_back(make_case(suite, trim(line)));
    else if (line.ends_with('.') && line.find(' ') == std::string_view::npos)
      suite = line.substr(0, line.size() - 1);
    else
      suite.clear();
  }
  return cases;
}

Result<std::vector<ListedCase>> read_listing(std::string_view text) {
  if (trim(text).starts_with('{')) {
    const auto document = parse_json(text);
    if (!document) return with_context("JSON listing", document.error());
    return read_json_listing(*document);
  }
  auto cases = read_printed_listing(text);
  if (cases.empty())
    return Error{ErrorKind::failed,
                 "expected the output of --gtest_list_tests, found no case; is "
                 "it a GoogleTest program?"};
  return cases;
}

std::string filter_of(std::span<const ListedCase> cases) {
  std::string filter = "--gtest_filter=";
  for (const ListedCase& test : cases) {
    if (&test != &cases.front()) filter += ':';
    filter += test.selector;
  }
  return filter;
}

Invocation run(const PlannedSuite& suite, const std::string& program,
               std::span<const ListedCase> cases, const Scratch& scratch) {
  Invocation call;
  call.argv = {program};
  call.argv.insert(call.argv.end(), suite.args.begin(), suite.args.end());
  call.argv.push_back("--gtest_output=xml:" + scratch.report);
  call.argv.push_back("--gtest_color=no");
  call.report = scratch.report;
  if (cases.empty()) return call;
  std::string filter = filter_of(cases);
  if (filter.size() <= kLongestFilter) {
    call.argv.push_back(std::move(filter));
  } else {
    call.files.emplace_back(scratch.selection, filter + "\n");
    call.argv.push_back("--gtest_flagfile=" + scratch.selection);
  }
  return call;
}

ProgressLine read_line(std::string_view line) {
  using Kind = ProgressLine::Kind;
  constexpr std::string_view kRun = "[ RUN      ] ";
  if (line.starts_with(kRun))
    return {Kind::case_started, line.substr(kRun.size())};
  for (std::string_view end : {"[       OK ] ", "[  FAILED  ] ", "[  SKIPPED ] "}) {
    // Without the time behind it, it is a line of the summary.
    if (line.starts_with(end) && line.ends_with(" ms)"))
      return {Kind::case_ended,
              line.substr(end.size(), line.rfind(" (") - end.size())};
  }
  return {};
}

}  // namespace

extern const Framework googletest_framework;
const Framework googletest_framework = {
    .name = "googletest",
    .summary = "programs made with GoogleTest",
    .takes_programs = true,
    .takes_build_dir = false,
    .takes_run = false,
    .reports_unselected = false,
    .failed_exit_codes = kFailed,
    .list = list,
    .read_listing = read_listing,
    .run = run,
    .read_line = read_line,
};

}  // namespace gate::suites
