#include "gate/junit/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "gate/base/text.h"
#include "gate/junit/case_reader.h"
#include "gate/junit/characters.h"
#include "gate/junit/encoding.h"
#include "gate/junit/findings.h"
#include "gate/junit/record.h"
#include "gate/junit/scanner.h"
#include "gate/junit/suite_counters.h"
#include "gate/junit/words.h"
#include "gate/junit/writer.h"
#include "gate/junit/xml_syntax.h"

namespace gate::junit {
namespace {

// Small enough to stay in a near cache while three steps look at it.
constexpr std::size_t kSlice = 64 * 1024;
// Bytes of a suite's name: the names of all open suites are kept.
constexpr std::size_t kKeptName = 1024;

// With these children, or none, a case passed.
constexpr Marks kHarmlessMarks =
    mark_of(Element::output) | mark_of(Element::harmless);
constexpr Marks kBadMarks = mark_of(Element::error) | mark_of(Element::failure);

// What the start tag of a case says.
struct CaseHead {
  std::string_view classname, name, file;
  std::uint64_t line = 0;
  double seconds = -1;
  Word word = Word::passed;

  // Behind the views, where they are not the tag's own bytes.
  std::string classname_text, name_text, file_text;

  // The tag is about to go.
  void settle() {
    const auto own = [](std::string_view& view, std::string& text) {
      if (view.data() != text.data()) text.assign(view);
      view = text;
    };
    own(classname, classname_text);
    own(name, name_text);
    own(file, file_text);
  }
};

// A <testcase> that is not closed yet.
struct OpenCase {
  std::uint64_t line = 0;
  Marks marks = 0;
  std::uint64_t attempts = 0;  // flaky and rerun children
  std::uint64_t bad_children = 0;
  bool is_container = false;  // it holds cases
  bool is_lost = false;       // an error of a suite inside took its record
};

// A <testsuite(s)> that is not closed yet.
struct OpenSuite {
  std::string name;
  SuiteCounters counters;
  Leaves leaves;
  std::uint64_t line = 0;
  std::size_t parent_path = 0;  // length of the path without this suite
};

enum class Recording { none, a_case, suite_error };

}  // namespace

class Reader::Impl final : public ScannerEvents, public CharacterSink {
 public:
  Impl(std::string path, const ReportRules& rules, Sink& sink)
      : path_(std::move(path)),
        rules_(rules),
        sink_(sink),
        decoder_([this](std::string_view utf8) { characters_.feed(utf8); }),
        characters_(*this),
        scanner_(*this, rules.max_depth) {}

  void feed(std::string_view bytes);
  DocumentResult finish();

 private:
  // CharacterSink
  void characters(std::string_view text) override;
  void replaced() override;
  void nul() override;

  // ScannerEvents
  void start(const Tag& tag) override;
  void end(std::string_view raw) override;
  void text(Text kind, std::string_view raw) override;

  void start_root(const Tag& tag, Element element);
  void start_child(const Tag& tag, Element element);
  void start_suite(const Tag& tag, Element element);
  void end_suite();
  void start_case(const Tag& tag);
  void end_case();
  void read_head(const Tag& tag);
  void count_leaf(CaseStatus status, std::uint64_t attempts);
  void report_plain(std::string_view element);
  void report_notable(std::string_view element, const OpenCase& open);
  void report_suite_error(TestCase test, std::uint64_t line);
  void end_suite_error();
  void leave_suite_error();
  void report_element(std::string_view element, bool as_it_is,
                      const TestCase& test);
  TestCase case_from_head(const Outcome& outcome) const;
  void begin_recording(Recording what, const Tag& tag);
  void record_tag(const Tag& tag);
  void record_text(Text kind, std::string_view raw);
  bool is_parent(Element element) const {
    return !open_.empty() && open_.back() == element;
  }
  bool is_suite(Element element) const {
    return element == Element::testsuite || element == Element::testsuites;
  }
  std::string place(std::uint64_t line) const {
    return fmt::format("{}:{}", path_, line);
  }
  void warn_of_characters();
  void warn_of_times();
  Problem problem_of(const Damage& damage) const;

  std::string path_;
  const ReportRules rules_;
  Sink& sink_;
  Decoder decoder_;
  Characters characters_;
  Scanner scanner_;
  std::uint64_t bytes_ = 0;

  bool is_other_format_ = false;  // the root is none of ours
  std::vector<Element> open_;
  std::vector<OpenSuite> suites_;
  std::vector<OpenCase> cases_;
  std::string suite_path_;
  CaseHead head_;
  std::string scratch_;

  Recording recording_ = Recording::none;
  Record record_;
  std::size_t record_depth_ = 0;  // elements open around the recorded one
  std::uint64_t suite_error_line_ = 0;
  std::size_t kept_text_ = 0;  // of the recorded element's child at hand
  bool cdata_is_kept_ = false;
  bool is_prefixed_ = false;

  DocumentResult result_;
  Findings problems_;
  Findings warnings_;
  std::uint64_t leaves_ = 0;
  std::uint64_t cases_without_time_ = 0;
  std::uint64_t replaced_characters_ = 0;
  std::uint64_t first_replaced_line_ = 0;
};

void Reader::Impl::feed(std::string_view bytes) {
  bytes_ += bytes.size();
  if (bytes_ > rules_.max_file_bytes)
    scanner_.refuse(
        Damage::Kind::limits,
        fmt::format("it has more than {} bytes", rules_.max_file_bytes));
  while (!bytes.empty() && !scanner_.damage()) {
    decoder_.feed(bytes.substr(0, kSlice));
    if (decoder_.refusal())
      scanner_.refuse(Damage::Kind::malformed, *decoder_.refusal());
    bytes.remove_prefix(std::min(kSlice, bytes.size()));
  }
}

void Reader::Impl::characters(std::string_view text) {
  record_.enter(text);
  scanner_.feed(text);
  record_.leave();
}

void Reader::Impl::replaced() {
  if (replaced_characters_++ == 0) first_replaced_line_ = scanner_.line();
}

void Reader::Impl::nul() {
  scanner_.refuse(Damage::Kind::malformed, "a NUL byte");
}

void Reader::Impl::start(const Tag& tag) {
  if (is_other_format_) return;
  const Element element = element_of(tag.name, rules_);
  if (open_.empty())
    start_root(tag, element);
  else
    start_child(tag, element);
  if (!tag.is_empty) open_.push_back(element);
}

void Reader::Impl::start_root(const Tag& tag, Element element) {
  if (is_suite(element)) {
    start_suite(tag, element);
    return;
  }
  is_other_format_ = true;
  problems_.add({"UNKNOWN_ROOT",
                 fmt::format("expected <testsuites> or <testsuite>, found <{}>",
                             printable(shorten(tag.name, 80))),
                 place(scanner_.tag_line())});
}

void Reader::Impl::start_child(const Tag& tag, Element element) {
  if (element == Element::testcase) {
    start_case(tag);
    return;
  }
  if (is_suite(element)) {
    leave_suite_error();
    if (is_parent(Element::testcase))
      cases_.back().marks |= mark_of(Element::unknown);
    record_tag(tag);
    start_suite(tag, element);
    return;
  }
  const bool is_bad = (mark_of(element) & kBadMarks) != 0;
  if (is_parent(Element::testcase)) {
    OpenCase& open = cases_.back();
    open.marks |= mark_of(element);
    if (element == Element::flaky || element == Element::rerun) ++open.attempts;
    if (is_bad) ++open.bad_children;
    kept_text_ = 0;
  } else if (is_bad && is_suite(open_.back())) {
    if (!cases_.empty()) cases_.back().is_lost = true;
    begin_recording(Recording::suite_error, tag);
    suite_error_line_ = scanner_.tag_line();
    if (tag.is_empty) end_suite_error();
    return;
  }
  record_tag(tag);
}

void Reader::Impl::record_tag(const Tag& tag) {
  if (recording_ == Recording::none) return;
  record_.append_note();
  record_.append(tag.raw);
  is_prefixed_ |= tag.has_prefix;
}

void Reader::Impl::start_suite(const Tag& tag, Element element) {
  OpenSuite suite;
  suite.line = scanner_.tag_line();
  suite.counters = read_counters(tag);
  suite.parent_path = suite_path_.size();
  suite.name =
      shorten(attribute_value(tag.find("name").value_or("")), kKeptName);
  if (element == Element::testsuite && !suite.name.empty()) {
    if (!suite_path_.empty()) suite_path_ += '/';
    suite_path_ += suite.name;
  }
  if (!suite.counters.invalid.empty())
    problems_.add({"COUNTER_INVALID",
                   fmt::format("{} of <{}> is not a number",
                               suite.counters.invalid, local_name(tag.name)),
                   place(suite.line)});
  suites_.push_back(std::move(suite));
  if (tag.is_empty) end_suite();
}

void Reader::Impl::end_suite() {
  const OpenSuite suite = std::move(suites_.back());
  suites_.pop_back();
  suite_path_.resize(suite.parent_path);
  if (!suites_.empty()) suites_.back().leaves += suite.leaves;
  const auto add = [&](Findings& findings, std::string_view code,
                       const std::string& claim) {
    if (claim.empty()) return;
    findings.add({std::string(code),
                  fmt::format("suite \"{}\" {}", printable(suite.name), claim),
                  place(suite.line)});
  };
  add(problems_, "COUNTER_CLAIMS_FAILURE",
      claims_failure(suite.counters, suite.leaves));
  add(problems_, "COUNTER_CLAIMS_MORE_TESTS",
      claims_more_tests(suite.counters, suite.leaves, rules_));
  add(warnings_, "COUNTERS_UNDERSTATE",
      understates(suite.counters, suite.leaves, rules_));
}

void Reader::Impl::end(std::string_view raw) {
  if (is_other_format_) return;
  const Element element = open_.back();
  open_.pop_back();
  if (recording_ != Recording::none) {
    record_.append_note();
    record_.append(raw);
  }
  if (element == Element::testcase) {
    end_case();
  } else if (is_suite(element)) {
    end_suite();
  } else if (recording_ == Recording::suite_error &&
             open_.size() == record_depth_) {
    end_suite_error();
  } else if (is_parent(Element::testcase)) {
    kept_text_ = 0;
  }
}

void Reader::Impl::begin_recording(Recording what, const Tag& tag) {
  recording_ = what;
  record_.begin(tag.raw);
  record_depth_ = open_.size();
  kept_text_ = 0;
  is_prefixed_ = tag.has_prefix;
}

void Reader::Impl::text(Text kind, std::string_view raw) {
  if (recording_ != Recording::none) record_text(kind, raw);
}

void Reader::Impl::record_text(Text kind, std::string_view raw) {
  const bool is_output =
      std::find(open_.begin() + static_cast<std::ptrdiff_t>(record_depth_),
                open_.end(), Element::output) != open_.end();
  const std::size_t limit = is_output ? kKeptOutput : kKeptText;
  const std::size_t room = limit - std::min(limit, kept_text_);
  switch (kind) {
    case Text::cdata_open:
      cdata_is_kept_ = room > 0 && !record_.is_shortening();
      if (cdata_is_kept_) record_.append(raw);
      return;
    case Text::cdata_close:
      if (cdata_is_kept_) record_.append(raw);
      return;
    case Text::cdata:
      record_.append_text(raw, cdata_is_kept_ ? room : 0);
      break;
    case Text::characters:
      record_.append_text(raw, room);
      break;
  }
  kept_text_ += raw.size();
}

void Reader::Impl::start_case(const Tag& tag) {
  leave_suite_error();
  // Of nested cases the inner ones count; what the outer one says itself is
  // said when it ends.
  if (!cases_.empty()) cases_.back().is_container = true;
  read_head(tag);
  is_prefixed_ = tag.has_prefix;
  if (!tag.is_empty) {
    head_.settle();
    cases_.emplace_back().line = scanner_.tag_line();
    begin_recording(Recording::a_case, tag);
    return;
  }
  recording_ = Recording::none;
  if (head_.word == Word::passed)
    report_plain(tag.raw);
  else
    report_notable(tag.raw, OpenCase());
}

void Reader::Impl::read_head(const Tag& tag) {
  head_.classname = head_.name = head_.file = {};
  head_.line = 0;
  head_.seconds = -1;
  head_.word = Word::passed;
  for (const Attribute& attribute : tag.attributes) {
    const std::string_view name = attribute.name;
    if (name == "name") {
      head_.name = meaning_of(attribute, head_.name_text);
    } else if (name == "classname") {
      head_.classname = meaning_of(attribute, head_.classname_text);
    } else if (name == "time") {
      head_.seconds = seconds_of(attribute.value).value_or(-1);
    } else if (name == "file") {
      head_.file = meaning_of(attribute, head_.file_text);
    } else if (name == "line" || name == "lineno") {
      head_.line = parse_unsigned(attribute.value).value_or(0);
    } else if (name == "status" || name == "result") {
      const std::string_view value = meaning_of(attribute, scratch_);
      head_.word = std::max(head_.word, word_of(value, rules_));
    }
  }
  if (!head_.name.empty()) return;
  head_.name_text =
      fmt::format("{}#{}", suites_.back().name, suites_.back().leaves.all + 1);
  head_.name = head_.name_text;
}

void Reader::Impl::end_case() {
  const OpenCase open = cases_.back();
  cases_.pop_back();
  recording_ = Recording::none;
  if (open.is_container) {
    if ((open.marks & kBadMarks) != 0) {
      TestCase test;
      test.code = "SUITE_LEVEL_ERROR";
      test.message = "a case that holds cases reports a failure of its own";
      report_suite_error(std::move(test), open.line);
    }
    return;
  }
  if (open.is_lost || record_.is_overfull()) {
    scanner_.refuse(Damage::Kind::limits,
                    open.is_lost
                        ? "a <testcase> that holds a suite with an error"
                        : fmt::format("a <testcase> of more than {} bytes, its "
                                      "output left out",
                                      kMaxRecord));
    return;
  }
  const std::string_view element = record_.finish();
  if (head_.word == Word::passed && (open.marks & ~kHarmlessMarks) == 0)
    report_plain(element);
  else
    report_notable(element, open);
}

void Reader::Impl::count_leaf(CaseStatus status, std::uint64_t attempts) {
  result_.counts.add(status);
  ++leaves_;
  Leaves leaf;
  leaf.all = 1;
  leaf.bad = status == CaseStatus::failed || status == CaseStatus::errored;
  leaf.skipped = status == CaseStatus::skipped;
  leaf.attempts = attempts;
  suites_.back().leaves += leaf;
  if (head_.seconds < 0) ++cases_without_time_;
  if (leaves_ > rules_.max_cases)
    scanner_.refuse(
        Damage::Kind::limits,
        fmt::format("it holds more than {} cases", rules_.max_cases));
}

void Reader::Impl::report_plain(std::string_view element) {
  count_leaf(CaseStatus::passed, 0);
  sink_.plain(suite_path_,
              {head_.classname, head_.name, head_.file, head_.seconds});
  if (!is_prefixed_) {
    sink_.element(element);
    return;
  }
  Outcome passed;
  passed.status = CaseStatus::passed;
  report_element(element, false, case_from_head(passed));
}

void Reader::Impl::report_notable(std::string_view element,
                                  const OpenCase& open) {
  Outcome outcome = read_case(element, rules_);
  // Failures that the rules tolerate explain the counters that count them.
  const bool is_tolerated = outcome.status == CaseStatus::skipped;
  count_leaf(outcome.status,
             open.attempts + (is_tolerated ? open.bad_children : 0));
  TestCase test = case_from_head(outcome);
  const bool as_it_is = outcome.is_plainly_written && !is_prefixed_;
  sink_.notable(test);
  report_element(element, as_it_is, test);
}

TestCase Reader::Impl::case_from_head(const Outcome& outcome) const {
  TestCase test;
  test.suite_path = suite_path_;
  test.classname = head_.classname;
  test.name = head_.name;
  test.file = head_.file.empty() ? outcome.file : head_.file;
  test.line = head_.line == 0 ? outcome.line : head_.line;
  test.status = outcome.status;
  if (head_.seconds >= 0) test.seconds = head_.seconds;
  test.type = outcome.type;
  test.message = outcome.message;
  test.text = outcome.text;
  test.code = outcome.code;
  test.report = path_;
  return test;
}

void Reader::Impl::report_element(std::string_view element, bool as_it_is,
                                  const TestCase& test) {
  if (as_it_is) {
    sink_.element(element);
    return;
  }
  const std::string written = write_case(test);
  sink_.element(trim(written));
}

void Reader::Impl::end_suite_error() {
  recording_ = Recording::none;
  const Outcome outcome = read_suite_error(
      record_.is_overfull() ? std::string_view("<error/>") : record_.finish());
  TestCase test;
  test.type = outcome.type;
  test.message = outcome.message.empty() ? "an error outside of any case"
                                         : outcome.message;
  test.text = outcome.text;
  test.code = outcome.code;
  report_suite_error(std::move(test), suite_error_line_);
}

// Cases or suites inside an error of a suite: they are read, it is reported.
void Reader::Impl::leave_suite_error() {
  if (recording_ != Recording::suite_error) return;
  recording_ = Recording::none;
  TestCase test;
  test.code = "SUITE_LEVEL_ERROR";
  test.message = "an error outside of any case, with cases inside";
  report_suite_error(std::move(test), suite_error_line_);
}

// Not a leaf of its suite: the counters are compared with real cases only.
void Reader::Impl::report_suite_error(TestCase test, std::uint64_t line) {
  test.suite_path = suite_path_;
  test.classname = suite_path_;
  test.name = fmt::format("(suite level error at line {})", line);
  test.status = CaseStatus::errored;
  test.report = path_;
  result_.counts.add(test.status);
  sink_.notable(test);
  report_element({}, false, test);
}

DocumentResult Reader::Impl::finish() {
  decoder_.finish();
  characters_.finish();
  if (decoder_.refusal())
    scanner_.refuse(Damage::Kind::malformed, *decoder_.refusal());
  scanner_.finish();
  warn_of_characters();
  warn_of_times();
  if (scanner_.damage()) {
    result_.problems = {problem_of(*scanner_.damage())};
  } else {
    if (!is_other_format_ && leaves_ == 0)
      problems_.add(
          {"NO_TESTS", fmt::format("{} holds no case", path_), path_});
    result_.problems = problems_.take();
  }
  result_.warnings = warnings_.take();
  return std::move(result_);
}

Problem Reader::Impl::problem_of(const Damage& damage) const {
  switch (damage.kind) {
    case Damage::Kind::blank:
      return {"EMPTY_FILE", fmt::format("{} is empty", path_), path_};
    case Damage::Kind::malformed:
      return {"NOT_WELL_FORMED",
              fmt::format("{} is not well-formed XML: line {}, byte {}: {}",
                          path_, damage.line, damage.byte, damage.what),
              place(damage.line)};
    case Damage::Kind::limits:
      break;
  }
  return {"LIMITS", fmt::format("{}: {}", path_, damage.what),
          place(damage.line)};
}

void Reader::Impl::warn_of_characters() {
  Findings& findings = rules_.strict_chars ? problems_ : warnings_;
  const auto warn = [&](std::string message, std::uint64_t line) {
    findings.add({"ILLEGAL_CHARACTERS", std::move(message), place(line)});
  };
  if (replaced_characters_ > 0)
    warn(fmt::format("{} that XML forbids became U+FFFD",
                     plural(replaced_characters_, "character")),
         first_replaced_line_);
  if (scanner_.replaced_references() > 0)
    warn(fmt::format("{} to nothing that XML knows became U+FFFD",
                     plural(scanner_.replaced_references(), "reference")),
         scanner_.first_replaced_line());
  std::string odd_name = decoder_.odd_name();
  const std::string declared = to_lower(scanner_.declared_encoding());
  if (decoder_.is_wide() && !declared.empty() && declared != "utf-16" &&
      declared != "utf-16le" && declared != "utf-16be")
    odd_name = declared;
  if (!odd_name.empty())
    warn(fmt::format("its encoding is misnamed \"{}\"",
                     printable(shorten(odd_name, 80))),
         1);
}

void Reader::Impl::warn_of_times() {
  if (cases_without_time_ == 0) return;
  warnings_.add({"UNKNOWN_TIME",
                 fmt::format("{} of {} without a readable time",
                             cases_without_time_, plural(leaves_, "case")),
                 path_});
}

Reader::Reader(std::string path, const ReportRules& rules, Sink& sink)
    : impl_(std::make_unique<Impl>(std::move(path), rules, sink)) {}
Reader::~Reader() = default;
void Reader::feed(std::string_view bytes) { impl_->feed(bytes); }
DocumentResult Reader::finish() { return impl_->finish(); }

}  // namespace gate::junit
