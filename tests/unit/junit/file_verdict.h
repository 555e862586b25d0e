// One document as the only input: what the reader handed on, and the verdict it
// would have alone.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gate/junit/reader.h"

namespace gate::junit {

struct SeenPlain {
  std::string suite_path, classname, name, file;
  double seconds = -1;

  bool operator==(const SeenPlain&) const = default;
};

// Keeps everything that it is told.
class KeepingSink : public Sink {
 public:
  void plain(std::string_view suite_path, const PlainCase& test) override {
    plain_cases.push_back({std::string(suite_path), std::string(test.classname),
                           std::string(test.name), std::string(test.file),
                           test.seconds});
  }
  void notable(TestCase test) override {
    notable_cases.push_back(std::move(test));
  }
  void element(std::string_view xml) override { elements.emplace_back(xml); }

  std::vector<SeenPlain> plain_cases;
  std::vector<TestCase> notable_cases;
  std::vector<std::string> elements;

  bool operator==(const KeepingSink& other) const {
    return plain_cases == other.plain_cases &&
           notable_cases == other.notable_cases && elements == other.elements;
  }
};

struct FileVerdict {
  DocumentResult document;
  KeepingSink seen;
  // Codes, sorted; empty: green.
  std::set<std::string> reasons;

  bool is_green() const { return reasons.empty(); }
};

// Whether two readings of one document came to the same.  Where damage is found
// may differ in words, not in kind.
inline bool tells_the_same(const FileVerdict& a, const FileVerdict& b) {
  if (!(a.seen == b.seen) || a.reasons != b.reasons ||
      a.document.counts != b.document.counts ||
      a.document.problems.size() != b.document.problems.size())
    return false;
  const bool is_damaged =
      a.reasons.count("NOT_WELL_FORMED") > 0 || a.reasons.count("LIMITS") > 0;
  return is_damaged || (a.document.problems == b.document.problems &&
                        a.document.warnings == b.document.warnings);
}

// Damage and a foreign root stand alone: what was seen before them decides
// nothing any more.
inline std::set<std::string> reasons_of(const FileVerdict& file) {
  std::set<std::string> reasons;
  for (const Problem& problem : file.document.problems)
    reasons.insert(problem.code);
  for (const char* code :
       {"EMPTY_FILE", "NOT_WELL_FORMED", "UNKNOWN_ROOT", "LIMITS"})
    if (reasons.count(code) > 0) return reasons;
  for (const TestCase& test : file.seen.notable_cases)
    if (test.status == CaseStatus::failed || test.status == CaseStatus::errored)
      reasons.insert(test.code.empty() ? "TEST_FAILED" : test.code);
  const Counts& counts = file.document.counts;
  if (counts.flaky > 0) reasons.insert("FLAKY");
  if (counts.total() > 0 && counts.executed() == 0)
    reasons.insert("NONE_EXECUTED");
  return reasons;
}

// The document in pieces of the given size; 0: whole.
inline FileVerdict judge_file(std::string_view document,
                              const ReportRules& rules = {},
                              std::size_t piece = 0) {
  FileVerdict file;
  Reader reader("report.xml", rules, file.seen);
  while (!document.empty()) {
    const std::size_t size =
        piece == 0 ? document.size() : std::min(piece, document.size());
    reader.feed(document.substr(0, size));
    document.remove_prefix(size);
  }
  file.document = reader.finish();
  file.reasons = reasons_of(file);
  return file;
}

}  // namespace gate::junit
