// Shows a run while it goes on: on a terminal one line that moves, elsewhere a
// line when a suite begins, ends, and every half minute between.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "gate/cli/console.h"
#include "gate/io/clock.h"
#include "gate/suites/observer.h"

namespace gate::cli {

class Progress : public suites::Observer {
 public:
  Progress(Stream stream, Terminal terminal, ShowOutput show, io::Clock& clock)
      : stream_(stream), terminal_(terminal), show_(show), clock_(clock) {}

  void suite_started(const PlannedSuite& suite,
                     std::optional<std::uint64_t> expected) override;
  void output(std::string_view suite, std::string_view program,
              std::string_view bytes) override;
  void progress(std::string_view suite, std::uint64_t ended) override;
  void program_finished(std::string_view suite,
                        const Execution& execution) override;
  void suite_finished(const SuiteEvidence& evidence) override;

 private:
  void show_status();
  void clear_status();
  void show_live(std::string_view bytes);
  std::string state() const;
  std::string coloured(std::string_view text, const char* code) const;

  Stream stream_;
  Terminal terminal_;
  ShowOutput show_;
  io::Clock& clock_;
  std::string suite_;
  std::optional<std::uint64_t> expected_;
  std::uint64_t ended_ = 0;
  Duration started_{};
  Duration last_shown_{};
  bool status_shown_ = false;
  std::string line_;  // of live output, not yet ended
  std::string last_line_;
  std::uint64_t live_bytes_ = 0;
};

}  // namespace gate::cli
