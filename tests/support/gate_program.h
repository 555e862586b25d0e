// Runs the real gate program with arguments, an environment and a working
// folder of a test's choosing, and returns what it printed and left behind.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gate/base/json.h"
#include "tests/support/temporary_folder.h"

namespace gate::test {

struct Outcome {
  int status = -1;  // 128+n when the program itself died of signal n
  bool died = false;
  std::string out;
  std::string err;
  Json verdict;  // verdict.json afterwards; null if there is none

  bool passed() const;                    // the file says so
  std::vector<std::string> codes() const;  // of its reasons, in order
  bool has(const std::string& code) const;
};

using Arguments = std::vector<std::string>;
using Variables = std::map<std::string, std::string>;

// PATH, HOME and TERM: nothing of the caller's CI reaches the gate.
Variables plain_environment();

// A program that was started.  It is killed if the test leaves it behind.
class RunningProgram {
 public:
  RunningProgram(const Arguments& argv, const std::string& workdir,
                 const Variables& environment);
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  pid_t pid() const { return pid_; }
  void signal(int number) const;
  // Throws if it has not ended by then.
  Outcome wait(std::chrono::seconds limit = std::chrono::seconds(60));

 private:
  TemporaryFolder streams_;
  pid_t pid_ = -1;
};

// Runs any program to its end.
Outcome run_program(const Arguments& argv, const std::string& workdir,
                    const Variables& environment = plain_environment(),
                    std::chrono::seconds limit = std::chrono::seconds(60));

// Runs the gate.  Of a command that judges (out is its folder) the promise that
// outranks all is checked each time, and broken it throws: the exit status is 0
// if and only if verdict.json says pass, a pass is complete and has no reason, a
// fail has one, and every reason is one that "gate list reasons" knows.
Outcome run_gate(const Arguments& arguments, const std::string& workdir,
                 const Variables& environment = plain_environment());
Outcome judge_gate(const Arguments& arguments, const std::string& workdir,
                   const std::string& out,
                   const Variables& environment = plain_environment());

// Reads <folder>/verdict.json into the outcome and checks that promise.
void read_verdict(Outcome& outcome, const std::string& folder);

// The processes, zombies apart, whose environment holds this text.
std::vector<pid_t> processes_with(const std::string& text);

}  // namespace gate::test
