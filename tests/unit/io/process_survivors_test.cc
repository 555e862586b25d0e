// Nobody outlives a run, however it hides; TearDown() of the fixture looks.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>

#include "tests/unit/io/process_fixture.h"

namespace gate::test {
namespace {

using namespace std::chrono_literals;
using End = Execution::End;
using Steady = std::chrono::steady_clock;

using SurvivorsTest = ProcessTest;

TEST_F(SurvivorsTest, ADaemonThatHoldsStdoutDoesNotHangTheGate) {
  const auto start = Steady::now();
  const Execution execution = run_sh("echo mine; sleep 60 & exit 0");
  EXPECT_EQ(execution.end, End::exited);
  EXPECT_EQ(execution.survivors, 1u);
  EXPECT_EQ(output(), "mine\n");
  EXPECT_LT(execution.duration, 900ms);
  EXPECT_LT(Steady::now() - start, 4s);
}

TEST_F(SurvivorsTest, ADaemonThatPrintsWithoutEndDoesNotHangTheGate) {
  const auto start = Steady::now();
  const Execution execution = run_sh("yes & exit 0");
  EXPECT_EQ(execution.survivors, 1u);
  EXPECT_LT(Steady::now() - start, 4s);
}

TEST_F(SurvivorsTest, ASetsidSurvivorIsFoundAndKilled) {
  const auto start = Steady::now();
  const Execution execution =
      run_sh("setsid sleep 60 >/dev/null 2>&1 & exit 0");
  EXPECT_EQ(execution.end, End::exited);
  EXPECT_EQ(execution.survivors, 1u);
  EXPECT_LT(Steady::now() - start, 900ms);
}

// Own session, no parent, no environment; it says when it is there.
const char kHidden[] =
    "env -i setsid sh -c \"touch $FOLDER/up; sleep 60\" >/dev/null 2>&1 &"
    " while [ ! -e up ]; do :; done";

TEST_F(SurvivorsTest, ASurvivorWithoutItsEnvironmentIsFoundAndKilled) {
  const Execution execution = run_sh(kHidden);
  EXPECT_EQ(execution.end, End::exited);
  EXPECT_GE(execution.survivors, 1u);
}

TEST_F(SurvivorsTest, AHelperThatEndsRightAfterItsParentIsNoSurvivor) {
  const Execution execution = run_sh("sleep 0.03 >/dev/null 2>&1 & exit 0");
  EXPECT_EQ(execution.end, End::exited);
  EXPECT_EQ(execution.survivors, 0u);
}

TEST_F(SurvivorsTest, ADaemonCannotSwapTheReportAfterTheEnd) {
  run_sh(
      "echo red > report; (sleep 0.4; echo green > report) >/dev/null 2>&1 &"
      " exit 1");
  ASSERT_EQ(processes_mentioning(folder_.path()), std::vector<std::string>{});
  EXPECT_EQ(folder_.read("report"), "red\n");
}

TEST_F(SurvivorsTest, AForkStormThatIgnoresTermLeavesNobody) {
  io::Command command =
      sh("trap '' TERM HUP INT; i=0; while [ $i -lt 20 ]; do"
         " sleep 60 & setsid sh -c 'trap \"\" TERM; sleep 60 & sleep 60' &"
         " i=$((i+1)); done; while :; do (sleep 0.01 &) ; done");
  command.timeout = 700ms;
  const Execution execution = run(command);
  EXPECT_EQ(execution.end, End::timed_out);
  EXPECT_EQ(execution.survivors, 0u);
  EXPECT_EQ(execution.trouble, "");
}

TEST_F(SurvivorsTest, AProcessThatForksAndEndsAllTheTimeIsCaught) {
  const std::string hop = folder_.script("hop", "sh \"$0\" & exit 0");
  io::Command command = sh(hop + " >/dev/null 2>&1 & exit 0");
  const Execution execution = run(command);
  EXPECT_EQ(execution.end, End::exited);
  EXPECT_GE(execution.survivors, 1u);
  EXPECT_EQ(execution.trouble, "");
}

TEST_F(SurvivorsTest, AStoppedSurvivorIsKilled) {
  const Execution execution = run_sh(
      "setsid sh -c 'kill -STOP $$' >/dev/null 2>&1 & sleep 0.05; exit 0");
  EXPECT_EQ(execution.survivors, 1u);
}

TEST_F(SurvivorsTest, ASinkThatThrowsLeavesNobody) {
  EXPECT_THROW(processes_->run(sh("echo x; setsid sleep 60 & sleep 60"),
                               [](auto) { throw std::runtime_error("full"); }),
               std::runtime_error);
}

TEST_F(SurvivorsTest, AChildThatIsNotOfARunIsLeftAlone) {
  char name[] = "sleep";
  char time[] = "60";
  char* argv[] = {name, time, nullptr};
  char* environment[] = {nullptr};
  pid_t child = -1;
  ASSERT_EQ(
      posix_spawn(&child, "/bin/sleep", nullptr, nullptr, argv, environment),
      0);
  const Execution execution = run_sh("setsid sleep 60 >/dev/null 2>&1 &");
  EXPECT_EQ(execution.survivors, 1u);
  EXPECT_EQ(waitpid(child, nullptr, WNOHANG), 0) << "it should still run";
  kill(child, SIGKILL);
  EXPECT_EQ(waitpid(child, nullptr, 0), child);
}

TEST_F(SurvivorsTest, ParallelRunsKillTheirOwnSurvivorsOnly) {
  const io::Command steady = sh("setsid sleep 1.5 & wait; echo whole");
  const std::string steady_log = last_log_;
  Execution steady_result;
  std::thread other([&] { steady_result = processes_->run(steady, {}); });
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(run_sh("setsid sleep 60 >/dev/null 2>&1 & exit 0").survivors, 1u);
    EXPECT_EQ(run_sh("exit 0").survivors, 0u);
  }
  other.join();
  EXPECT_EQ(steady_result.end, End::exited);
  EXPECT_EQ(steady_result.survivors, 0u);
  EXPECT_EQ(folder_.read(steady_log), "whole\n");
}

// In the middle of an exec a process has no environment that could be read.
TEST_F(SurvivorsTest, ASurvivorThatExecsAllTheTimeIsFoundWhileOthersRun) {
  folder_.script("again", "exec \"$0\"");
  const io::Command steady = sh("while [ ! -e seen ]; do sleep 0.01; done");
  std::thread other([&] { processes_->run(steady, {}); });
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(run_sh("setsid ./again >/dev/null 2>&1 &").survivors, 1u);
    EXPECT_EQ(processes_mentioning("./again"), std::vector<std::string>{});
  }
  folder_.write("seen", "");
  other.join();
}

TEST_F(SurvivorsTest, TheLastParallelRunEndsWhoeverCouldNotBeAttributed) {
  const io::Command steady = sh("while [ ! -e seen ]; do sleep 0.01; done");
  Execution last;
  std::thread other([&] { last = processes_->run(steady, {}); });
  EXPECT_EQ(run_sh(kHidden).survivors, 0u);
  EXPECT_FALSE(processes_mentioning("touch " + folder_.path()).empty());
  folder_.write("seen", "");
  other.join();
  EXPECT_GE(last.survivors, 1u);
}

TEST_F(SurvivorsTest, ABackgroundProgramLivesUntilItsHandleGoes) {
  auto background = processes_->start(sh("sleep 60 & setsid sleep 60 & wait"));
  ASSERT_TRUE(background) << background.error().message;
  EXPECT_EQ(run_sh("setsid sleep 60 >/dev/null 2>&1 &").survivors, 1u);
  EXPECT_TRUE((*background)->alive());
  EXPECT_FALSE(has_no_child());
}

TEST_F(SurvivorsTest, ABackgroundProgramThatEndsIsNotAlive) {
  auto background = processes_->start(sh("exit 0"));
  ASSERT_TRUE(background) << background.error().message;
  const auto limit = Steady::now() + 10s;
  while ((*background)->alive() && Steady::now() < limit) {
    std::this_thread::yield();
  }
  EXPECT_FALSE((*background)->alive());
}

TEST_F(SurvivorsTest, ABackgroundProgramThatCannotStartIsAnError) {
  EXPECT_FALSE(processes_->start(command({"/no/such/program"})));
}

}  // namespace
}  // namespace gate::test
