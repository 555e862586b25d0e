#include "gate/io/supervisor.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <limits>
#include <utility>

#include "gate/io/interrupt.h"

namespace gate::io {
namespace {

using namespace std::chrono_literals;
using Moment = Descendants::Clock::time_point;

constexpr std::size_t kPiece = 64 << 10;
constexpr int kPiecesInPipe = (1 << 20) / kPiece;
constexpr auto kDrainTime = 1s;
// A helper that ends right after its parent (tee, a compiler cache) is no
// survivor.
constexpr auto kSettleTime = 100ms;
constexpr auto kKillTime = 5s;
constexpr auto kInterruptKillTime = 1s;
// How often to look where no descriptor tells.
constexpr auto kLookEvery = 10ms;

int poll_time(Moment until) {
  if (until == Moment::max()) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(
      until - Descendants::Clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(
      left.count(), 0, std::numeric_limits<int>::max()));
}

// A timeout of years must not wrap around.
Moment after(Moment start, Duration duration) {
  if (duration <= Duration::zero()) return Moment::max();
  if (duration > std::chrono::hours(24 * 365)) return Moment::max();
  return start + duration;
}

}  // namespace

Result<std::unique_ptr<Supervisor>> Supervisor::start(const Command& command,
                                                      int stop) {
  Result<OutputLog> log = OutputLog::create(command.log_file);
  if (!log) return std::move(log).error();
  Result<Pipe> pipe = make_pipe();
  if (!pipe) return std::move(pipe).error();
  std::unique_ptr<Supervisor> supervisor(
      new Supervisor(command, stop, std::move(*log)));
  Result<Descendants::Run> run = supervisor->descendants_.start(
      {command.argv, command.workdir, command.environment,
       pipe->write_end.number()});
  if (!run) return std::move(run).error();
  supervisor->over_ = false;
  supervisor->run_ = *run;
  supervisor->output_ = std::move(pipe->read_end);
  supervisor->program_.reset(
      static_cast<int>(::syscall(SYS_pidfd_open, run->program, 0)));
  return supervisor;
}

Supervisor::Supervisor(const Command& command, int stop, OutputLog log)
    : descendants_(Descendants::of_this_process()),
      grace_(command.grace),
      started_(Clock::now()),
      deadline_(after(started_, command.timeout)),
      interrupt_(interrupt_descriptor()),
      stop_(stop),
      log_(std::move(log)),
      buffer_(std::make_unique_for_overwrite<char[]>(kPiece)) {}

Supervisor::~Supervisor() {
  if (over_) return;
  descendants_.kill_all(run_, Clock::now() + kKillTime);
  descendants_.reap(run_);
  descendants_.forget(run_);
}

void Supervisor::watch(const OutputSink& live, Execution& execution) {
  execution.end = watch_program(live);
  if (execution.end == Execution::End::exited) {
    execution.duration = std::chrono::round<Duration>(Clock::now() - started_);
    clean_up_after_end(live, execution);
    execution.end =
        end_->by_signal ? Execution::End::signalled : Execution::End::exited;
    (end_->by_signal ? execution.signal : execution.exit_status) = end_->number;
  } else {
    stop_program(live);
    clean_up(Clock::now() + (interrupted_ ? kInterruptKillTime : kKillTime),
             execution);
    execution.survivors = 0;
    drain(Clock::now() + kDrainTime, live);
    execution.duration = std::chrono::round<Duration>(Clock::now() - started_);
  }
  descendants_.reap(run_);
  descendants_.forget(run_);
  over_ = true;
  OutputLog::Summary summary = log_.finish();
  execution.output_bytes = summary.bytes;
  execution.output_cut = summary.cut;
  execution.output_sha256 = std::move(summary.sha256);
  if (execution.trouble.empty()) execution.trouble = summary.trouble;
}

Execution::End Supervisor::watch_program(const OutputSink& live) {
  while (true) {
    switch (wait(deadline_, live)) {
      case Event::program_ended:
        return Execution::End::exited;
      case Event::interrupted:
      case Event::stop_asked:
        return Execution::End::interrupted;
      case Event::none:
        if (Clock::now() >= deadline_) return Execution::End::timed_out;
    }
  }
}

// A stopped program can only obey TERM after CONT.
void Supervisor::stop_program(const OutputSink& live) {
  Descendants::signal_group(run_, SIGTERM);
  Descendants::signal_group(run_, SIGCONT);
  const auto capped = [this] { return std::min(grace_, kInterruptGrace); };
  Moment end = Clock::now() + (interrupted_ ? capped() : grace_);
  while (Clock::now() < end) {
    if (end_ && !descendants_.group_is_alive(run_)) return;
    if (wait(end_ ? next_look(end) : end, live) == Event::interrupted) {
      end = std::min(end, Clock::now() + capped());
    }
  }
}

void Supervisor::clean_up_after_end(const OutputSink& live,
                                    Execution& execution) {
  drain(Clock::now() + kDrainTime, live);
  if (Descendants::no_child_left()) return;
  if (descendants_.settle(run_, Clock::now() + kSettleTime)) return;
  clean_up(Clock::now() + kKillTime, execution);
  read_what_is_there(live);
}

void Supervisor::clean_up(Moment until, Execution& execution) {
  const Descendants::Cleaning cleaning = descendants_.kill_all(run_, until);
  execution.survivors = cleaning.killed;
  if (!cleaning.trouble.empty()) {
    execution.trouble = "looking for processes left: " + cleaning.trouble;
  } else if (cleaning.left > 0) {
    execution.trouble =
        std::to_string(cleaning.left) + " of its processes could not be killed";
  }
}

Supervisor::Clock::time_point Supervisor::next_look(Moment until) const {
  return std::min(until, Clock::now() + kLookEvery);
}

bool Supervisor::program_has_ended() {
  if (!end_) end_ = descendants_.reap(run_);
  if (end_) program_.reset();
  return end_.has_value();
}

Supervisor::Event Supervisor::wait(Moment until, const OutputSink& live) {
  const bool blind = !end_ && !program_;
  std::array<pollfd, 4> waits{{{program_.number(), POLLIN, 0},
                               {interrupt_, POLLIN, 0},
                               {stop_, POLLIN, 0},
                               {output_.number(), POLLIN, 0}}};
  if (::poll(waits.data(), waits.size(),
             poll_time(blind ? next_look(until) : until)) < 0) {
    return Event::none;
  }
  if (waits[3].revents != 0) read_what_is_there(live);
  if ((blind || waits[0].revents != 0) && program_has_ended()) {
    return Event::program_ended;
  }
  if (waits[1].revents != 0) {
    interrupted_ = true;
    interrupt_ = -1;
    return Event::interrupted;
  }
  if (waits[2].revents != 0) {
    stop_ = -1;
    return Event::stop_asked;
  }
  return Event::none;
}

// False when there is nothing to read now.
bool Supervisor::read_once(const OutputSink& live) {
  const ssize_t size = ::read(output_.number(), buffer_.get(), kPiece);
  if (size < 0) return errno == EINTR;
  if (size == 0) {
    output_.reset();
    return false;
  }
  const std::string_view piece(buffer_.get(), static_cast<std::size_t>(size));
  log_.append(piece);
  if (live) live(piece);
  return true;
}

// One pipe full at most, so that a flood cannot hide a deadline.
void Supervisor::read_what_is_there(const OutputSink& live) {
  for (int i = 0; i < kPiecesInPipe && output_ && read_once(live); ++i) {
  }
}

// To the end of the output, or until the time is over; one that prints without
// end is not waited for.
void Supervisor::drain(Moment until, const OutputSink& live) {
  while (output_) {
    read_what_is_there(live);
    if (!output_ || Clock::now() >= until) return;
    std::array<pollfd, 3> waits{{{output_.number(), POLLIN, 0},
                                 {interrupt_, POLLIN, 0},
                                 {stop_, POLLIN, 0}}};
    if (::poll(waits.data(), waits.size(), poll_time(until)) <= 0) continue;
    if (waits[1].revents != 0 || waits[2].revents != 0) return;
  }
}

}  // namespace gate::io
