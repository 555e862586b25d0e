#include <fmt/format.h>

#include <algorithm>

#include "gate/base/json.h"
#include "gate/base/text.h"
#include "gate/base/version.h"
#include "gate/cli/commands.h"
#include "gate/cli/console.h"
#include "gate/cli/exit_status.h"
#include "gate/cli/publish.h"
#include "gate/report/why.h"
#include "gate/verdict/reason_table.h"

namespace gate::cli {
namespace {

std::string explain(const verdict::ReasonRow& row) {
  return fmt::format("{}\n  {}\n  remedy: {}\n  cleared by: {}\n", row.code,
                     row.meaning, row.remedy, row.cleared_by);
}

std::string as_json(const std::vector<Reason>& reasons) {
  Json list = Json::array();
  for (const Reason& reason : reasons) {
    Json cases = Json::array();
    for (const std::string& id : reason.cases) cases.push(id);
    Json evidence = Json::array();
    for (const std::string& file : reason.evidence) evidence.push(file);
    Json entry = Json::object();
    entry.set("code", reason.code).set("suite", reason.suite);
    entry.set("message", reason.message);
    entry.set("meaning", verdict::reason_row(reason.code).meaning);
    entry.set("remedy", reason.remedy).set("cleared_by", reason.cleared_by);
    entry.set("evidence", std::move(evidence)).set("cases", std::move(cases));
    list.push(std::move(entry));
  }
  return write_json(list, JsonStyle::pretty);
}

std::vector<std::string> known_words(const verdict::FinishedRun& run) {
  std::vector<std::string> words;
  for (const PlannedSuite& suite : run.plan.suites) words.push_back(suite.name);
  for (const auto& row : verdict::reason_table()) words.emplace_back(row.code);
  return words;
}

bool is_suite(const verdict::FinishedRun& run, const std::string& word) {
  return std::any_of(run.plan.suites.begin(), run.plan.suites.end(),
                     [&](const auto& suite) { return suite.name == word; });
}

}  // namespace

int why(const WhyOptions& options, io::System& system) {
  auto run = load(options.out, system);
  const bool is_code = verdict::is_reason_code(options.what);
  if (!run) {
    // A code can be explained without a run.
    if (is_code) {
      print(Stream::out, explain(verdict::reason_row(options.what)));
      return kPass;
    }
    return complain(run.error());
  }
  if (!options.what.empty()) {
    if (!is_code && !is_suite(*run, options.what)) {
      print_error(fmt::format("no suite of this run and no reason code is "
                              "called \"{}\"{}",
                              printable(options.what),
                              did_you_mean(options.what, known_words(*run))));
      return kUsage;
    }
    std::erase_if(run->verdict.reasons, [&](const Reason& reason) {
      return reason.suite != options.what && reason.code != options.what;
    });
    if (run->verdict.reasons.empty()) {
      print(Stream::out,
            is_code ? explain(verdict::reason_row(options.what))
                    : fmt::format("{}: no reason against it\n", options.what));
      return kPass;
    }
  }
  const Terminal terminal =
      look_at(Stream::out, options.common.colour, system.environment);
  print(Stream::out,
        options.common.json
            ? as_json(run->verdict.reasons)
            : report::render_why({run->plan, run->evidence, run->verdict,
                                  version(), options.out},
                                 {terminal.colour, terminal.width}));
  return kPass;
}

}  // namespace gate::cli
