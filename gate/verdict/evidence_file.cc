#include "gate/verdict/evidence_file.h"

#include <concepts>
#include <map>
#include <optional>
#include <type_traits>
#include <vector>

#include "gate/base/json.h"

namespace gate::verdict {
namespace {

constexpr std::string_view kSchema = "https://stagegate.dev/evidence/v1";

// The members of each type, once for writing and reading.  A type that grows
// stops compiling here, because the binding then lacks a name.
template <class T, class U>
concept Is = std::same_as<std::remove_const_t<T>, U>;

template <class V>
void members(V& visit, Is<Waiver> auto& value) {
  auto& [suite, test, reason, owner, until] = value;
  visit("suite", suite);
  visit("test", test);
  visit("reason", reason);
  visit("owner", owner);
  visit("until", until);
}

template <class V>
void members(V& visit, Is<Policy> auto& value) {
  auto& [waivers, valid_for] = value;
  visit("waivers", waivers);
  visit("valid_for_ms", valid_for);
}

template <class V>
void members(V& visit, Is<ReportRules> auto& value) {
  auto& [expect_files, allow_empty_files, optional_reports, allow_cached,
         allow_duplicate_files, allow_all_skipped, strict_chars, unique_names,
         mayfail_catch2, counters, ignore_children, not_run_messages,
         max_file_bytes, max_total_bytes, max_files, max_cases, max_depth] =
      value;
  visit("expect_files", expect_files);
  visit("allow_empty_files", allow_empty_files);
  visit("optional_reports", optional_reports);
  visit("allow_cached", allow_cached);
  visit("allow_duplicate_files", allow_duplicate_files);
  visit("allow_all_skipped", allow_all_skipped);
  visit("strict_chars", strict_chars);
  visit("unique_names", unique_names);
  visit("mayfail_catch2", mayfail_catch2);
  visit("counters", counters);
  visit("ignore_children", ignore_children);
  visit("not_run_messages", not_run_messages);
  visit("max_file_bytes", max_file_bytes);
  visit("max_total_bytes", max_total_bytes);
  visit("max_files", max_files);
  visit("max_cases", max_cases);
  visit("max_depth", max_depth);
}

template <class V>
void members(V& visit, Is<PlannedSuite> auto& value) {
  auto& [name, kind, framework, where, programs, run, reports, workdir, args,
         env, pass_env, timeout, grace, exit_codes, failed_exit_codes,
         min_tests, max_skipped, max_flaky, required_cases, max_duration,
         build_dir, rules, baseline] = value;
  visit("name", name);
  visit("kind", kind);
  visit("framework", framework);
  visit("where", where);
  visit("programs", programs);
  visit("run", run);
  visit("reports", reports);
  visit("workdir", workdir);
  visit("args", args);
  visit("env", env);
  visit("pass_env", pass_env);
  visit("timeout_ms", timeout);
  visit("grace_ms", grace);
  visit("exit_codes", exit_codes);
  visit("failed_exit_codes", failed_exit_codes);
  visit("min_tests", min_tests);
  visit("max_skipped", max_skipped);
  visit("max_flaky", max_flaky);
  visit("required_cases", required_cases);
  visit("max_duration_ms", max_duration);
  visit("build_dir", build_dir);
  visit("rules", rules);
  visit("baseline", baseline);
}

template <class V>
void members(V& visit, Is<PlannedEnvironment> auto& value) {
  auto& [name, mode, url, ready_path, ready_within, build_path, build_json] =
      value;
  visit("name", name);
  visit("mode", mode);
  visit("url", url);
  visit("ready_path", ready_path);
  visit("ready_within_ms", ready_within);
  visit("build_path", build_path);
  visit("build_json", build_json);
}

template <class V>
void members(V& visit, Is<Plan> auto& value) {
  auto& [service, scope, artifact, environment, suites, left_out, policy,
         config_path, config_sha256, nonce, shard_index, shard_count,
         only_cases] = value;
  visit("service", service);
  visit("scope", scope);
  visit("artifact", artifact);
  visit("environment", environment);
  visit("suites", suites);
  visit("left_out", left_out);
  visit("policy", policy);
  visit("config_path", config_path);
  visit("config_sha256", config_sha256);
  visit("nonce", nonce);
  visit("shard_index", shard_index);
  visit("shard_count", shard_count);
  visit("only_cases", only_cases);
}

template <class V>
void members(V& visit, Is<Candidate> auto& value) {
  auto& [commit, tree, branch, dirty, dirty_paths, shallow, worktree, digest] =
      value;
  visit("commit", commit);
  visit("tree", tree);
  visit("branch", branch);
  visit("dirty", dirty);
  visit("dirty_paths", dirty_paths);
  visit("shallow", shallow);
  visit("worktree", worktree);
  visit("digest", digest);
}

template <class V>
void members(V& visit, Is<Problem> auto& value) {
  auto& [code, message, evidence] = value;
  visit("code", code);
  visit("message", message);
  visit("evidence", evidence);
}

template <class V>
void members(V& visit, Is<Execution> auto& value) {
  auto& [argv, end, exit_status, signal, trouble, survivors, started, duration,
         log, output_bytes, output_cut, output_sha256] = value;
  visit("argv", argv);
  visit("end", end);
  visit("exit_status", exit_status);
  visit("signal", signal);
  visit("trouble", trouble);
  visit("survivors", survivors);
  visit("started", started);
  visit("duration_ms", duration);
  visit("log", log);
  visit("output_bytes", output_bytes);
  visit("output_cut", output_cut);
  visit("output_sha256", output_sha256);
}

template <class V>
void members(V& visit, Is<Counts> auto& value) {
  auto& [passed, flaky, skipped, failed, errored] = value;
  visit("passed", passed);
  visit("flaky", flaky);
  visit("skipped", skipped);
  visit("failed", failed);
  visit("errored", errored);
}

template <class V>
void members(V& visit, Is<ReportFile> auto& value) {
  auto& [path, stored, digest, bytes, counts] = value;
  visit("path", path);
  visit("stored", stored);
  visit("sha256", digest);
  visit("bytes", bytes);
  visit("counts", counts);
}

template <class V>
void members(V& visit, Is<TestCase> auto& value) {
  auto& [suite_path, classname, name, file, line, status, seconds, type,
         message, text, code, report] = value;
  visit("suite_path", suite_path);
  visit("classname", classname);
  visit("name", name);
  visit("file", file);
  visit("line", line);
  visit("status", status);
  visit("seconds", seconds);
  visit("type", type);
  visit("message", message);
  visit("text", text);
  visit("code", code);
  visit("report", report);
}

template <class V>
void members(V& visit, Is<SuiteEvidence> auto& value) {
  auto& [name, kind, framework, started, duration, executions, reports, counts,
         bad_cases, more_bad_cases, flaky_cases, more_flaky_cases,
         skipped_cases, more_skipped_cases, slowest_cases, unreported_cases,
         problems, warnings, relaxations, merged_cases, merged_cases_sha256,
         shard_index, shard_count, whole] = value;
  visit("name", name);
  visit("kind", kind);
  visit("framework", framework);
  visit("started", started);
  visit("duration_ms", duration);
  visit("executions", executions);
  visit("reports", reports);
  visit("counts", counts);
  visit("bad_cases", bad_cases);
  visit("more_bad_cases", more_bad_cases);
  visit("flaky_cases", flaky_cases);
  visit("more_flaky_cases", more_flaky_cases);
  visit("skipped_cases", skipped_cases);
  visit("more_skipped_cases", more_skipped_cases);
  visit("slowest_cases", slowest_cases);
  visit("unreported_cases", unreported_cases);
  visit("problems", problems);
  visit("warnings", warnings);
  visit("relaxations", relaxations);
  visit("merged_cases", merged_cases);
  visit("merged_cases_sha256", merged_cases_sha256);
  visit("shard_index", shard_index);
  visit("shard_count", shard_count);
  visit("whole", whole);
}

template <class V>
void members(V& visit, Is<EnvironmentSeen> auto& value) {
  auto& [build, problem] = value;
  visit("build", build);
  visit("problem", problem);
}

template <class V>
void members(V& visit, Is<Origin> auto& value) {
  auto& [ci, run, attempt, url] = value;
  visit("ci", ci);
  visit("run", run);
  visit("attempt", attempt);
  visit("url", url);
}

template <class V>
void members(V& visit, Is<Evidence> auto& value) {
  auto& [candidate_before, candidate_after, artifact_sha256_before,
         artifact_sha256_after, environment_before, environment_after, suites,
         problems, warnings, interrupted_by, origin, started, finished] = value;
  visit("candidate_before", candidate_before);
  visit("candidate_after", candidate_after);
  visit("artifact_sha256_before", artifact_sha256_before);
  visit("artifact_sha256_after", artifact_sha256_after);
  visit("environment_before", environment_before);
  visit("environment_after", environment_after);
  visit("suites", suites);
  visit("problems", problems);
  visit("warnings", warnings);
  visit("interrupted_by", interrupted_by);
  visit("origin", origin);
  visit("started", started);
  visit("finished", finished);
}

template <class V>
void members(V& visit, Is<Reason> auto& value) {
  auto& [code, suite, message, remedy, cleared_by, evidence, cases,
         undecided] = value;
  visit("code", code);
  visit("suite", suite);
  visit("message", message);
  visit("remedy", remedy);
  visit("cleared_by", cleared_by);
  visit("evidence", evidence);
  visit("cases", cases);
  visit("undecided", undecided);
}

template <class V>
void members(V& visit, Is<Verdict> auto& value) {
  auto& [decision, reasons, waivers_used, decided, not_after, interrupted_by] =
      value;
  visit("decision", decision);
  visit("reasons", reasons);
  visit("waivers_used", waivers_used);
  visit("decided", decided);
  visit("not_after", not_after);
  visit("interrupted_by", interrupted_by);
}

template <class V>
void members(V& visit, Is<FinishedRun> auto& value) {
  auto& [plan, evidence, verdict] = value;
  visit("plan", plan);
  visit("evidence", evidence);
  visit("verdict", verdict);
}

// These words are on disk: they may grow, never change.
std::string_view name_of(ReportRules::Counters counters) {
  switch (counters) {
    case ReportRules::Counters::cases: return "cases";
    case ReportRules::Counters::assertions: return "assertions";
    case ReportRules::Counters::ignore_tests: return "ignore-tests";
  }
  return "";
}

class Writer {
 public:
  Json write(bool value) { return value; }
  Json write(int value) { return value; }
  Json write(std::uint64_t value) { return value; }
  Json write(double value) { return value; }
  Json write(const std::string& value) { return value; }
  Json write(Instant value) { return format_instant(value); }
  Json write(Duration value) { return std::int64_t{value.count()}; }
  Json write(CaseStatus value) { return gate::name_of(value); }
  Json write(Execution::End value) { return gate::name_of(value); }
  Json write(Decision value) { return gate::name_of(value); }
  Json write(ReportRules::Counters value) {
    return verdict::name_of(value);
  }

  template <class T>
  Json write(const std::optional<T>& value) {
    return value ? write(*value) : Json();
  }

  template <class T>
  Json write(const std::vector<T>& values) {
    Json array = Json::array();
    for (const T& value : values) array.push(write(value));
    return array;
  }

  Json write(const std::map<std::string, std::string>& values) {
    Json object = Json::object();
    for (const auto& [key, value] : values) object.set(key, value);
    return object;
  }

  template <class T>
    requires std::is_aggregate_v<T>
  Json write(const T& value) {
    Json object = Json::object();
    auto visit = [&](const char* name, const auto& member) {
      object.set(name, write(member));
    };
    members(visit, value);
    return object;
  }
};

std::string_view name_of(Json::Type type) {
  switch (type) {
    case Json::Type::null: return "null";
    case Json::Type::boolean: return "true or false";
    case Json::Type::number: return "a number";
    case Json::Type::string: return "a string";
    case Json::Type::array: return "an array";
    case Json::Type::object: return "an object";
  }
  return "";
}

// Remembers the first trouble with its path and does nothing after it.
class Reader {
 public:
  const std::string& trouble() const { return trouble_; }

  void read(const Json& json, bool& out) {
    if (json.is(Json::Type::boolean)) out = json.as_bool();
    else mistyped("true or false", json);
  }
  void read(const Json& json, int& out) {
    const auto number = json.as_signed();
    out = static_cast<int>(number.value_or(0));
    if (!number || out != *number) mistyped("a small whole number", json);
  }
  void read(const Json& json, std::uint64_t& out) {
    read_number(json, json.as_unsigned(), "a whole number", out);
  }
  void read(const Json& json, double& out) {
    read_number(json, json.as_double(), "a number", out);
  }
  void read(const Json& json, std::string& out) {
    if (json.is(Json::Type::string)) out = json.text();
    else mistyped("a string", json);
  }
  void read(const Json& json, Duration& out) {
    std::int64_t count = 0;
    read_number(json, json.as_signed(), "a number of milliseconds", count);
    out = Duration(count);
  }
  void read(const Json& json, Instant& out) {
    read_word(json, parse_instant(json.text()), "a time", out);
  }
  void read(const Json& json, CaseStatus& out) {
    read_word(json, case_status(json.text()), "a case status", out);
  }
  void read(const Json& json, Execution::End& out) {
    read_word(json, execution_end(json.text()), "the end of a program", out);
  }
  void read(const Json& json, Decision& out) {
    read_word(json, one_of({Decision::pass, Decision::fail}, json.text()),
              "pass or fail", out);
  }
  void read(const Json& json, ReportRules::Counters& out) {
    using Counters = ReportRules::Counters;
    read_word(json,
              one_of({Counters::cases, Counters::assertions,
                      Counters::ignore_tests},
                     json.text()),
              "what counters count", out);
  }

  template <class T>
  void read(const Json& json, std::optional<T>& out) {
    if (json.is(Json::Type::null)) return;
    read(json, out.emplace());
  }

  template <class T>
  void read(const Json& json, std::vector<T>& out) {
    if (!json.is(Json::Type::array)) return mistyped("an array", json);
    out.resize(json.items().size());
    for (std::size_t i = 0; i < out.size(); ++i) {
      within("[" + std::to_string(i) + "]",
             [&] { read(json.items()[i], out[i]); });
    }
  }

  void read(const Json& json, std::map<std::string, std::string>& out) {
    if (!json.is(Json::Type::object)) return mistyped("an object", json);
    for (const auto& [key, value] : json.members()) {
      within("." + key, [&, &name = key, &text = value] {
        read(text, out[name]);
      });
    }
  }

  template <class T>
    requires std::is_aggregate_v<T>
  void read(const Json& json, T& out) {
    if (!json.is(Json::Type::object)) return mistyped("an object", json);
    std::vector<std::string_view> known;
    auto visit = [&](const char* name, auto& member) {
      known.push_back(name);
      within(std::string(".") + name, [&] {
        const Json* value = json.find(name);
        if (value == nullptr) fail("is missing");
        else read(*value, member);
      });
    };
    members(visit, out);
    refuse_unknown(json, known);
  }

 private:
  template <class Step>
  void within(const std::string& step, Step read_step) {
    if (!trouble_.empty()) return;
    const std::size_t length = path_.size();
    path_ += step;
    read_step();
    path_.resize(length);
  }

  void refuse_unknown(const Json& json,
                      const std::vector<std::string_view>& known) {
    for (const auto& [key, value] : json.members()) {
      bool found = false;
      for (std::string_view name : known) found = found || name == key;
      if (!found) fail("has the unknown member \"" + key + "\"");
    }
  }

  template <class T>
  static std::optional<T> one_of(std::initializer_list<T> values,
                                 std::string_view word) {
    using gate::name_of;
    using verdict::name_of;
    for (T value : values) {
      if (name_of(value) == word) return value;
    }
    return std::nullopt;
  }

  template <class T>
  void read_number(const Json& json, const std::optional<T>& number,
                   const char* expected, T& out) {
    if (number && json.is(Json::Type::number)) out = *number;
    else mistyped(expected, json);
  }

  template <class T>
  void read_word(const Json& json, const std::optional<T>& value,
                 const char* expected, T& out) {
    if (value && json.is(Json::Type::string)) out = *value;
    else mistyped(expected, json);
  }

  void mistyped(const std::string& expected, const Json& json) {
    std::string found{name_of(json.type())};
    if (json.is(Json::Type::string)) found = "\"" + json.text() + "\"";
    if (json.is(Json::Type::number)) found = json.text();
    fail("expected " + expected + ", found " + found);
  }

  void fail(const std::string& message) {
    if (trouble_.empty()) trouble_ = path_ + ": " + message;
  }

  std::string path_ = "$";
  std::string trouble_;
};

Error refused(std::string message) {
  return Error{ErrorKind::refused, std::move(message)};
}

}  // namespace

std::string write_evidence(const FinishedRun& run) {
  Json document = Json::object();
  document.set("schema", kSchema).set("run", Writer().write(run));
  return write_json(document, JsonStyle::pretty);
}

Result<FinishedRun> read_evidence(std::string_view text) {
  // A thousand kept cases of sixteen kilobytes in each of many suites.
  Result<Json> document = parse_json(text, {.max_bytes = 1u << 30});
  if (!document) return document.error();
  const Json* schema = document->find("schema");
  const Json* json = document->find("run");
  if (schema == nullptr || schema->text() != kSchema) {
    return refused("$.schema: expected \"" + std::string(kSchema) +
                   "\", found " +
                   (schema == nullptr ? "none" : "\"" + schema->text() + "\"") +
                   "; read it with the gate that wrote it");
  }
  if (json == nullptr) return refused("$.run: is missing");
  if (document->members().size() != 2) {
    return refused("$: expected the members schema and run only");
  }
  FinishedRun run;
  Reader reader;
  reader.read(*json, run);
  if (!reader.trouble().empty()) return refused(reader.trouble());
  return run;
}

}  // namespace gate::verdict
