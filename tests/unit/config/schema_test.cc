// The schema against a reader of schemas that is not ours.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "gate/base/json.h"
#include "gate/config/scalar.h"
#include "gate/config/yaml.h"
#include "tests/unit/config/bad_files.h"

namespace gate::config::test {
namespace {

// Files whose fault is one that a schema cannot see: two keys of a suite
// against each other, names against names, variables, dates, shells, paths, and
// spellings that YAML has resolved.
const std::set<std::string> kBeyondASchema = {
    "AMissingVariable",
    "AProgramOutside",
    "AProgramOutsideByAVariable",
    "AProgramOutsideByBraces",
    "AShellsDefaultValue",
    "AStatusOfBothKinds",
    "ATimeoutOfCenturies",
    "AUrlWithABadPort",
    "AUrlWithCredentials",
    "AWaiverExpiredThisHour",
    "AWaiverForAnUnknownSuite",
    "AWaiverForAnUnknownSuiteInCase",
    "AWaiverForNoCase",
    "AWaiverTwice",
    "AWaiverUntilABadDay",
    "AWaiverWithoutSuite",
    "AWorkdirOutside",
    "AllSuitesOptional",
    "AnEmptyVariable",
    "AnExpiredWaiver",
    "AnOctalLookingNumber",
    "AnUnclosedVariable",
    "AnUpperCaseBoolean",
    "ArgsBesideRun",
    "CtestWithPrograms",
    "EveryStatus",
    "OptionalWithExpectedFiles",
    "OptionalWithoutMinimum",
    "ProgramsAndRun",
    "ReportsBesidePrograms",
    "RunInTheBackground",
    "RunIntoTee",
    "RunListOfAShell",
    "RunListThatIsTrue",
    "RunThatIsTrue",
    "RunWithColonBehind",
    "RunWithEchoBehind",
    "RunWithExitZero",
    "RunWithTrueBehind",
    "RunWithTrueInTheLastLine",
};

Json json_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::sequence: {
      Json list = Json::array();
      for (const Node& item : node.items) list.push(json_of(item));
      return list;
    }
    case Node::Kind::mapping: {
      Json object = Json::object();
      for (const Node::Entry& entry : node.entries)
        object.set(entry.key, json_of(entry.value));
      return object;
    }
    case Node::Kind::scalar:
      break;
    case Node::Kind::nothing:
    case Node::Kind::refused:
      return {};
  }
  switch (look(node)) {
    case Look::boolean:
      return Json(to_lower(node.text) == "true");
    case Look::number:
      if (const auto number = whole_number(node)) return Json(*number);
      return Json(parse_double(node.text).value_or(0.5));
    case Look::nothing:
      return {};
    case Look::text:
      break;
  }
  return Json(node.text);
}

// The document of a text that the YAML layer accepts.
std::optional<Json> document(const std::string& text) {
  Findings findings("gate.yml");
  const Node root = parse_yaml(text, findings);
  if (!findings.empty()) return std::nullopt;
  return json_of(root);
}

constexpr const char* kProgram = R"(
import json, sys
from jsonschema import Draft202012Validator
schema = json.load(open(sys.argv[1]))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
for line in open(sys.argv[2]):
    errors = sorted(validator.iter_errors(json.loads(line)), key=str)
    print("no" if errors else "yes", errors[0].message[:300].replace("\n", " ") if errors else "")
)";

bool has_validator() {
  return std::system(
             "python3 -c 'from jsonschema import "
             "Draft202012Validator' 2>/dev/null") == 0;
}

// A folder of the test's own, gone when it ends.
class Folder {
 public:
  Folder() {
    char name[] = "/tmp/gate-schema-XXXXXX";
    path_ = mkdtemp(name);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ + "/" + name, std::ios::binary) << text;
    return path_ + "/" + name;
  }
  std::string path() const { return path_; }

 private:
  std::string path_;
};

// "yes" or "no and why" for each document.
std::vector<std::string> judged(const std::vector<Json>& documents) {
  const Folder folder;
  std::string lines;
  for (const Json& each : documents)
    lines += std::string(trim(write_json(each, JsonStyle::compact))) + "\n";
  const ReadContext names = context();
  const std::string schema =
      folder.write("schema.json", json_schema(names.kinds, names.frameworks));
  const std::string command =
      "python3 " + folder.write("validate.py", kProgram) + " " + schema + " " +
      folder.write("documents.jsonl", lines) + " > " + folder.path() + "/out";
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::ifstream out(folder.path() + "/out");
  std::vector<std::string> answers;
  for (std::string line; std::getline(out, line);) answers.push_back(line);
  EXPECT_EQ(answers.size(), documents.size());
  answers.resize(documents.size());
  return answers;
}

// The examples of a page: fenced blocks that are a whole file.
std::vector<std::string> examples(const std::filesystem::path& page) {
  std::ifstream file(page, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  std::vector<std::string> blocks;
  const std::string fence = "```yaml\n";
  for (std::size_t at = text.find(fence); at != std::string::npos;
       at = text.find(fence, at + 1)) {
    const std::size_t start = at + fence.size();
    const std::string block =
        text.substr(start, text.find("```", start) - start);
    if (block.find("version: 1\n") != std::string::npos)
      blocks.push_back(block);
  }
  return blocks;
}

#define NEED_VALIDATOR() \
  if (!has_validator())  \
  GTEST_SKIP() << "SKIPPED: python3 with jsonschema 4 is not installed"

TEST(Schema, IsStrictJsonAndEqualEachTime) {
  const auto schema = parse_json(json_schema());
  ASSERT_TRUE(schema) << schema.error().message;
  EXPECT_EQ(schema->get("$schema"),
            "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(json_schema(), json_schema());
}

TEST(Schema, AcceptsGoodFiles) {
  NEED_VALIDATOR();
  std::vector<Json> documents;
  for (const std::string& text :
       {kHead + kUnit, kHead + kWeb, kHead + kStaging + kUnit,
        unit("timeout: 1h30m"), unit("env: {A: \"\"}"),
        web("limits: {file: 64MiB, total: 5}"), run("[npx, jest]"),
        kHead + with(kStaging, "https://orders.staging.example", "${URL}") +
            "  ready: {path: /healthz}\n  build: {path: /v, json: "
            "\"$.a[0]\"}\n" +
            kUnit +
            "policy:\n  valid_for: 8h\n  waivers:\n    - {case: 'unit: "
            "A', reason: r, owner: o, until: 2027-06-30}\n"}) {
    const auto json = document(text);
    ASSERT_TRUE(json) << text;
    documents.push_back(*json);
  }
  for (const std::string& answer : judged(documents)) EXPECT_EQ(answer, "yes ");
}

TEST(Schema, RefusesTheBadFilesThatASchemaCanSee) {
  NEED_VALIDATOR();
  std::vector<std::string> names;
  std::vector<Json> documents;
  for (const BadFile& bad : bad_files())
    if (const auto json = document(bad.text)) {
      names.push_back(bad.name);
      documents.push_back(*json);
    }
  ASSERT_GT(documents.size(), 60u);
  const auto answers = judged(documents);
  for (std::size_t i = 0; i < names.size(); ++i)
    EXPECT_EQ(answers[i].starts_with("yes"), kBeyondASchema.contains(names[i]))
        << names[i] << ": " << answers[i];
}

TEST(Schema, AcceptsTheExamplesOfThePages) {
  NEED_VALIDATOR();
  std::vector<std::string> texts;
  const std::filesystem::path root = STAGEGATE_SOURCE_DIR;
  std::vector<std::filesystem::path> pages = {root / "README.md"};
  if (std::filesystem::is_directory(root / "docs"))
    for (const auto& entry : std::filesystem::directory_iterator(root / "docs"))
      if (entry.path().extension() == ".md") pages.push_back(entry.path());
  for (const auto& page : pages)
    for (const std::string& text : examples(page)) texts.push_back(text);
  if (texts.empty()) GTEST_SKIP() << "SKIPPED: no page holds a gate.yml yet";
  std::vector<Json> documents;
  for (const std::string& text : texts) {
    const auto config = read_config(text, context());
    EXPECT_TRUE(config) << text << (config ? "" : config.error().message);
    if (const auto json = document(text)) documents.push_back(*json);
  }
  for (const std::string& answer : judged(documents)) EXPECT_EQ(answer, "yes ");
}

}  // namespace
}  // namespace gate::config::test
