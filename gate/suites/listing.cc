#include "gate/suites/listing.h"

#include <fmt/format.h>

#include "gate/base/text.h"

namespace gate::suites {
namespace {

// A listing is small; ten million names fit.
constexpr std::size_t kLongestListing = 512u << 20;
constexpr std::size_t kShownCommand = 80;

std::string how_it_ended(const Execution& run) {
  switch (run.end) {
    case Execution::End::exited:
      return fmt::format("exited with {}", run.exit_status);
    case Execution::End::signalled:
      return fmt::format("died of signal {}", run.signal);
    case Execution::End::timed_out:
      return "did not end in time";
    case Execution::End::interrupted:
      return "was interrupted";
    case Execution::End::not_started:
      return "could not be started: " + run.trouble;
  }
  return "ended in an unknown way";
}

class Lister {
 public:
  Lister(const PlannedSuite& suite, const Framework& framework,
         const Surroundings& surroundings, const EvidenceFolder& folder,
         io::System& system)
      : suite_(suite),
        framework_(framework),
        surroundings_(surroundings),
        folder_(folder),
        system_(system) {}

  ProgramCases list(const std::string& program, std::uint64_t number) {
    ProgramCases result{program, {}};
    const std::string shown = shown_program(suite_, program);
    const std::string stem =
        "listing/" + numbered(number, base_name(program.empty() ? suite_.name
                                                                : program));
    const std::string log = stem + ".log";
    const Invocation call = framework_.list(
        suite_, program, {folder_.path(stem + ".json"), ""});
    // The log keeps head and tail only, and a listing counts as a whole.
    std::string printed;
    const Execution run = system_.processes.run(
        {call.argv, surroundings_.workdir, surroundings_.environment,
         folder_.path(log), suite_.timeout, suite_.grace},
        [&](std::string_view bytes) {
          if (printed.size() <= kLongestListing) printed += bytes;
        });
    if (run.end != Execution::End::exited || run.exit_status != 0) {
      add(code_of(run), fmt::format("{} {} when asked for its cases", shown,
                                    how_it_ended(run)),
          log);
      return result;
    }
    const auto text = listing_text(call, std::move(printed));
    auto cases = text ? framework_.read_listing(*text)
                      : Result<std::vector<ListedCase>>(text.error());
    if (!cases)
      add("LISTING_FAILED", shown + ": " + cases.error().message, log);
    else if (cases->empty() && suite_.rules.allow_empty_files == 0)
      add("NO_TESTS", shown + " holds no case", log);
    else
      result.cases = std::move(*cases);
    return result;
  }

  std::vector<Problem> take_problems() { return std::move(problems_); }

 private:
  static std::string code_of(const Execution& run) {
    if (run.end == Execution::End::not_started) return "SPAWN_FAILED";
    if (run.end == Execution::End::interrupted) return "INTERRUPTED";
    return "LISTING_FAILED";
  }

  Result<std::string> listing_text(const Invocation& call,
                                   std::string printed) {
    if (!call.report.empty() && system_.files.look(call.report))
      return system_.files.read(call.report, kLongestListing);
    if (printed.size() > kLongestListing)
      return Error{ErrorKind::refused,
                   fmt::format("expected a listing of at most {} bytes",
                               kLongestListing)};
    return printed;
  }

  void add(std::string code, std::string message, const std::string& log) {
    problems_.push_back(
        {std::move(code), std::move(message), folder_.below_out(log)});
  }

  const PlannedSuite& suite_;
  const Framework& framework_;
  const Surroundings& surroundings_;
  const EvidenceFolder& folder_;
  io::System& system_;
  std::vector<Problem> problems_;
};

}  // namespace

std::string shown_program(const PlannedSuite& suite,
                          const std::string& program) {
  if (!program.empty()) return program;
  if (!suite.build_dir.empty()) return "ctest in " + suite.build_dir;
  const bool is_shell = suite.run.size() == 3 &&
                        suite.run[0] == "/bin/sh" && suite.run[1] == "-c";
  const std::string command = is_shell ? suite.run[2] : join(suite.run, " ");
  return printable(shorten(command, kShownCommand));
}

Listing list_cases(const PlannedSuite& suite, const Framework& framework,
                   const std::vector<std::string>& programs,
                   const Surroundings& surroundings,
                   const EvidenceFolder& folder, io::System& system) {
  Listing listing;
  Lister lister(suite, framework, surroundings, folder, system);
  std::uint64_t number = 0;
  for (const std::string& program : programs)
    listing.programs.push_back(lister.list(program, ++number));
  listing.problems = lister.take_problems();
  return listing;
}

}  // namespace gate::suites
