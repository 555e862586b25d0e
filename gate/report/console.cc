// The summary at the end of a run: it fits a screen, the answer comes first.
#include <algorithm>

#include "gate/base/text.h"
#include "gate/report/format.h"
#include "gate/report/headline.h"
#include "gate/report/overview.h"
#include "gate/report/terminal.h"

namespace gate::report {
namespace {

constexpr std::size_t kScreen = 24;
constexpr std::size_t kBar = 14;
constexpr std::size_t kShownCases = 3;
using Lines = std::vector<std::string>;

void append(Lines& lines, const Lines& more) {
  lines.insert(lines.end(), more.begin(), more.end());
}

std::string bar(const SuiteRow& row, Duration longest) {
  if (row.duration.count() <= 0 || longest.count() <= 0) return "";
  const auto share = static_cast<double>(row.duration.count()) /
                     static_cast<double>(longest.count());
  const auto length = static_cast<std::size_t>(share * kBar + 0.5);
  return std::string(std::clamp<std::size_t>(length, 1, kBar), '#');
}

// The rows that fit, those that did not pass before those that did, each group
// in plan order.
std::vector<const SuiteRow*> rows_to_show(const Overview& all,
                                          std::size_t most) {
  std::vector<const SuiteRow*> rows;
  for (const SuiteRow& row : all.suites) rows.push_back(&row);
  if (rows.size() <= most) return rows;
  std::stable_partition(rows.begin(), rows.end(), [](const SuiteRow* row) {
    return row->status != "passed";
  });
  rows.resize(most);
  return rows;
}

// The widths of one line a suite; a narrow terminal goes without bars.
struct Table {
  std::size_t name = 4, counts = 8;
  bool has_bars = false;
};

Table table_for(const std::vector<const SuiteRow*>& rows, std::size_t width) {
  constexpr std::size_t kStatus = 9;
  constexpr std::size_t kTime = 7;
  Table table;
  table.has_bars = width >= 72;
  for (const SuiteRow* row : rows) {
    table.name = std::max(
        table.name,
        columns(fit(row->planned.name, table.has_bars ? 20 : 10)));
  }
  const std::size_t taken = 2 + table.name + 2 + kStatus + 2 + kTime +
                            (table.has_bars ? 2 + kBar : 0);
  table.counts = width - std::min(width - 8, taken);
  return table;
}

Lines suite_lines(const Overview& all, const Style& style, std::size_t most) {
  const std::vector<const SuiteRow*> rows = rows_to_show(all, most);
  const Table table = table_for(rows, std::max(40, style.width));
  Duration longest{};
  for (const SuiteRow* row : rows) longest = std::max(longest, row->duration);
  Lines lines;
  for (const SuiteRow* row : rows) {
    std::string time = row->evidence ? describe(row->duration) : "-";
    time.insert(0, 7 - std::min<std::size_t>(7, time.size()), ' ');
    lines.push_back("  " + pad(row->planned.name, table.name) + "  " +
                    paint(style, colour_of(row->status), pad(row->status, 9)) +
                    "  " + pad(describe_counts(row->counts), table.counts) +
                    time);
    if (!table.has_bars) continue;
    lines.back() += "  " + paint(style, Colour::dim, bar(*row, longest));
  }
  if (rows.size() < all.suites.size()) {
    lines.push_back("  and " +
                    plural(all.suites.size() - rows.size(), "more suite"));
  }
  return lines;
}

Lines case_lines(const RunReport& report, const Reason& reason,
                 const Style& style, std::size_t most) {
  const SuiteEvidence* suite = find_suite(report.evidence, reason.suite);
  const std::size_t width = std::max(40, style.width) - 5;
  Lines lines;
  const std::size_t shown = std::min(most, reason.cases.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const std::string& id = reason.cases[i];
    const TestCase* test = suite ? find_case(*suite, id) : nullptr;
    const std::string where = test ? place(*test) : "";
    std::string line = fit(id, where.empty() ? width : width * 3 / 5);
    if (!where.empty()) {
      line += "  " + fit(where, width - 2 - columns(line));
    }
    lines.push_back("     " + line);
    if (test && !one_line(*test).empty()) {
      lines.push_back(
          "       " +
          paint(style, Colour::dim, fit(one_line(*test), width - 2)));
    }
  }
  if (shown < reason.cases.size()) {
    lines.push_back("     and " +
                    plural(reason.cases.size() - shown, "more case"));
  }
  return lines;
}

Lines reason_lines(const RunReport& report, const Reason& reason,
                   std::size_t number, const Style& style, std::size_t cases) {
  const std::size_t width = std::max(40, style.width) - 5;
  Lines lines;
  std::string title = pad(std::to_string(number) + ".", 3) + "  " +
                      paint(style, Colour::bold, fit(reason.code, width));
  if (!reason.suite.empty()) title += "  " + fit(reason.suite, width / 2);
  lines.push_back(title);
  for (const std::string& line : wrap(reason.message, width, 2)) {
    lines.push_back("     " + line);
  }
  append(lines, case_lines(report, reason, style, cases));
  if (!reason.remedy.empty()) {
    lines.push_back("     do: " + fit(reason.remedy, width - 4));
  }
  if (!reason.cleared_by.empty()) {
    lines.push_back("     who: " + fit(reason.cleared_by, width - 5));
  }
  return lines;
}

// As many reasons as the room allows, each with as many cases as it allows; the
// rest by their codes.
Lines reasons_in(const RunReport& report, const Overview& all,
                 const Style& style, std::size_t room) {
  Lines lines;
  std::size_t shown = 0;
  for (; shown < all.reasons.size(); ++shown) {
    const bool last = shown + 1 == all.reasons.size();
    const std::size_t left = room - lines.size() - (last ? 0 : 1);
    Lines block;
    for (std::size_t cases = kShownCases + 1; cases-- > 0;) {
      block = reason_lines(report, *all.reasons[shown], shown + 1, style,
                           cases);
      if (block.size() <= left) break;
    }
    if (block.size() > left) break;
    append(lines, block);
  }
  if (shown < all.reasons.size()) {
    std::string codes;
    for (std::size_t i = shown; i < std::min(shown + 8, all.reasons.size());
         ++i) {
      codes += (codes.empty() ? ": " : ", ") + all.reasons[i]->code;
    }
    lines.push_back("     " + fit("and " + plural(all.reasons.size() - shown,
                                                  "more reason") +
                                      codes,
                                  std::max(40, style.width) - 5));
  }
  return lines;
}

std::string see_line(const RunReport& report, const Overview& all) {
  std::string folder(report.output_folder);
  if (!folder.empty() && !folder.ends_with('/')) folder += '/';
  return "report: " + folder + "report.html" +
         (all.pass ? "" : "   more: gate why");
}

std::string render(const RunReport& report, const Style& style) {
  const Overview all = overview(report);
  const std::size_t width = std::max(40, style.width);
  Lines lines = {headline(report, all, style)};
  Lines notes = note_lines(report, all, style);
  notes.resize(std::min<std::size_t>(notes.size(), all.pass ? 4 : 2));
  const Lines suites = suite_lines(all, style, all.pass ? 16 : 8);
  if (!suites.empty()) lines.push_back("");
  append(lines, suites);
  append(lines, notes);
  if (!all.reasons.empty()) {
    lines.push_back("");
    append(lines, reasons_in(report, all, style, kScreen - lines.size() - 2));
  }
  lines.push_back("");
  lines.push_back(fit(see_line(report, all), width));
  std::string text;
  for (std::string& line : lines) {
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace

extern const Format console_format;
const Format console_format = {"console", "", "the summary for a terminal",
                               render};

}  // namespace gate::report
