#include "gate/report/headline.h"

#include <algorithm>

#include "gate/base/text.h"
#include "gate/report/terminal.h"

namespace gate::report {
namespace {

std::size_t count_relaxations(const Evidence& evidence) {
  std::size_t count = 0;
  for (const SuiteEvidence& suite : evidence.suites) {
    count += suite.relaxations.size();
  }
  return count;
}

std::size_t count_warnings(const Evidence& evidence) {
  std::size_t count = evidence.warnings.size();
  for (const SuiteEvidence& suite : evidence.suites) {
    count += suite.warnings.size();
  }
  return count;
}

}  // namespace

std::string headline(const RunReport& report, const Overview& all,
                     const Style& style) {
  const std::size_t width = std::max(40, style.width);
  const std::string word = all.pass ? "PASS" : "FAIL";
  std::string rest = "  " + fit(report.plan.service, 30) + "  " +
                     fit(short_commit(report.evidence), 10) + "  ";
  if (all.undecided) rest += "could not be judged, ";
  rest += describe_size(all) + ", " + describe(all.duration);
  return paint(style, all.pass ? Colour::green : Colour::red, word) +
         fit(rest, width - word.size());
}

std::vector<std::string> notes(const RunReport& report, const Overview& all) {
  std::vector<std::string> lines;
  const auto& candidate = report.evidence.candidate_before;
  if (candidate && candidate->dirty) {
    lines.push_back("the work tree differs from the commit: " +
                    join(candidate->dirty_paths, ", "));
  }
  if (!report.plan.left_out.empty()) {
    lines.push_back("left out: " + join(report.plan.left_out, ", "));
  }
  if (!report.plan.only_cases.empty()) {
    lines.push_back("only some cases ran: " +
                    join(report.plan.only_cases, ", "));
  }
  if (report.plan.shard_count > 1) {
    lines.push_back("this is shard " + std::to_string(report.plan.shard_index) +
                    " of " + std::to_string(report.plan.shard_count));
  }
  if (const auto& used = report.verdict.waivers_used; !used.empty()) {
    lines.push_back("waived: " + used.front().suite + ": " +
                    used.front().test + " until " +
                    format_date(used.front().until) +
                    (used.size() > 1
                         ? " and " + std::to_string(used.size() - 1) + " more"
                         : ""));
  }
  if (const std::size_t relaxed = count_relaxations(report.evidence)) {
    lines.push_back(plural(relaxed, "relaxed rule") + ", see the report");
  }
  if (const std::size_t warned = count_warnings(report.evidence)) {
    lines.push_back(plural(warned, "warning") + ", see the report");
  }
  if (all.pass && report.plan.scope == "hermetic") {
    lines.push_back("nothing was asked of staging (scope hermetic)");
  }
  return lines;
}

std::vector<std::string> note_lines(const RunReport& report,
                                    const Overview& all, const Style& style) {
  std::vector<std::string> lines;
  for (const std::string& note : notes(report, all)) {
    lines.push_back("  " + paint(style, Colour::yellow, "note:") + " " +
                    fit(note, std::max(40, style.width) - 8));
  }
  return lines;
}

}  // namespace gate::report
