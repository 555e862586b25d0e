#include "gate/io/clock.h"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <limits>

#include "gate/io/interrupt.h"

namespace gate::io {
namespace {

class RealClock final : public Clock {
 public:
  Instant now() override {
    return std::chrono::floor<Duration>(std::chrono::system_clock::now());
  }

  Duration monotonic() override {
    return std::chrono::floor<Duration>(
        std::chrono::steady_clock::now().time_since_epoch());
  }

  void sleep(Duration duration) override {
    const Duration end = monotonic() + duration;
    pollfd interrupt{interrupt_descriptor(), POLLIN, 0};
    // Another signal wakes poll() as well; only the interrupt ends the sleep.
    for (Duration left = duration; left > Duration::zero();
         left = end - monotonic()) {
      const auto wait = std::min<Duration::rep>(
          left.count(), std::numeric_limits<int>::max());
      if (::poll(&interrupt, 1, static_cast<int>(wait)) > 0) return;
    }
  }
};

}  // namespace

std::unique_ptr<Clock> real_clock() { return std::make_unique<RealClock>(); }

}  // namespace gate::io
