// Any command that writes JUnit XML: the gate knows its exit status and its
// reports, and nothing else of it.
#include "gate/suites/framework.h"

namespace gate::suites {
namespace {

Invocation run(const PlannedSuite& suite, const std::string&,
               std::span<const ListedCase>, const Scratch&) {
  Invocation call;
  call.argv = suite.run;
  call.argv.insert(call.argv.end(), suite.args.begin(), suite.args.end());
  return call;
}

}  // namespace

extern const Framework command_framework;
const Framework command_framework = {
    .name = "command",
    .summary = "any command that writes JUnit XML: pytest, jest, vitest, ...",
    .takes_programs = false,
    .takes_build_dir = false,
    .takes_run = true,
    .reports_unselected = false,
    .failed_exit_codes = {},
    .list = nullptr,
    .read_listing = nullptr,
    .run = run,
    .read_line = nullptr,
};

}  // namespace gate::suites
