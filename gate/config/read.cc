// gate.yml from text to values: parse, check against the tables, read, and hold
// each suite to the rules that join its keys.
#include <algorithm>

#include "gate/base/digest.h"
#include "gate/config/check.h"
#include "gate/config/config.h"
#include "gate/config/suite_rules.h"
#include "gate/config/view.h"
#include "gate/config/waivers.h"

namespace gate::config {
namespace {

using Counters = ReportRules::Counters;

Counters counters(const std::string& name) {
  if (name == "assertions") return Counters::assertions;
  if (name == "ignore-tests") return Counters::ignore_tests;
  return Counters::cases;
}

void read_limits(const Node* node, ReportRules& rules) {
  if (node == nullptr) return;
  const View limits(*node);
  rules.max_file_bytes = limits.size("file").value_or(rules.max_file_bytes);
  rules.max_total_bytes = limits.size("total").value_or(rules.max_total_bytes);
  rules.max_files = limits.number("files").value_or(rules.max_files);
  rules.max_cases = limits.number("cases").value_or(rules.max_cases);
  rules.max_depth = limits.number("depth").value_or(rules.max_depth);
}

ReportRules read_rules(const View& suite) {
  ReportRules rules;
  rules.expect_files = suite.number("expect_files");
  rules.allow_empty_files = suite.number("allow_empty_files").value_or(0);
  rules.optional_reports = suite.flag("optional");
  rules.allow_cached = suite.flag("allow_cached");
  rules.allow_duplicate_files = suite.flag("allow_duplicate_files");
  rules.allow_all_skipped = suite.flag("allow_all_skipped");
  rules.strict_chars = suite.flag("strict_chars");
  rules.unique_names = suite.flag("unique_names");
  rules.mayfail_catch2 = suite.text("mayfail") == "catch2";
  rules.counters = counters(suite.text("counters"));
  rules.ignore_children = suite.texts("ignore_children");
  rules.not_run_messages = suite.texts("not_run_messages");
  read_limits(suite.find("limits"), rules);
  return rules;
}

std::vector<std::string> read_command(const View& suite) {
  const Node* run = suite.find("run");
  if (run != nullptr && run->kind == Node::Kind::scalar)
    return {"/bin/sh", "-c", run->text};
  return suite.texts("run");
}

PlannedSuite read_suite(const Node& mapping) {
  const View view(mapping);
  PlannedSuite suite;
  suite.kind = view.text("kind");
  suite.framework = view.text("framework");
  suite.programs = view.texts("programs");
  suite.run = read_command(view);
  suite.reports = view.texts("reports");
  suite.workdir = view.text("workdir");
  suite.args = view.texts("args");
  suite.env = view.named_texts("env");
  suite.pass_env = view.texts("pass_env");
  suite.timeout = view.duration("timeout").value_or(suite.timeout);
  suite.grace = view.duration("grace").value_or(suite.grace);
  if (view.find("exit_codes")) suite.exit_codes = view.numbers("exit_codes");
  suite.failed_exit_codes = view.numbers("failed_exit_codes");
  suite.min_tests = view.number("min_tests");
  suite.max_skipped = view.number("max_skipped");
  suite.max_flaky = view.number("max_flaky").value_or(suite.max_flaky);
  suite.required_cases = view.texts("required");
  suite.max_duration = view.duration("max_duration");
  suite.build_dir = view.text("build_dir");
  suite.baseline = view.text("baseline");
  suite.rules = read_rules(view);
  return suite;
}

PlannedEnvironment read_environment(const Node& mapping) {
  const View view(mapping);
  PlannedEnvironment environment;
  environment.name = view.text("name");
  environment.mode = view.text("mode");
  environment.url = view.text("url");
  if (const Node* ready = view.find("ready")) {
    environment.ready_path = View(*ready).text("path");
    environment.ready_within =
        View(*ready).duration("within").value_or(environment.ready_within);
  }
  if (const Node* build = view.find("build")) {
    environment.build_path = View(*build).text("path");
    environment.build_json = View(*build).text("json");
  }
  return environment;
}

class Reader {
 public:
  Reader(const ReadContext& context, Findings& findings)
      : context_(context), findings_(findings) {}

  Config read(const Node& root) {
    const View view(root);
    config_.service = view.text("service");
    config_.artifact = view.text("artifact");
    if (const Node* environment = view.find("environment"))
      config_.environment = read_environment(*environment);
    if (const Node::Entry* suites = root.find("suites")) read_suites(*suites);
    if (const Node* policy = view.find("policy")) read_policy(*policy);
    note_positions(root, "");
    return std::move(config_);
  }

 private:
  void read_suites(const Node::Entry& suites) {
    for (const Node::Entry& entry : suites.value.entries) {
      names_.push_back(entry.key);
      if (entry.value.kind != Node::Kind::mapping) continue;
      PlannedSuite suite = read_suite(entry.value);
      suite.name = entry.key;
      suite.where = at(context_.path, entry.position);
      const auto& known = context_.frameworks;
      if (std::find(known.begin(), known.end(), suite.framework) == known.end())
        suite.framework.clear();
      check_suite(suite, entry.value, "suites." + entry.key, findings_);
      config_.suites.push_back(std::move(suite));
    }
    check_suites(config_.suites, suites.position, findings_);
  }

  void read_policy(const Node& mapping) {
    const View view(mapping);
    config_.policy.valid_for =
        view.duration("valid_for").value_or(config_.policy.valid_for);
    if (const Node* waivers = view.find("waivers"))
      config_.policy.waivers =
          read_waivers(*waivers, names_, context_.now, findings_);
  }

  void note_positions(const Node& node, const std::string& path) {
    for (const Node::Entry& entry : node.entries) {
      const std::string key = (path.empty() ? "" : path + ".") + entry.key;
      config_.positions[key] = at(context_.path, entry.position);
      note_positions(entry.value, key);
    }
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const std::string key = path + "[" + std::to_string(i) + "]";
      config_.positions[key] = at(context_.path, node.items[i].position);
      note_positions(node.items[i], key);
    }
  }

  const ReadContext& context_;
  Findings& findings_;
  Config config_;
  std::vector<std::string> names_;
};

}  // namespace

Result<Config> read_config(std::string_view text, const ReadContext& context) {
  Findings findings(context.path);
  Node root = parse_yaml(text, findings);
  check(root, file_shape(), context, findings);
  Config config = Reader(context, findings).read(root);
  if (!findings.empty()) return findings.error();
  config.path = context.path;
  config.sha256 = sha256(text);
  return config;
}

}  // namespace gate::config
