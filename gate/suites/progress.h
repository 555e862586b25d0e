// Follows what a program prints: how many cases ended, and which one is running.
// Keeps one line at most, however long the output is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gate/suites/framework.h"

namespace gate::suites {

class Progress {
 public:
  explicit Progress(const Framework& framework) : framework_(framework) {}

  void feed(std::string_view bytes);
  std::uint64_t ended() const { return ended_; }
  // The case that began and has not ended, harmless to print; empty: none.
  std::string running() const;

 private:
  void take(std::string_view bytes);
  void end_line();

  const Framework& framework_;
  std::string line_;
  bool too_long_ = false;
  std::string running_;
  std::uint64_t ended_ = 0;
};

}  // namespace gate::suites
