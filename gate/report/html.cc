// report.html: one file for a browser, without a script.
#include <algorithm>
#include <array>
#include <cstdio>

#include "gate/base/text.h"
#include "gate/report/format.h"
#include "gate/report/headline.h"
#include "gate/report/html_style.h"
#include "gate/report/overview.h"
#include "gate/verdict/reason_table.h"

namespace gate::report {
namespace {

// The page stays below 8 MiB: blocks that can be left out stop here, so that
// the facts still fit.
constexpr std::size_t kRoomForBlocks = 6u << 20;
constexpr std::size_t kMostRows = 400;  // of each list
constexpr std::size_t kOpenCases = 5;   // shown unfolded, of each reason

std::string escape(std::string_view harmless) {
  std::string out;
  out.reserve(harmless.size());
  for (const char c : harmless) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

// Foreign text on one line.
std::string text(std::string_view foreign, std::size_t most = 1000) {
  return escape(printable(shorten(foreign, most)));
}

std::string code(std::string_view foreign, std::size_t most = 300) {
  return "<code>" + text(foreign, most) + "</code>";
}

std::string pre(std::string_view foreign, std::size_t most = 8 * 1024) {
  std::string lines = printable_lines(shorten(trim(foreign), most), "");
  while (lines.ends_with('\n')) lines.pop_back();
  return "<pre>" + escape(lines) + "</pre>\n";
}

std::string pill(std::string_view status) {
  return "<span class=\"pill " + std::string(status) + "\">" +
         std::string(status) + "</span>";
}

std::string percent(double share) {
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%.2f%%",
                std::clamp(share, 0.0, 1.0) * 100);
  return out.data();
}

double ratio(Duration part, Duration whole) {
  return whole.count() <= 0 ? 0
                            : static_cast<double>(part.count()) /
                                  static_cast<double>(whole.count());
}

// A file of the output folder, as a link if its name cannot be anything else.
std::string link(const std::string& path) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./";
  const bool is_plain =
      !path.empty() && path.find_first_not_of(kPlain) == std::string::npos &&
      path.find("..") == std::string::npos && path[0] != '/';
  if (!is_plain) return code(path);
  return "<a href=\"" + path + "\">" + code(path) + "</a>";
}

class Page {
 public:
  explicit Page(const RunReport& report)
      : report_(report), all_(overview(report)) {}

  std::string make() && {
    head();
    top();
    html_ += "<main class=\"wrap\">\n";
    reasons();
    suites();
    bad_cases();
    slowest();
    other_cases("Flaky cases", "flaky", &SuiteEvidence::flaky_cases,
                &SuiteEvidence::more_flaky_cases);
    other_cases("Skipped cases", "skipped", &SuiteEvidence::skipped_cases,
                &SuiteEvidence::more_skipped_cases);
    exceptions();
    facts();
    files();
    html_ += "<footer>Stagegate " + text(report_.gate_version, 60) +
             ", decided " + format_instant(report_.verdict.decided) +
             "</footer>\n</main>\n</body>\n</html>\n";
    return std::move(html_);
  }

 private:
  void head() {
    html_ +=
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
        "<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
        "'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action "
        "'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>" +
        std::string(all_.pass ? "PASS " : "FAIL ") +
        text(report_.plan.service, 100) + " " +
        text(short_commit(report_.evidence)) + "</title>\n<style>" +
        std::string(html_style()) + "</style>\n</head>\n<body>\n";
  }

  void top() {
    const Evidence& evidence = report_.evidence;
    html_ += std::string("<header class=\"top ") +
             (all_.pass ? "pass" : "fail") + "\"><div class=\"wrap\">\n" +
             "<h1><span class=\"word\">" + (all_.pass ? "PASS" : "FAIL") +
             "</span> " + text(report_.plan.service, 200) + "</h1>\n";
    html_ += "<p class=\"lead\">" + lead() + "</p>\n<p class=\"meta\">" +
             code(short_commit(evidence));
    const auto& candidate = evidence.candidate_before;
    if (candidate && !candidate->branch.empty()) {
      html_ += " on " + text(candidate->branch, 100);
    }
    std::string minute = format_instant(evidence.started).substr(0, 16);
    minute.replace(10, 1, " ");
    html_ += " &middot; " + where() + " &middot; " + minute + " UTC</p>\n";
    mix();
    html_ += "</div></header>\n";
  }

  std::string lead() const {
    const std::string size =
        describe_size(all_) + ", " + gate::describe(all_.duration);
    if (all_.pass) return "Every suite of the plan passed: " + size + ".";
    if (all_.undecided) return "It could not be judged: " + size + ".";
    return plural(all_.reasons.size(), "reason") + " against promotion; " +
           size + ".";
  }

  std::string where() const {
    if (!report_.plan.environment) return text(report_.plan.scope, 40);
    return text(report_.plan.environment->name, 100) + " (" +
           text(report_.plan.environment->mode, 40) + ")";
  }

  void mix() {
    const Counts& counts = all_.counts;
    struct Part {
      std::uint64_t count;
      const char* word;
    };
    const std::array<Part, 5> parts = {{{counts.failed, "failed"},
                                        {counts.errored, "errored"},
                                        {counts.flaky, "flaky"},
                                        {counts.passed, "passed"},
                                        {counts.skipped, "skipped"}}};
    if (counts.total() == 0) return;
    html_ += "<div class=\"mix\" aria-hidden=\"true\">";
    for (const Part& part : parts) {
      if (part.count == 0) continue;
      html_ += std::string("<i class=\"") + part.word + "\" style=\"flex:" +
               std::to_string(part.count) + "\"></i>";
    }
    html_ += "</div>\n<ul class=\"keys\">";
    for (const Part& part : parts) {
      if (part.count == 0) continue;
      html_ += "<li><b>" + std::to_string(part.count) + "</b> " + part.word +
               "</li>";
    }
    html_ += "</ul>\n";
  }

  bool is_full() const { return html_.size() > kRoomForBlocks; }

  // Writes the blocks that fit, then how many did not.
  template <class Items, class Block>
  void blocks(const Items& items, std::size_t most, std::string_view noun,
              std::uint64_t more, Block block, std::string_view tag = "p") {
    std::size_t shown = 0;
    for (const auto& item : items) {
      if (shown == most) break;
      const std::string part = block(item);
      if (html_.size() + part.size() > kRoomForBlocks) break;
      html_ += part;
      ++shown;
    }
    more += items.size() - shown;
    if (more > 0) {
      html_ += "<" + std::string(tag) + " class=\"dim\">and " +
               plural(more, "more " + std::string(noun)) + "</" +
               std::string(tag) + ">\n";
    }
  }

  void reasons() {
    if (all_.reasons.empty()) return;
    html_ += "<h2>Why it is red</h2>\n";
    blocks(all_.reasons, kMostRows, "reason", 0,
           [&](const Reason* each) { return reason(*each); });
  }

  std::string reason(const Reason& reason) const {
    std::string out = std::string("<article class=\"card reason") +
                      (reason.undecided ? " undecided" : "") +
                      "\">\n<p class=\"tags\">" + code(reason.code);
    if (!reason.suite.empty()) {
      out += "<span>in <b>" + text(reason.suite, 200) + "</b></span>";
    }
    out += reason.undecided ? pill("undecided") : pill("failed");
    out += "</p>\n<h3>" + text(reason.message, 2000) + "</h3>\n";
    // The words of a case say more than what its code means in general.
    const std::string cases = reason_cases(reason);
    const bool speaks = cases.find("<pre>") != std::string::npos;
    if (!speaks && verdict::is_reason_code(reason.code)) {
      out += "<p class=\"what\">" +
             text(verdict::reason_row(reason.code).meaning) + "</p>\n";
    }
    out += cases;
    out += "<dl class=\"todo\"><dt>Do</dt><dd>" + text(reason.remedy, 2000) +
           "</dd><dt>Who</dt><dd>" + text(reason.cleared_by) + "</dd>";
    if (!reason.evidence.empty()) {
      out += "<dt>See</dt><dd>";
      for (std::size_t i = 0; i < std::min<std::size_t>(
                                      10, reason.evidence.size()); ++i) {
        out += (i ? "<br>" : "") + code(reason.evidence[i]);
      }
      out += "</dd>";
    }
    return out + "</dl>\n</article>\n";
  }

  std::string reason_cases(const Reason& reason) const {
    const SuiteEvidence* suite = find_suite(report_.evidence, reason.suite);
    const std::size_t shown = std::min(kOpenCases, reason.cases.size());
    std::string out;
    for (std::size_t i = 0; i < shown; ++i) {
      const TestCase* test =
          suite ? find_case(*suite, reason.cases[i]) : nullptr;
      out += one_case(reason.suite, reason.cases[i], test);
    }
    if (shown < reason.cases.size()) {
      out += "<p class=\"dim\">and " +
             plural(reason.cases.size() - shown, "more case") + "</p>\n";
    }
    return out.empty() ? out : "<div>" + out + "</div>\n";
  }

  std::string one_case(const std::string& suite, const std::string& id,
                       const TestCase* test) const {
    std::string out = "<div class=\"case\">\n<p class=\"id\">" + text(id, 400);
    if (test != nullptr) {
      out += " " + pill(name_of(test->status));
      out += "</p>\n";
      if (!test->file.empty()) {
        out += "<p class=\"at\">" + code(place(*test)) + "</p>\n";
      }
      out += details_of(*test);
    } else {
      out += "</p>\n";
    }
    return out + again(suite, id) + "</div>\n";
  }

  static std::string details_of(const TestCase& test) {
    const std::string foreign = whole_text(test);
    return trim(foreign).empty() ? "" : pre(foreign);
  }

  std::string again(const std::string& suite, const std::string& id) const {
    const std::string command = rerun_command(report_.plan, suite, id);
    if (command.empty()) return "";
    return "<p class=\"again\">again: " + code(command, 1000) + "</p>\n";
  }

  void suites() {
    if (all_.suites.empty()) return;
    html_ += "<h2>Suites</h2>\n<div class=\"card suites\">\n";
    blocks(all_.suites, 2000, "suite", 0,
           [&](const SuiteRow& row) { return suite(row); });
    html_ += "</div>\n";
  }

  std::string suite(const SuiteRow& row) const {
    std::string out = "<div class=\"suite\"><span class=\"name\">" +
                      text(row.planned.name, 200) + "<span class=\"kind\">" +
                      text(row.planned.kind, 100) +
                      "</span></span><span class=\"status\">" +
                      pill(row.status) + "</span><span class=\"counts\">" +
                      describe_counts(row.counts);
    if (row.evidence && !row.evidence->unreported_cases.empty()) {
      out += ", " + std::to_string(row.evidence->unreported_cases.size()) +
             " never reported";
    }
    out += "</span><span class=\"track\" aria-hidden=\"true\">";
    if (row.evidence != nullptr) {
      const Duration offset = row.evidence->started - report_.evidence.started;
      const double left = std::clamp(ratio(offset, all_.duration), 0.0, 0.98);
      const double width =
          std::min(ratio(row.duration, all_.duration), 1 - left);
      out += "<i class=\"" + row.status + "\" style=\"left:" + percent(left) +
             ";width:" + percent(width) + "\"></i>";
    }
    return out + "</span><span class=\"time\">" +
           (row.evidence ? gate::describe(row.duration) : "&ndash;") +
           "</span></div>\n";
  }

  void bad_cases() {
    for (const SuiteEvidence& suite : report_.evidence.suites) {
      if (suite.bad_cases.empty() && suite.unreported_cases.empty()) continue;
      if (is_full()) return;
      html_ += "<h2>" + text(suite.name, 200) + "<small>" +
               std::to_string(suite.counts.bad()) + " failed or errored";
      if (!suite.unreported_cases.empty()) {
        html_ += ", " + std::to_string(suite.unreported_cases.size()) +
                 " never reported";
      }
      html_ += "</small></h2>\n";
      blocks(suite.bad_cases, kMostRows, "case", suite.more_bad_cases,
             [&](const TestCase& test) { return folded(suite.name, test); });
      if (suite.unreported_cases.empty()) continue;
      html_ += "<details class=\"card\"><summary>Never reported</summary>"
               "<ul class=\"plain\">";
      blocks(suite.unreported_cases, kMostRows, "case", 0,
             [](const std::string& id) {
               return "<li>" + code(id) + "</li>\n";
             },
             "li");
      html_ += "</ul></details>\n";
    }
  }

  std::string folded(const std::string& suite, const TestCase& test) const {
    std::string out = "<details class=\"card\"><summary>" +
                      text(case_id(test), 400) + " " +
                      pill(name_of(test.status)) + "</summary>\n";
    if (!test.file.empty()) {
      out += "<p class=\"at\">" + code(place(test)) + "</p>\n";
    }
    return out + details_of(test) + again(suite, case_id(test)) +
           "</details>\n";
  }

  void slowest() {
    std::vector<std::pair<const SuiteEvidence*, const TestCase*>> cases;
    for (const SuiteEvidence& suite : report_.evidence.suites) {
      for (const TestCase& test : suite.slowest_cases) {
        if (test.seconds) cases.emplace_back(&suite, &test);
      }
    }
    std::stable_sort(cases.begin(), cases.end(), [](auto& a, auto& b) {
      return *a.second->seconds > *b.second->seconds;
    });
    if (cases.empty()) return;
    cases.resize(std::min<std::size_t>(cases.size(), 10));
    const double longest = *cases[0].second->seconds;
    html_ += "<h2>Slowest cases</h2>\n<div class=\"card\">\n";
    for (const auto& [suite, test] : cases) {
      const double share = longest > 0 ? *test->seconds / longest : 0;
      const auto time = Duration(static_cast<std::int64_t>(
          std::clamp(*test->seconds, 0.0, 1e9) * 1000));
      html_ += "<div class=\"slow\"><span>" + text(case_id(*test), 200) +
               " <span class=\"dim\">" + text(suite->name, 100) +
               "</span></span><span class=\"track\" aria-hidden=\"true\">"
               "<i style=\"left:0;width:" +
               percent(share) + "\"></i></span><span class=\"time\">" +
               gate::describe(time) + "</span></div>\n";
    }
    html_ += "</div>\n";
  }

  void other_cases(const char* title, const char* word,
                   std::vector<TestCase> SuiteEvidence::*cases,
                   std::uint64_t SuiteEvidence::*more) {
    for (const SuiteEvidence& suite : report_.evidence.suites) {
      if ((suite.*cases).empty() || is_full()) continue;
      html_ += std::string("<details class=\"card\"><summary>") + title +
               " of " + text(suite.name, 200) + " " + pill(word) +
               "</summary><ul class=\"plain\">";
      blocks(suite.*cases, kMostRows, "case", suite.*more,
             [](const TestCase& test) {
               return "<li>" + text(case_id(test), 300) +
                      " <span class=\"dim\">" + text(one_line(test), 400) +
                      "</span></li>\n";
             },
             "li");
      html_ += "</ul></details>\n";
    }
  }

  // What lets a reader trust the colour less: waivers, relaxed rules, warnings.
  void exceptions() {
    std::vector<std::string> rows;
    for (const Waiver& waiver : report_.verdict.waivers_used) {
      rows.push_back("waived until " + format_date(waiver.until) + ": " +
                     text(waiver.suite, 200) + ": " + code(waiver.test) + ", " +
                     text(waiver.reason) + " (" + text(waiver.owner, 200) +
                     ")");
    }
    for (const Problem& problem : report_.evidence.warnings) {
      rows.push_back("warning: " + warning(problem));
    }
    for (const SuiteEvidence& suite : report_.evidence.suites) {
      const std::string name = text(suite.name, 200);
      for (const std::string& rule : suite.relaxations) {
        rows.push_back("relaxed in " + name + ": " + code(rule));
      }
      for (const Problem& problem : suite.warnings) {
        rows.push_back("warning in " + name + ": " + warning(problem));
      }
    }
    for (const std::string& suite : report_.plan.left_out) {
      rows.push_back("left out: " + text(suite, 200));
    }
    for (const std::string& id : report_.plan.only_cases) {
      rows.push_back("only this case: " + code(id));
    }
    if (rows.empty()) return;
    html_ += "<h2>Worth knowing</h2>\n<div class=\"card\"><ul class=\"plain\">";
    blocks(rows, kMostRows, "line", 0, [](const std::string& row) {
      return "<li>" + row + "</li>\n";
    }, "li");
    html_ += "</ul></div>\n";
  }

  static std::string warning(const Problem& problem) {
    return code(problem.code) + " " + text(problem.message) +
           (problem.evidence.empty() ? "" : " " + code(problem.evidence));
  }

  void fact(std::string_view name, const std::string& html) {
    html_ += "<dt>" + std::string(name) + "</dt><dd>" + html + "</dd>\n";
  }

  void facts() {
    const Plan& plan = report_.plan;
    const Evidence& evidence = report_.evidence;
    html_ += "<h2>What was judged</h2>\n<dl class=\"card facts\">\n";
    candidate_facts();
    if (!plan.artifact.empty()) {
      fact("Artifact", code(plan.artifact) + "<br>" +
                           code("sha256:" + evidence.artifact_sha256_before));
    }
    if (plan.environment) {
      fact("Environment",
           where() + "<br>" + code(without_userinfo(plan.environment->url)));
      fact("Build seen", code(evidence.environment_before.build) + " before, " +
                             code(evidence.environment_after.build) + " after");
    }
    fact("Scope", text(plan.scope, 40));
    fact("Configuration",
         code(plan.config_path) + "<br>" +
             code("sha256:" + plan.config_sha256));
    const Origin& origin = evidence.origin;
    fact("Ran on", text(origin.ci, 100) + " " + text(origin.run, 100) + " " +
                       code(without_userinfo(origin.url)));
    if (!plan.nonce.empty()) fact("Nonce", code(plan.nonce));
    if (plan.shard_count > 1) {
      fact("Shard", std::to_string(plan.shard_index) + " of " +
                        std::to_string(plan.shard_count));
    }
    fact("Started", format_instant(evidence.started));
    fact("Finished", format_instant(evidence.finished));
    if (all_.pass) {
      fact("Good until", format_instant(report_.verdict.not_after));
    }
    html_ += "</dl>\n";
  }

  void candidate_facts() {
    const auto& candidate = report_.evidence.candidate_before;
    if (!candidate) {
      fact("Commit", "unknown");
      return;
    }
    fact("Commit", code(candidate->commit));
    fact("Tree", code(candidate->tree));
    if (candidate_moved(report_.evidence)) {
      fact("Moved", "the candidate changed while the suites ran");
    }
    if (candidate->dirty) {
      std::string paths = "differs from the commit";
      for (const std::string& path : candidate->dirty_paths) {
        paths += "<br>" + code(path);
      }
      fact("Work tree", paths);
    }
  }

  void files() {
    std::vector<std::string> rows;
    for (const SuiteEvidence& suite : report_.evidence.suites) {
      for (const Execution& execution : suite.executions) {
        rows.push_back(program(execution));
      }
      for (const ReportFile& file : suite.reports) rows.push_back(input(file));
    }
    if (rows.empty()) return;
    html_ += "<details class=\"card\"><summary>Programs and files of the "
             "evidence</summary><ul class=\"plain\">";
    blocks(rows, 2 * kMostRows, "file", 0, [](const std::string& row) {
      return "<li>" + row + "</li>\n";
    }, "li");
    html_ += "</ul></details>\n";
  }

  static std::string program(const Execution& execution) {
    std::string words;
    for (const std::string& word : execution.argv) {
      words += (words.empty() ? "" : " ") + shell_quoted(shorten(word, 500));
    }
    std::string out = code(words, 2000) + "<br>" +
                      text(describe_end(execution)) + ", " +
                      gate::describe(execution.duration);
    if (!execution.log.empty()) {
      out += "<br>" + link(execution.log) + " <span class=\"dim\">" +
             describe_bytes(execution.output_bytes) +
             (execution.output_cut ? ", head and tail kept" : "") +
             ", sha256 " + text(execution.output_sha256, 64) + "</span>";
    }
    return out;
  }

  static std::string input(const ReportFile& file) {
    std::string out = code(file.path);
    if (!file.stored.empty()) out += " kept as " + link(file.stored);
    return out + "<br><span class=\"dim\">" + describe_counts(file.counts) +
           ", " + describe_bytes(file.bytes) + ", sha256 " +
           text(file.sha256, 64) + "</span>";
  }

  const RunReport& report_;
  Overview all_;
  std::string html_;
};

std::string render(const RunReport& report, const Style&) {
  return Page(report).make();
}

}  // namespace

extern const Format html_format;
const Format html_format = {"html", "report.html",
                            "one page for a browser, phone or desk", render};

}  // namespace gate::report
