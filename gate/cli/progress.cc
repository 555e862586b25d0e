#include "gate/cli/progress.h"

#include <fmt/format.h>

#include <algorithm>

#include "gate/base/text.h"

namespace gate::cli {
namespace {

constexpr Duration kRedraw{100};
constexpr Duration kHeartbeat{30'000};
constexpr std::size_t kLongestLine = 500;
// What a suite may print into the live output; the rest is in its log.
constexpr std::uint64_t kLiveBytes = 1 << 20;

constexpr const char* kGreen = "32";
constexpr const char* kRed = "31";
constexpr const char* kDim = "2";

}  // namespace

std::string Progress::coloured(std::string_view text, const char* code) const {
  if (!terminal_.colour) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string Progress::state() const {
  const std::string cases =
      expected_ ? fmt::format("{}/{} cases", ended_, *expected_)
                : plural(ended_, "case");
  return fmt::format("{}  {}", cases, describe(clock_.monotonic() - started_));
}

void Progress::clear_status() {
  if (status_shown_) print(stream_, "\r\x1b[K");
  status_shown_ = false;
}

void Progress::show_status() {
  const Duration now = clock_.monotonic();
  if (!terminal_.is_terminal) {
    if (now - last_shown_ < kHeartbeat) return;
    last_shown_ = now;
    print(stream_, fmt::format("{}: still running, {}\n", suite_, state()));
    return;
  }
  if (now - last_shown_ < kRedraw) return;
  last_shown_ = now;
  std::string line = fmt::format("  {}  {}", suite_, state());
  const std::size_t width = static_cast<std::size_t>(terminal_.width);
  if (line.size() + 4 < width && !last_line_.empty()) {
    // A byte is at least as wide as its column, so this never wraps.
    std::string rest = printable(last_line_).substr(0, width - line.size() - 4);
    line += "  " + coloured(to_valid_utf8(rest), kDim);
  }
  print(stream_, "\r\x1b[K" + line);
  status_shown_ = true;
}

void Progress::suite_started(const PlannedSuite& suite,
                             std::optional<std::uint64_t> expected) {
  suite_ = printable(suite.name);
  expected_ = expected;
  ended_ = 0;
  live_bytes_ = 0;
  line_.clear();
  last_line_.clear();
  started_ = last_shown_ = clock_.monotonic();
  if (terminal_.is_terminal) {
    last_shown_ = Duration{};
    show_status();
  } else {
    print(stream_, fmt::format("{}: started{}\n", suite_,
                               expected ? ", " + plural(*expected, "case")
                                        : std::string()));
  }
}

void Progress::output(std::string_view, std::string_view,
                      std::string_view bytes) {
  show_live(bytes);
  show_status();
}

// Cuts the bytes into lines; keeps the beginning of a long one.
void Progress::show_live(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find_first_of("\r\n");
    const std::string_view piece = bytes.substr(0, end);
    if (line_.size() < kLongestLine)
      line_ += piece.substr(0, kLongestLine - line_.size());
    if (end == std::string_view::npos) return;
    bytes.remove_prefix(end + 1);
    if (line_.empty()) continue;
    last_line_ = line_;
    if (show_ == ShowOutput::live && live_bytes_ <= kLiveBytes) {
      live_bytes_ += line_.size();
      clear_status();
      print(stream_, printable_lines(line_, coloured(suite_ + " | ", kDim)));
      if (live_bytes_ > kLiveBytes)
        print(stream_, fmt::format("{} | ... the rest is in its log\n", suite_));
    }
    line_.clear();
  }
}

void Progress::progress(std::string_view, std::uint64_t ended) {
  ended_ = ended;
  show_status();
}

void Progress::program_finished(std::string_view, const Execution&) {
  show_status();
}

void Progress::suite_finished(const SuiteEvidence& evidence) {
  clear_status();
  const Counts& counts = evidence.counts;
  const bool bad = counts.bad() > 0 || !evidence.problems.empty() ||
                   !evidence.unreported_cases.empty();
  std::string text = plural(counts.total(), "case");
  const auto add = [&](std::uint64_t count, std::string_view what) {
    if (count > 0) text += fmt::format(", {} {}", count, what);
  };
  add(counts.failed, "failed");
  add(counts.errored, "errored");
  add(counts.flaky, "flaky");
  add(counts.skipped, "skipped");
  add(evidence.unreported_cases.size(), "never reported");
  if (!evidence.problems.empty())
    text += ", " + evidence.problems.front().code;
  const std::string mark = bad ? coloured("red  ", kRed)
                               : coloured("green", kGreen);
  print(stream_, fmt::format("{}  {}: {}  {}\n", mark,
                             printable(evidence.name), text,
                             describe(evidence.duration)));
}

}  // namespace gate::cli
