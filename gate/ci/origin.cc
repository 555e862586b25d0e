#include "gate/ci/origin.h"

#include <fmt/format.h>

namespace gate::ci {
namespace {

using Variables = std::map<std::string, std::string>;

std::string value(const Variables& environment, const std::string& name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string() : found->second;
}

bool is_true(const Variables& environment, const std::string& name) {
  return value(environment, name) == "true";
}

Origin github(const Variables& environment) {
  const std::string run = value(environment, "GITHUB_RUN_ID");
  return {"github", run, value(environment, "GITHUB_RUN_ATTEMPT"),
          fmt::format("{}/{}/actions/runs/{}",
                      value(environment, "GITHUB_SERVER_URL"),
                      value(environment, "GITHUB_REPOSITORY"), run)};
}

Origin gitlab(const Variables& environment) {
  return {"gitlab", value(environment, "CI_PIPELINE_ID"),
          value(environment, "CI_JOB_ID"), value(environment, "CI_JOB_URL")};
}

Origin jenkins(const Variables& environment) {
  return {"jenkins", value(environment, "BUILD_TAG"),
          value(environment, "BUILD_NUMBER"), value(environment, "BUILD_URL")};
}

}  // namespace

Origin detect_origin(const Variables& environment) {
  if (is_true(environment, "GITHUB_ACTIONS")) return github(environment);
  if (is_true(environment, "GITLAB_CI")) return gitlab(environment);
  if (!value(environment, "JENKINS_URL").empty()) return jenkins(environment);
  if (is_true(environment, "CI")) return {"ci", {}, {}, {}};
  return {};
}

}  // namespace gate::ci
