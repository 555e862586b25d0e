// Signals to the gate itself.  Each story runs in a process of its own, because
// an interruption is for ever.
#include "gate/io/interrupt.h"

#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "gate/io/clock.h"
#include "gate/io/descriptor.h"
#include "tests/unit/io/process_fixture.h"

namespace gate::test {
namespace {

using namespace std::chrono_literals;
using End = Execution::End;
using Steady = std::chrono::steady_clock;

class InterruptTest : public ProcessTest {
 protected:
  // Ends the process by 17 if the story went as expected.
  [[noreturn]] static void end(bool as_expected) {
    _exit(as_expected ? 17 : 1);
  }
  bool nobody_left() {
    return processes_mentioning(folder_.path()).empty() && has_no_child();
  }
};

TEST_F(InterruptTest, ThereIsNoneBeforeASignal) {
  const auto body = [&] {
    const bool before = io::interrupt_descriptor() == -1;
    io::install_interrupt_handlers();
    pollfd ready{io::interrupt_descriptor(), POLLIN, 0};
    end(before && io::interrupted_by() == 0 && poll(&ready, 1, 0) == 0);
  };
  IN_A_FRESH_PROCESS(body(), 17);
}

TEST_F(InterruptTest, TheFirstSignalIsRememberedAndStaysReadable) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const auto body = [&] {
      std::signal(signal, SIG_DFL);  // nohup may have started the tests
      io::install_interrupt_handlers();
      raise(signal);
      pollfd ready{io::interrupt_descriptor(), POLLIN, 0};
      end(poll(&ready, 1, 0) == 1 && poll(&ready, 1, 0) == 1 &&
          io::interrupted_by() == signal);
    };
    IN_A_FRESH_PROCESS(body(), 17);
  }
}

TEST_F(InterruptTest, ASecondSignalEndsTheGateAtOnce) {
  const auto body = [] {
    io::install_interrupt_handlers();
    raise(SIGINT);
    raise(SIGTERM);
    end(false);
  };
  IN_A_FRESH_PROCESS(body(), 128 + SIGTERM);
}

TEST_F(InterruptTest, AHangUpThatTheCallerIgnoresStaysIgnored) {
  const auto body = [] {
    std::signal(SIGHUP, SIG_IGN);
    io::install_interrupt_handlers();
    raise(SIGHUP);
    end(io::interrupted_by() == 0);
  };
  IN_A_FRESH_PROCESS(body(), 17);
}

TEST_F(InterruptTest, ABrokenPipeDoesNotEndTheGate) {
  const auto body = [] {
    io::install_interrupt_handlers();
    auto pipe = io::make_pipe();
    pipe->read_end.reset();
    end(write(pipe->write_end.number(), "x", 1) == -1);
  };
  IN_A_FRESH_PROCESS(body(), 17);
}

TEST_F(InterruptTest, AnInterruptStopsAProgramThatIgnoresItWithinFiveSeconds) {
  const auto body = [&] {
    io::install_interrupt_handlers();
    io::Command stubborn =
        sh("trap '' TERM INT; setsid sleep 60 & kill -INT $PPID; "
           "while :; do sleep 1; done");
    stubborn.grace = 60s;
    const auto start = Steady::now();
    const Execution execution = run(stubborn);
    const bool quick = Steady::now() - start < 5s;
    end(quick && execution.end == End::interrupted && nobody_left());
  };
  IN_A_FRESH_PROCESS(body(), 17);
}

TEST_F(InterruptTest, AProgramThatExitsZeroOnAnInterruptIsInterrupted) {
  const auto body = [&] {
    io::install_interrupt_handlers();
    const Execution execution = run_sh(
        "trap 'exit 0' TERM; kill -TERM $PPID; while :; do sleep 0.02; done");
    end(execution.end == End::interrupted && nobody_left());
  };
  IN_A_FRESH_PROCESS(body(), 17);
}

TEST_F(InterruptTest, AnInterruptDuringTheGraceOfATimeoutShortensIt) {
  const auto body = [&] {
    io::install_interrupt_handlers();
    io::Command stubborn =
        sh("trap 'kill -INT $PPID' TERM; while :; do sleep 0.02; done");
    stubborn.timeout = 100ms;
    stubborn.grace = 60s;
    const auto start = Steady::now();
    const Execution execution = run(stubborn);
    end(Steady::now() - start < 5s && execution.end == End::timed_out);
  };
  IN_A_FRESH_PROCESS(body(), 17);
}

TEST_F(InterruptTest, ASecondSignalKillsTheProcessGroups) {
  const std::string mark = "second-signal-of-" + std::to_string(getpid());
  const auto body = [&] {
    const std::string mine = "second-signal-of-" + std::to_string(getppid());
    io::install_interrupt_handlers();
    io::Command stubborn =
        sh("trap '' TERM; kill -INT $PPID; sleep 0.1; kill -INT $PPID; "
           "sleep 60 & sleep 60; : " +
           mine);
    stubborn.environment["MARK"] = mine;
    stubborn.grace = 60s;
    run(stubborn);
    end(false);
  };
  IN_A_FRESH_PROCESS(body(), 128 + SIGINT);
  // A killed process may take a moment to vanish.
  const auto limit = Steady::now() + 5s;
  while (!processes_mentioning(mark).empty() && Steady::now() < limit) {
    std::this_thread::yield();
  }
  EXPECT_EQ(processes_mentioning(mark), std::vector<std::string>{});
}

TEST_F(InterruptTest, NothingIsStartedAfterAnInterrupt) {
  const auto body = [&] {
    io::install_interrupt_handlers();
    raise(SIGINT);
    const Execution execution = run_sh("touch started");
    end(execution.end == End::interrupted && !folder_.has("started"));
  };
  IN_A_FRESH_PROCESS(body(), 17);
}

TEST_F(InterruptTest, AnInterruptEndsABackgroundProgram) {
  const auto body = [&] {
    io::install_interrupt_handlers();
    auto background = processes_->start(sh("kill -INT $PPID; exec sleep 60"));
    const auto limit = Steady::now() + 5s;
    while ((*background)->alive() && Steady::now() < limit) {
      std::this_thread::yield();
    }
    end(!(*background)->alive() && nobody_left());
  };
  IN_A_FRESH_PROCESS(body(), 17);
}

TEST_F(InterruptTest, StoppingAndContinuingTheGateHarmsNoRun) {
  const auto body = [&] {
    io::Command teaser =
        sh("for i in $(seq 100); do kill -STOP $PPID; kill -CONT $PPID; done;"
           " touch teased; exec sleep 1000");
    teaser.timeout = 1000s;
    const auto background = processes_->start(teaser);
    bool all_well = static_cast<bool>(background);
    while (all_well && !folder_.has("teased")) {
      const Execution execution = run_sh("echo whole");
      all_well = execution.end == End::exited && execution.exit_status == 0 &&
                 output() == "whole\n";
    }
    end(all_well && (*background)->alive());
  };
  IN_A_FRESH_PROCESS(body(), 17);
}

}  // namespace
}  // namespace gate::test
