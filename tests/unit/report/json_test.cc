#include "gate/base/json.h"

#include <gtest/gtest.h>

#include <fstream>

#include "gate/report/verdict_json.h"
#include "gate/verdict/verify.h"
#include "tests/support/program_output.h"
#include "tests/support/report_run.h"
#include "tests/support/temporary_folder.h"

namespace gate::report {
namespace {

Json parsed(const std::string& text) {
  auto json = parse_json(text);
  EXPECT_TRUE(json) << json.error().message;
  return json ? *json : Json();
}

Json verdict_of(const test::Run& run) {
  return parsed(test::render("json", run));
}

std::string text_at(const Json& json, std::string_view path) {
  const Json* value = find_path(json, path);
  return value ? value->text() : "(none)";
}

// Everything large at once.
test::Run huge_run() {
  test::Run run = test::failed_run();
  const std::string line(10'000, '<');
  SuiteEvidence& unit = run.evidence.suites[0];
  unit.problems.assign(1000, {"STALE", line, line});
  unit.warnings = unit.problems;
  unit.relaxations.assign(1000, line);
  unit.unreported_cases.assign(100'000, "Some.CaseThatNeverReported");
  unit.executions.resize(500);
  for (Execution& each : unit.executions) each.argv.assign(3, line);
  unit.reports.resize(20'000);
  run.verdict.reasons.assign(200, run.verdict.reasons[0]);
  for (Reason& each : run.verdict.reasons) {
    each.message = line;
    each.cases.assign(100, line.substr(0, 1000));
  }
  const Execution program = unit.executions[0];
  const Problem problem = unit.problems[0];
  for (int i = 0; i < 500; ++i) {
    run.plan.suites.push_back(test::planned_suite("s" + std::to_string(i)));
    SuiteEvidence suite = test::suite_evidence("s" + std::to_string(i), 5);
    suite.executions.assign(3, program);
    suite.problems.assign(3, problem);
    suite.unreported_cases.assign(20, line);
    run.evidence.suites.push_back(suite);
  }
  return run;
}

TEST(VerdictJson, SaysPassOnlyForAPass) {
  EXPECT_EQ(text_at(verdict_of(test::passed_run()), "$.verdict"), "pass");
  for (const test::Run& run : {test::failed_run(), test::interrupted_run(),
                               test::empty_run(), test::hostile_run()}) {
    const Json json = verdict_of(run);
    EXPECT_EQ(text_at(json, "$.verdict"), "fail");
    EXPECT_TRUE(find_path(json, "$.not_after")->is(Json::Type::null));
    EXPECT_FALSE(find_path(json, "$.reasons")->items().empty());
  }
}

TEST(VerdictJson, AnUnfinishedRunLeavesAFail) {
  test::Run run = test::passed_run();
  const Json json =
      parsed(incomplete_verdict(run.plan, run.evidence, "0.1.0"));
  EXPECT_EQ(text_at(json, "$.verdict"), "fail");
  EXPECT_FALSE(find_path(json, "$.complete")->as_bool());
  EXPECT_EQ(text_at(json, "$.reasons[0].code"), "INCOMPLETE");
  EXPECT_EQ(text_at(json, "$.candidate.commit"),
            run.evidence.candidate_before->commit);
}

TEST(VerdictJson, CredentialsOfAUrlDoNotLeaveTheMachine) {
  test::Run run = test::failed_run();
  run.evidence.origin.url = "https://bot:hunter2@ci.example/1";
  for (const Format* format : formats()) {
    const std::string text = format->render(test::report_of(run), {});
    EXPECT_EQ(text.find("hunter2"), std::string::npos) << format->name;
  }
  EXPECT_EQ(text_at(verdict_of(run), "$.environment.url"),
            "https://staging.example/orders");
}

TEST(VerdictJson, VerifyAcceptsThePassThatItDescribesAndNothingElse) {
  test::Run run = test::passed_run();
  run.evidence.origin = {"github", "812", "1", "https://ci.example/812"};
  verdict::Expectations expected;
  expected.commit = run.evidence.candidate_before->commit;
  expected.scope = "staging";
  expected.environment = "staging";
  expected.artifact_sha256 = run.evidence.artifact_sha256_before;
  expected.nonce = run.plan.nonce;
  expected.max_age = std::chrono::hours(1);
  const Instant now = run.verdict.decided + std::chrono::minutes(1);
  const auto refusals = [&] {
    return verdict::verify(test::render("json", run), expected, now);
  };
  EXPECT_TRUE(refusals().empty()) << refusals()[0].message;
  run.evidence.candidate_after->digest = std::string(64, '0');
  EXPECT_FALSE(refusals().empty());
  run.evidence.candidate_after = run.evidence.candidate_before;
  run.evidence.candidate_before.reset();
  EXPECT_FALSE(refusals().empty());
  EXPECT_FALSE(verdict::verify(incomplete_verdict(run.plan, run.evidence, "1"),
                               expected, now)
                   .empty());
}

TEST(VerdictJson, NeverGrowsBeyondAMebibyteAndSaysHowMuchIsMissing) {
  const std::string text = test::render("json", huge_run());
  EXPECT_LE(text.size(), kLargestVerdictFile);
  const Json json = parsed(text);
  EXPECT_EQ(text_at(json, "$.verdict"), "fail");
  const auto listed = find_path(json, "$.reasons")->items().size();
  EXPECT_EQ(listed + *find_path(json, "$.more_reasons")->as_unsigned(), 200u);
  const auto suites = find_path(json, "$.suites")->items().size();
  EXPECT_EQ(suites + *find_path(json, "$.more_suites")->as_unsigned(), 504u);
}

TEST(VerdictJson, EveryExampleKeepsToThePublishedSchema) {
  if (!test::program_output("python3 -c 'import jsonschema' 2>/dev/null")) {
    GTEST_SKIP() << "python3-jsonschema is not installed: the schema in docs/ "
                    "was NOT checked";
  }
  const test::Run passed = test::passed_run();
  const std::vector<std::pair<std::string, std::string>> examples = {
      {"empty", test::render("json", test::empty_run())},
      {"passed", test::render("json", passed)},
      {"failed", test::render("json", test::failed_run())},
      {"interrupted", test::render("json", test::interrupted_run())},
      {"hostile", test::render("json", test::hostile_run())},
      {"full", test::render("json", test::full_run())},
      {"huge", test::render("json", huge_run())},
      {"incomplete",
       incomplete_verdict(passed.plan, passed.evidence, "0.1.0")}};
  const test::TemporaryFolder folder;
  const std::string check =
      "python3 -c \"import json, sys, jsonschema\n"
      "schema = json.load(open(sys.argv[1]))\n"
      "jsonschema.Draft202012Validator.check_schema(schema)\n"
      "errors = list(jsonschema.Draft202012Validator(schema)"
      ".iter_errors(json.load(open(sys.argv[2]))))\n"
      "print('|'.join(e.json_path + ': ' + e.message[:300] for e in errors))\""
      " " STAGEGATE_SOURCE_DIR "/docs/verdict.schema.json ";
  const auto errors_of = [&](const std::string& text) {
    const std::string path = folder.path() + "/verdict.json";
    std::ofstream(path) << text;
    return test::program_output(check + path).value_or("python3 failed");
  };
  for (const auto& [name, text] : examples) {
    EXPECT_EQ(errors_of(text), "\n") << name;
  }
  // The schema is closed, and knows that a pass has no reasons.
  Json odd = verdict_of(passed);
  odd.set("colour", "green");
  EXPECT_NE(errors_of(write_json(odd, JsonStyle::compact)), "\n");
  const std::string lie = write_json(verdict_of(test::failed_run()),
                                     JsonStyle::compact);
  const std::string fail = "\"verdict\":\"fail\"";
  std::string pass = lie;
  ASSERT_NE(pass.find(fail), std::string::npos);
  pass.replace(pass.find(fail), fail.size(), "\"verdict\":\"pass\"");
  EXPECT_NE(errors_of(pass), "\n");
}

}  // namespace
}  // namespace gate::report
