#include "gate/verdict/verify.h"

#include <fmt/format.h>

#include "gate/base/json.h"
#include "gate/base/text.h"

namespace gate::verdict {
namespace {

class Checks {
 public:
  Checks(const Json& verdict, const Expectations& expected, Instant now)
      : verdict_(verdict), expected_(expected), now_(now) {}

  std::vector<Refusal> run() {
    check_decision();
    check_whole();
    check_candidate();
    check_place();
    check_times();
    return std::move(refusals_);
  }

 private:
  void refuse(std::string_view code, std::string message) {
    refusals_.push_back({std::string(code), std::move(message)});
  }

  void expect(std::string_view code, std::string_view what,
              std::string_view expected, std::string_view found) {
    if (expected != found)
      refuse(code, fmt::format("expected {} \"{}\", found \"{}\"", what,
                               expected, printable(found)));
  }

  // The text at a path; missing or of another type: empty, which no expectation
  // equals.
  std::string text(std::string_view path) const {
    const Json* value = find_path(verdict_, path);
    return value && value->is(Json::Type::string) ? value->text()
                                                  : std::string();
  }

  bool is_true(std::string_view path) const {
    const Json* value = find_path(verdict_, path);
    return value && value->is(Json::Type::boolean) && value->as_bool();
  }

  // Only a false that stands there counts as false.
  bool is_false(std::string_view path) const {
    const Json* value = find_path(verdict_, path);
    return value && value->is(Json::Type::boolean) && !value->as_bool();
  }

  bool is_empty_list(std::string_view path) const {
    const Json* value = find_path(verdict_, path);
    return value && value->is(Json::Type::array) && value->items().empty();
  }

  bool is_number(std::string_view path, std::uint64_t number) const {
    const Json* value = find_path(verdict_, path);
    return value && value->as_unsigned() == number;
  }

  void check_decision() {
    if (!is_true("$.complete"))
      refuse("VERDICT_INCOMPLETE", "the run did not get to its verdict");
    if (text("$.verdict") != "pass")
      refuse("VERDICT_FAIL", fmt::format("the verdict is \"{}\"",
                                         printable(text("$.verdict"))));
    else if (!is_empty_list("$.reasons"))
      refuse("VERDICT_FAIL", "the verdict says pass and holds reasons");
    check_consistency();
    if (expected_.exit_status != 0)
      refuse("EXIT_STATUS", fmt::format("expected the run to exit with 0, it "
                                        "exited with {}",
                                        expected_.exit_status));
  }

  // A pass that its own details contradict is none: the worse one wins.
  void check_consistency() {
    const auto contradict = [&](const std::string& what) {
      refuse("VERDICT_CONTRADICTS", "the verdict says pass, but " + what);
    };
    if (!is_number("$.more_reasons", 0)) contradict("holds more reasons");
    if (!is_number("$.more_suites", 0)) contradict("does not show every suite");
    if (!is_number("$.interrupted_by", 0)) contradict("was interrupted");
    if (!is_false("$.candidate.moved")) contradict("the candidate moved");
    if (!is_empty_list("$.problems")) contradict("holds problems");
    const Json* suites = find_path(verdict_, "$.suites");
    if (!suites || suites->items().empty()) {
      contradict("holds no suite");
      return;
    }
    for (const Json& suite : suites->items())
      if (suite.get("status") != "passed")
        contradict(fmt::format("suite \"{}\" is \"{}\"",
                               printable(suite.get("name")),
                               printable(suite.get("status"))));
  }

  void check_whole() {
    if (!is_number("$.shard.index", 1) || !is_number("$.shard.count", 1))
      refuse("SHARD", "the verdict is about one shard; merge all of them first");
    if (!is_empty_list("$.left_out") || !is_empty_list("$.only_cases"))
      refuse("PARTIAL", "suites or cases of the plan were left out");
  }

  void check_candidate() {
    expect("COMMIT", "commit", expected_.commit, text("$.candidate.commit"));
    if (!is_false("$.candidate.dirty"))
      refuse("DIRTY", "the work tree was not the commit");
    if (expected_.artifact_sha256)
      expect("ARTIFACT", "artifact", *expected_.artifact_sha256,
             text("$.candidate.artifact.sha256"));
  }

  void check_place() {
    expect("SCOPE", "scope", expected_.scope, text("$.scope"));
    if (expected_.environment)
      expect("ENVIRONMENT", "environment", *expected_.environment,
             text("$.environment.name"));
    const std::string ci = text("$.origin.ci");
    if (ci.empty() || ci == "local")
      refuse("LOCAL", "the verdict is of a machine outside of CI");
    if (expected_.nonce)
      expect("NONCE", "nonce", *expected_.nonce, text("$.nonce"));
  }

  void check_times() {
    const auto decided = parse_instant(text("$.times.decided"));
    const auto not_after = parse_instant(text("$.not_after"));
    if (!decided || !not_after) {
      refuse("VERDICT_SCHEMA", "the verdict does not say when it was decided");
      return;
    }
    if (*decided > now_ + kClockSkew)
      refuse("FUTURE", fmt::format("decided at {}, now it is {}",
                                   format_instant(*decided),
                                   format_instant(now_)));
    if (now_ - *decided > expected_.max_age)
      refuse("TOO_OLD", fmt::format("expected at most {} of age, found {}",
                                    describe(expected_.max_age),
                                    describe(now_ - *decided)));
    if (now_ >= *not_after)
      refuse("EXPIRED",
             fmt::format("it was good until {}", format_instant(*not_after)));
  }

  const Json& verdict_;
  const Expectations& expected_;
  Instant now_;
  std::vector<Refusal> refusals_;
};

}  // namespace

std::vector<Refusal> verify(std::string_view verdict_json,
                            const Expectations& expected, Instant now) {
  JsonLimits limits;
  limits.max_bytes = kLargestVerdict;
  const auto verdict = parse_json(verdict_json, limits);
  if (!verdict) return {{"VERDICT_UNREADABLE", verdict.error().message}};
  const Json* version = verdict->find("version");
  if (!version || version->as_unsigned() != 1u)
    return {{"VERDICT_SCHEMA", "expected a verdict of version 1"}};
  auto refusals = Checks(*verdict, expected, now).run();
  return refusals;
}

std::vector<std::string_view> refusal_codes() {
  return {"VERDICT_UNREADABLE", "VERDICT_SCHEMA", "VERDICT_INCOMPLETE",
          "VERDICT_FAIL",       "VERDICT_CONTRADICTS",
          "EXIT_STATUS",        "SHARD",
          "PARTIAL",            "COMMIT",         "DIRTY",
          "ARTIFACT",           "SCOPE",          "ENVIRONMENT",
          "LOCAL",              "NONCE",          "FUTURE",
          "TOO_OLD",            "EXPIRED"};
}

}  // namespace gate::verdict
