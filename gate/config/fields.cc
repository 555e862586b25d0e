#include "gate/config/fields.h"

#include <array>

namespace gate::config {
namespace {

constexpr std::uint64_t kSecond = 1000;
constexpr std::uint64_t kYear = 366ull * 24 * 3600 * kSecond;
constexpr std::uint64_t kMuch =
    1'000'000'000'000;  // of anything that is counted

constexpr std::string_view kModes[] = {"full", "partial"};
constexpr std::string_view kCounters[] = {"cases", "assertions",
                                          "ignore-tests"};
constexpr std::string_view kMayfail[] = {"catch2"};

constexpr Field kReadyFields[] = {
    {.key = "path",
     .type = Type::url_path,
     .need = Need::required,
     .doc = "Answers 200 when the environment can be tested.",
     .example = "/healthz"},
    {.key = "within",
     .type = Type::duration,
     .default_text = "60s",
     .doc = "How long to wait for that answer.",
     .example = "2m",
     .min = 1,
     .max = kYear},
};
constexpr Shape kReady = {"ready", "How to see that the environment is up.",
                          kReadyFields};

constexpr Field kBuildFields[] = {
    {.key = "path",
     .type = Type::url_path,
     .need = Need::required,
     .doc = "Says which build is deployed.",
     .example = "/version"},
    {.key = "json",
     .type = Type::json_path,
     .doc = "Where the commit stands in a JSON answer; without it the whole "
            "body is the commit.",
     .example = "$.commit"},
};
constexpr Shape kBuild = {
    "build", "What must name the candidate, before and after the suites.",
    kBuildFields};

constexpr Field kEnvironmentFields[] = {
    {.key = "name",
     .type = Type::name,
     .need = Need::required,
     .doc = "What people call it.",
     .example = "staging"},
    {.key = "mode",
     .type = Type::choice,
     .need = Need::required,
     .doc = "full: talks to staging only; partial: also reads from production "
            "dependencies.  No default, because their safety rules differ.",
     .example = "full",
     .choices = kModes},
    {.key = "url",
     .type = Type::url,
     .need = Need::required,
     .doc = "The service's address, http or https, without credentials.",
     .example = "https://orders.staging.example"},
    {.key = "ready",
     .type = Type::mapping,
     .doc = "How to see that it is up.",
     .shape = &kReady},
    {.key = "build",
     .type = Type::mapping,
     .doc = "How to see which build it runs.",
     .shape = &kBuild},
};
constexpr Shape kEnvironment = {
    "environment",
    "Where the release is deployed.  Without it the verdict's scope is "
    "hermetic.",
    kEnvironmentFields};

constexpr Field kLimitsFields[] = {
    {.key = "file",
     .type = Type::size,
     .default_text = "4GiB",
     .doc = "Size of one report.",
     .example = "64MiB",
     .min = 1},
    {.key = "total",
     .type = Type::size,
     .default_text = "16GiB",
     .doc = "Size of all reports of the suite.",
     .example = "1GiB",
     .min = 1},
    {.key = "files",
     .type = Type::integer,
     .default_text = "100000",
     .doc = "Number of reports.",
     .example = "50",
     .min = 1,
     .max = kMuch},
    {.key = "cases",
     .type = Type::integer,
     .default_text = "50000000",
     .doc = "Number of cases.",
     .example = "20000",
     .min = 1,
     .max = kMuch},
    {.key = "depth",
     .type = Type::integer,
     .default_text = "256",
     .doc = "Nesting of a report's elements.",
     .example = "64",
     .min = 1,
     .max = 4096},
};
constexpr Shape kLimits = {"limits", "How large the reports of a suite may be.",
                           kLimitsFields};

constexpr Field kSuiteFields[] = {
    {.key = "kind",
     .type = Type::kind,
     .need = Need::required,
     .doc = "What the suite is; decides how it is run and shown.",
     .example = "unit"},
    {.key = "framework",
     .type = Type::framework,
     .doc = "What its programs are built with; command where `run` is given.",
     .example = "googletest"},
    {.key = "programs",
     .type = Type::program,
     .many = Many::some,
     .doc = "Test programs to run; each pattern must match.",
     .example = "[build/tests/*_test]"},
    {.key = "run",
     .type = Type::command,
     .doc = "A command that writes JUnit XML: a text for /bin/sh -c (its `$` "
            "belongs to the shell), or a list of arguments.",
     .example = "npx jest --ci"},
    {.key = "args",
     .type = Type::free_text,
     .many = Many::list,
     .doc = "Further arguments for each program or for ctest.",
     .example = "[--verbose]"},
    {.key = "reports",
     .type = Type::glob,
     .many = Many::some,
     .doc = "The JUnit files that `run` writes, from the workspace's root.",
     .example = "[reports/*.xml]"},
    {.key = "workdir",
     .type = Type::inside,
     .doc = "Folder in which the programs run; default: the workspace's root.",
     .example = "web"},
    {.key = "env",
     .type = Type::free_text,
     .many = Many::named,
     .doc = "Environment variables for the suite.",
     .example = "{TZ: UTC}"},
    {.key = "pass_env",
     .type = Type::variable,
     .many = Many::set,
     .doc = "Variables let through from the gate's own environment.",
     .example = "[JAVA_HOME]"},
    {.key = "timeout",
     .type = Type::duration,
     .default_text = "10m",
     .doc = "For each process; then it is ended and the suite has failed.",
     .example = "5m",
     .min = 1,
     .max = kYear},
    {.key = "grace",
     .type = Type::duration,
     .default_text = "10s",
     .doc = "Between asking a process to end and killing it.",
     .example = "3s",
     .max = kYear},
    {.key = "exit_codes",
     .type = Type::integer,
     .many = Many::some,
     .default_text = "[0]",
     .doc = "The statuses that mean: all passed.",
     .example = "[0, 5]",
     .max = 255},
    {.key = "failed_exit_codes",
     .type = Type::integer,
     .many = Many::some,
     .doc = "The statuses that mean: ran to its end, a case failed; default: "
            "the framework's own.",
     .example = "[3]",
     .min = 1,
     .max = 255},
    {.key = "min_tests",
     .type = Type::integer,
     .doc = "Cases that must have been executed, at least.",
     .example = "40",
     .max = kMuch},
    {.key = "max_skipped",
     .type = Type::integer,
     .doc = "Cases that may be skipped, at most; default: any number, while "
            "one is executed.",
     .example = "2",
     .max = kMuch},
    {.key = "max_flaky",
     .type = Type::integer,
     .default_text = "0",
     .doc = "Cases that may pass only after they had failed.",
     .example = "1",
     .max = kMuch},
    {.key = "required",
     .type = Type::text,
     .many = Many::set,
     .doc = "Cases that must have passed, as the gate prints them "
            "(class.name).",
     .example = "[OrdersTest.Pays]"},
    {.key = "max_duration",
     .type = Type::duration,
     .doc = "Of the whole suite; longer fails it.",
     .example = "15m",
     .min = 1,
     .max = kYear},
    {.key = "build_dir",
     .type = Type::path,
     .doc = "The build folder, for ctest.",
     .example = "build"},
    {.key = "baseline",
     .type = Type::inside,
     .doc = "A file of cases that must all be reported, one a line.",
     .example = "tests/baseline.txt"},
    {.key = "optional",
     .type = Type::boolean,
     .default_text = "false",
     .doc = "A pattern of `reports` may match nothing.",
     .example = "true"},
    {.key = "expect_files",
     .type = Type::integer,
     .doc = "Exactly so many reports, no more and no fewer.",
     .example = "4",
     .min = 1,
     .max = kMuch},
    {.key = "allow_cached",
     .type = Type::boolean,
     .default_text = "false",
     .doc = "Reports may be older than this run (build caches).",
     .example = "true"},
    {.key = "allow_empty_files",
     .type = Type::integer,
     .default_text = "0",
     .doc = "Reports without a case, at most.",
     .example = "1",
     .max = kMuch},
    {.key = "allow_duplicate_files",
     .type = Type::boolean,
     .default_text = "false",
     .doc = "The same report twice counts once, instead of failing.",
     .example = "true"},
    {.key = "allow_all_skipped",
     .type = Type::boolean,
     .default_text = "false",
     .doc = "A report may hold nothing but skipped cases.",
     .example = "true"},
    {.key = "strict_chars",
     .type = Type::boolean,
     .default_text = "false",
     .doc = "An illegal character in a report fails, instead of warning.",
     .example = "true"},
    {.key = "unique_names",
     .type = Type::boolean,
     .default_text = "false",
     .doc = "Two cases of one name fail, instead of warning.",
     .example = "true"},
    {.key = "mayfail",
     .type = Type::choice,
     .doc = "catch2: a failure beside a skip is Catch2's [!mayfail].",
     .example = "catch2",
     .choices = kMayfail},
    {.key = "counters",
     .type = Type::choice,
     .default_text = "cases",
     .doc = "What a report's `tests` counts: assertions (Catch2, doctest, "
            "Behat), or nothing useful (mocha).",
     .example = "assertions",
     .choices = kCounters},
    {.key = "ignore_children",
     .type = Type::name,
     .many = Many::set,
     .doc = "Further elements of a case that say nothing about its result.",
     .example = "[perf-log]"},
    {.key = "not_run_messages",
     .type = Type::text,
     .many = Many::set,
     .doc = "Messages with which a ctest \"notrun\" is a plain skip.",
     .example = "[Disabled]"},
    {.key = "limits",
     .type = Type::mapping,
     .doc = "How large its reports may be.",
     .shape = &kLimits},
};
constexpr Shape kSuite = {
    "suite",
    "Exactly one of programs (with framework), build_dir (with framework: "
    "ctest) and run (with reports).",
    kSuiteFields};

constexpr Field kWaiverFields[] = {
    {.key = "suite",
     .type = Type::name,
     .doc = "The suite's name; may stand in `case` instead.",
     .example = "unit"},
    {.key = "case",
     .type = Type::text,
     .need = Need::required,
     .doc = "The case as the gate prints it, or \"suite: case\".",
     .example = "OrdersTest.Refunds"},
    {.key = "reason",
     .type = Type::text,
     .need = Need::required,
     .doc = "Why it is accepted.",
     .example = "rounding differs on arm64"},
    {.key = "owner",
     .type = Type::text,
     .need = Need::required,
     .doc = "Who will mend it.",
     .example = "ada@example.org"},
    {.key = "until",
     .type = Type::date,
     .need = Need::required,
     .doc = "The first day (UTC) on which it no longer holds; then the file is "
            "refused.",
     .example = "2027-06-30"},
};
constexpr Shape kWaiver = {"waiver", "One failure that is accepted for a time.",
                           kWaiverFields};

constexpr Field kPolicyFields[] = {
    {.key = "waivers",
     .type = Type::mapping,
     .many = Many::list,
     .doc = "Failures that are accepted for a time.",
     .shape = &kWaiver},
    {.key = "valid_for",
     .type = Type::duration,
     .default_text = "24h",
     .doc = "How long a pass is good for.",
     .example = "8h",
     .min = 1,
     .max = kYear},
};
constexpr Shape kPolicy = {"policy", "What the verdict accepts.",
                           kPolicyFields};

constexpr Field kFileFields[] = {
    {.key = "version",
     .type = Type::integer,
     .need = Need::required,
     .doc = "The version of this file's format.",
     .example = "1",
     .min = 1,
     .max = 1},
    {.key = "service",
     .type = Type::text,
     .need = Need::required,
     .doc = "What is released.",
     .example = "orders"},
    {.key = "artifact",
     .type = Type::path,
     .doc = "The file that would be promoted; its digest is in the verdict.",
     .example = "dist/orders.tar.gz"},
    {.key = "environment",
     .type = Type::mapping,
     .doc = "Where the release is deployed; without it the verdict's scope is "
            "hermetic.",
     .shape = &kEnvironment},
    {.key = "suites",
     .type = Type::mapping,
     .many = Many::named,
     .need = Need::required,
     .doc = "What must pass, by name, in the order in which it runs.",
     .shape = &kSuite},
    {.key = "policy",
     .type = Type::mapping,
     .doc = "What the verdict accepts.",
     .shape = &kPolicy},
};
constexpr Shape kFile = {"file", "gate.yml.", kFileFields};

constexpr std::array<const Shape*, 8> kShapes = {
    &kFile,  &kEnvironment, &kReady,  &kBuild,
    &kSuite, &kLimits,      &kPolicy, &kWaiver};

}  // namespace

const Field* Shape::find(std::string_view key) const {
  for (const Field& field : fields)
    if (field.key == key) return &field;
  return nullptr;
}

const Shape& file_shape() { return kFile; }

std::span<const Shape* const> all_shapes() { return kShapes; }

bool expands_variables(Type type) {
  switch (type) {
    case Type::text:
    case Type::free_text:
    case Type::path:
    case Type::inside:
    case Type::glob:
    case Type::program:
    case Type::url:
    case Type::url_path:
      return true;
    case Type::name:
    case Type::variable:
    case Type::kind:
    case Type::framework:
    case Type::choice:
    case Type::json_path:
    case Type::integer:
    case Type::size:
    case Type::boolean:
    case Type::duration:
    case Type::date:
    case Type::command:
    case Type::mapping:
      return false;
  }
  return false;
}

std::string_view noun(Type type) {
  switch (type) {
    case Type::text:
    case Type::free_text:
      return "a text";
    case Type::name:
      return "a name of letters, digits, \".\", \"_\" and \"-\"";
    case Type::variable:
      return "the name of an environment variable";
    case Type::kind:
      return "a kind of suite";
    case Type::framework:
      return "a test framework";
    case Type::choice:
      return "a word";
    case Type::path:
      return "a path";
    case Type::inside:
      return "a path of the workspace";
    case Type::glob:
    case Type::program:
      return "a file pattern of the workspace";
    case Type::url:
      return "an http or https URL";
    case Type::url_path:
      return "a path that begins with \"/\"";
    case Type::json_path:
      return "a JSON path such as $.build.commit";
    case Type::integer:
      return "a whole number";
    case Type::size:
      return "a size such as 64MiB";
    case Type::boolean:
      return "true or false";
    case Type::duration:
      return "a duration such as 90s or 5m";
    case Type::date:
      return "a date such as 2027-06-30";
    case Type::command:
      return "a command (a text or a list of texts)";
    case Type::mapping:
      return "a mapping";
  }
  return "a value";
}

}  // namespace gate::config
