#include "gate/verdict/merge.h"

#include <fmt/format.h>

#include "gate/base/digest.h"
#include "gate/cli/commands.h"
#include "gate/cli/console.h"
#include "gate/cli/exit_status.h"
#include "gate/cli/output_folder.h"
#include "gate/cli/publish.h"
#include "gate/io/read_pieces.h"

namespace gate::cli {
namespace {

// Copies below folders that may not be there yet.
Result<std::string> take_file(const std::string& from, const std::string& to,
                              io::System& system) {
  auto made = system.files.make_directories(to.substr(0, to.rfind('/')));
  if (!made) return made.error();
  return io::copy_file(system.files, from, to);
}

// Brings the files of one part below <out>/<prefix>; what does not match its
// digest, or is gone, is a problem of its suite.
void take_files(verdict::Part& part, const std::string& folder,
                const OutputFolder& out, io::System& system) {
  for (SuiteEvidence& suite : part.run.evidence.suites) {
    const auto take = [&](const std::string& name, const std::string& expected) {
      if (name.empty()) return;
      auto digest = take_file(folder + "/" + name,
                              out.file(part.prefix + "/" + name), system);
      if (!digest)
        suite.problems.push_back(
            {"EVIDENCE_LOST",
             fmt::format("{}: {}", part.name, digest.error().message), name});
      else if (!expected.empty() && *digest != expected)
        suite.problems.push_back(
            {"EVIDENCE_ALTERED",
             fmt::format("{}: {} is not the file that the run wrote",
                         part.name, name),
             name});
    };
    for (const ReportFile& file : suite.reports) take(file.stored, file.sha256);
    for (const Execution& execution : suite.executions) take(execution.log, {});
    take(suite.merged_cases, suite.merged_cases_sha256);
  }
}

// The merged cases of all parts of a suite, one behind the other.
void join_cases(const std::vector<verdict::Part>& parts, SuiteEvidence& suite,
                std::size_t ordinal, const OutputFolder& out,
                io::System& system) {
  const std::string name = fmt::format("suites/{:03}-merged.xml", ordinal);
  const auto fail = [&](const Error& error) {
    suite.problems.push_back({"EVIDENCE_LOST", error.message, name});
  };
  auto made = system.files.make_directories(out.file("suites"));
  if (!made) return fail(made.error());
  auto target = system.files.create(out.file(name));
  if (!target) return fail(target.error());
  Sha256 digest;
  for (const verdict::Part& part : parts) {
    for (const SuiteEvidence& from : part.run.evidence.suites) {
      if (from.name != suite.name || from.merged_cases.empty()) continue;
      const auto read = io::read_pieces(
          system.files, out.file(part.prefix + "/" + from.merged_cases),
          [&](std::string_view bytes) {
            digest.update(bytes);
            return (*target)->write(bytes);
          });
      if (!read) return fail(read.error());
    }
  }
  auto closed = (*target)->close();
  if (!closed) return fail(closed.error());
  suite.merged_cases = name;
  suite.merged_cases_sha256 = digest.finish();
}

}  // namespace

int merge(const MergeOptions& options, io::System& system) {
  std::vector<verdict::Part> parts;
  for (const std::string& folder : options.folders) {
    if (absolute_path(folder, system) == absolute_path(options.out, system))
      return complain({ErrorKind::usage,
                       fmt::format("{} is both a part and --out", folder)});
    auto run = load(folder, system);
    if (!run) {
      // Evidence that is not there is not a slip of the keyboard: the job that
      // should have made it did not.
      print_error(run.error().message);
      auto out = OutputFolder::take(options.out, system);
      return out ? static_cast<int>(kUndecided) : exit_status_of(out.error());
    }
    parts.push_back({std::move(*run), folder,
                     fmt::format("parts/{}", parts.size() + 1)});
  }
  auto out = OutputFolder::take(options.out, system);
  if (!out) return complain(out.error());
  auto begun = out->begin(parts.front().run.plan, system);
  if (!begun) return complain(begun.error());
  for (verdict::Part& part : parts)
    take_files(part, absolute_path(part.name, system), *out, system);
  verdict::Merged merged = verdict::merge(parts);
  for (std::size_t i = 0; i < merged.evidence.suites.size(); ++i)
    join_cases(parts, merged.evidence.suites[i], i + 1, *out, system);
  const auto finished = publish(std::move(merged.plan),
                                std::move(merged.evidence), *out, system);
  return answer(finished, *out, options.common, ShowOutput::none, system);
}

}  // namespace gate::cli
