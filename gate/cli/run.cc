#include <fmt/format.h>

#include "gate/base/text.h"
#include "gate/ci/origin.h"
#include "gate/cli/commands.h"
#include "gate/cli/console.h"
#include "gate/cli/exit_status.h"
#include "gate/cli/output_folder.h"
#include "gate/cli/progress.h"
#include "gate/cli/publish.h"
#include "gate/cli/settings.h"
#include "gate/runner/event_log.h"
#include "gate/runner/runner.h"

namespace gate::cli {
int run(const RunOptions& options, io::System& system) {
  auto folder = OutputFolder::take(options.out, system);
  if (!folder) return complain(folder.error());
  auto settings = read_settings(options, system);
  if (!settings) return complain(settings.error());
  auto begun = folder->begin(settings->plan, system);
  if (!begun) return complain(begun.error());

  const Stream stream = options.common.json ? Stream::error : Stream::out;
  Progress progress(
      stream, look_at(stream, options.common.colour, system.environment),
      options.output, system.clock);
  runner::EventLog events(folder->file("events.jsonl"), system, progress);
  events.run_started(settings->plan);
  const runner::RunSettings run_settings{settings->workspace,
                                         folder->absolute(), options.jobs,
                                         ci::detect_origin(system.environment)};
  Evidence evidence =
      runner::run_plan(settings->plan, run_settings, system, events);
  const auto finished = publish(std::move(settings->plan), std::move(evidence),
                                *folder, system);
  events.run_finished(name_of(finished.verdict.decision));
  return answer(finished, *folder, options.common, options.output, system);
}

}  // namespace gate::cli
