#include "gate/report/overview.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "gate/base/text.h"
#include "gate/verdict/decide.h"

namespace gate::report {
namespace {

SuiteRow row_of(const RunReport& report, const PlannedSuite& planned,
                const SuiteEvidence* evidence) {
  SuiteRow row;
  row.planned = planned;
  row.evidence = evidence;
  row.status =
      verdict::suite_status(report.verdict, report.evidence, planned);
  if (evidence != nullptr) {
    row.counts = evidence->counts;
    row.duration = evidence->duration;
  }
  return row;
}

std::vector<SuiteRow> suite_rows(const RunReport& report) {
  std::vector<SuiteRow> rows;
  std::vector<const SuiteEvidence*> shown;
  for (const PlannedSuite& planned : report.plan.suites) {
    const SuiteEvidence* evidence = find_suite(report.evidence, planned.name);
    rows.push_back(row_of(report, planned, evidence));
    shown.push_back(evidence);
  }
  for (const SuiteEvidence& evidence : report.evidence.suites) {
    if (std::find(shown.begin(), shown.end(), &evidence) != shown.end()) {
      continue;
    }
    PlannedSuite planned;
    planned.name = evidence.name;
    planned.kind = evidence.kind;
    planned.framework = evidence.framework;
    rows.push_back(row_of(report, planned, &evidence));
  }
  return rows;
}

std::vector<const Reason*> worst_first(const std::vector<Reason>& reasons) {
  std::vector<const Reason*> order;
  for (const Reason& reason : reasons) order.push_back(&reason);
  auto rank = [](const Reason* reason) {
    return (reason->undecided ? 2 : 0) + (reason->suite.empty() ? 0 : 1);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](const Reason* a, const Reason* b) {
                     return rank(a) < rank(b);
                   });
  return order;
}

std::string_view signal_name(int signal) {
  struct Row {
    int number;
    std::string_view name;
  };
  // The numbers of Linux; strsignal() would bring words of the locale.
  static constexpr auto kNames = std::to_array<Row>(
      {{1, "SIGHUP"}, {2, "SIGINT"}, {3, "SIGQUIT"}, {4, "SIGILL"},
       {5, "SIGTRAP"}, {6, "SIGABRT"}, {7, "SIGBUS"}, {8, "SIGFPE"},
       {9, "SIGKILL"}, {11, "SIGSEGV"}, {13, "SIGPIPE"}, {14, "SIGALRM"},
       {15, "SIGTERM"}, {24, "SIGXCPU"}, {25, "SIGXFSZ"}, {31, "SIGSYS"}});
  for (const Row& row : kNames) {
    if (row.number == signal) return row.name;
  }
  return "";
}

}  // namespace

Overview overview(const RunReport& report) {
  Overview result;
  result.suites = suite_rows(report);
  for (const SuiteRow& row : result.suites) result.counts += row.counts;
  result.duration = std::max(
      Duration(0), report.evidence.finished - report.evidence.started);
  result.reasons = worst_first(report.verdict.reasons);
  result.pass = report.verdict.decision == Decision::pass &&
                report.verdict.reasons.empty();
  result.undecided =
      !result.reasons.empty() &&
      std::all_of(result.reasons.begin(), result.reasons.end(),
                  [](const Reason* reason) { return reason->undecided; });
  return result;
}

std::string short_commit(const Evidence& evidence) {
  if (!evidence.candidate_before) return "no commit";
  return evidence.candidate_before->commit.substr(0, 7);
}

bool candidate_moved(const Evidence& evidence) {
  const auto& before = evidence.candidate_before;
  const auto& after = evidence.candidate_after;
  if (!before || !after) return false;
  return before->commit != after->commit || before->tree != after->tree ||
         before->digest != after->digest;
}

std::string describe_counts(const Counts& counts) {
  std::vector<std::string> parts;
  auto add = [&](std::uint64_t count, const char* word) {
    if (count > 0) parts.push_back(std::to_string(count) + " " + word);
  };
  add(counts.failed, "failed");
  add(counts.errored, "errored");
  add(counts.flaky, "flaky");
  add(counts.passed, "passed");
  add(counts.skipped, "skipped");
  return parts.empty() ? "no cases" : join(parts, ", ");
}

std::string describe_size(const Overview& overview) {
  return plural(overview.counts.total(), "case") + " in " +
         plural(overview.suites.size(), "suite");
}

const TestCase* find_case(const SuiteEvidence& suite, std::string_view id) {
  for (const auto* cases : {&suite.bad_cases, &suite.flaky_cases,
                            &suite.skipped_cases, &suite.slowest_cases}) {
    for (const TestCase& test : *cases) {
      if (case_id(test) == id) return &test;
    }
  }
  return nullptr;
}

const SuiteEvidence* find_suite(const Evidence& evidence,
                                std::string_view name) {
  for (const SuiteEvidence& suite : evidence.suites) {
    if (suite.name == name) return &suite;
  }
  return nullptr;
}

std::string place(const TestCase& test) {
  if (test.file.empty() || test.line == 0) return test.file;
  return test.file + ":" + std::to_string(test.line);
}

std::string one_line(const TestCase& test) {
  for (std::string_view text : {std::string_view(test.message),
                                std::string_view(test.text),
                                std::string_view(test.type)}) {
    if (trim(text).empty()) continue;
    std::string line;
    for (const char c : trim(text.substr(0, 2000))) {
      const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
      if (!blank) line += c;
      else if (!line.ends_with(' ')) line += ' ';
    }
    return line;
  }
  return "";
}

std::string whole_text(const TestCase& test) {
  if (test.text.find(test.message) != std::string::npos) return test.text;
  return test.text.empty() ? test.message : test.message + "\n" + test.text;
}

std::string describe_end(const Execution& execution) {
  switch (execution.end) {
    case Execution::End::exited:
      return "exit status " + std::to_string(execution.exit_status);
    case Execution::End::signalled: {
      const std::string_view name = signal_name(execution.signal);
      return "killed by signal " + std::to_string(execution.signal) +
             (name.empty() ? "" : " (" + std::string(name) + ")");
    }
    case Execution::End::timed_out:
      return "timed out";
    case Execution::End::interrupted:
      return "interrupted";
    case Execution::End::not_started:
      return execution.trouble.empty() ? "not started"
                                       : "not started: " + execution.trouble;
  }
  return "";
}

std::string shell_quoted(std::string_view word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
      "_-./:=@%+,";
  if (!word.empty() &&
      word.find_first_not_of(kPlain) == std::string_view::npos) {
    return std::string(word);
  }
  return "'" + replace_all(std::string(word), "'", "'\\''") + "'";
}

std::string rerun_command(const Plan& plan, std::string_view suite,
                          std::string_view id) {
  for (const PlannedSuite& planned : plan.suites) {
    if (planned.name != suite) continue;
    const bool one_by_one =
        planned.kind == "recorded-traffic" ||
        (!planned.framework.empty() && planned.framework != "command");
    if (!one_by_one) return "";
    return "gate run " + shell_quoted(suite) + " --case " + shell_quoted(id);
  }
  return "";
}

std::string without_userinfo(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t start = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t end =
      std::min(url.find_first_of("/?#\\", start), url.size());
  const std::size_t at = url.substr(start, end - start).rfind('@');
  if (at == std::string_view::npos) return std::string(url);
  return std::string(url.substr(0, start)) +
         std::string(url.substr(start + at + 1));
}

std::string describe_bytes(std::uint64_t bytes) {
  constexpr std::array<const char*, 4> kUnits = {"KB", "MB", "GB", "TB"};
  if (bytes < 1000) return plural(bytes, "byte");
  double value = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  while (value >= 999.95 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f %s", value, kUnits[unit]);
  return text.data();
}

}  // namespace gate::report
