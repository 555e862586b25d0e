#include "gate/cli/settings.h"

#include <fmt/format.h>

#include "gate/cli/output_folder.h"
#include "gate/config/config.h"
#include "gate/plan/make_plan.h"
#include "gate/suites/framework.h"
#include "gate/suites/kinds.h"

namespace gate::cli {
namespace {

constexpr std::uint64_t kLargestConfig = 1 << 20;

config::ReadContext read_context(const RunOptions& options,
                                 io::System& system) {
  config::ReadContext context;
  context.path = options.config;
  context.environment = system.environment;
  context.now = system.clock.now();
  for (const auto* kind : suites::kinds())
    context.kinds.emplace_back(kind->name);
  for (const auto* framework : suites::frameworks())
    context.frameworks.emplace_back(framework->name);
  return context;
}

plan::Selection selection(const RunOptions& options) {
  plan::Selection chosen;
  chosen.suites = options.suites;
  chosen.only = options.only;
  chosen.skip = options.skip;
  chosen.cases = options.cases;
  chosen.shard_index = options.shard_index;
  chosen.shard_count = options.shard_count;
  chosen.nonce = options.nonce;
  return chosen;
}

}  // namespace

std::string workspace_of(const RunOptions& options, io::System& system) {
  if (!options.workspace.empty())
    return absolute_path(options.workspace, system);
  const std::string file = absolute_path(options.config, system);
  return file.substr(0, std::max<std::size_t>(1, file.rfind('/')));
}

Result<Settings> read_settings(const RunOptions& options, io::System& system) {
  const std::string file = absolute_path(options.config, system);
  if (!system.files.look(file))
    return Error{ErrorKind::not_found,
                 fmt::format("there is no {0} here; \"gate init\" writes one, "
                             "\"gate judge PATH...\" needs none, --config names "
                             "another file",
                             options.config)};
  auto text = system.files.read(file, kLargestConfig);
  if (!text) return with_context(options.config, text.error());
  auto config = config::read_config(*text, read_context(options, system));
  if (!config) return config.error();
  Settings settings;
  settings.workspace = workspace_of(options, system);
  auto made = plan::make_plan(
      *config, selection(options), [&](const std::string& pattern) {
        return system.files.glob(settings.workspace, pattern);
      });
  if (!made) return made.error();
  settings.plan = std::move(*made);
  return settings;
}

}  // namespace gate::cli
