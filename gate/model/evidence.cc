#include "gate/model/evidence.h"

#include <array>

#include "gate/model/verdict.h"

namespace gate {
namespace {

// The names stand in verdict.json: fixed.
constexpr std::array<std::string_view, 5> kEnds = {
    "exited", "signalled", "timed_out", "interrupted", "not_started"};

}  // namespace

std::string_view name_of(Execution::End end) {
  return kEnds[static_cast<std::size_t>(end)];
}

std::optional<Execution::End> execution_end(std::string_view name) {
  for (std::size_t i = 0; i < kEnds.size(); ++i)
    if (kEnds[i] == name) return static_cast<Execution::End>(i);
  return std::nullopt;
}

std::string_view name_of(Decision decision) {
  return decision == Decision::pass ? "pass" : "fail";
}

}  // namespace gate
