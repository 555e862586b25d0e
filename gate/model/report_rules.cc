#include "gate/model/report_rules.h"

namespace gate {

std::vector<std::string> relaxations(const ReportRules& rules) {
  std::vector<std::string> lines;
  const auto say = [&](bool relaxed, std::string line) {
    if (relaxed) lines.push_back(std::move(line));
  };
  using Counters = ReportRules::Counters;
  say(rules.allow_empty_files > 0,
      "allow_empty_files: " + std::to_string(rules.allow_empty_files));
  say(rules.optional_reports, "optional: true");
  say(rules.allow_cached, "allow_cached: true");
  say(rules.allow_duplicate_files, "allow_duplicate_files: true");
  say(rules.allow_all_skipped, "allow_all_skipped: true");
  say(rules.mayfail_catch2, "mayfail: catch2");
  say(rules.counters == Counters::assertions, "counters: assertions");
  say(rules.counters == Counters::ignore_tests, "counters: ignore-tests");
  for (const std::string& child : rules.ignore_children)
    lines.push_back("ignore_children: " + child);
  for (const std::string& message : rules.not_run_messages)
    lines.push_back("not_run_messages: " + message);
  return lines;
}

}  // namespace gate
