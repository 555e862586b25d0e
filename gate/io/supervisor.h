// Watches one started program to its end: its output, its deadline, the
// interruption of the gate; then sees to it that nothing of it is left.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "gate/io/descendants.h"
#include "gate/io/descriptor.h"
#include "gate/io/output_log.h"
#include "gate/io/process.h"
#include "gate/model/evidence.h"

namespace gate::io {

class Supervisor {
 public:
  // Starts the command.  stop: readable when the program is to be stopped; -1:
  // nobody asks.
  static Result<std::unique_ptr<Supervisor>> start(const Command& command,
                                                   int stop);
  // Nothing of the command outlives its supervisor, even when a sink throws.
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  // Fills in everything but started and log; call it once.
  void watch(const OutputSink& live, Execution& execution);

 private:
  using Clock = Descendants::Clock;
  enum class Event { none, program_ended, interrupted, stop_asked };

  Supervisor(const Command& command, int stop, OutputLog log);
  Execution::End watch_program(const OutputSink& live);
  void stop_program(const OutputSink& live);
  void clean_up_after_end(const OutputSink& live, Execution& execution);
  void clean_up(Clock::time_point until, Execution& execution);
  Event wait(Clock::time_point until, const OutputSink& live);
  bool read_once(const OutputSink& live);
  void read_what_is_there(const OutputSink& live);
  void drain(Clock::time_point until, const OutputSink& live);
  bool program_has_ended();
  Clock::time_point next_look(Clock::time_point until) const;

  Descendants& descendants_;
  Descendants::Run run_;
  Duration grace_;
  Clock::time_point started_;
  Clock::time_point deadline_;
  Descriptor output_;
  Descriptor program_;  // a pidfd; none on a kernel without
  int interrupt_;       // -1 once it was seen, or when nobody listens
  int stop_;            // -1 once it was seen
  OutputLog log_;
  std::unique_ptr<char[]> buffer_;
  std::optional<ProgramEnd> end_;
  bool interrupted_ = false;
  bool over_ = true;
};

}  // namespace gate::io
