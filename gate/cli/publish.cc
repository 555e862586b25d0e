#include "gate/cli/publish.h"

#include <fmt/format.h>

#include "gate/base/text.h"
#include "gate/base/version.h"
#include "gate/cli/console.h"
#include "gate/cli/exit_status.h"
#include "gate/io/read_pieces.h"
#include "gate/report/format.h"
#include "gate/report/junit_file.h"
#include "gate/verdict/decide.h"

namespace gate::cli {
namespace {

constexpr std::uint64_t kLargestEvidence = 512u << 20;
constexpr int kShownLogLines = 15;

// The merged cases must still be the bytes that the collector wrote.
void check_merged_cases(Evidence& evidence, const OutputFolder& folder,
                        io::System& system) {
  for (SuiteEvidence& suite : evidence.suites) {
    if (suite.merged_cases.empty()) continue;
    const auto digest =
        io::digest_file(system.files, folder.file(suite.merged_cases));
    if (!digest || *digest != suite.merged_cases_sha256)
      suite.problems.push_back(
          {"EVIDENCE_ALTERED",
           fmt::format("{} is not the file that was collected",
                       suite.merged_cases),
           suite.merged_cases});
  }
}

class Publisher {
 public:
  Publisher(const verdict::FinishedRun& run, const OutputFolder& folder,
            io::System& system)
      : run_(run),
        folder_(folder),
        system_(system),
        report_{run.plan, run.evidence, run.verdict, version(),
                folder.shown()} {}

  // Everything but the verdict; what could not be written, as problems.
  std::vector<Problem> write_all() {
    write("evidence.json", verdict::write_evidence(run_));
    write_junit();
    for (const report::Format* format : report::formats())
      if (!format->file.empty() && format->name != "json" &&
          format->name != "junit")
        write(std::string(format->file), format->render(report_, {}));
    return std::move(problems_);
  }

  Result<void> write_verdict() {
    return system_.files.write_atomically(
        folder_.file("verdict.json"),
        report::find_format("json")->render(report_, {}));
  }

 private:
  void note(const Result<void>& written, const std::string& name) {
    if (!written)
      problems_.push_back(
          {"EVIDENCE_NOT_WRITTEN", written.error().message, name});
  }

  void write(const std::string& name, const std::string& text) {
    note(system_.files.write_atomically(folder_.file(name), text), name);
  }

  // Too large for a string: through a temporary file.
  void write_junit() {
    const std::string unfinished = folder_.file(".gate-junit.xml");
    auto removed = system_.files.remove_all(unfinished);
    if (!removed) return note(removed, "junit.xml");
    auto file = system_.files.create(unfinished);
    if (!file) return note(file.error(), "junit.xml");
    Result<void> state;
    report::write_junit(
        report_,
        [&](const SuiteEvidence& suite, const report::Out& out) {
          return io::read_pieces(system_.files,
                                 folder_.file(suite.merged_cases),
                                 [&](std::string_view bytes) -> Result<void> {
                                   out(bytes);
                                   return {};
                                 })
              .has_value();
        },
        [&](std::string_view bytes) {
          if (state) state = (*file)->write(bytes);
        });
    if (state) state = (*file)->close();
    if (state) state = system_.files.rename(unfinished, folder_.file("junit.xml"));
    note(state, "junit.xml");
  }

  const verdict::FinishedRun& run_;
  const OutputFolder& folder_;
  io::System& system_;
  report::RunReport report_;
  std::vector<Problem> problems_;
};

// The last lines of the log of what failed, for people who will not open it.
std::string tail_of_logs(const verdict::FinishedRun& run,
                         const OutputFolder& folder, io::System& system) {
  std::string text;
  for (const SuiteEvidence& suite : run.evidence.suites) {
    for (const Execution& execution : suite.executions) {
      const bool fine = execution.end == Execution::End::exited &&
                        execution.exit_status == 0;
      if (fine || execution.log.empty() || suite.counts.bad() > 0) continue;
      const auto log =
          system.files.read(folder.file(execution.log), 4 * io::kLogPart);
      if (!log || trim(*log).empty()) continue;
      auto lines = split(trim(*log), '\n');
      if (lines.size() > kShownLogLines)
        lines.erase(lines.begin(), lines.end() - kShownLogLines);
      text += fmt::format("\nthe end of {}/{}:\n", folder.shown(),
                          execution.log);
      for (const std::string& line : lines)
        text += printable_lines(shorten(line, 200), "  | ");
    }
  }
  return text;
}

}  // namespace

verdict::FinishedRun publish(Plan plan, Evidence evidence,
                             const OutputFolder& folder, io::System& system) {
  verdict::FinishedRun run{std::move(plan), std::move(evidence), {}};
  check_merged_cases(run.evidence, folder, system);
  const Instant now = system.clock.now();
  run.verdict = verdict::decide(run.plan, run.evidence, now);
  auto problems = Publisher(run, folder, system).write_all();
  if (!problems.empty()) {
    run.evidence.problems.insert(run.evidence.problems.end(), problems.begin(),
                                 problems.end());
    run.verdict = verdict::decide(run.plan, run.evidence, now);
    // What can be written shall say the same as the verdict; what cannot was
    // noted already.
    problems = Publisher(run, folder, system).write_all();
  }
  const auto written = Publisher(run, folder, system).write_verdict();
  if (!written) {
    print_error("the verdict could not be written: " + written.error().message);
    run.evidence.problems.push_back(
        {"EVIDENCE_NOT_WRITTEN", written.error().message, "verdict.json"});
    run.verdict = verdict::decide(run.plan, run.evidence, now);
  }
  return run;
}

int answer(const verdict::FinishedRun& run, const OutputFolder& folder,
           const Common& common, ShowOutput show, io::System& system) {
  const report::RunReport report{run.plan, run.evidence, run.verdict, version(),
                                 folder.shown()};
  const Stream people = common.json ? Stream::error : Stream::out;
  const Terminal terminal = look_at(people, common.colour, system.environment);
  print(people, "\n" + report::find_format("console")->render(
                           report, {terminal.colour, terminal.width}));
  if (show != ShowOutput::none)
    print(people, tail_of_logs(run, folder, system));
  if (common.json)
    print(Stream::out, report::find_format("json")->render(report, {}));
  return exit_status_of(run.verdict);
}

Result<verdict::FinishedRun> load(const std::string& folder,
                                  io::System& system) {
  const std::string path = absolute_path(folder, system) + "/evidence.json";
  if (!system.files.look(path))
    return Error{ErrorKind::not_found,
                 fmt::format("{}/evidence.json: there is no finished run here; "
                             "--out names its folder",
                             folder)};
  auto text = system.files.read(path, kLargestEvidence);
  if (!text) return text.error();
  auto run = verdict::read_evidence(*text);
  if (!run) return with_context(folder + "/evidence.json", run.error());
  return run;
}

}  // namespace gate::cli
