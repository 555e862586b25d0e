#include "gate/suites/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "gate/base/text.h"

namespace gate::suites {
namespace {

struct Dealt {
  const ListedCase* test;
  std::size_t program;
};

// Enabled cases of all programs in the order in which they are dealt out.
std::vector<Dealt> enabled_cases(const std::vector<ProgramCases>& programs) {
  std::vector<Dealt> all;
  for (std::size_t p = 0; p < programs.size(); ++p)
    for (const ListedCase& test : programs[p].cases)
      if (!test.disabled) all.push_back({&test, p});
  std::stable_sort(all.begin(), all.end(), [](const Dealt& a, const Dealt& b) {
    return a.test->id < b.test->id;
  });
  return all;
}

void deal(const std::vector<ProgramCases>& programs, const Share& share,
          std::vector<ProgramSelection>& chosen) {
  // The shard that runs a program's first case also reports its disabled ones;
  // a program with none but disabled cases belongs to the first shard.
  std::vector<std::uint64_t> home(programs.size(), 0);
  std::uint64_t turn = 0;
  for (const Dealt& dealt : enabled_cases(programs)) {
    const std::uint64_t shard = turn++ % share.count + 1;
    if (home[dealt.program] == 0) home[dealt.program] = shard;
    if (shard == share.index)
      chosen[dealt.program].cases.push_back(*dealt.test);
  }
  for (std::size_t p = 0; p < programs.size(); ++p)
    for (const ListedCase& test : programs[p].cases)
      if (test.disabled && std::max<std::uint64_t>(home[p], 1) == share.index)
        chosen[p].cases.push_back(test);
}

void pick(const std::vector<ProgramCases>& programs,
          const std::vector<std::string>& only_cases, Selection& selection) {
  std::vector<std::string> known;
  const std::set<std::string> wanted(only_cases.begin(), only_cases.end());
  for (std::size_t p = 0; p < programs.size(); ++p) {
    for (const ListedCase& test : programs[p].cases) {
      known.push_back(test.id);
      if (wanted.count(test.id) > 0)
        selection.programs[p].cases.push_back(test);
    }
  }
  for (const std::string& id : wanted)
    if (std::find(known.begin(), known.end(), id) == known.end())
      selection.problems.push_back(
          {"UNKNOWN_CASE",
           fmt::format("--case {}: the suite lists no such case{}",
                       printable(id), did_you_mean(id, known)),
           {}});
}

}  // namespace

Selection choose(const std::vector<ProgramCases>& programs, const Share& share,
                 const std::vector<std::string>& only_cases) {
  using Extent = ProgramSelection::Extent;
  Selection selection;
  selection.programs.resize(programs.size());
  if (!only_cases.empty())
    pick(programs, only_cases, selection);
  else
    deal(programs, share, selection.programs);
  selection.whole = only_cases.empty() && share.count == 1;
  for (std::size_t p = 0; p < programs.size(); ++p) {
    ProgramSelection& chosen = selection.programs[p];
    for (const ListedCase& test : chosen.cases)
      selection.expected.push_back(test.id);
    std::stable_sort(chosen.cases.begin(), chosen.cases.end(),
                     [](const auto& a, const auto& b) { return a.id < b.id; });
    chosen.extent = !chosen.cases.empty() ? Extent::some : Extent::none;
    // A whole run needs no filter, and a program that lists nothing is run all
    // the same: what it reports decides.
    if (selection.whole) {
      chosen.extent = Extent::all;
      chosen.cases.clear();
    }
  }
  std::sort(selection.expected.begin(), selection.expected.end());
  return selection;
}

}  // namespace gate::suites
