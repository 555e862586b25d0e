#include "gate/cli/console.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "gate/base/text.h"

namespace gate::cli {
namespace {

int descriptor(Stream stream) {
  return stream == Stream::out ? STDOUT_FILENO : STDERR_FILENO;
}

bool has(const std::map<std::string, std::string>& environment,
         const std::string& name) {
  const auto found = environment.find(name);
  return found != environment.end() && !found->second.empty();
}

}  // namespace

void print(Stream stream, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written =
        ::write(descriptor(stream), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void print_error(std::string_view message) {
  print(Stream::error, printable_lines(message, "gate: "));
}

Terminal look_at(Stream stream, When colour,
                 const std::map<std::string, std::string>& environment) {
  Terminal terminal;
  const int fd = descriptor(stream);
  terminal.is_terminal = ::isatty(fd) == 1;
  const auto term = environment.find("TERM");
  const bool dumb = term == environment.end() || term->second == "dumb";
  terminal.colour =
      colour == When::always ||
      (colour == When::automatic && terminal.is_terminal && !dumb &&
       !has(environment, "NO_COLOR"));
  winsize size{};
  if (terminal.is_terminal && ::ioctl(fd, TIOCGWINSZ, &size) == 0 &&
      size.ws_col > 0)
    terminal.width = std::clamp<int>(size.ws_col, 40, 200);
  if (dumb) terminal.is_terminal = false;
  return terminal;
}

}  // namespace gate::cli
