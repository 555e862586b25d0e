#include <fmt/format.h>

#include <filesystem>

#include "gate/base/text.h"
#include "gate/cli/commands.h"
#include "gate/cli/console.h"
#include "gate/cli/exit_status.h"
#include "gate/cli/output_folder.h"
#include "gate/io/interrupt.h"
#include "gate/io/new_repository.h"

namespace gate::cli {
namespace {

constexpr Duration kStartWithin{10'000};
constexpr Duration kServiceLimit{std::chrono::hours(1)};

// Where the example's programs lie, seen from this program: in the build folder
// or in an installation.
Result<std::string> example_folder(io::System& system) {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::string bin = self.parent_path().string();
  for (const char* place : {"/../examples/orders", "/../libexec/stagegate/orders"})
    if (system.files.look(bin + place + "/orders_service"))
      return bin + place;
  return Error{ErrorKind::not_found,
               fmt::format("the example service is not beside {}; build it with "
                           "./dev demo",
                           self.string())};
}

Result<std::string> make_workspace(const std::string& example,
                                   const std::string& folder) {
  return io::make_repository(
      folder,
      {{example + "/gate.yml", "gate.yml"},
       {example + "/orders_unit_test", "bin/orders_unit_test"},
       {example + "/orders_integration_test", "bin/orders_integration_test"}});
}

// Starts the service on a free loopback port and waits until it says where.
class Staging {
 public:
  static Result<Staging> start(const std::string& example,
                               const std::string& folder,
                               const std::string& commit, bool broken,
                               io::System& system) {
    Staging staging;
    const std::string port_file = folder + "/orders.url";
    io::Command command;
    command.argv = {example + "/orders_service", "--listen", "127.0.0.1:0",
                    "--port-file", port_file, "--commit", commit,
                    "--data", folder + "/orders.sqlite"};
    if (broken)
      command.argv.insert(command.argv.end(), {"--bug", "wrong-total"});
    command.workdir = folder;
    command.log_file = folder + "/orders.log";
    command.timeout = kServiceLimit;
    command.grace = std::chrono::seconds(2);
    auto started = system.processes.start(command);
    if (!started) return started.error();
    staging.service_ = std::move(*started);
    const Duration deadline = system.clock.monotonic() + kStartWithin;
    while (system.clock.monotonic() < deadline && staging.service_->alive() &&
           io::interrupted_by() == 0) {
      const auto url = system.files.look(port_file)
                           ? system.files.read(port_file, 1000)
                           : Result<std::string>(std::string());
      if (url && !trim(*url).empty()) {
        staging.url_ = trim(*url);
        return staging;
      }
      system.clock.sleep(Duration(20));
    }
    return Error{ErrorKind::failed,
                 fmt::format("the example service did not start within {}; its "
                             "log is {}",
                             describe(kStartWithin), command.log_file)};
  }

  const std::string& url() const { return url_; }

 private:
  std::unique_ptr<io::Processes::Background> service_;
  std::string url_;
};

}  // namespace

int demo(const DemoOptions& options, io::System& system) {
  const auto example = example_folder(system);
  if (!example) return complain(example.error());
  // Taken for a moment: to refuse a folder that is somebody else's before
  // anything is put into it.
  {
    auto folder = OutputFolder::take(options.out, system);
    if (!folder) return complain(folder.error());
  }
  const std::string place = absolute_path(options.out, system) + "/demo";
  const std::string workspace = place + "/orders";
  const auto commit = make_workspace(*example, workspace);
  if (!commit) return complain(commit.error());
  const auto staging =
      Staging::start(*example, place, *commit, options.broken, system);
  if (!staging) return complain(staging.error());
  print(Stream::out,
        fmt::format("the example service {} runs at {} as the staging of this "
                    "demonstration{}\n",
                    commit->substr(0, 7), staging->url(),
                    options.broken ? ", with a bug" : ""));
  auto environment = system.environment;
  environment["STAGING_URL"] = staging->url();
  io::System with_url{system.processes, system.files, system.git,
                      system.http,      system.clock, environment};
  RunOptions run_options;
  run_options.common = options.common;
  run_options.out = options.out;
  run_options.config = workspace + "/gate.yml";
  return run(run_options, with_url);
}

}  // namespace gate::cli
