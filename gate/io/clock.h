// Time, handed down so that tests own it.
#pragma once

#include <memory>

#include "gate/base/time.h"

namespace gate::io {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() = 0;         // wall clock, for stamps
  virtual Duration monotonic() = 0;  // for durations and deadlines
  // Returns early when the gate is interrupted.
  virtual void sleep(Duration duration) = 0;
};

std::unique_ptr<Clock> real_clock();

}  // namespace gate::io
