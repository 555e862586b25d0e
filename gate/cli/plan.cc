#include <fmt/format.h>

#include "gate/base/json.h"
#include "gate/base/text.h"
#include "gate/cli/commands.h"
#include "gate/cli/console.h"
#include "gate/cli/exit_status.h"
#include "gate/cli/settings.h"

namespace gate::cli {
namespace {

std::string command_line(const PlannedSuite& suite) {
  if (!suite.run.empty()) return join(suite.run, " ");
  if (!suite.build_dir.empty()) return "ctest in " + suite.build_dir;
  return join(suite.programs, ", ");
}

std::string describe_environment(const Plan& plan) {
  if (!plan.environment)
    return "environment  none: the verdict will be hermetic, good for people, "
           "not for promotion\n";
  const PlannedEnvironment& environment = *plan.environment;
  std::string text =
      fmt::format("environment  {} ({}) at {}\n", environment.name,
                  environment.mode, environment.url);
  const auto ask = [&](const std::string& path, std::string_view why) {
    if (!path.empty())
      text += fmt::format("  GET {}{}  {}\n", environment.url, path, why);
  };
  ask(environment.ready_path,
      fmt::format("until it answers 2xx, for {} at most",
                  describe(environment.ready_within)));
  ask(environment.build_path, "once before and once after the suites");
  return text;
}

std::string describe_plan(const Settings& settings) {
  const Plan& plan = settings.plan;
  std::string text = fmt::format("service      {}\nscope        {}\n",
                                 plan.service, plan.scope);
  text += describe_environment(plan);
  if (!plan.artifact.empty()) text += "artifact     " + plan.artifact + "\n";
  if (plan.shard_count > 1)
    text += fmt::format("shard        {} of {}\n", plan.shard_index,
                        plan.shard_count);
  for (const PlannedSuite& suite : plan.suites) {
    text += fmt::format("suite        {} ({}{}{})\n", suite.name, suite.kind,
                        suite.framework.empty() ? "" : ", ", suite.framework);
    text += fmt::format("  runs       {}\n", command_line(suite));
    if (!suite.reports.empty())
      text += fmt::format("  reports    {}\n", join(suite.reports, ", "));
    text += fmt::format("  timeout    {} each\n", describe(suite.timeout));
    for (const std::string& line : relaxations(suite.rules))
      text += fmt::format("  relaxed    {}\n", line);
  }
  if (!plan.left_out.empty())
    text += "left out     " + join(plan.left_out, ", ") + "\n";
  return text;
}

Json to_json(const Plan& plan) {
  Json json = Json::object();
  json.set("service", plan.service).set("scope", plan.scope);
  if (plan.environment) {
    Json environment = Json::object();
    environment.set("name", plan.environment->name)
        .set("mode", plan.environment->mode)
        .set("url", plan.environment->url);
    json.set("environment", std::move(environment));
  }
  Json suites = Json::array();
  for (const PlannedSuite& suite : plan.suites) {
    Json entry = Json::object();
    entry.set("name", suite.name).set("kind", suite.kind);
    entry.set("framework", suite.framework);
    entry.set("runs", command_line(suite));
    suites.push(std::move(entry));
  }
  json.set("suites", std::move(suites));
  Json left_out = Json::array();
  for (const std::string& name : plan.left_out) left_out.push(name);
  json.set("left_out", std::move(left_out));
  return json;
}

}  // namespace

int plan(const PlanOptions& options, io::System& system) {
  const auto settings = read_settings(options.run, system);
  if (!settings) {
    return complain(settings.error());
  }
  print(Stream::out,
        options.run.common.json
            ? write_json(to_json(settings->plan), JsonStyle::pretty)
            : printable_lines(describe_plan(*settings), ""));
  return kPass;
}

}  // namespace gate::cli
