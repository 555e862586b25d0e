// SIGINT, SIGTERM and SIGHUP to the gate, as a value that can be asked and
// waited for.
#pragma once

namespace gate::io {

// Installs the handlers (once, from main) and ignores SIGPIPE.  The first
// signal is remembered; the second one kills the process groups of running
// commands and ends the process at once with 128 + n.  A SIGHUP that the caller
// of the gate ignores (nohup) stays ignored.
void install_interrupt_handlers();

// The number of the first signal, 0 if there was none.
int interrupted_by();

// A descriptor that becomes readable with the first signal and stays so; for
// poll().  -1 before install_interrupt_handlers().
int interrupt_descriptor();

}  // namespace gate::io
