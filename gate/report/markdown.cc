// summary.md: what a CI system shows below a job.  GitHub drops the whole page
// above 1 MiB, so the text stops well below it.
#include <algorithm>
#include <string>

#include "gate/base/text.h"
#include "gate/report/format.h"
#include "gate/report/headline.h"
#include "gate/report/overview.h"

namespace gate::report {
namespace {

constexpr std::size_t kLargest = 900 * 1024;
constexpr std::size_t kReserve = 4 * 1024;  // for the last lines
constexpr std::size_t kMostCases = 50;      // of one reason
constexpr std::size_t kMostText = 2 * 1024;

// What Markdown, its autolinks, mentions and emoji give a meaning, as character
// references; they mean the character and nothing else.
std::string escape(std::string_view harmless) {
  constexpr std::string_view kSpecial = "<>&|`*_[]{}#@:~\\!$\"'";
  std::string out;
  char before = ' ';
  for (const char c : harmless) {
    const bool starts_link = c == '.' && (before == 'w' || before == 'W');
    if (kSpecial.find(c) != std::string_view::npos || starts_link) {
      out += "&#" + std::to_string(static_cast<int>(c)) + ";";
    } else {
      out += c == '\t' ? ' ' : c;
    }
    before = c;
  }
  return out;
}

std::string plain(std::string_view foreign, std::size_t most = 1000) {
  return escape(printable(shorten(foreign, most)));
}

// The same where the reader expects a name: nothing inside is a mention.
std::string code(std::string_view foreign, std::size_t most = 300) {
  return "<code>" + plain(foreign, most) + "</code>";
}

// Lines as they are; escaped all the same, for readers that take what is inside
// <pre> for Markdown.
std::string pre(std::string_view foreign) {
  std::string text =
      escape(printable_lines(shorten(trim(foreign), kMostText), ""));
  while (text.ends_with('\n')) text.pop_back();
  return "<pre><code>" + text + "</code></pre>";
}

class Page {
 public:
  explicit Page(const RunReport& report)
      : report_(report), all_(overview(report)) {}

  std::string make() && {
    title();
    reasons();
    suites();
    notes_list();
    footer();
    return std::move(text_);
  }

 private:
  // Nothing is cut in the middle: a block is there or it is not.
  bool add(const std::string& block) {
    if (text_.size() + block.size() + kReserve > kLargest) return false;
    text_ += block;
    return true;
  }

  void title() {
    const std::string word =
        all_.pass ? "\xE2\x9C\x85 PASS" : "\xE2\x9D\x8C FAIL";
    std::string line = "## " + word + " " + code(report_.plan.service) +
                       "\n\n" + code(short_commit(report_.evidence));
    if (report_.plan.environment) {
      line += " on " + code(report_.plan.environment->name);
    }
    if (all_.undecided) line += ", could not be judged";
    add(line + ": " + describe_size(all_) + ", " +
        gate::describe(all_.duration) + "\n\n");
  }

  void reasons() {
    std::size_t shown = 0;
    for (const Reason* reason : all_.reasons) {
      if (!add(reason_block(*reason, shown + 1))) break;
      ++shown;
    }
    if (shown < all_.reasons.size()) {
      text_ += "and " + plural(all_.reasons.size() - shown, "more reason") +
               "\n\n";
    }
  }

  std::string reason_block(const Reason& reason, std::size_t number) const {
    std::string block = "### " + std::to_string(number) + ". " +
                        code(reason.code);
    if (!reason.suite.empty()) block += " in " + code(reason.suite);
    if (reason.undecided) block += " (could not be judged)";
    block += "\n\n" + plain(reason.message) + "\n\n" + cases(reason);
    if (!reason.remedy.empty()) {
      block += "**Do:** " + plain(reason.remedy);
      if (!reason.cleared_by.empty()) {
        block += "  \n**Who:** " + plain(reason.cleared_by);
      }
      block += "\n\n";
    }
    return block;
  }

  std::string cases(const Reason& reason) const {
    const SuiteEvidence* suite = find_suite(report_.evidence, reason.suite);
    std::string block;
    const std::size_t shown = std::min(kMostCases, reason.cases.size());
    for (std::size_t i = 0; i < shown; ++i) {
      const TestCase* test =
          suite ? find_case(*suite, reason.cases[i]) : nullptr;
      block += "- " + code(reason.cases[i]);
      if (test && !test->file.empty()) block += " at " + code(place(*test));
      block += "\n";
      if (test && !one_line(*test).empty()) {
        block += "\n" + pre(whole_text(*test)) + "\n\n";
      }
    }
    if (shown < reason.cases.size()) {
      block += "- and " + plural(reason.cases.size() - shown, "more case") +
               "\n";
    }
    return block.empty() ? block : block + "\n";
  }

  void suites() {
    add("| suite | kind | status | cases | time |\n"
        "|---|---|---|---|--:|\n");
    std::vector<const SuiteRow*> rows;
    for (const SuiteRow& row : all_.suites) rows.push_back(&row);
    std::stable_partition(rows.begin(), rows.end(), [](const SuiteRow* row) {
      return row->status != "passed";
    });
    std::size_t shown = 0;
    for (const SuiteRow* row : rows) {
      if (!add("| " + code(row->planned.name) + " | " +
               plain(row->planned.kind, 100) + " | " + row->status + " | " +
               describe_counts(row->counts) + " | " +
               gate::describe(row->duration) + " |\n")) {
        break;
      }
      ++shown;
    }
    if (shown < rows.size()) {
      text_ += "\nand " + plural(rows.size() - shown, "more suite") + "\n";
    }
    text_ += "\n";
  }

  void notes_list() {
    for (const std::string& note : notes(report_, all_)) {
      add("- " + plain(note) + "\n");
    }
  }

  void footer() {
    text_ += "\n<sub>gate " + plain(report_.gate_version, 60) +
             ", decided " + format_instant(report_.verdict.decided) +
             "; the whole report is report.html in the artifacts</sub>\n";
  }

  const RunReport& report_;
  Overview all_;
  std::string text_;
};

std::string render(const RunReport& report, const Style&) {
  return Page(report).make();
}

}  // namespace

extern const Format markdown_format;
const Format markdown_format = {"markdown", "summary.md",
                                "a summary page for CI systems", render};

}  // namespace gate::report
