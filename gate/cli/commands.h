// The commands; each returns the exit status.
#pragma once

#include "gate/cli/options.h"
#include "gate/io/system.h"

namespace gate::cli {

int run(const RunOptions& options, io::System& system);
int plan(const PlanOptions& options, io::System& system);
int judge(const JudgeOptions& options, io::System& system);
int merge(const MergeOptions& options, io::System& system);
int verify(const VerifyOptions& options, io::System& system);
int report(const ReportOptions& options, io::System& system);
int why(const WhyOptions& options, io::System& system);
int init(const InitOptions& options, io::System& system);
int demo(const DemoOptions& options, io::System& system);
int schema(const SchemaOptions& options);
int list(const ListOptions& options);

// Parses the arguments (without the program's name) and runs the command.
int main(const std::vector<std::string>& arguments, io::System& system);

}  // namespace gate::cli
