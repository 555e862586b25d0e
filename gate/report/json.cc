// verdict.json.
#include "gate/base/json.h"

#include <algorithm>
#include <array>

#include "gate/base/digest.h"
#include "gate/base/text.h"
#include "gate/report/format.h"
#include "gate/report/overview.h"
#include "gate/report/verdict_json.h"
#include "gate/verdict/reason_table.h"

namespace gate::report {
namespace {

constexpr std::string_view kSchema = "https://stagegate.dev/verdict/v1";

// How much is kept of foreign text and of lists.  When the document is too
// large with one row of limits, the next row is tried; the last one always fits.
struct Limits {
  std::size_t text;
  std::size_t list;    // cases, files, problems, programs of one suite
  std::size_t suites;  // and reasons
};
constexpr auto kLimits = std::to_array<Limits>({{2048, 100, 1000},
                                                {512, 20, 400},
                                                {200, 5, 200},
                                                {120, 2, 80},
                                                {64, 1, 20}});

class Document {
 public:
  Document(const RunReport& report, const Limits& limits)
      : report_(report), limits_(limits), all_(overview(report)) {}

  Json make(bool complete) const {
    const Plan& plan = report_.plan;
    const Evidence& evidence = report_.evidence;
    const bool pass = complete && all_.pass;
    Json json = Json::object();
    json.set("schema", kSchema).set("version", 1).set("complete", complete);
    json.set("verdict", pass ? "pass" : "fail");
    json.set("service", text(plan.service)).set("scope", text(plan.scope));
    json.set("reasons", list(report_.verdict.reasons, limits_.suites,
                             [&](const Reason& r) { return reason(r); }));
    json.set("more_reasons",
             left(report_.verdict.reasons.size(), limits_.suites));
    json.set("candidate", candidate());
    json.set("config", Json::object()
                           .set("path", text(plan.config_path))
                           .set("sha256", text(plan.config_sha256)));
    json.set("policy", policy()).set("environment", environment());
    json.set("left_out", texts(plan.left_out));
    json.set("only_cases", texts(plan.only_cases));
    json.set("suites", list(all_.suites, limits_.suites,
                            [&](const SuiteRow& row) { return suite(row); }));
    json.set("more_suites", left(all_.suites.size(), limits_.suites));
    json.set("waivers_used", waivers(report_.verdict.waivers_used));
    json.set("problems", problems(evidence.problems));
    json.set("warnings", problems(evidence.warnings));
    json.set("origin", origin()).set("nonce", text(plan.nonce));
    json.set("shard", shard(plan.shard_index, plan.shard_count));
    json.set("interrupted_by", evidence.interrupted_by);
    json.set("times", times(complete));
    json.set("not_after", pass ? Json(format_instant(report_.verdict.not_after))
                               : Json());
    json.set("gate",
             Json::object().set("version", text(report_.gate_version)));
    return json;
  }

 private:
  Json text(std::string_view value) const {
    return shorten(value, limits_.text);
  }

  template <class T, class Make>
  static Json list(const std::vector<T>& values, std::size_t most, Make make) {
    Json array = Json::array();
    const std::size_t shown = std::min(values.size(), most);
    for (std::size_t i = 0; i < shown; ++i) array.push(make(values[i]));
    return array;
  }

  // How many did not fit.
  static Json left(std::size_t size, std::size_t most) {
    return std::uint64_t{size - std::min(size, most)};
  }

  Json texts(const std::vector<std::string>& values) const {
    Json array = list(values, limits_.list,
                      [&](const std::string& value) { return text(value); });
    if (values.size() > limits_.list) {
      array.push("and " + std::to_string(values.size() - limits_.list) +
                 " more");
    }
    return array;
  }

  static Json seconds(Duration duration) {
    return Json::number(format_seconds(std::max(Duration(0), duration)));
  }

  static Json shard(std::uint64_t index, std::uint64_t count) {
    return Json::object().set("index", index).set("count", count);
  }

  Json reason(const Reason& reason) const {
    return Json::object()
        .set("code", text(reason.code))
        .set("suite", text(reason.suite))
        .set("message", text(reason.message))
        .set("remedy", text(reason.remedy))
        .set("cleared_by", text(reason.cleared_by))
        .set("undecided", reason.undecided)
        .set("evidence", texts(reason.evidence))
        .set("cases", texts(reason.cases));
  }

  Json candidate() const {
    const Evidence& evidence = report_.evidence;
    const Candidate nobody;
    const auto& before = evidence.candidate_before;
    const Candidate& known = before ? *before : nobody;
    // What nobody looked at is not clean.
    const bool dirty = !before || before->dirty || candidate_moved(evidence);
    return Json::object()
        .set("commit", text(known.commit))
        .set("tree", text(known.tree))
        .set("branch", text(known.branch))
        .set("dirty", dirty)
        .set("dirty_paths", texts(known.dirty_paths))
        .set("shallow", known.shallow)
        .set("worktree", known.worktree)
        .set("moved", candidate_moved(evidence))
        .set("artifact", artifact());
  }

  Json artifact() const {
    if (report_.plan.artifact.empty()) return {};
    const std::string& before = report_.evidence.artifact_sha256_before;
    const std::string& after = report_.evidence.artifact_sha256_after;
    return Json::object()
        .set("path", text(report_.plan.artifact))
        .set("sha256", text(before))
        .set("changed", !after.empty() && before != after);
  }

  Json policy() const {
    const Policy& policy = report_.plan.policy;
    std::string canonical = std::to_string(policy.valid_for.count()) + "\n";
    for (const Waiver& waiver : policy.waivers) {
      canonical += write_json(one_waiver(waiver, std::string_view::npos),
                              JsonStyle::compact) +
                   "\n";
    }
    return Json::object()
        .set("sha256", sha256(canonical))
        .set("valid_for_s", seconds(policy.valid_for))
        .set("waivers", std::uint64_t{policy.waivers.size()});
  }

  static Json one_waiver(const Waiver& waiver, std::size_t most) {
    return Json::object()
        .set("suite", shorten(waiver.suite, most))
        .set("case", shorten(waiver.test, most))
        .set("reason", shorten(waiver.reason, most))
        .set("owner", shorten(waiver.owner, most))
        .set("until", format_instant(waiver.until));
  }

  Json waivers(const std::vector<Waiver>& used) const {
    return list(used, limits_.list, [&](const Waiver& waiver) {
      return one_waiver(waiver, limits_.text);
    });
  }

  Json environment() const {
    if (!report_.plan.environment) return {};
    const PlannedEnvironment& planned = *report_.plan.environment;
    return Json::object()
        .set("name", text(planned.name))
        .set("mode", text(planned.mode))
        .set("url", text(without_userinfo(planned.url)))
        .set("build_before", text(report_.evidence.environment_before.build))
        .set("build_after", text(report_.evidence.environment_after.build));
  }

  Json problems(const std::vector<Problem>& found) const {
    Json array = list(found, limits_.list, [&](const Problem& problem) {
      return Json::object()
          .set("code", text(problem.code))
          .set("message", text(problem.message))
          .set("evidence", text(problem.evidence));
    });
    return array;
  }

  static Json counts(const Counts& counts) {
    return Json::object()
        .set("tests", counts.total())
        .set("passed", counts.passed)
        .set("failed", counts.failed)
        .set("errored", counts.errored)
        .set("skipped", counts.skipped)
        .set("flaky", counts.flaky);
  }

  Json suite(const SuiteRow& row) const {
    static const SuiteEvidence kNothing;
    const SuiteEvidence& seen = row.evidence ? *row.evidence : kNothing;
    const auto report_file = [&](const ReportFile& file) {
      return Json::object()
          .set("path", text(file.path))
          .set("stored", text(file.stored))
          .set("sha256", text(file.sha256))
          .set("bytes", file.bytes);
    };
    Json json = Json::object();
    json.set("name", text(row.planned.name))
        .set("kind", text(row.planned.kind))
        .set("framework", text(row.planned.framework))
        .set("status", row.status)
        .set("counts", counts(row.counts))
        .set("duration_s", seconds(row.duration))
        .set("started",
             row.evidence ? Json(format_instant(seen.started)) : Json());
    if (row.planned.kind == "recorded-traffic") {
      json.set("requests_per_second", requests_per_second(row));
    }
    json.set("reports", list(seen.reports, limits_.list, report_file))
        .set("more_reports", left(seen.reports.size(), limits_.list))
        .set("executions", list(seen.executions, limits_.list,
                                [&](const Execution& e) {
                                  return execution(e);
                                }))
        .set("more_executions", left(seen.executions.size(), limits_.list))
        .set("problems", problems(seen.problems))
        .set("more_problems", left(seen.problems.size(), limits_.list))
        .set("warnings", problems(seen.warnings))
        .set("more_warnings", left(seen.warnings.size(), limits_.list))
        .set("relaxations", texts(seen.relaxations))
        .set("unreported", texts(seen.unreported_cases))
        .set("merged_cases_sha256", text(seen.merged_cases_sha256))
        .set("shard", shard(seen.shard_index, seen.shard_count))
        .set("whole", seen.whole);
    return json;
  }

  static Json requests_per_second(const SuiteRow& row) {
    if (row.duration.count() <= 0) return 0;
    const auto thousandths = row.counts.executed() * 1'000'000 /
                             static_cast<std::uint64_t>(row.duration.count());
    return Json::number(
        format_seconds(Duration(static_cast<std::int64_t>(thousandths))));
  }

  Json execution(const Execution& execution) const {
    return Json::object()
        .set("argv", texts(execution.argv))
        .set("end", name_of(execution.end))
        .set("exit_status", execution.exit_status)
        .set("signal", execution.signal)
        .set("trouble", text(execution.trouble))
        .set("survivors", execution.survivors)
        .set("duration_s", seconds(execution.duration))
        .set("log", text(execution.log))
        .set("output_bytes", execution.output_bytes)
        .set("output_cut", execution.output_cut)
        .set("output_sha256", text(execution.output_sha256));
  }

  Json origin() const {
    const Origin& origin = report_.evidence.origin;
    return Json::object()
        .set("ci", text(origin.ci))
        .set("run", text(origin.run))
        .set("attempt", text(origin.attempt))
        .set("url", text(without_userinfo(origin.url)));
  }

  Json times(bool complete) const {
    const Evidence& evidence = report_.evidence;
    return Json::object()
        .set("started", format_instant(evidence.started))
        .set("finished",
             complete ? Json(format_instant(evidence.finished)) : Json())
        .set("decided", complete
                            ? Json(format_instant(report_.verdict.decided))
                            : Json());
  }

  const RunReport& report_;
  const Limits& limits_;
  Overview all_;
};

std::string document(const RunReport& report, bool complete) {
  std::string text;
  for (const Limits& limits : kLimits) {
    text = write_json(Document(report, limits).make(complete),
                      JsonStyle::pretty);
    if (text.size() <= kLargestVerdictFile) break;
  }
  return text;
}

std::string render(const RunReport& report, const Style&) {
  return document(report, true);
}

}  // namespace

std::string incomplete_verdict(const Plan& plan, const Evidence& so_far,
                               std::string_view gate_version) {
  const verdict::ReasonRow& row = verdict::reason_row("INCOMPLETE");
  Reason reason;
  reason.code = row.code;
  reason.message = "the run began and has not come to its verdict";
  reason.remedy = row.remedy;
  reason.cleared_by = row.cleared_by;
  reason.undecided = true;
  Verdict verdict;
  verdict.reasons = {reason};
  return document({plan, so_far, verdict, gate_version, ""}, false);
}

extern const Format json_format;
const Format json_format = {"json", "verdict.json",
                            "the verdict with all reasons, for scripts",
                            render};

}  // namespace gate::report
