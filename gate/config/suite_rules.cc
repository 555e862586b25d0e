#include "gate/config/suite_rules.h"

#include <algorithm>
#include <string_view>

#include "gate/config/shell.h"

namespace gate::config {
namespace {

class Rules {
 public:
  Rules(PlannedSuite& suite, const Node& mapping, const std::string& key,
        Findings& findings)
      : suite_(suite), mapping_(mapping), key_(key), findings_(findings) {}

  void check() {
    check_source();
    if (has("run")) check_command();
    check_exit_codes();
    if (suite_.rules.optional_reports && suite_.min_tests == 0u)
      say("min_tests",
          "min_tests: 0 with optional: true is a suite that can never fail; "
          "expect at least one case, or remove the suite");
    if (suite_.rules.optional_reports && suite_.rules.expect_files)
      say("expect_files",
          "expect_files contradicts optional: true; remove one of them");
  }

 private:
  // The key that says what is run, of those that a framework allows.
  void check_source() {
    const std::string_view needed = suite_.framework == "ctest" ? "build_dir"
                                    : suite_.framework == "command"
                                        ? "run"
                                        : "programs";
    const bool named = has("framework");
    if (named && suite_.framework.empty()) return;  // unknown, and reported
    if (!named && !has("run")) {
      say("framework", has("programs") || has("build_dir")
                           ? "missing; expected the test framework, such as "
                             "googletest, boost-test or ctest"
                           : "missing; expected framework with programs or "
                             "build_dir, or run with reports");
      return;
    }
    if (!named) suite_.framework = "command";
    const std::string_view key = named ? needed : "run";
    if (!has(key))
      say(key, "missing; framework " + suite_.framework + " needs it");
    for (const std::string_view other : {"programs", "build_dir", "run"})
      if (other != key && has(other)) refuse(other);
    if (key == "run") {
      if (!has("reports"))
        say("reports",
            "missing; a command without reports can never fail by a test, name "
            "the JUnit files that it writes");
      if (has("args")) refuse("args", "; write them into run");
    } else {
      for (const std::string_view other :
           {"reports", "optional", "expect_files", "allow_cached"})
        if (has(other)) refuse(other, "; the gate names its report itself");
    }
  }

  void check_command() {
    if (const auto why = why_it_cannot_fail(suite_.run))
      say("run", "a command that can never fail: " + *why +
                     "; let the status of the tests through");
  }

  void check_exit_codes() {
    if (suite_.exit_codes.size() == 256)
      say("exit_codes",
          "every status from 0 to 255 is listed, so no exit status can fail "
          "the suite");
    for (const int code : suite_.failed_exit_codes)
      if (std::find(suite_.exit_codes.begin(), suite_.exit_codes.end(), code) !=
          suite_.exit_codes.end())
        say("failed_exit_codes",
            std::to_string(code) +
                " is also in exit_codes, expected it in one "
                "of them");
  }

  bool has(std::string_view key) const { return mapping_.find(key) != nullptr; }

  void refuse(std::string_view other, std::string_view hint = {}) {
    say(other,
        "not used with framework " + suite_.framework + std::string(hint));
  }

  // At the key where it stands, else at the suite.
  void say(std::string_view key, const std::string& message) {
    const Node::Entry* entry = mapping_.find(key);
    findings_.add(entry ? entry->position : mapping_.position,
                  key_ + "." + std::string(key), message);
  }

  PlannedSuite& suite_;
  const Node& mapping_;
  const std::string& key_;
  Findings& findings_;
};

}  // namespace

void check_suite(PlannedSuite& suite, const Node& mapping,
                 const std::string& key, Findings& findings) {
  Rules(suite, mapping, key, findings).check();
}

void check_suites(const std::vector<PlannedSuite>& suites, Position position,
                  Findings& findings) {
  const bool all_optional = std::all_of(
      suites.begin(), suites.end(),
      [](const PlannedSuite& suite) { return suite.rules.optional_reports; });
  if (!suites.empty() && all_optional)
    findings.add(
        position, "suites",
        "every suite is optional, so nothing has to be there; at least "
        "one must not be");
}

}  // namespace gate::config
