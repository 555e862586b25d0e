#include "gate/io/descriptor.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "gate/io/system_error.h"

namespace gate::io {
namespace {

constexpr int kPipeBytes = 1 << 20;

}  // namespace

void Descriptor::reset(int number) {
  if (number_ >= 0) ::close(number_);
  number_ = number;
}

Result<Pipe> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return system_error(errno, "making a pipe");
  Pipe pipe{Descriptor(ends[0]), Descriptor(ends[1])};
  fcntl(pipe.read_end.number(), F_SETFL, O_NONBLOCK);
  // Refused when the user's pipes hold too much already: slower, not wrong.
  fcntl(pipe.write_end.number(), F_SETPIPE_SZ, kPipeBytes);
  return pipe;
}

Result<Descriptor> make_event() {
  Descriptor event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!event) return system_error(errno, "making an event descriptor");
  return event;
}

void notify(int event) {
  const std::uint64_t one = 1;
  // It fails only when the counter is full, and then it is readable anyway.
  [[maybe_unused]] const ssize_t written = ::write(event, &one, sizeof one);
}

void reserve_standard_descriptors() {
  for (int number = STDIN_FILENO; number <= STDERR_FILENO; ++number) {
    if (fcntl(number, F_GETFD) >= 0 || errno != EBADF) continue;
    // The lowest free number is this one, because all below it are open.
    const int mode = number == STDIN_FILENO ? O_RDONLY : O_WRONLY;
    if (::open("/dev/null", mode) < 0) return;
  }
}

}  // namespace gate::io
