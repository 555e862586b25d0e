// Everything that this process has started and all that those have started:
// whose it is, and how to end it.  There is one for the process, because
// adopting orphans and waiting for children are properties of the process.
//
// A process belongs to a run if it descends from its program, is in its
// session, or carries its mark in the environment.  One that shed all three can
// be attributed only while no other run is going on: it ends with the last run.
// Processes of the gate's own session, and older ones, are never touched.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gate/base/result.h"
#include "gate/io/process_table.h"
#include "gate/io/spawn.h"

namespace gate::io {

// How a program ended: as waitid() says.
struct ProgramEnd {
  bool by_signal = false;
  int number = 0;  // exit status or signal
};

class Descendants {
 public:
  using Clock = std::chrono::steady_clock;

  struct Run {
    pid_t program = -1;  // also its session and process group
    std::string mark;
  };

  struct Cleaning {
    std::uint64_t killed = 0;  // different processes
    std::uint64_t left = 0;    // could not be ended in time
    std::string trouble;       // why nobody could look, or be killed
  };

  // Becomes the one that adopts orphans; core dumps are off from here on.
  static Descendants& of_this_process();

  Result<Run> start(SpawnRequest request);

  // TERM and the like to the program's process group.
  static void signal_group(const Run& run, int signal);

  // Asks how the program ended; nullopt while it goes on.
  std::optional<ProgramEnd> reap(const Run& run);

  // True when nothing is left of any run.  Cheap; call it after reap().
  static bool no_child_left();
  // Living processes in the program's own group.
  bool group_is_alive(const Run& run);
  // Waits until nothing of the run is alive; false: something still is, or may
  // be.
  bool settle(const Run& run, Clock::time_point until);
  // KILL, again and again until nothing of the run is left, the program
  // included.
  Cleaning kill_all(const Run& run, Clock::time_point until);

  // The run is over: its program was reaped, or is given up.
  void forget(const Run& run);

 private:
  struct Survey {
    std::vector<ProcessInfo> alive;
    bool again = false;    // zombies were found: what they hid shows next time
    bool unclear = false;  // somebody may be of the run; it shows in a moment
    std::string trouble;

    bool is_clean() const {
      return alive.empty() && !again && !unclear && trouble.empty();
    }
  };
  using Name = std::pair<pid_t, std::uint64_t>;

  Descendants();
  Survey survey(const Run& run);
  std::string new_mark();
  // nullopt: it cannot be told at this moment.
  std::optional<bool> belongs(const ProcessInfo& process, const Run& run,
                              const std::map<pid_t, ProcessInfo>& table) const;
  bool is_foreign(const ProcessInfo& process) const;
  bool reap_orphan(const ProcessInfo& process);

  std::mutex mutex_;
  std::map<pid_t, Run> runs_;  // by program
  std::string outer_mark_;     // of the gate that runs this gate
  std::uint64_t born_ = 0;
  std::uint64_t marks_ = 0;
  pid_t self_ = 0;
  pid_t session_ = 0;
  std::string trouble_;  // why orphans cannot be adopted
};

}  // namespace gate::io
