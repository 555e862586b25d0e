#include "gate/io/clock.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>

#include "gate/io/interrupt.h"
#include "tests/unit/io/process_fixture.h"

namespace gate::test {
namespace {

using namespace std::chrono_literals;

TEST(Clock, ShowsTheTimeOfDay) {
  const auto clock = io::real_clock();
  const auto before = std::chrono::system_clock::now();
  const Instant now = clock->now();
  EXPECT_GE(now, std::chrono::floor<Duration>(before));
  EXPECT_LE(now, std::chrono::system_clock::now());
}

TEST(Clock, SleepsAsLongAsAsked) {
  const auto clock = io::real_clock();
  const auto start = std::chrono::steady_clock::now();
  const Duration monotonic = clock->monotonic();
  clock->sleep(30ms);
  EXPECT_GE(std::chrono::steady_clock::now() - start, 29ms);
  EXPECT_GE(clock->monotonic() - monotonic, 29ms);
}

TEST(Clock, DoesNotSleepForANegativeTime) {
  const auto clock = io::real_clock();
  const auto start = std::chrono::steady_clock::now();
  clock->sleep(-1h);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 10s);
}

TEST(Clock, AnInterruptEndsASleep) {
  const auto body = [] {
    io::install_interrupt_handlers();
    const auto processes = io::real_processes();
    const TemporaryFolder folder;
    io::Command command;
    command.argv = {"/bin/sh", "-c", "kill -INT $PPID"};
    command.log_file = folder.path("log");
    const auto signaller = processes->start(command);
    const auto clock = io::real_clock();
    const Duration start = clock->monotonic();
    clock->sleep(1h);
    _exit(signaller && clock->monotonic() - start < 10s ? 17 : 1);
  };
  IN_A_FRESH_PROCESS(body(), 17);
}

}  // namespace
}  // namespace gate::test
