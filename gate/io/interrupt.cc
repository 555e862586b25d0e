#include "gate/io/interrupt.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>

#include "gate/io/descriptor.h"
#include "gate/io/process_groups.h"

namespace gate::io {
namespace {

std::atomic<int> first_signal{0};
std::atomic<int> event{-1};
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void on_interrupt(int signal) {
  const int saved_errno = errno;
  int none = 0;
  if (!first_signal.compare_exchange_strong(none, signal)) {
    kill_noted_groups();
    _exit(128 + signal);
  }
  notify(event.load());
  errno = saved_errno;
}

void handle(int signal) {
  struct sigaction action = {};
  action.sa_handler = on_interrupt;
  action.sa_flags = SA_RESTART;
  sigfillset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

bool is_ignored(int signal) {
  struct sigaction action = {};
  sigaction(signal, nullptr, &action);
  return action.sa_handler == SIG_IGN;
}

}  // namespace

void install_interrupt_handlers() {
  std::signal(SIGPIPE, SIG_IGN);
  if (event.load() < 0) {
    Result<Descriptor> made = make_event();
    // Without it a signal is noticed between two steps rather than during one.
    if (made) event.store(made->release());
  }
  handle(SIGINT);
  handle(SIGTERM);
  if (!is_ignored(SIGHUP)) handle(SIGHUP);
}

int interrupted_by() { return first_signal.load(); }

int interrupt_descriptor() { return event.load(); }

}  // namespace gate::io
