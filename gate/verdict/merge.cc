#include "gate/verdict/merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "gate/base/text.h"

namespace gate::verdict {
namespace {

using PartOfSuite = std::pair<const Part*, const SuiteEvidence*>;

std::string moved(const std::string& prefix, const std::string& path) {
  return path.rfind("suites/", 0) == 0 ? prefix + "/" + path : path;
}

void add(std::vector<Problem>& problems, std::string code,
         std::string message) {
  problems.push_back({std::move(code), std::move(message), {}});
}

// What two parts must have in common, as words and values.
std::map<std::string, std::string> identity(const FinishedRun& run) {
  std::map<std::string, std::string> facts;
  const Evidence& evidence = run.evidence;
  facts["service"] = run.plan.service;
  facts["scope"] = run.plan.scope;
  facts["configuration"] = run.plan.config_sha256;
  facts["nonce"] = run.plan.nonce;
  facts["artifact"] = evidence.artifact_sha256_before;
  if (evidence.candidate_before) {
    facts["commit"] = evidence.candidate_before->commit;
    facts["tree"] = evidence.candidate_before->tree;
    facts["edits"] = evidence.candidate_before->digest;
  }
  if (run.plan.environment) {
    facts["environment"] = run.plan.environment->name;
    facts["mode"] = run.plan.environment->mode;
  }
  facts["build"] = evidence.environment_before.build;
  return facts;
}

void compare_parts(const std::vector<Part>& parts, Evidence& evidence) {
  const auto expected = identity(parts.front().run);
  for (const Part& part : parts) {
    const auto found = identity(part.run);
    for (const auto& [what, value] : expected) {
      const auto other = found.find(what);
      const std::string theirs = other == found.end() ? "" : other->second;
      if (theirs != value)
        add(evidence.problems, "FOREIGN_SHARD",
            fmt::format("{} is of {} {}, {} of {}", part.name, what,
                        theirs.empty() ? "none" : theirs, parts.front().name,
                        value.empty() ? "none" : value));
    }
    if (found.size() != expected.size())
      add(evidence.problems, "FOREIGN_SHARD",
          fmt::format("{} and {} were not seen in the same surroundings",
                      part.name, parts.front().name));
  }
}

template <typename T>
void append_capped(std::vector<T>& to, std::uint64_t& more,
                   const std::vector<T>& from, std::uint64_t from_more) {
  for (const T& item : from) {
    if (to.size() < kKeptCases)
      to.push_back(item);
    else
      ++more;
  }
  more += from_more;
}

// Adds one part of a suite to what is merged so far.
void add_part(SuiteEvidence& merged, const Part& part,
              const SuiteEvidence& from) {
  merged.counts += from.counts;
  merged.duration = std::max(merged.duration, from.duration);
  for (Execution run : from.executions) {
    run.log = moved(part.prefix, run.log);
    merged.executions.push_back(std::move(run));
  }
  for (ReportFile file : from.reports) {
    file.stored = moved(part.prefix, file.stored);
    merged.reports.push_back(std::move(file));
  }
  append_capped(merged.bad_cases, merged.more_bad_cases, from.bad_cases,
                from.more_bad_cases);
  append_capped(merged.flaky_cases, merged.more_flaky_cases, from.flaky_cases,
                from.more_flaky_cases);
  append_capped(merged.skipped_cases, merged.more_skipped_cases,
                from.skipped_cases, from.more_skipped_cases);
  merged.slowest_cases.insert(merged.slowest_cases.end(),
                              from.slowest_cases.begin(),
                              from.slowest_cases.end());
  merged.unreported_cases.insert(merged.unreported_cases.end(),
                                 from.unreported_cases.begin(),
                                 from.unreported_cases.end());
  const auto add_all = [&](std::vector<Problem>& to,
                           const std::vector<Problem>& problems) {
    for (Problem problem : problems) {
      problem.evidence = moved(part.prefix, problem.evidence);
      to.push_back(std::move(problem));
    }
  };
  add_all(merged.problems, from.problems);
  add_all(merged.warnings, from.warnings);
  for (const std::string& line : from.relaxations)
    if (std::find(merged.relaxations.begin(), merged.relaxations.end(), line) ==
        merged.relaxations.end())
      merged.relaxations.push_back(line);
  merged.whole = merged.whole && from.whole;
}

void keep_slowest(std::vector<TestCase>& cases) {
  std::stable_sort(cases.begin(), cases.end(),
                   [](const TestCase& a, const TestCase& b) {
                     return a.seconds.value_or(0) > b.seconds.value_or(0);
                   });
  if (cases.size() > kKeptSlowest) cases.resize(kKeptSlowest);
}

// Exactly the shards 1..N, each once.
void check_shards(SuiteEvidence& merged, const std::vector<PartOfSuite>& parts) {
  const std::uint64_t count = parts.front().second->shard_count;
  std::map<std::uint64_t, std::vector<std::string>> seen;
  for (const auto& [part, suite] : parts) {
    if (suite->shard_count != count)
      add(merged.problems, "FOREIGN_SHARD",
          fmt::format("{} has shard {} of {}, {} has one of {}", part->name,
                      suite->shard_index, suite->shard_count,
                      parts.front().first->name, count));
    seen[suite->shard_index].push_back(part->name);
  }
  std::vector<std::string> missing;
  for (std::uint64_t index = 1; index <= count; ++index)
    if (seen.count(index) == 0) missing.push_back(fmt::format("{}", index));
  if (!missing.empty())
    add(merged.problems, "MISSING_SHARD",
        fmt::format("expected shards 1 to {}, not found: {}", count,
                    join(missing, ", ")));
  for (const auto& [index, names] : seen) {
    if (names.size() > 1)
      add(merged.problems, "DOUBLED_SHARD",
          fmt::format("shard {} of {} is in {}", index, count,
                      join(names, " and in ")));
    if (index < 1 || index > count)
      add(merged.problems, "FOREIGN_SHARD",
          fmt::format("{} says it is shard {} of {}", names.front(), index,
                      count));
  }
}

SuiteEvidence merge_suite(const std::vector<PartOfSuite>& parts) {
  SuiteEvidence merged;
  const SuiteEvidence& first = *parts.front().second;
  merged.name = first.name;
  merged.kind = first.kind;
  merged.framework = first.framework;
  merged.started = first.started;
  check_shards(merged, parts);
  for (const auto& [part, suite] : parts) {
    merged.started = std::min(merged.started, suite->started);
    add_part(merged, *part, *suite);
  }
  keep_slowest(merged.slowest_cases);
  return merged;
}

Plan merge_plans(const std::vector<Part>& parts) {
  Plan plan = parts.front().run.plan;
  std::set<std::string> planned;
  for (const PlannedSuite& suite : plan.suites) planned.insert(suite.name);
  std::set<std::string> left_out;
  for (const Part& part : parts) {
    for (const PlannedSuite& suite : part.run.plan.suites)
      if (planned.insert(suite.name).second) plan.suites.push_back(suite);
    left_out.insert(part.run.plan.left_out.begin(),
                    part.run.plan.left_out.end());
    for (const std::string& id : part.run.plan.only_cases)
      if (std::find(plan.only_cases.begin(), plan.only_cases.end(), id) ==
          plan.only_cases.end())
        plan.only_cases.push_back(id);
  }
  plan.left_out.clear();
  for (const std::string& name : left_out)
    if (planned.count(name) == 0) plan.left_out.push_back(name);
  plan.shard_index = plan.shard_count = 1;
  return plan;
}

void merge_run(const std::vector<Part>& parts, Evidence& evidence) {
  for (const Part& part : parts) {
    const Evidence& from = part.run.evidence;
    evidence.problems.insert(evidence.problems.end(), from.problems.begin(),
                             from.problems.end());
    evidence.warnings.insert(evidence.warnings.end(), from.warnings.begin(),
                             from.warnings.end());
    evidence.started = std::min(evidence.started, from.started);
    evidence.finished = std::max(evidence.finished, from.finished);
    if (from.interrupted_by != 0) evidence.interrupted_by = from.interrupted_by;
    if (from.environment_before.problem)
      evidence.environment_before.problem = from.environment_before.problem;
    if (from.environment_after.problem)
      evidence.environment_after.problem = from.environment_after.problem;
    // The last look of any part that differs is the one that matters.
    if (from.environment_after.build != from.environment_before.build)
      evidence.environment_after.build = from.environment_after.build;
    if (!from.candidate_after ||
        from.candidate_after != from.candidate_before)
      evidence.candidate_after = from.candidate_after;
    if (from.artifact_sha256_after != from.artifact_sha256_before)
      evidence.artifact_sha256_after = from.artifact_sha256_after;
  }
}

}  // namespace

Merged merge(const std::vector<Part>& parts) {
  Merged merged;
  merged.plan = merge_plans(parts);
  const Evidence& first = parts.front().run.evidence;
  merged.evidence = first;
  merged.evidence.suites.clear();
  merged.evidence.problems.clear();
  merged.evidence.warnings.clear();
  compare_parts(parts, merged.evidence);
  merge_run(parts, merged.evidence);
  for (const PlannedSuite& planned : merged.plan.suites) {
    std::vector<PartOfSuite> found;
    for (const Part& part : parts)
      for (const SuiteEvidence& suite : part.run.evidence.suites)
        if (suite.name == planned.name) found.emplace_back(&part, &suite);
    if (!found.empty()) merged.evidence.suites.push_back(merge_suite(found));
  }
  // Evidence that no plan asked for must not vanish: decide() refuses it.
  std::set<std::string> planned;
  for (const PlannedSuite& suite : merged.plan.suites)
    planned.insert(suite.name);
  for (const Part& part : parts)
    for (const SuiteEvidence& suite : part.run.evidence.suites)
      if (planned.count(suite.name) == 0)
        merged.evidence.suites.push_back(suite);
  return merged;
}

}  // namespace gate::verdict
