// The reader against reports of some ninety producers, each with the counts and
// the verdict that a second, independent reading gave.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "gate/base/text.h"
#include "tests/unit/junit/file_verdict.h"

namespace gate::junit {
namespace {

namespace fs = std::filesystem;

fs::path corpus_folder() {
  if (const char* given = std::getenv("STAGEGATE_CORPUS")) return given;
  return fs::path(STAGEGATE_SOURCE_DIR) / ".." / "shared" / "corpus" / "junit";
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

using Row = std::map<std::string, std::string>;

std::vector<Row> read_manifest(const fs::path& path) {
  std::vector<Row> rows;
  std::vector<std::string> names;
  for (const std::string& line : split(read_file(path), '\n')) {
    if (line.empty()) continue;
    const std::vector<std::string> cells = split(line, '\t');
    if (names.empty()) {
      names = cells;
      continue;
    }
    EXPECT_EQ(names.size(), cells.size()) << line;
    for (std::size_t i = 0; i < names.size(); ++i)
      (i == 0 ? rows.emplace_back() : rows.back())[names[i]] = cells[i];
  }
  return rows;
}

std::string describe(const std::set<std::string>& reasons) {
  const std::vector<std::string> list(reasons.begin(), reasons.end());
  return list.empty() ? "-" : join(list, ",");
}

// The manifest lists the reasons in the order of its rules.
std::string sorted(const std::string& reasons) {
  const std::vector<std::string> list = split(reasons, ',');
  return describe({list.begin(), list.end()});
}

// Where the manifest counts otherwise than the rules say.  It counts children
// of the kinds error, failure and skipped only; the rule for a case that tells
// of failed reruns and of no failure is that it errored.
const std::map<std::string, Row> kByTheRules = {
    {"unspecified__junit-to-ctrf__test-junit-problem-string.xml",
     {{"passed", "3"}, {"errored", "2"}}}};

Row by_the_rules(Row row) {
  const auto differing = kByTheRules.find(row.at("file"));
  if (differing == kByTheRules.end()) return row;
  for (const auto& [column, value] : differing->second) {
    EXPECT_NE(row.at(column), value) << row.at("file") << " agrees by itself";
    row[column] = value;
  }
  return row;
}

// What differs, or nothing.
std::string compare(const Row& row, const FileVerdict& file) {
  std::string differences;
  const auto expect = [&](const std::string& column, const std::string& found) {
    const std::string wanted =
        column == "reasons" ? sorted(row.at(column)) : row.at(column);
    if (wanted != found)
      differences += " " + column + ": expected " + wanted + ", found " + found;
  };
  expect("strict_verdict", file.is_green() ? "PASS" : "FAIL");
  expect("reasons", describe(file.reasons));
  if (row.at("tests") == "-") return differences;
  // An error outside of any case is no case for the manifest; for the gate it
  // is one that errored, so that no report can lose it.
  const Counts& counts = file.document.counts;
  const std::uint64_t outside = *parse_unsigned(row.at("suite_level_errors"));
  expect("tests", std::to_string(counts.total() - outside));
  expect("passed", std::to_string(counts.passed + counts.flaky));
  expect("failed", std::to_string(counts.failed));
  expect("errored", std::to_string(counts.errored - outside));
  expect("skipped", std::to_string(counts.skipped));
  expect("flaky", std::to_string(counts.flaky));
  return differences;
}

TEST(JunitCorpus, EveryFileIsJudgedAsTheManifestSays) {
  const fs::path folder = corpus_folder();
  if (!fs::exists(folder / "manifest.tsv")) {
    std::cout << "skipped, because there is no " << folder / "manifest.tsv"
              << ": set STAGEGATE_CORPUS to the folder that holds it\n";
    GTEST_SKIP() << "skipped, because the corpus is not here";
  }
  const std::vector<Row> rows = read_manifest(folder / "manifest.tsv");
  ASSERT_GT(rows.size(), 200u);
  std::size_t agreeing = 0;
  for (const Row& listed : rows) {
    const Row row = by_the_rules(listed);
    const std::string bytes = read_file(folder / row.at("file"));
    const FileVerdict whole = judge_file(bytes);
    const std::string differences = compare(row, whole);
    EXPECT_EQ(differences, "") << row.at("file");
    EXPECT_TRUE(tells_the_same(whole, judge_file(bytes, {}, 7)))
        << row.at("file") << " is read otherwise when it comes in pieces";
    if (differences.empty()) ++agreeing;
  }
  std::cout << agreeing << " of " << rows.size() << " agree ("
            << kByTheRules.size() << " of them by a written exception)\n";
}

}  // namespace
}  // namespace gate::junit
