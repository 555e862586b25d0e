#include "gate/runner/environment.h"

#include <fmt/format.h>

#include <algorithm>

#include "gate/base/json.h"
#include "gate/base/text.h"
#include "gate/io/interrupt.h"

namespace gate::runner {
namespace {

constexpr Duration kPollInterval{250};
constexpr std::size_t kLongestBuild = 200;

HttpRequest get(const PlannedEnvironment& environment,
                const std::string& path) {
  std::string base = environment.url;
  while (!base.empty() && base.back() == '/') base.pop_back();
  return {"GET", base + path, {{"Accept", "*/*"}}, {}};
}

bool is_success(int status) { return status >= 200 && status < 300; }

std::optional<Problem> wait_ready(const PlannedEnvironment& environment,
                                  io::System& system) {
  if (environment.ready_path.empty()) return std::nullopt;
  const Duration deadline =
      system.clock.monotonic() + environment.ready_within;
  std::string last = "nothing was asked";
  while (io::interrupted_by() == 0) {
    const Duration left = deadline - system.clock.monotonic();
    if (left <= Duration::zero()) break;
    io::HttpLimits limits;
    limits.total = std::min(limits.total, left);
    const auto response =
        system.http.send(get(environment, environment.ready_path), limits);
    if (response && is_success(response->status)) return std::nullopt;
    last = response ? fmt::format("status {}", response->status)
                    : response.error().message;
    system.clock.sleep(kPollInterval);
  }
  return Problem{"ENVIRONMENT_NOT_READY",
                 fmt::format("{} did not answer {}{} with 2xx within {}: {}",
                             environment.name, environment.url,
                             environment.ready_path,
                             describe(environment.ready_within), last),
                 {}};
}

Problem unknown_build(const PlannedEnvironment& environment,
                      const std::string& found) {
  return {"BUILD_UNKNOWN",
          fmt::format("expected {}{} to name the build, found {}",
                      environment.url, environment.build_path, found),
          {}};
}

void ask_build(const PlannedEnvironment& environment, io::System& system,
               EnvironmentSeen& seen) {
  if (environment.build_path.empty()) return;
  const auto response =
      system.http.send(get(environment, environment.build_path), {});
  if (!response) {
    seen.problem = unknown_build(environment, response.error().message);
    return;
  }
  if (!is_success(response->status)) {
    seen.problem =
        unknown_build(environment, fmt::format("status {}", response->status));
    return;
  }
  std::string build(trim(response->body));
  if (!environment.build_json.empty()) {
    const auto document = parse_json(response->body);
    const Json* value =
        document ? find_path(*document, environment.build_json) : nullptr;
    if (!value || !value->is(Json::Type::string)) {
      seen.problem = unknown_build(
          environment, fmt::format("no text at {} in \"{}\"",
                                   environment.build_json,
                                   printable(shorten(response->body, 100))));
      return;
    }
    build = value->text();
  }
  if (build.empty() || build.size() > kLongestBuild) {
    seen.problem = unknown_build(
        environment, build.empty() ? std::string("an empty answer")
                                   : fmt::format("{} bytes", build.size()));
    return;
  }
  seen.build = printable(build);
}

}  // namespace

EnvironmentSeen see_environment(const PlannedEnvironment& environment,
                                io::System& system) {
  EnvironmentSeen seen;
  seen.problem = wait_ready(environment, system);
  if (!seen.problem) ask_build(environment, system, seen);
  return seen;
}

}  // namespace gate::runner
