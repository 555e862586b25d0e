// A file descriptor with one owner.
#pragma once

#include <utility>

#include "gate/base/result.h"

namespace gate::io {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept
      : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    reset(std::exchange(other.number_, -1));
    return *this;
  }

  // -1: none; poll() skips it.
  int number() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }
  void reset(int number = -1);
  // Gives the number away to someone who closes it and looks at the answer.
  int release() { return std::exchange(number_, -1); }

 private:
  int number_ = -1;
};

struct Pipe {
  Descriptor read_end;   // does not block
  Descriptor write_end;  // blocks, for the program that gets it
};

// A pipe that holds up to 1 MB where the system allows it, closed on exec.
Result<Pipe> make_pipe();

// A counter that poll() sees as readable once notify() was called; closed on
// exec.  Both ends are the same descriptor.
Result<Descriptor> make_event();
// Safe in a signal handler.
void notify(int event);

// Opens the missing ones of stdin, stdout and stderr on /dev/null, so that no
// file opened later receives what is printed.  For the first line of main().
void reserve_standard_descriptors();

}  // namespace gate::io
