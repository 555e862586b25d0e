#include "gate/suites/suite.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "gate/base/text.h"
#include "gate/suites/collect.h"
#include "gate/suites/environment.h"
#include "gate/suites/exits.h"
#include "gate/suites/listing.h"
#include "gate/suites/progress.h"
#include "gate/suites/selection.h"
#include "gate/suites/stale_reports.h"

namespace gate::suites {
namespace {

constexpr std::uint64_t kLargestBaseline = 256u << 20;

// The plan's suite with every path made absolute, for the processes; messages
// keep the words of the plan.
PlannedSuite with_absolute_paths(PlannedSuite suite,
                                 const EvidenceFolder& folder) {
  for (std::string& program : suite.programs)
    program = folder.in_workspace(program);
  if (!suite.build_dir.empty())
    suite.build_dir = folder.in_workspace(suite.build_dir);
  return suite;
}

// One program to run, then what became of it.
struct Task {
  std::size_t program = 0;  // index into the programs of the suite
  std::vector<ListedCase> cases;  // empty: all
  std::optional<ProgramEnd> end;
  Invocation call;
  std::string report;  // name below the evidence folder; empty: by globs
};

class SuiteRun {
 public:
  SuiteRun(const PlannedSuite& planned, const Framework& framework,
           const EvidenceFolder& folder, const RunContext& context,
           io::System& system, Observer& observer, SuiteEvidence& evidence)
      : planned_(planned),
        framework_(framework),
        folder_(folder),
        context_(context),
        system_(system),
        observer_(observer),
        evidence_(evidence),
        suite_(with_absolute_paths(planned, folder)),
        programs_(framework.takes_programs ? suite_.programs
                                           : std::vector<std::string>{""}),
        collector_(planned.rules, folder, system.files, system.clock) {}

  void run() {
    prepare_surroundings();
    if (!read_baseline()) return;
    if (framework_.list ? !list_and_choose() : !take_whole_command()) return;
    observer_.suite_started(planned_, expected_count());
    move_old_reports();
    run_tasks();
    collect();
    judge_ends();
  }

 private:
  void prepare_surroundings() {
    SuiteEnvironment environment =
        suite_environment(system_.environment, planned_, context_.staging_url);
    surroundings_.environment = std::move(environment.variables);
    surroundings_.workdir = folder_.in_workspace(planned_.workdir);
    for (const std::string& name : environment.refused)
      evidence_.warnings.push_back(
          {"VARIABLE_REFUSED",
           fmt::format("{} is never passed to a suite", printable(name)),
           planned_.where});
  }

  bool read_baseline() {
    if (planned_.baseline.empty()) return true;
    const auto text = system_.files.read(
        folder_.in_workspace(planned_.baseline), kLargestBaseline);
    if (!text) {
      add("UNREADABLE", "baseline: " + text.error().message, planned_.baseline);
      return false;
    }
    for (const std::string& line : split(*text, '\n')) {
      const std::string_view id = trim(line);
      if (!id.empty() && !id.starts_with('#')) baseline_.emplace(id);
    }
    return true;
  }

  // Returns whether there is something to run.
  bool list_and_choose() {
    Listing listing = list_cases(suite_, framework_, programs_, surroundings_,
                                 folder_, system_);
    for (std::size_t i = 0; i < programs_.size(); ++i)
      listing.programs[i].program = shown(i);
    const bool listed_all = listing.problems.empty();
    append(evidence_.problems, listing.problems);
    Selection selection =
        choose(listing.programs, {context_.shard_index, context_.shard_count},
               context_.only_cases);
    append(evidence_.problems, selection.problems);
    if (listed_all) compare_with_listing(listing, selection.whole);
    baseline_.clear();
    for (std::size_t i = 0; i < programs_.size(); ++i) {
      // A program that did not list its cases has its problem already.
      if (listing.programs[i].cases.empty()) continue;
      if (selection.programs[i].extent == ProgramSelection::Extent::none)
        continue;
      tasks_.push_back({i, std::move(selection.programs[i].cases), {}, {}, {}});
    }
    expected_ = std::move(selection.expected);
    if (!selection.whole && framework_.reports_unselected)
      collector_.cases().drop_unexpected_skips();
    return !tasks_.empty();
  }

  // Baseline and required cases, where the listing alone can tell: also in one
  // shard of many, where most cases are reported elsewhere.
  void compare_with_listing(const Listing& listing, bool whole) {
    std::set<std::string> listed;
    for (const ProgramCases& program : listing.programs)
      for (const ListedCase& test : program.cases) listed.insert(test.id);
    if (context_.only_cases.empty())
      for (const std::string& id : baseline_)
        if (listed.count(id) == 0) note_disappeared(id);
    if (whole || !context_.only_cases.empty()) return;
    for (const std::string& id : planned_.required_cases)
      if (listed.count(id) == 0)
        add("REQUIRED_CASE", id + ": no program of the suite lists it", "");
  }

  // A command cannot be split: one shard runs it, and a case cannot be chosen.
  bool take_whole_command() {
    if (!context_.only_cases.empty()) {
      add("UNKNOWN_CASE",
          fmt::format("--case {}: a suite of framework \"{}\" cannot run single "
                      "cases",
                      printable(context_.only_cases.front()), framework_.name),
          "");
      return false;
    }
    const std::uint64_t home =
        (context_.ordinal - 1) % context_.shard_count + 1;
    if (home != context_.shard_index) return false;
    tasks_.push_back({0, {}, {}, {}, {}});
    return true;
  }

  std::optional<std::uint64_t> expected_count() const {
    if (!framework_.list) return std::nullopt;
    return expected_.size();
  }

  void move_old_reports() {
    if (!framework_.takes_run || planned_.rules.allow_cached) return;
    MovedAside moved =
        move_stale_reports(planned_.reports, folder_, system_.files);
    append(evidence_.problems, moved.problems);
    append(evidence_.warnings, moved.warnings);
  }

  void run_tasks() {
    const std::size_t workers = std::min<std::size_t>(
        std::max<std::uint64_t>(context_.jobs, 1), tasks_.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      for (std::size_t i = next++; i < tasks_.size() && !interrupted_;
           i = next++)
        run_safely(tasks_[i], i + 1);
    };
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < workers; ++i) threads.emplace_back(work);
    work();
  }

  // Threads must not throw; whatever happens is the end of this program.
  void run_safely(Task& task, std::uint64_t number) {
    try {
      run_task(task, number);
    } catch (const std::exception& trouble) {
      task.end = ProgramEnd{shown(task.program), {}, {}, 0};
      task.end->execution.trouble = trouble.what();
    }
  }

  void run_task(Task& task, std::uint64_t number) {
    const std::string stem = numbered(
        number, base_name(framework_.takes_programs ? programs_[task.program]
                                                    : planned_.name));
    const std::string report = "reports/" + stem + ".xml";
    const std::string log = stem + ".log";
    task.call = framework_.run(
        suite_, programs_[task.program], task.cases,
        {folder_.path(report), folder_.path("listing/" + stem + ".selection")});
    if (!task.call.report.empty()) task.report = report;

    ProgramEnd end;
    end.program = shown(task.program);
    Progress progress(framework_);
    std::uint64_t ended = 0;
    end.execution = start(task.call, log, [&](std::string_view bytes) {
      progress.feed(bytes);
      const std::uint64_t more = progress.ended() - ended;
      ended = progress.ended();
      tell_output(end.program, bytes, more);
    });
    end.execution.log = folder_.below_out(log);
    end.running = progress.running();
    if (end.execution.end == Execution::End::interrupted) interrupted_ = true;
    {
      const std::lock_guard lock(observing_);
      observer_.program_finished(planned_.name, end.execution);
    }
    task.end = std::move(end);
  }

  Execution start(const Invocation& call, const std::string& log,
                  const io::OutputSink& sink) {
    for (const auto& [path, text] : call.files) {
      const auto written = system_.files.write_atomically(path, text);
      if (written) continue;
      Execution not_started;
      not_started.argv = call.argv;
      not_started.trouble = written.error().message;
      not_started.started = system_.clock.now();
      return not_started;
    }
    return system_.processes.run(
        {call.argv, surroundings_.workdir, surroundings_.environment,
         folder_.path(log), planned_.timeout, planned_.grace},
        sink);
  }

  void tell_output(const std::string& program, std::string_view bytes,
                   std::uint64_t more_ended) {
    const std::lock_guard lock(observing_);
    observer_.output(planned_.name, program, bytes);
    if (more_ended == 0) return;
    ended_ += more_ended;
    observer_.progress(planned_.name, ended_);
  }

  void collect() {
    collector_.cases().expect(expected_);
    const bool is_whole =
        !framework_.list || (evidence_.whole && context_.shard_count == 1);
    if (is_whole) {
      collector_.cases().expect(planned_.required_cases);
      collector_.cases().expect({baseline_.begin(), baseline_.end()});
    }
    for (Task& task : tasks_)
      if (task.end && !task.report.empty()) read_own_report(task);
    if (framework_.takes_run) read_found_reports();
    collector_.finish(evidence_);
    split_disappeared();
  }

  // A program that was cut off in its work leaves no report, or an empty one:
  // how it ended is the reason, and what is missing is named as unreported.
  void read_own_report(Task& task) {
    const auto info = system_.files.look(folder_.path(task.report));
    const bool is_nothing = !info || info->bytes == 0;
    if (is_nothing && !ended_by_itself(task.end->execution)) return;
    first_report_.push_back({&task, collector_.reports()});
    if (info) {
      collector_.read_own(task.report);
      return;
    }
    const std::string running = task.end->running;
    collector_.cases().add(
        {"NO_INPUT",
         fmt::format("{} exited with {} and wrote no report{}",
                     task.end->program, task.end->execution.exit_status,
                     running.empty() ? "" : "; the last case it began is " +
                                                running),
         task.end->execution.log});
  }

  void read_found_reports() {
    if (tasks_.empty() || !tasks_.front().end) return;
    first_report_.push_back({&tasks_.front(), 0});
    const std::optional<Instant> not_before =
        planned_.rules.allow_cached ? std::nullopt
                                    : std::optional(evidence_.started);
    for (const std::string& path : collector_.find(planned_.reports))
      collector_.read(path, not_before);
  }

  // What only the baseline knows has disappeared; the rest never reported.
  void split_disappeared() {
    const std::set<std::string> expected(expected_.begin(), expected_.end());
    const std::set<std::string> required(planned_.required_cases.begin(),
                                         planned_.required_cases.end());
    auto& missing = evidence_.unreported_cases;
    std::vector<std::string> kept;
    for (std::string& id : missing) {
      if (baseline_.count(id) > 0 && expected.count(id) == 0)
        note_disappeared(id);
      if (expected.count(id) > 0 || required.count(id) > 0)
        kept.push_back(std::move(id));
    }
    missing = std::move(kept);
  }

  void note_disappeared(const std::string& id) {
    add("DISAPPEARED",
        fmt::format("{} is in the baseline and was not reported",
                    printable(id)),
        planned_.baseline);
  }

  // How the programs ended comes first: it explains most of what follows.
  void judge_ends() {
    count_bad_cases();
    std::vector<Problem> problems;
    for (Task& task : tasks_) {
      if (!task.end) continue;
      append(problems, exit_problems(planned_, framework_, *task.end));
      append(evidence_.warnings, exit_warnings(planned_, *task.end));
      evidence_.executions.push_back(std::move(task.end->execution));
    }
    append(problems, evidence_.problems);
    evidence_.problems = std::move(problems);
  }

  void count_bad_cases() {
    for (std::size_t i = 0; i < first_report_.size(); ++i) {
      const std::size_t end = i + 1 < first_report_.size()
                                  ? first_report_[i + 1].first
                                  : evidence_.reports.size();
      for (std::size_t r = first_report_[i].first;
           r < end && r < evidence_.reports.size(); ++r)
        first_report_[i].task->end->bad_cases +=
            evidence_.reports[r].counts.bad();
    }
  }

  std::string shown(std::size_t program) const {
    return shown_program(planned_, framework_.takes_programs
                                       ? planned_.programs[program]
                                       : "");
  }

  void add(std::string code, std::string message, std::string where) {
    evidence_.problems.push_back(
        {std::move(code), std::move(message), std::move(where)});
  }

  static void append(std::vector<Problem>& to, std::vector<Problem> from) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
  }

  // Which reports, by their place in the evidence, are a task's own.
  struct FirstReport {
    Task* task;
    std::size_t first;
  };

  const PlannedSuite& planned_;
  const Framework& framework_;
  const EvidenceFolder& folder_;
  const RunContext& context_;
  io::System& system_;
  Observer& observer_;
  SuiteEvidence& evidence_;
  const PlannedSuite suite_;
  const std::vector<std::string> programs_;
  ReportCollector collector_;
  Surroundings surroundings_;
  std::set<std::string> baseline_;
  std::vector<std::string> expected_;
  std::vector<Task> tasks_;
  std::vector<FirstReport> first_report_;
  std::atomic<bool> interrupted_ = false;
  std::mutex observing_;
  std::uint64_t ended_ = 0;
};

void run_into(const PlannedSuite& suite, const RunContext& context,
              io::System& system, Observer& observer,
              SuiteEvidence& evidence) {
  const Framework* framework = find_framework(suite.framework);
  if (!framework) {
    evidence.problems.push_back(
        {"INTERNAL",
         fmt::format("no framework is called \"{}\"", suite.framework), {}});
    return;
  }
  const auto folder =
      EvidenceFolder::make(system.files, context.workspace, context.out,
                           suite.name, context.ordinal);
  if (!folder) {
    evidence.problems.push_back(
        {"EVIDENCE_NOT_WRITTEN", folder.error().message, {}});
    return;
  }
  SuiteRun(suite, *framework, *folder, context, system, observer, evidence)
      .run();
}

std::vector<std::string> relaxations_of(const PlannedSuite& suite) {
  std::vector<std::string> lines = relaxations(suite.rules);
  if (suite.exit_codes != std::vector<int>{0})
    lines.push_back(
        fmt::format("exit_codes: [{}]", fmt::join(suite.exit_codes, ", ")));
  return lines;
}

}  // namespace

SuiteEvidence run_suite(const PlannedSuite& suite, const RunContext& context,
                        io::System& system, Observer& observer) {
  SuiteEvidence evidence;
  evidence.name = suite.name;
  evidence.kind = suite.kind;
  evidence.framework = suite.framework;
  evidence.shard_index = context.shard_index;
  evidence.shard_count = context.shard_count;
  evidence.whole = context.only_cases.empty();
  evidence.started = system.clock.now();
  evidence.relaxations = relaxations_of(suite);
  const Duration began = system.clock.monotonic();
  try {
    run_into(suite, context, system, observer, evidence);
  } catch (const std::exception& trouble) {
    evidence.problems.push_back({"INTERNAL", trouble.what(), {}});
  }
  evidence.duration = system.clock.monotonic() - began;
  observer.suite_finished(evidence);
  return evidence;
}

}  // namespace gate::suites
