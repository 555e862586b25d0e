// How programs end, and that the gate is never fooled about it.
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <csignal>

#include "tests/unit/io/process_fixture.h"

namespace gate::test {
namespace {

using namespace std::chrono_literals;
using End = Execution::End;

class EndingTest : public ProcessTest {
 protected:
  Execution run_briefly(const std::string& text, Duration timeout = 300ms) {
    io::Command command = sh(text);
    command.timeout = timeout;
    return run(command);
  }
};

TEST_F(EndingTest, AnExitStatusIsKept) {
  const Execution execution = run_sh("exit 7");
  EXPECT_EQ(execution.end, End::exited);
  EXPECT_EQ(execution.exit_status, 7);
  EXPECT_EQ(execution.survivors, 0u);
  EXPECT_EQ(execution.trouble, "");
  EXPECT_LT(execution.duration, 10s);
}

TEST_F(EndingTest, ADeathBySignalIsNoExit) {
  const Execution execution = run_sh("kill -SEGV $$");
  EXPECT_EQ(execution.end, End::signalled);
  EXPECT_EQ(execution.signal, SIGSEGV);
}

TEST_F(EndingTest, ACrashLeavesNoCoreFile) {
  const auto body = [&] {
    rlimit limit = {};
    getrlimit(RLIMIT_CORE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_CORE, &limit);
    processes_ = io::real_processes();
    run_sh("ulimit -c");
    _exit(output() == "0\n" ? 17 : 1);
  };
  IN_A_FRESH_PROCESS(body(), 17);
}

TEST_F(EndingTest, AHangThatIgnoresSignalsIsKilled) {
  const Execution execution =
      run_briefly("trap '' TERM INT HUP; while :; do sleep 1; done");
  EXPECT_EQ(execution.end, End::timed_out);
  EXPECT_GE(execution.duration, 500ms);
  EXPECT_LT(execution.duration, 5s);
}

TEST_F(EndingTest, AProgramThatObeysTermIsNotMadeToWaitForTheGrace) {
  io::Command command = sh("exec sleep 60");
  command.timeout = 100ms;
  command.grace = 60s;
  const Execution execution = run(command);
  EXPECT_EQ(execution.end, End::timed_out);
  EXPECT_LT(execution.duration, 10s);
}

TEST_F(EndingTest, GreenThenExit0OnTermIsTimedOut) {
  const Execution execution = run_briefly(
      "trap 'echo green; exit 0' TERM; while :; do sleep 0.02; done");
  EXPECT_NE(output().find("green\n"), std::string::npos) << output();
  EXPECT_EQ(execution.end, End::timed_out);
}

TEST_F(EndingTest, AChildOfTheGroupMayUseTheGraceAfterItsParentIsGone) {
  io::Command command =
      sh("(trap 'sleep 0.1; echo saved; exit' TERM;"
         " while :; do sleep 0.02; done) & exec sleep 60");
  command.timeout = 200ms;
  command.grace = 10s;
  const Execution execution = run(command);
  EXPECT_EQ(execution.end, End::timed_out);
  EXPECT_NE(output().find("saved\n"), std::string::npos) << output();
}

TEST_F(EndingTest, AProgramThatStopsItselfTimesOut) {
  const Execution execution = run_briefly("kill -STOP $$");
  EXPECT_EQ(execution.end, End::timed_out);
}

TEST_F(EndingTest, AStoppedProgramIsContinuedSoThatItCanObeyTerm) {
  run_briefly("trap 'echo obeyed; exit' TERM; kill -STOP $$; sleep 60");
  EXPECT_NE(output().find("obeyed\n"), std::string::npos) << output();
}

TEST_F(EndingTest, ReadingStdinFindsItsEnd) {
  const Execution execution = run_sh("cat; echo done");
  EXPECT_EQ(execution.end, End::exited);
  EXPECT_EQ(output(), "done\n");
}

TEST_F(EndingTest, ClosingStdoutEarlyIsNoExit) {
  const Execution execution =
      run_sh("echo first; exec >&- 2>&-; sleep 0.2; exit 3");
  EXPECT_EQ(execution.end, End::exited);
  EXPECT_EQ(execution.exit_status, 3);
  EXPECT_EQ(output(), "first\n");
}

TEST_F(EndingTest, AFloodOfOutputCannotHideTheDeadline) {
  const Execution execution = run_briefly("exec yes", 200ms);
  EXPECT_EQ(execution.end, End::timed_out);
  EXPECT_LT(execution.duration, 5s);
}

TEST_F(EndingTest, ARunWithoutATimeoutIsRefused) {
  const Execution execution = run_briefly("true", 0ms);
  EXPECT_EQ(execution.end, End::not_started);
  EXPECT_NE(execution.trouble, "");
}

}  // namespace
}  // namespace gate::test
