// Who watches a suite run: the terminal, the event log.  Calls never overlap,
// also when programs of the suite run in parallel.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "gate/model/evidence.h"
#include "gate/model/plan.h"

namespace gate::suites {

class Observer {
 public:
  virtual ~Observer() = default;

  // expected: how many cases were listed for this part of the suite; nullopt:
  // nobody knows.
  virtual void suite_started(const PlannedSuite& suite,
                             std::optional<std::uint64_t> expected) = 0;
  // Raw bytes of a program; hostile.
  virtual void output(std::string_view suite, std::string_view program,
                      std::string_view bytes) = 0;
  // How many cases have ended so far, by what the programs print; a guess that
  // is only good for showing.
  virtual void progress(std::string_view suite, std::uint64_t ended) = 0;
  virtual void program_finished(std::string_view suite,
                                const Execution& execution) = 0;
  virtual void suite_finished(const SuiteEvidence& evidence) = 0;
};

// For callers that do not look.
class NoObserver : public Observer {
 public:
  void suite_started(const PlannedSuite&,
                     std::optional<std::uint64_t>) override {}
  void output(std::string_view, std::string_view, std::string_view) override {}
  void progress(std::string_view, std::uint64_t) override {}
  void program_finished(std::string_view, const Execution&) override {}
  void suite_finished(const SuiteEvidence&) override {}
};

}  // namespace gate::suites
