// CTest, 3.21 and newer.  Tests are listed by -N rather than as JSON: only -N
// says the numbers, and by its number alone can a test be chosen exactly.
#include <fmt/format.h>

#include "gate/base/text.h"
#include "gate/model/test_case.h"
#include "gate/suites/framework.h"

namespace gate::suites {
namespace {

constexpr int kFailed[] = {8};

Invocation begin(const PlannedSuite& suite) {
  Invocation call;
  call.argv = {"ctest", "--test-dir", suite.build_dir};
  call.argv.insert(call.argv.end(), suite.args.begin(), suite.args.end());
  return call;
}

Invocation list(const PlannedSuite& suite, const std::string&, const Scratch&) {
  Invocation call = begin(suite);
  call.argv.push_back("-N");
  return call;
}

// "  Test  #12: name", with " (Disabled)" behind a disabled one.
std::optional<ListedCase> read_test(std::string_view line) {
  constexpr std::string_view kDisabled = " (Disabled)";
  if (!line.starts_with("  Test ")) return std::nullopt;
  line = trim(line.substr(7));
  const std::size_t colon = line.find(": ");
  if (!line.starts_with('#') || colon == std::string_view::npos)
    return std::nullopt;
  const auto number = parse_unsigned(line.substr(1, colon - 1));
  if (!number) return std::nullopt;
  std::string_view name = line.substr(colon + 2);
  const bool disabled = name.ends_with(kDisabled);
  if (disabled) name.remove_suffix(kDisabled.size());
  return ListedCase{case_id(name, name), std::to_string(*number), disabled};
}

Result<std::vector<ListedCase>> read_listing(std::string_view text) {
  std::vector<ListedCase> cases;
  std::optional<std::uint64_t> total;
  constexpr std::string_view kTotal = "Total Tests: ";
  for (const std::string& line : split(text, '\n')) {
    if (auto test = read_test(line))
      cases.push_back(std::move(*test));
    else if (line.starts_with(kTotal))
      total = parse_unsigned(trim(line.substr(kTotal.size())));
  }
  if (!total)
    return Error{ErrorKind::failed,
                 "expected \"Total Tests:\" in the output of ctest -N, found "
                 "none; is build_dir a configured build folder?"};
  if (*total != cases.size())
    return Error{ErrorKind::failed,
                 fmt::format("ctest -N counts {}, and lists {}",
                             plural(*total, "test"), cases.size())};
  return cases;
}

// "0,0,0,3,17": no range, then single numbers.
std::string numbers_of(std::span<const ListedCase> cases) {
  std::string text = "0,0,0";
  for (const ListedCase& test : cases) text += "," + test.selector;
  return text + "\n";
}

Invocation run(const PlannedSuite& suite, const std::string&,
               std::span<const ListedCase> cases, const Scratch& scratch) {
  Invocation call = begin(suite);
  call.argv.insert(call.argv.end(), {"--output-junit", scratch.report,
                                     "--no-tests=error", "--output-on-failure"});
  call.report = scratch.report;
  if (cases.empty()) return call;
  call.files.emplace_back(scratch.selection, numbers_of(cases));
  call.argv.insert(call.argv.end(), {"-I", scratch.selection});
  return call;
}

// "    Start  2: name", then "2/9 Test  #2: name ....   Passed    0.00 sec".
ProgressLine read_line(std::string_view line) {
  using Kind = ProgressLine::Kind;
  if (line.starts_with("    Start ")) {
    const std::size_t colon = line.find(": ");
    if (colon != std::string_view::npos)
      return {Kind::case_started, line.substr(colon + 2)};
  }
  if (line.find(" Test ") != std::string_view::npos && line.ends_with(" sec"))
    return {Kind::case_ended, {}};
  return {};
}

}  // namespace

extern const Framework ctest_framework;
const Framework ctest_framework = {
    .name = "ctest",
    .summary = "whatever a CMake build folder registers with CTest",
    .takes_programs = false,
    .takes_build_dir = true,
    .takes_run = false,
    .reports_unselected = false,
    .failed_exit_codes = kFailed,
    .list = list,
    .read_listing = read_listing,
    .run = run,
    .read_line = read_line,
};

}  // namespace gate::suites
