// Reads one JUnit XML document, of any dialect, as a stream: strict in damage,
// liberal in dialect.  Implements sections 5.2 to 5.4 of the decision table for
// a single file; what needs several files (identity conflicts, sums) is
// junit/collector.  Never keeps the whole document.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gate/model/evidence.h"
#include "gate/model/report_rules.h"

namespace gate::junit {

// Receives what the reader finds, in document order.
class Sink {
 public:
  virtual ~Sink() = default;
  // A passed case of the plain kind: nothing but its name and time is of
  // interest, so it is not made into a TestCase.  The views die with the call.
  struct PlainCase {
    std::string_view classname, name, file;
    double seconds = -1;  // negative: unknown
  };
  virtual void plain(std::string_view suite_path, const PlainCase& test) = 0;
  // Every other case.
  virtual void notable(TestCase test) = 0;
  // The bytes of a <testcase> element for the merged report, well-formed UTF-8
  // on its own, already made harmless.
  virtual void element(std::string_view xml) = 0;
};

// What one document came to, apart from its cases.
struct DocumentResult {
  Counts counts;
  std::vector<Problem> problems;  // document and counter rows of the table
  std::vector<Problem> warnings;  // W1, W2, W4
};

// The document arrives in pieces: feed() as often as needed, then finish()
// once.
class Reader {
 public:
  // path stands in messages and in TestCase::report.
  Reader(std::string path, const ReportRules& rules, Sink& sink);
  ~Reader();
  void feed(std::string_view bytes);
  DocumentResult finish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gate::junit
