// Makes the real outside world, calls the command line, returns its status.
#include <unistd.h>

#include <exception>

#include "gate/cli/commands.h"
#include "gate/cli/console.h"
#include "gate/cli/exit_status.h"
#include "gate/io/descriptor.h"
#include "gate/io/interrupt.h"

namespace {

std::map<std::string, std::string> environment_snapshot() {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string pair = *entry;
    const std::size_t equals = pair.find('=');
    if (equals != std::string::npos)
      variables.emplace(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return variables;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace gate;
  try {
    // With a closed standard output the next file opened would receive what is
    // printed.
    io::reserve_standard_descriptors();
    io::install_interrupt_handlers();
    const auto environment = environment_snapshot();
    const auto processes = io::real_processes();
    const auto files = io::real_files();
    const auto git = io::real_git();
    const auto http = io::real_http();
    const auto clock = io::real_clock();
    io::System system{*processes, *files, *git, *http, *clock, environment};
    return cli::main({argv + 1, argv + argc}, system);
  } catch (const std::exception& error) {
    cli::print_error(std::string("internal error: ") + error.what());
  } catch (...) {
    cli::print_error("internal error of an unknown kind");
  }
  return cli::kInternal;
}
