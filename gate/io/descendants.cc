#include "gate/io/descendants.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "gate/io/process_groups.h"
#include "gate/io/system_error.h"

namespace gate::io {
namespace {

using namespace std::chrono_literals;
using Table = std::map<pid_t, ProcessInfo>;
using Line = std::vector<const ProcessInfo*>;

constexpr const char* kMarkName = "GATE_RUN_ID";
constexpr auto kPause = 2ms;
// Two clean looks in a row: one may miss a process that was born behind the
// place where it looked.
constexpr int kCleanLooks = 2;
// An exec takes less than this many pauses.
constexpr int kUnclearLooks = 50;

void turn_core_dumps_off() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_CORE, &limit) != 0) return;
  limit.rlim_cur = 0;
  setrlimit(RLIMIT_CORE, &limit);
}

Table by_pid(const std::vector<ProcessInfo>& processes) {
  Table table;
  for (const ProcessInfo& process : processes) {
    table.emplace_hint(table.end(), process.pid, process);
  }
  return table;
}

// The process and its ancestors below self.
struct Ancestry {
  Line line;            // empty: it does not descend from self
  bool broken = false;  // an ancestor went while the table was read
};

// The table is no snapshot, so a line may break or, by a pid used twice, even
// turn back on itself.
Ancestry ancestry_below(pid_t self, const ProcessInfo& process,
                        const Table& table) {
  Ancestry result{{&process}, false};
  while (result.line.back()->parent != self) {
    const pid_t id = result.line.back()->parent;
    if (id == 0) return {};
    const auto parent = table.find(id);
    if (parent == table.end() || result.line.size() > table.size()) {
      return {{}, true};
    }
    result.line.push_back(&parent->second);
  }
  return result;
}

// The mark of one of them is enough.
std::optional<bool> carries_mark(const Line& line, const std::string& mark) {
  std::optional<bool> result = false;
  for (const ProcessInfo* process : line) {
    const std::optional<bool> found = environment_holds(process->pid, mark);
    if (found == true) return true;
    if (!found) result = std::nullopt;
  }
  return result;
}

// A whole group at once: a process that forks and ends faster than it can be
// looked at cannot slip out of its group while the signal is sent.
void kill_each(const std::vector<ProcessInfo>& processes) {
  std::set<pid_t> groups;
  for (const ProcessInfo& process : processes) groups.insert(process.group);
  for (const pid_t group : groups) {
    if (group > 1 && group != getpgrp()) ::kill(-group, SIGKILL);
  }
  for (const ProcessInfo& process : processes) send_signal(process, SIGKILL);
}

}  // namespace

Descendants& Descendants::of_this_process() {
  static Descendants descendants;
  return descendants;
}

Descendants::Descendants()
    : born_(ticks_since_boot()), self_(getpid()), session_(getsid(0)) {
  if (const char* outer = std::getenv(kMarkName)) outer_mark_ = outer;
  // A caller that ignores SIGCHLD would make every child vanish unasked.
  std::signal(SIGCHLD, SIG_DFL);
  turn_core_dumps_off();
  if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) {
    trouble_ = system_error(errno, "adopting orphans").message;
  }
}

// Holds the marks of all gates around it, so that each of them finds its own.
std::string Descendants::new_mark() {
  return "<" + std::to_string(self_) + "." + std::to_string(born_) + "." +
         std::to_string(++marks_) + ">";
}

Result<Descendants::Run> Descendants::start(SpawnRequest request) {
  if (!trouble_.empty()) return Error{ErrorKind::failed, trouble_};
  // Nobody may reap the program as an orphan before it is known.
  const std::lock_guard lock(mutex_);
  Run run{-1, new_mark()};
  request.environment[kMarkName] = outer_mark_ + run.mark;
  const Result<pid_t> program = spawn(request);
  if (!program) return program.error();
  run.program = *program;
  runs_[run.program] = run;
  note_group(run.program);
  return run;
}

void Descendants::signal_group(const Run& run, int signal) {
  ::kill(-run.program, signal);
}

std::optional<ProgramEnd> Descendants::reap(const Run& run) {
  siginfo_t info = {};
  int code = 0;
  do {
    code = waitid(P_PID, run.program, &info, WEXITED | WNOHANG);
  } while (code != 0 && errno == EINTR);
  if (code != 0 || info.si_pid == 0) return std::nullopt;
  return ProgramEnd{info.si_code != CLD_EXITED, info.si_status};
}

bool Descendants::no_child_left() {
  siginfo_t info = {};
  return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) != 0 &&
         errno == ECHILD;
}

bool Descendants::is_foreign(const ProcessInfo& process) const {
  return process.session == session_ || process.start < born_;
}

std::optional<bool> Descendants::belongs(const ProcessInfo& process,
                                         const Run& run,
                                         const Table& table) const {
  if (is_foreign(process)) return false;
  const auto is_run = [this](pid_t id) { return runs_.count(id) != 0; };
  if (is_run(process.session)) return process.session == run.program;
  const Ancestry ancestry = ancestry_below(self_, process, table);
  if (ancestry.broken) return std::nullopt;
  if (ancestry.line.empty()) return false;
  for (const ProcessInfo* ancestor : ancestry.line) {
    if (is_run(ancestor->pid)) return ancestor->pid == run.program;
    if (is_run(ancestor->session)) return ancestor->session == run.program;
  }
  if (runs_.size() == 1) return true;
  return carries_mark(ancestry.line, run.mark);
}

bool Descendants::reap_orphan(const ProcessInfo& process) {
  if (process.parent != self_ || is_foreign(process)) return false;
  if (runs_.count(process.pid) != 0) return false;
  return waitpid(process.pid, nullptr, WNOHANG) == process.pid;
}

Descendants::Survey Descendants::survey(const Run& run) {
  const std::lock_guard lock(mutex_);
  const Result<std::vector<ProcessInfo>> processes = all_processes();
  Survey result;
  if (!processes) {
    result.trouble = processes.error().message;
    return result;
  }
  const Table table = by_pid(*processes);
  for (const ProcessInfo& process : *processes) {
    if (process.is_zombie() && reap_orphan(process)) {
      result.again = true;
      continue;
    }
    const std::optional<bool> ours = belongs(process, run, table);
    if (!process.is_zombie()) {
      if (!ours) result.unclear = true;
      if (ours == true) result.alive.push_back(process);
    } else if (ours == true && process.pid != run.program) {
      result.again = true;
    }
  }
  return result;
}

bool Descendants::group_is_alive(const Run& run) {
  const Survey found = survey(run);
  return std::any_of(found.alive.begin(), found.alive.end(),
                     [&](const auto& p) { return p.group == run.program; });
}

bool Descendants::settle(const Run& run, Clock::time_point until) {
  while (true) {
    const Survey found = survey(run);
    if (!found.trouble.empty()) return false;
    if (found.is_clean()) return true;
    if (Clock::now() >= until) return false;
    std::this_thread::sleep_for(kPause);
  }
}

Descendants::Cleaning Descendants::kill_all(const Run& run,
                                            Clock::time_point until) {
  std::set<Name> killed;
  Cleaning result;
  int clean_looks = 0;
  int unclear_looks = 0;
  while (clean_looks < kCleanLooks) {
    Survey found = survey(run);
    result.trouble = found.trouble;
    result.left = found.alive.size();
    // Somebody who stays unclear is left to the last run.
    if (found.unclear && ++unclear_looks > kUnclearLooks) found.unclear = false;
    clean_looks = found.is_clean() ? clean_looks + 1 : 0;
    for (const ProcessInfo& p : found.alive) killed.insert({p.pid, p.start});
    kill_each(found.alive);
    if (!found.trouble.empty()) signal_group(run, SIGKILL);
    if (found.is_clean()) continue;
    if (Clock::now() >= until) break;
    std::this_thread::sleep_for(kPause);
  }
  result.killed = killed.size();
  return result;
}

void Descendants::forget(const Run& run) {
  const std::lock_guard lock(mutex_);
  runs_.erase(run.program);
  forget_group(run.program);
}

}  // namespace gate::io
