#include "gate/plan/make_plan.h"

#include <algorithm>
#include <map>

#include "gate/base/text.h"
#include "gate/plan/selection.h"
#include "gate/plan/shared_files.h"

namespace gate::plan {
namespace {

using config::Config;

std::string where(const Config& config, const std::string& key,
                  const PlannedSuite& suite) {
  const auto position = config.positions.find(key);
  return (position == config.positions.end() ? suite.where : position->second) +
         ": " + printable(key) + ": ";
}

// Replaces the patterns of the suite by the programs that they match.
void find_programs(PlannedSuite& suite, const Config& config, const Glob& glob,
                   std::vector<std::string>& trouble) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < suite.programs.size(); ++i) {
    const std::string& pattern = suite.programs[i];
    const std::string in = where(
        config, "suites." + suite.name + ".programs[" + std::to_string(i) + "]",
        suite);
    const auto matches = glob(pattern);
    if (!matches)
      trouble.push_back(in + matches.error().message);
    else if (matches->empty())
      trouble.push_back(in + "\"" + printable(pattern) +
                        "\" matches no file of the workspace; build the "
                        "programs first, or correct the pattern");
    else
      for (const std::string& match : *matches)
        found.push_back(normal_path(match));
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  suite.programs = std::move(found);
}

}  // namespace

Result<Plan> make_plan(const Config& config, const Selection& selection,
                       const Glob& glob) {
  auto chosen = choose_suites(config, selection);
  if (!chosen) return chosen.error();

  Plan plan;
  std::vector<std::string> trouble = reports_of_two_suites(config);
  for (const PlannedSuite& suite : config.suites) {
    if (std::find(chosen->begin(), chosen->end(), suite.name) ==
        chosen->end()) {
      plan.left_out.push_back(suite.name);
      continue;
    }
    plan.suites.push_back(suite);
    find_programs(plan.suites.back(), config, glob, trouble);
  }
  for (const std::string& line : programs_of_two_suites(plan.suites))
    trouble.push_back(line);
  if (!trouble.empty()) return Error{ErrorKind::usage, join(trouble, "\n")};

  plan.service = config.service;
  plan.scope = config.environment ? "staging" : "hermetic";
  plan.artifact = config.artifact;
  plan.environment = config.environment;
  plan.policy = config.policy;
  plan.config_path = config.path;
  plan.config_sha256 = config.sha256;
  plan.nonce = selection.nonce;
  plan.shard_index = selection.shard_index;
  plan.shard_count = selection.shard_count;
  plan.only_cases = selection.cases;
  return plan;
}

}  // namespace gate::plan
