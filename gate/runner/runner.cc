#include "gate/runner/runner.h"

#include <fmt/format.h>

#include "gate/io/interrupt.h"
#include "gate/io/read_pieces.h"
#include "gate/runner/environment.h"
#include "gate/suites/kinds.h"

namespace gate::runner {
namespace {

std::string absolute(const std::string& workspace, const std::string& path) {
  return !path.empty() && path[0] == '/' ? path : workspace + "/" + path;
}

// The digest of the artifact's bytes, or the empty string and a problem.
std::string digest_artifact(const Plan& plan, const RunSettings& settings,
                            io::System& system, Evidence& evidence) {
  if (plan.artifact.empty()) return {};
  const auto refuse = [&](const std::string& why) {
    evidence.problems.push_back(
        {"ARTIFACT_MISSING",
         fmt::format("expected the artifact at {}: {}", plan.artifact, why),
         {}});
    return std::string();
  };
  auto digest = io::digest_file(system.files,
                                absolute(settings.workspace, plan.artifact));
  if (!digest) return refuse(digest.error().message);
  return *digest;
}

// Whether it makes sense to start suites against this environment.
bool is_usable(const Plan& plan, const Evidence& evidence) {
  const EnvironmentSeen& seen = evidence.environment_before;
  if (!plan.environment) return true;
  if (seen.problem) return false;
  return seen.build.empty() || !evidence.candidate_before ||
         names_commit(seen.build, evidence.candidate_before->commit);
}

void run_suites(const Plan& plan, const RunSettings& settings,
                io::System& system, suites::Observer& observer,
                Evidence& evidence) {
  suites::RunContext context;
  context.workspace = settings.workspace;
  context.out = settings.out;
  context.shard_index = plan.shard_index;
  context.shard_count = plan.shard_count;
  context.only_cases = plan.only_cases;
  context.jobs = settings.jobs;
  if (plan.environment) context.staging_url = plan.environment->url;
  for (std::size_t i = 0; i < plan.suites.size(); ++i) {
    if (io::interrupted_by() != 0) return;
    const PlannedSuite& planned = plan.suites[i];
    const suites::Kind* kind = suites::find_kind(planned.kind);
    if (!kind) continue;  // decide() finds the suite missing
    context.ordinal = i + 1;
    evidence.suites.push_back(kind->run(planned, context, system, observer));
  }
}

}  // namespace

void see_candidate(const RunSettings& settings, io::System& system,
                   std::optional<Candidate>& candidate, Evidence& evidence) {
  auto seen = system.git.inspect(settings.workspace, {settings.out});
  if (seen)
    candidate = std::move(*seen);
  else
    evidence.problems.push_back(
        {"CANDIDATE_UNKNOWN", seen.error().message, {}});
}

Evidence run_plan(const Plan& plan, const RunSettings& settings,
                  io::System& system, suites::Observer& observer) {
  Evidence evidence;
  evidence.origin = settings.origin;
  evidence.started = system.clock.now();
  see_candidate(settings, system, evidence.candidate_before, evidence);
  evidence.artifact_sha256_before =
      digest_artifact(plan, settings, system, evidence);
  if (plan.environment)
    evidence.environment_before = see_environment(*plan.environment, system);
  if (is_usable(plan, evidence)) {
    run_suites(plan, settings, system, observer, evidence);
    if (plan.environment && io::interrupted_by() == 0)
      evidence.environment_after = see_environment(*plan.environment, system);
  }
  see_candidate(settings, system, evidence.candidate_after, evidence);
  evidence.artifact_sha256_after =
      digest_artifact(plan, settings, system, evidence);
  evidence.interrupted_by = io::interrupted_by();
  evidence.finished = system.clock.now();
  return evidence;
}

}  // namespace gate::runner
