#include "gate/cli/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>

#include "gate/base/text.h"
#include "gate/base/version.h"
#include "gate/cli/exit_status.h"

namespace gate::cli {
namespace {

// Everything that any command may set; the chosen command decides which part of
// it is handed on.
struct Everything {
  RunOptions run;
  RunOptions plan;
  JudgeOptions judge;
  MergeOptions merge;
  VerifyOptions verify;
  ReportOptions report;
  WhyOptions why;
  InitOptions init;
  DemoOptions demo;
  SchemaOptions schema;
  ListOptions list;
};

const std::map<std::string, When> kWhen = {{"auto", When::automatic},
                                           {"always", When::always},
                                           {"never", When::never}};
const std::map<std::string, ShowOutput> kShow = {{"failed", ShowOutput::failed},
                                                 {"live", ShowOutput::live},
                                                 {"none", ShowOutput::none}};

template <typename Enum>
void add_choice(CLI::App* app, const std::string& flag, Enum& value,
                const std::map<std::string, Enum>& choices,
                const std::string& help) {
  std::vector<std::string> names;
  for (const auto& [name, unused] : choices) names.push_back(name);
  app->add_option_function<std::string>(
         flag, [&value, &choices](const std::string& name) {
           value = choices.at(name);
         },
         help)
      ->check(CLI::IsMember(names).description(""))
      ->type_name(fmt::format("{}", fmt::join(names, "|")));
}

void add_common(CLI::App* app, Common& common) {
  add_choice(app, "--color", common.colour, kWhen,
             "colour the output (default: on a terminal)");
  app->add_flag("--json", common.json, "answer with JSON on standard output");
}

void add_out(CLI::App* app, std::string& out) {
  app->add_option("--out", out, "folder of the evidence (default: gate-out)")
      ->type_name("DIR");
}

// "2/4": the second of four.
std::string read_shard(const std::string& text, RunOptions& run) {
  const auto parts = split(text, '/');
  const auto index = parse_unsigned(parts[0]);
  const auto count = parts.size() == 2 ? parse_unsigned(parts[1]) : std::nullopt;
  if (!index || !count || *index < 1 || *index > *count || *count > 10'000)
    return fmt::format("expected I/N with 1 <= I <= N, such as 2/4, found \"{}\"",
                       printable(text));
  run.shard_index = *index;
  run.shard_count = *count;
  return {};
}

// The library reads "-1" as the largest number there is.
CLI::Validator whole_number() {
  return CLI::Validator(
      [](const std::string& text) {
        return parse_unsigned(text)
                   ? std::string()
                   : fmt::format("expected a whole number, found \"{}\"",
                                 printable(text));
      },
      "");
}

void add_selection(CLI::App* app, RunOptions& run) {
  app->add_option("SUITE", run.suites, "run only these suites")
      ->type_name("");
  app->add_option("--config", run.config, "the file (default: gate.yml)")
      ->type_name("FILE");
  app->add_option("--workspace", run.workspace,
                  "folder of its paths (default: where the file is)")
      ->type_name("DIR");
  app->add_option("--only", run.only, "run only this suite; may be repeated")
      ->type_name("SUITE");
  app->add_option("--skip", run.skip, "leave this suite out; may be repeated")
      ->type_name("SUITE");
  app->add_option("--case", run.cases,
                  "run only this case, as reports name it; may be repeated")
      ->type_name("ID");
  app->add_option_function<std::string>(
         "--shard",
         [&run](const std::string& text) {
           const std::string trouble = read_shard(text, run);
           if (!trouble.empty()) throw CLI::ValidationError("--shard", trouble);
         },
         "run the Ith of N parts; join them with gate merge")
      ->type_name("I/N");
  app->add_option("--nonce", run.nonce,
                  "word that the verdict must carry for gate verify")
      ->type_name("TEXT");
  for (auto* option : app->get_options())
    if (option->check_name("--only") || option->check_name("--skip") ||
        option->check_name("--case"))
      option->allow_extra_args(false);
}

void define_run(CLI::App& root, Everything& all) {
  auto* app = root.add_subcommand(
      "run", "Run the suites of gate.yml and give one verdict.");
  add_selection(app, all.run);
  add_out(app, all.run.out);
  app->add_option("--jobs", all.run.jobs,
                  "programs of a suite that run at once (default: 1)")
      ->type_name("N")
      ->check(CLI::Range(1, 256).description(""));
  add_choice(app, "--output", all.run.output, kShow,
             "what the suites print: after a failure, live, or not");
  add_common(app, all.run.common);
  app->footer("Example: gate run unit integration --jobs 2");
}

void define_plan(CLI::App& root, Everything& all) {
  auto* app = root.add_subcommand(
      "plan", "Say what gate run would do; touches nothing.");
  add_selection(app, all.plan);
  add_common(app, all.plan.common);
  app->footer("Example: gate plan --skip integration");
}

void define_judge(CLI::App& root, Everything& all) {
  auto* app = root.add_subcommand(
      "judge", "Judge JUnit files that other steps wrote; needs no gate.yml.");
  auto& judge = all.judge;
  app->add_option("PATH", judge.paths, "files, folders or quoted patterns")
      ->required()
      ->type_name("");
  add_out(app, judge.out);
  app->add_option("--service", judge.service, "name in the reports")
      ->type_name("NAME");
  app->add_option("--min-tests", judge.min_tests, "executed cases, at least")
      ->check(whole_number())
      ->type_name("N");
  app->add_option("--max-skipped", judge.max_skipped, "skipped cases, at most")
      ->check(whole_number())
      ->type_name("N");
  app->add_option("--max-flaky", judge.max_flaky,
                  "flaky cases, at most (default: 0)")
      ->check(whole_number())
      ->type_name("N");
  app->add_option("--expect-files", judge.expect_files,
                  "exactly so many report files")
      ->check(whole_number())
      ->type_name("N");
  app->add_option("--counters", judge.counters,
                  "what the counters count (default: cases)")
      ->check(CLI::IsMember(
          std::vector<std::string>{"cases", "assertions", "ignore-tests"})
              .description(""))
      ->type_name("cases|assertions|ignore-tests");
  app->add_option("--nonce", judge.nonce,
                  "word that the verdict must carry for gate verify")
      ->type_name("TEXT");
  add_common(app, judge.common);
  app->footer("Example: gate judge 'reports/**/*.xml' --min-tests 400");
}

void define_merge(CLI::App& root, Everything& all) {
  auto* app = root.add_subcommand(
      "merge", "Join the evidence of shards or of earlier jobs into one verdict.");
  app->add_option("DIR", all.merge.folders, "output folders of gate run")
      ->required()
      ->type_name("");
  add_out(app, all.merge.out);
  add_common(app, all.merge.common);
  app->footer("Example: gate merge --out gate-out shard-1 shard-2 shard-3");
}

void define_verify(CLI::App& root, Everything& all) {
  auto* app = root.add_subcommand(
      "verify",
      "The canary step's question: is this verdict a pass, for this, now?");
  auto& verify = all.verify;
  app->add_option("FILE", verify.file, "verdict.json of the run")
      ->required()
      ->type_name("");
  app->add_option("--commit", verify.commit, "the commit that is to be promoted")
      ->type_name("SHA");
  app->add_option("--scope", verify.scope, "staging, hermetic or reports")
      ->check(CLI::IsMember(
          std::vector<std::string>{"staging", "hermetic", "reports"})
              .description(""))
      ->type_name("SCOPE");
  app->add_option("--environment", verify.environment,
                  "name of the environment, as in gate.yml")
      ->type_name("NAME");
  app->add_flag("--no-environment", verify.no_environment,
                "there is no environment to compare");
  app->add_option("--artifact", verify.artifact,
                  "the file that is to be promoted, or its sha256:...")
      ->type_name("FILE");
  app->add_flag("--no-artifact", verify.no_artifact,
                "there is no artifact to compare");
  app->add_option("--nonce", verify.nonce, "word given to gate run --nonce")
      ->type_name("TEXT");
  app->add_flag("--no-nonce", verify.no_nonce, "no nonce was given");
  app->add_option("--max-age", verify.max_age, "how old it may be, such as 24h")
      ->type_name("DURATION");
  app->add_option("--exit-status", verify.exit_status,
                  "what gate run exited with")
      ->type_name("N");
  add_common(app, verify.common);
  app->footer(
      "Every expectation must be given; none is taken from the verdict itself.\n"
      "Example: gate verify gate-out/verdict.json --commit \"$SHA\" \\\n"
      "  --scope staging --environment staging --artifact dist/app.tar.gz \\\n"
      "  --nonce \"$RUN\" --max-age 24h --exit-status 0");
}

void define_report(CLI::App& root, Everything& all) {
  auto* app =
      root.add_subcommand("report", "Render a finished run again.");
  add_out(app, all.report.out);
  app->add_option("--format", all.report.format,
                  "console, html, markdown, junit or json (default: console)")
      ->type_name("NAME");
  app->add_option("--to", all.report.to, "write to this file")
      ->type_name("FILE");
  add_choice(app, "--color", all.report.common.colour, kWhen,
             "colour the output (default: on a terminal)");
  app->footer("Example: gate report --format markdown --to summary.md");
}

void define_why(CLI::App& root, Everything& all) {
  auto* app = root.add_subcommand("why", "Explain a red run in ten seconds.");
  app->add_option("WHAT", all.why.what, "a reason code or a suite")
      ->type_name("");
  add_out(app, all.why.out);
  add_common(app, all.why.common);
  app->footer("Example: gate why unit");
}

void define_init(CLI::App& root, Everything& all) {
  auto* app = root.add_subcommand(
      "init", "Look at the tree and write a commented gate.yml.");
  app->add_option("--config", all.init.config,
                  "the file to write (default: gate.yml)")
      ->type_name("FILE");
  app->add_flag("--print", all.init.print, "print it instead of writing it");
  app->footer("Example: gate init --print");
}

void define_demo(CLI::App& root, Everything& all) {
  auto* app = root.add_subcommand(
      "demo", "Run the embedded example, from start to verdict.");
  app->add_flag("--broken", all.demo.broken, "plant a bug and end red");
  add_out(app, all.demo.out);
  add_choice(app, "--color", all.demo.common.colour, kWhen,
             "colour the output (default: on a terminal)");
  app->footer("Example: gate demo --broken");
}

void define_schema(CLI::App& root, Everything& all) {
  auto* app = root.add_subcommand("schema", "Print the JSON Schema of gate.yml.");
  app->add_flag("--markdown", all.schema.markdown,
                "print a table of all keys instead");
  app->footer("Example: gate schema > gate.schema.json");
}

void define_list(CLI::App& root, Everything& all) {
  auto* app = root.add_subcommand(
      "list", "Name what this gate knows: kinds, frameworks, formats, reasons.");
  app->add_option("WHAT", all.list.what, "kinds, frameworks, formats or reasons")
      ->required()
      ->check(CLI::IsMember(std::vector<std::string>{"kinds", "frameworks",
                                                     "formats", "reasons"})
                  .description(""))
      ->type_name("");
  app->add_flag("--json", all.list.common.json,
                "answer with JSON on standard output");
  app->footer("Example: gate list reasons");
}

constexpr std::string_view kRootFooter =
    "Exit status: 0 pass, 1 fail, 2 usage, 3 could not be judged, 4 internal\n"
    "error, 5 verification refused, 8 busy, 128+n interrupted.  Only 0 promotes.\n"
    "\"gate COMMAND --help\" shows an example of each.";

void define(CLI::App& root, Everything& all) {
  root.require_subcommand(0, 1);
  root.footer(std::string(kRootFooter));
  root.set_version_flag("--version");
  root.get_formatter()->column_width(32);
  root.fallthrough(false);
  define_init(root, all);
  define_plan(root, all);
  define_run(root, all);
  define_judge(root, all);
  define_merge(root, all);
  define_verify(root, all);
  define_report(root, all);
  define_why(root, all);
  define_demo(root, all);
  define_schema(root, all);
  define_list(root, all);
}

Options chosen(const CLI::App& root, Everything& all) {
  const auto is = [&](const char* name) {
    return root.got_subcommand(name);
  };
  if (is("run")) return std::move(all.run);
  if (is("plan")) return PlanOptions{std::move(all.plan)};
  if (is("judge")) return std::move(all.judge);
  if (is("merge")) return std::move(all.merge);
  if (is("verify")) return std::move(all.verify);
  if (is("report")) return std::move(all.report);
  if (is("why")) return std::move(all.why);
  if (is("init")) return std::move(all.init);
  if (is("demo")) return std::move(all.demo);
  if (is("schema")) return std::move(all.schema);
  if (is("list")) return std::move(all.list);
  return Answer{root.help(), kUsage};
}

std::vector<std::string> subcommands(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* sub : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(sub->get_name());
  return names;
}

std::vector<std::string> flags(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* option : app.get_options())
    for (const std::string& name : option->get_lnames())
      names.push_back("--" + name);
  return names;
}

// The command that was being read when the trouble came.
const CLI::App& addressed(const CLI::App& root) {
  const auto subs = root.get_subcommands();
  return subs.empty() ? root : *subs.front();
}

Answer usage_error(const CLI::App& root, const std::string& message) {
  const CLI::App& app = addressed(root);
  const std::string command =
      &app == &root ? "gate" : "gate " + app.get_name();
  return {fmt::format("{}: {}\nsee {} --help\n", command, message, command),
          kUsage};
}

Answer explain_extra(const CLI::App& root) {
  const CLI::App& app = addressed(root);
  for (const std::string& word : root.remaining(true)) {
    if (word == "--") continue;
    if (!word.empty() && word[0] == '-')
      return usage_error(
          root, fmt::format("unknown flag {}{}", printable(word),
                            did_you_mean(word.substr(0, word.find('=')),
                                         flags(app))));
    if (&app == &root)
      return usage_error(root,
                         fmt::format("unknown command {}{}", printable(word),
                                     did_you_mean(word, subcommands(root))));
    return usage_error(root,
                       fmt::format("unexpected word {}", printable(word)));
  }
  return usage_error(root, "cannot understand the command line");
}

}  // namespace

Options parse_options(const std::vector<std::string>& arguments) {
  CLI::App root{
      "gate runs a release's suites on staging and says pass or fail, once.",
      "gate"};
  Everything all;
  define(root, all);
  // CLI11 takes the arguments last first.
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    root.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    return Answer{root.help(), kPass};  // of the command, if one was named
  } catch (const CLI::CallForVersion&) {
    return Answer{"version", kPass};
  } catch (const CLI::ExtrasError&) {
    return explain_extra(root);
  } catch (const CLI::ParseError& error) {
    return usage_error(root, printable(error.what()));
  }
  return chosen(root, all);
}

std::vector<std::string> command_names() {
  CLI::App root;
  Everything all;
  define(root, all);
  return subcommands(root);
}

}  // namespace gate::cli
