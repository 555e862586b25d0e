#include <fmt/format.h>

#include "gate/base/version.h"
#include "gate/cli/commands.h"
#include "gate/cli/console.h"
#include "gate/cli/exit_status.h"

namespace gate::cli {
namespace {

struct Dispatch {
  io::System& system;

  int operator()(const Answer& answer) const {
    if (answer.text == "version") {
      print(Stream::out,
            fmt::format("gate {}\n{}", version(), library_versions()));
      return kPass;
    }
    print(answer.exit_status == kPass ? Stream::out : Stream::error,
          answer.text);
    return answer.exit_status;
  }
  int operator()(const RunOptions& options) const { return run(options, system); }
  int operator()(const PlanOptions& options) const {
    return plan(options, system);
  }
  int operator()(const JudgeOptions& options) const {
    return judge(options, system);
  }
  int operator()(const MergeOptions& options) const {
    return merge(options, system);
  }
  int operator()(const VerifyOptions& options) const {
    return verify(options, system);
  }
  int operator()(const ReportOptions& options) const {
    return report(options, system);
  }
  int operator()(const WhyOptions& options) const { return why(options, system); }
  int operator()(const InitOptions& options) const {
    return init(options, system);
  }
  int operator()(const DemoOptions& options) const {
    return demo(options, system);
  }
  int operator()(const SchemaOptions& options) const { return schema(options); }
  int operator()(const ListOptions& options) const { return list(options); }
};

}  // namespace

int main(const std::vector<std::string>& arguments, io::System& system) {
  return std::visit(Dispatch{system}, parse_options(arguments));
}

}  // namespace gate::cli
