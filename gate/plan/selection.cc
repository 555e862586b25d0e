#include "gate/plan/selection.h"

#include <algorithm>

#include "gate/base/text.h"

namespace gate::plan {
namespace {

using Names = std::vector<std::string>;

bool holds(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Names names_of(const config::Config& config) {
  Names names;
  for (const PlannedSuite& suite : config.suites) names.push_back(suite.name);
  return names;
}

void check_names(const Names& asked, const Names& known,
                 const std::string& flag, const std::string& file,
                 Names& trouble) {
  for (const std::string& name : asked) {
    if (holds(known, name)) continue;
    const std::string slip = did_you_mean(name, known);
    trouble.push_back(
        flag + "there is no suite \"" + printable(name) + "\" in " +
        printable(file) +
        (slip.empty() ? "; its suites are " + join(known, ", ") : slip));
  }
}

void check_shard(const Selection& selection, Names& trouble) {
  if (selection.shard_index >= 1 &&
      selection.shard_index <= selection.shard_count)
    return;
  trouble.push_back("--shard: expected i/n with i from 1 to n, found " +
                    std::to_string(selection.shard_index) + "/" +
                    std::to_string(selection.shard_count));
}

void check_cases(const Selection& selection, Names& trouble) {
  for (const std::string& id : selection.cases)
    if (trim(id).empty())
      trouble.push_back(
          "--case: expected a case such as OrdersTest.Pays, "
          "found an empty text");
}

}  // namespace

Result<Names> choose_suites(const config::Config& config,
                            const Selection& selection) {
  const Names known = names_of(config);
  Names trouble;
  check_names(selection.suites, known, "", config.path, trouble);
  check_names(selection.only, known, "--only: ", config.path, trouble);
  check_names(selection.skip, known, "--skip: ", config.path, trouble);
  check_shard(selection, trouble);
  check_cases(selection, trouble);

  Names wanted = selection.suites;
  wanted.insert(wanted.end(), selection.only.begin(), selection.only.end());
  for (const std::string& name : selection.skip)
    if (holds(wanted, name))
      trouble.push_back("--skip: \"" + printable(name) +
                        "\" is asked for and skipped, expected one of both");
  if (!trouble.empty()) return Error{ErrorKind::usage, join(trouble, "\n")};

  Names chosen;
  for (const std::string& name : known)
    if ((wanted.empty() || holds(wanted, name)) && !holds(selection.skip, name))
      chosen.push_back(name);
  if (chosen.empty())
    return Error{ErrorKind::usage,
                 "nothing is left to run: expected at least one suite of " +
                     printable(config.path) + ", --skip takes all of them"};
  return chosen;
}

}  // namespace gate::plan
