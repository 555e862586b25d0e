#include "gate/runner/event_log.h"

namespace gate::runner {

Json EventLog::event(std::string_view name) const {
  Json json = Json::object();
  json.set("at", format_instant(system_.clock.now()));
  json.set("event", name);
  return json;
}

void EventLog::write(const Json& event) {
  // Void on purpose: see the class.
  if (!system_.files.append_line(path_, write_json(event, JsonStyle::compact)))
    return;
}

void EventLog::run_started(const Plan& plan) {
  Json json = event("run_started");
  json.set("service", plan.service);
  json.set("scope", plan.scope);
  Json names = Json::array();
  for (const PlannedSuite& suite : plan.suites) names.push(suite.name);
  json.set("suites", std::move(names));
  write(json);
}

void EventLog::run_finished(std::string_view verdict) {
  Json json = event("run_finished");
  json.set("verdict", verdict);
  write(json);
}

void EventLog::suite_started(const PlannedSuite& suite,
                             std::optional<std::uint64_t> expected) {
  Json json = event("suite_started");
  json.set("suite", suite.name);
  if (expected) json.set("expected", *expected);
  write(json);
  next_.suite_started(suite, expected);
}

void EventLog::output(std::string_view suite, std::string_view program,
                      std::string_view bytes) {
  next_.output(suite, program, bytes);
}

void EventLog::progress(std::string_view suite, std::uint64_t ended) {
  next_.progress(suite, ended);
}

void EventLog::program_finished(std::string_view suite,
                                const Execution& execution) {
  Json json = event("program_finished");
  json.set("suite", suite);
  json.set("program",
           execution.argv.empty() ? std::string() : execution.argv.front());
  json.set("end", name_of(execution.end));
  json.set("exit_status", execution.exit_status);
  json.set("signal", execution.signal);
  json.set("duration_s", Json::number(format_seconds(execution.duration)));
  write(json);
  next_.program_finished(suite, execution);
}

void EventLog::suite_finished(const SuiteEvidence& evidence) {
  Json json = event("suite_finished");
  json.set("suite", evidence.name);
  json.set("tests", evidence.counts.total());
  json.set("bad", evidence.counts.bad());
  json.set("problems", static_cast<std::uint64_t>(evidence.problems.size()));
  write(json);
  next_.suite_finished(evidence);
}

}  // namespace gate::runner
