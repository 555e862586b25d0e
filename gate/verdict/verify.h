// The canary step's question: is this verdict.json a pass, for exactly what is
// about to be promoted, now?  Pure; every expectation comes from the caller and
// none from the verdict itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/base/time.h"

namespace gate::verdict {

// An empty optional is an expectation that the caller waived explicitly.
struct Expectations {
  std::string commit;  // the whole name
  std::string scope;
  std::optional<std::string> environment;
  std::optional<std::string> artifact_sha256;
  std::optional<std::string> nonce;
  Duration max_age{};
  int exit_status = 0;  // of the run
};

struct Refusal {
  std::string code;     // stable
  std::string message;  // expected and found

  bool operator==(const Refusal&) const = default;
};

// A verdict from the future is refused beyond this difference of clocks.
inline constexpr Duration kClockSkew = std::chrono::seconds(120);
inline constexpr std::size_t kLargestVerdict = 4u << 20;

// Empty: it may be promoted.  The most telling refusal comes first.
std::vector<Refusal> verify(std::string_view verdict_json,
                            const Expectations& expected, Instant now);

// Every code that verify() can give, for documentation and tests.
std::vector<std::string_view> refusal_codes();

}  // namespace gate::verdict
