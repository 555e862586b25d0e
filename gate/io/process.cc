#include "gate/io/process.h"

#include <atomic>
#include <chrono>
#include <system_error>
#include <thread>
#include <utility>

#include "gate/io/descriptor.h"
#include "gate/io/interrupt.h"
#include "gate/io/supervisor.h"

namespace gate::io {
namespace {

Instant wall_clock() {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

// Watches its program from a thread of its own, which ends with the program.
class RealBackground final : public Processes::Background {
 public:
  // Throws std::system_error when no thread can be made.
  RealBackground(std::unique_ptr<Supervisor> supervisor, Descriptor stop)
      : supervisor_(std::move(supervisor)),
        stop_(std::move(stop)),
        watcher_([this] { watch(); }) {}

  ~RealBackground() override {
    notify(stop_.number());
    watcher_.join();
  }

  bool alive() override { return alive_.load(); }

 private:
  void watch() {
    Execution execution;
    supervisor_->watch({}, execution);
    alive_.store(false);
  }

  std::unique_ptr<Supervisor> supervisor_;
  Descriptor stop_;
  std::atomic<bool> alive_{true};
  std::thread watcher_;  // last: it uses all of the above
};

class RealProcesses final : public Processes {
 public:
  Execution run(const Command& command, const OutputSink& live) override {
    Execution execution;
    execution.argv = command.argv;
    execution.started = wall_clock();
    if (interrupted_by() != 0) {
      execution.end = Execution::End::interrupted;
      execution.trouble = "the gate was interrupted before it was started";
      return execution;
    }
    if (command.timeout <= Duration::zero()) {
      execution.trouble = "its timeout must be longer than nothing";
      return execution;
    }
    Result<std::unique_ptr<Supervisor>> supervisor =
        Supervisor::start(command, -1);
    if (!supervisor) {
      execution.trouble = supervisor.error().message;
      return execution;
    }
    (*supervisor)->watch(live, execution);
    return execution;
  }

  Result<std::unique_ptr<Background>> start(const Command& command) override {
    Result<Descriptor> stop = make_event();
    if (!stop) return std::move(stop).error();
    Result<std::unique_ptr<Supervisor>> supervisor =
        Supervisor::start(command, stop->number());
    if (!supervisor) return std::move(supervisor).error();
    try {
      return std::unique_ptr<Background>(std::make_unique<RealBackground>(
          std::move(*supervisor), std::move(*stop)));
    } catch (const std::system_error&) {
      return Error{ErrorKind::failed,
                   command.argv.front() + ": no thread is left to watch it"};
    }
  }
};

}  // namespace

std::unique_ptr<Processes> real_processes() {
  return std::make_unique<RealProcesses>();
}

}  // namespace gate::io
