// Runs programs so that they cannot outlive, outwit or flood the gate.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gate/base/result.h"
#include "gate/base/time.h"
#include "gate/model/evidence.h"

namespace gate::io {

struct Command {
  std::vector<std::string>
      argv;             // argv[0] is looked up in PATH if it has no "/"
  std::string workdir;  // absolute
  std::map<std::string, std::string> environment;  // the whole of it
  // The file that receives stdout and stderr, in the order of arrival; it must
  // not exist.  Head and tail of kLogPart bytes each are kept when the output
  // is longer, with a line between them that says how much is missing.
  std::string log_file;
  Duration
      timeout{};  // wall clock; run() refuses 0, to start() it is "no limit"
  // From TERM to KILL; at most kInterruptGrace once the gate is interrupted.
  Duration grace{};
};

inline constexpr Duration kInterruptGrace{2000};

inline constexpr std::uint64_t kLogPart = 1 << 20;

// Called with pieces of raw output as they arrive, from the thread that called
// run().
using OutputSink = std::function<void(std::string_view bytes)>;

class Processes {
 public:
  virtual ~Processes() = default;

  // Runs one command to its end and returns how that was; Execution::log is
  // left to the caller.  Promises: own session, no controlling terminal, stdin
  // from /dev/null, no descriptor inherited; at the deadline or on interruption
  // TERM to the group, after the grace KILL to every descendant; a held pipe is
  // drained for one second at most after the program's end; no descendant is
  // alive when run() returns, and those that had to be killed after a normal
  // end are counted as survivors.  A program that was signalled by the gate is
  // timed_out or interrupted, whatever its status says.  Execution::trouble
  // also says what went wrong beside a run: a log that could not be written, a
  // process that could not be killed.  After an interruption nothing is started
  // any more. May be called from several threads at once; a descendant that
  // left its session, its parents and its environment while other commands run
  // is ended with the last of them.
  virtual Execution run(const Command& command, const OutputSink& live) = 0;

  // Starts a program that runs beside the suites (the example service).  The
  // returned handle stops it and its descendants when destroyed: TERM, grace,
  // KILL.
  class Background {
   public:
    virtual ~Background() = default;
    virtual bool alive() = 0;
  };
  virtual Result<std::unique_ptr<Background>> start(const Command& command) = 0;
};

std::unique_ptr<Processes> real_processes();

}  // namespace gate::io
