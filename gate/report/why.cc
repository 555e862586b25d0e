#include "gate/report/why.h"

#include <algorithm>

#include "gate/base/text.h"
#include "gate/report/headline.h"
#include "gate/report/overview.h"
#include "gate/report/terminal.h"
#include "gate/verdict/reason_table.h"

namespace gate::report {
namespace {

class Page {
 public:
  Page(const RunReport& report, const Style& style, const WhyLimits& limits)
      : report_(report), style_(style), limits_(limits),
        width_(std::max(40, style.width)) {}

  std::string text() && { return std::move(text_); }

  void line(const std::string& content = "") { text_ += content + "\n"; }

  void reason(const Reason& reason, std::size_t number) {
    std::string title = std::to_string(number) + ". ";
    if (!reason.suite.empty()) title += fit(reason.suite, 30) + ": ";
    line();
    line(paint(style_, Colour::bold, title) +
         paint(style_, reason.undecided ? Colour::yellow : Colour::red,
               fit(reason.code, 40)) +
         (reason.undecided ? " (could not be judged)" : ""));
    paragraph("   ", "", reason.message, 4);
    // The words of a case say more than what its code means in general.
    if (!cases(reason) && verdict::is_reason_code(reason.code)) {
      paragraph("   ", "meaning: ", verdict::reason_row(reason.code).meaning,
                3);
    }
    paragraph("   ", "do:      ", reason.remedy, 3);
    paragraph("   ", "who:     ", reason.cleared_by, 1);
    evidence(reason);
  }

 private:
  // A label once, then foreign text that stays behind it.
  void paragraph(const std::string& indent, const std::string& label,
                 std::string_view foreign, std::size_t most) {
    bool first = true;
    const std::size_t taken = indent.size() + label.size();
    for (const std::string& part : wrap(foreign, width_ - taken, most)) {
      const std::string start =
          first ? label : std::string(label.size(), ' ');
      line(indent + paint(style_, Colour::dim, start) + part);
      first = false;
    }
  }

  // Whether the words of a case stand there now.
  bool cases(const Reason& reason) {
    const SuiteEvidence* suite = find_suite(report_.evidence, reason.suite);
    bool speaks = false;
    const std::size_t shown = std::min(limits_.cases, reason.cases.size());
    for (std::size_t i = 0; i < shown; ++i) {
      const std::string& id = reason.cases[i];
      const TestCase* test = suite ? find_case(*suite, id) : nullptr;
      speaks = speaks || (test && !one_line(*test).empty());
      one_case(reason.suite, id, test);
    }
    if (shown < reason.cases.size()) {
      line("   and " + plural(reason.cases.size() - shown, "more case"));
    }
    if (shown > 0) line();
    return speaks;
  }

  void one_case(const std::string& suite, const std::string& id,
                const TestCase* test) {
    line();
    line("   " + paint(style_, Colour::bold, fit(id, width_ - 3)));
    if (test != nullptr) {
      std::string state = std::string(name_of(test->status));
      if (!place(*test).empty()) state += " at " + place(*test);
      line("     " + fit(state, width_ - 5));
      body(*test);
    }
    paragraph("     ", "again: ", rerun_command(report_.plan, suite, id), 3);
  }

  void body(const TestCase& test) {
    const std::string foreign = whole_text(test);
    std::vector<std::string> rows = split(
        printable_lines(shorten(trim(foreign), kKeptText), ""), '\n');
    std::erase_if(rows, [](const auto& row) { return trim(row).empty(); });
    const std::size_t shown = std::min(limits_.text_lines, rows.size());
    for (std::size_t i = 0; i < shown; ++i) {
      line("     | " + fit(rows[i], width_ - 7));
    }
    if (shown < rows.size()) {
      line("     | ... " + plural(rows.size() - shown, "more line"));
    }
  }

  void evidence(const Reason& reason) {
    const auto shown_files = std::min<std::size_t>(3, reason.evidence.size());
    for (std::size_t i = 0; i < shown_files; ++i) {
      paragraph("   ", "see:     ", reason.evidence[i], 2);
    }
    const SuiteEvidence* suite = find_suite(report_.evidence, reason.suite);
    if (suite == nullptr) return;
    // What ended badly is worth its log; without any, the last program is.
    const Execution* shown = nullptr;
    for (const Execution& execution : suite->executions) {
      if (execution.log.empty()) continue;
      const bool bad = execution.end != Execution::End::exited ||
                       execution.exit_status != 0;
      if (bad || shown == nullptr) shown = &execution;
      if (bad) break;
    }
    if (shown == nullptr) return;
    std::string log(report_.output_folder);
    if (!log.empty() && !log.ends_with('/')) log += '/';
    paragraph("   ", "log:     ",
              log + shown->log + "  (" + describe_end(*shown) + ")", 2);
  }

  const RunReport& report_;
  const Style& style_;
  const WhyLimits& limits_;
  std::size_t width_;
  std::string text_;
};

}  // namespace

std::string render_why(const RunReport& report, const Style& style,
                       const WhyLimits& limits) {
  const Overview all = overview(report);
  Page page(report, style, limits);
  page.line(headline(report, all, style));
  if (all.pass) {
    page.line("nothing to explain: every suite of the plan passed");
    return std::move(page).text();
  }
  const std::size_t shown = std::min(limits.reasons, all.reasons.size());
  for (std::size_t i = 0; i < shown; ++i) page.reason(*all.reasons[i], i + 1);
  if (shown < all.reasons.size()) {
    page.line();
    page.line("and " + plural(all.reasons.size() - shown, "more reason") +
              ", see the report");
  }
  return std::move(page).text();
}

}  // namespace gate::report
