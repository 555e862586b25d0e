#include "gate/suites/progress.h"

#include "gate/base/text.h"

namespace gate::suites {
namespace {

constexpr std::size_t kLongestLine = 4096;
constexpr std::size_t kLongestName = 200;

}  // namespace

void Progress::feed(std::string_view bytes) {
  if (!framework_.read_line) return;
  while (!bytes.empty()) {
    const std::size_t newline = bytes.find('\n');
    take(bytes.substr(0, newline));
    if (newline == std::string_view::npos) return;
    end_line();
    bytes.remove_prefix(newline + 1);
  }
}

void Progress::take(std::string_view bytes) {
  if (line_.size() + bytes.size() > kLongestLine) too_long_ = true;
  if (!too_long_) line_ += bytes;
}

void Progress::end_line() {
  const ProgressLine line =
      too_long_ ? ProgressLine{} : framework_.read_line(line_);
  switch (line.kind) {
    case ProgressLine::Kind::nothing:
      break;
    case ProgressLine::Kind::case_started:
      running_ = line.name;
      break;
    case ProgressLine::Kind::case_ended:
      running_.clear();
      ++ended_;
      break;
  }
  line_.clear();
  too_long_ = false;
}

std::string Progress::running() const {
  return printable(shorten(running_, kLongestName));
}

}  // namespace gate::suites
