#include <fmt/format.h>

#include "gate/cli/commands.h"
#include "gate/cli/console.h"
#include "gate/cli/exit_status.h"
#include "gate/cli/output_folder.h"
#include "gate/suites/detect.h"

namespace gate::cli {

int init(const InitOptions& options, io::System& system) {
  const std::string workspace = system.files.current_directory();
  const std::string text = suites::init_text(
      suites::detect(workspace, system.files),
      workspace.substr(workspace.rfind('/') + 1));
  if (options.print) {
    print(Stream::out, text);
    return kPass;
  }
  const std::string path = absolute_path(options.config, system);
  if (system.files.look(path)) {
    print_error(fmt::format("{} is already there and was left alone; --print "
                            "shows what would be written",
                            options.config));
    return kUsage;
  }
  const auto written = system.files.write_atomically(path, text);
  if (!written) {
    return complain(written.error());
  }
  print(Stream::out, fmt::format("wrote {}; read it, then: gate plan, gate run\n",
                                 options.config));
  return kPass;
}

}  // namespace gate::cli
