#include <fmt/format.h>

#include "gate/base/text.h"
#include "gate/base/version.h"
#include "gate/cli/commands.h"
#include "gate/cli/console.h"
#include "gate/cli/exit_status.h"
#include "gate/cli/output_folder.h"
#include "gate/cli/publish.h"
#include "gate/report/format.h"

namespace gate::cli {
namespace {

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const report::Format* format : report::formats())
    names.emplace_back(format->name);
  return names;
}

}  // namespace

int report(const ReportOptions& options, io::System& system) {
  const report::Format* format = report::find_format(options.format);
  if (!format)
    return complain(
        {ErrorKind::usage,
         fmt::format("--format: expected one of {}, found \"{}\"{}",
                     join(format_names(), ", "), printable(options.format),
                     did_you_mean(options.format, format_names()))});
  const auto run = load(options.out, system);
  if (!run) return complain(run.error());
  const Terminal terminal =
      look_at(Stream::out, options.common.colour, system.environment);
  const std::string text =
      format->render({run->plan, run->evidence, run->verdict, version(),
                      options.out},
                     {terminal.colour && options.to.empty(), terminal.width});
  if (options.to.empty()) {
    print(Stream::out, text);
    return kPass;
  }
  const auto written =
      system.files.write_atomically(absolute_path(options.to, system), text);
  if (!written) return complain(written.error());
  return kPass;
}

}  // namespace gate::cli
