#include "gate/junit/collector.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "gate/base/text.h"
#include "gate/junit/findings.h"
#include "gate/junit/identity_set.h"

namespace gate::junit {
namespace {

// Identities that are remembered: of passed cases, and again as many of bad
// ones.
constexpr std::size_t kIdentities = 500'000;
// Bytes that are gathered before the writer is called.
constexpr std::size_t kBatch = 256 * 1024;
// Bytes of one document that are held back until it is known to be no double.
constexpr std::size_t kHeldBack = 64 * 1024 * 1024;

// The cases of one status: the first ones, and how many more there were.
struct KeptCases {
  std::vector<TestCase> cases;
  std::uint64_t more = 0;

  void add(TestCase test) {
    if (cases.size() < kKeptCases)
      cases.push_back(std::move(test));
    else
      ++more;
  }
};

// The longest cases, longest first; of equals the first one.
class Slowest {
 public:
  // Whether a case of that length would be among them.
  bool wants(double seconds) const {
    return seconds >= 0 &&
           (cases_.size() < kKeptSlowest || seconds > *cases_.back().seconds);
  }
  void add(TestCase test) {
    const auto at = std::find_if(
        cases_.begin(), cases_.end(),
        [&](const TestCase& other) { return *other.seconds < *test.seconds; });
    cases_.insert(at, std::move(test));
    if (cases_.size() > kKeptSlowest) cases_.pop_back();
  }
  std::vector<TestCase> take() { return std::move(cases_); }

 private:
  std::vector<TestCase> cases_;
};

// Everything that a document adds, and that a double of it must not add again.
struct State {
  Counts counts;
  // In order of arrival; the limit holds for each status.
  std::vector<TestCase> bad;
  std::uint64_t failed = 0, errored = 0, more_bad = 0;
  KeptCases flaky, skipped;
  Slowest slowest;
  std::uint64_t doubles = 0;
  std::string first_double;
  Findings conflicts;
  std::vector<ReportFile> reports;
  std::vector<Problem> problems, warnings, empty_files;
};

// The cases that must be reported, and which of them were.
class ExpectedCases {
 public:
  void add(const std::vector<std::string>& ids) {
    for (const std::string& id : ids)
      if (seen_.emplace(id, false).second) order_.push_back(id);
  }
  bool holds(const std::string& id) const { return seen_.count(id) > 0; }
  void tick_off(std::string_view classname, std::string_view name) {
    if (order_.empty()) return;
    const auto found = seen_.find(case_id(classname, name));
    if (found != seen_.end()) found->second = true;
  }
  std::vector<std::string> missing() const {
    std::vector<std::string> ids;
    for (const std::string& id : order_)
      if (!seen_.at(id)) ids.push_back(id);
    return ids;
  }

 private:
  std::vector<std::string> order_;
  std::unordered_map<std::string, bool> seen_;
};

}  // namespace

class Collector::Impl final : public Sink {
 public:
  Impl(const ReportRules& rules, Writer writer)
      : rules_(rules), writer_(std::move(writer)) {}

  void expect(const std::vector<std::string>& ids) { expected_.add(ids); }
  void drop_unexpected_skips() { drops_unexpected_skips_ = true; }
  void add(Problem problem) { state_.problems.push_back(std::move(problem)); }
  Reader& begin_document(const std::string& path);
  void end_document(ReportFile file);
  void finish(SuiteEvidence& evidence);

 private:
  // Sink
  void plain(std::string_view suite_path, const PlainCase& test) override;
  void notable(TestCase test) override;
  void element(std::string_view xml) override;

  void keep(TestCase test);
  void note_identity(std::string_view suite_path, std::string_view classname,
                     std::string_view name, std::string_view file,
                     CaseStatus status);
  void flush();
  bool is_double(const ReportFile& file);
  void judge_empty_files();
  void judge_names();
  void judge_limits();

  const ReportRules rules_;
  Writer writer_;
  std::unique_ptr<Reader> reader_;
  State state_;
  std::optional<State> before_;  // the document, where doubles are dropped
  std::string batch_;
  bool is_batch_too_large_ = false;
  ExpectedCases expected_;
  bool drops_unexpected_skips_ = false;
  bool drop_next_element_ = false;
  std::uint64_t dropped_ = 0;  // of the document
  std::string last_suite_path_;
  Fingerprint suite_fingerprint_ = fingerprint(0, "");
  IdentitySet passed_{kIdentities};
  IdentitySet bad_{kIdentities};
  std::set<std::string> digests_;
};

Reader& Collector::Impl::begin_document(const std::string& path) {
  if (rules_.allow_duplicate_files) before_ = state_;
  dropped_ = 0;
  reader_ = std::make_unique<Reader>(path, rules_, *this);
  return *reader_;
}

void Collector::Impl::end_document(ReportFile file) {
  DocumentResult result = reader_->finish();
  reader_.reset();
  result.counts.skipped -= dropped_;
  if (is_double(file)) {
    if (rules_.allow_duplicate_files) {
      state_ = std::move(*before_);
      batch_.clear();
      file.counts = {};
      state_.reports.push_back(std::move(file));
      return;
    }
    state_.problems.push_back(
        {"DUPLICATE_FILE",
         fmt::format("{} holds the same bytes as a report before it",
                     file.path),
         file.path});
  }
  state_.counts += result.counts;
  for (Problem& problem : result.problems)
    (problem.code == "NO_TESTS" ? state_.empty_files : state_.problems)
        .push_back(std::move(problem));
  std::move(result.warnings.begin(), result.warnings.end(),
            std::back_inserter(state_.warnings));
  file.counts = result.counts;
  state_.reports.push_back(std::move(file));
  flush();
}

bool Collector::Impl::is_double(const ReportFile& file) {
  return !file.sha256.empty() && !digests_.insert(file.sha256).second;
}

void Collector::Impl::plain(std::string_view suite_path,
                            const PlainCase& test) {
  note_identity(suite_path, test.classname, test.name, test.file,
                CaseStatus::passed);
  expected_.tick_off(test.classname, test.name);
  if (!state_.slowest.wants(test.seconds)) return;
  TestCase slow;
  slow.suite_path = suite_path;
  slow.classname = test.classname;
  slow.name = test.name;
  slow.file = test.file;
  slow.status = CaseStatus::passed;
  slow.seconds = test.seconds;
  state_.slowest.add(std::move(slow));
}

void Collector::Impl::notable(TestCase test) {
  if (drops_unexpected_skips_ && test.status == CaseStatus::skipped &&
      !expected_.holds(case_id(test))) {
    drop_next_element_ = true;
    ++dropped_;
    return;
  }
  // A suite level error stands for no case.
  if (test.code != "SUITE_LEVEL_ERROR") {
    note_identity(test.suite_path, test.classname, test.name, test.file,
                  test.status);
    expected_.tick_off(test.classname, test.name);
  }
  if (test.seconds && state_.slowest.wants(*test.seconds))
    state_.slowest.add(test);
  keep(std::move(test));
}

void Collector::Impl::keep(TestCase test) {
  switch (test.status) {
    case CaseStatus::passed:
      return;
    case CaseStatus::flaky:
      state_.flaky.add(std::move(test));
      return;
    case CaseStatus::skipped:
      state_.skipped.add(std::move(test));
      return;
    case CaseStatus::failed:
    case CaseStatus::errored:
      std::uint64_t& kept =
          test.status == CaseStatus::failed ? state_.failed : state_.errored;
      if (kept == kKeptCases) {
        ++state_.more_bad;
        return;
      }
      ++kept;
      state_.bad.push_back(std::move(test));
      return;
  }
}

void Collector::Impl::note_identity(std::string_view suite_path,
                                    std::string_view classname,
                                    std::string_view name,
                                    std::string_view file, CaseStatus status) {
  if (status == CaseStatus::skipped) return;
  if (suite_path != last_suite_path_) {
    last_suite_path_ = suite_path;
    suite_fingerprint_ = fingerprint(0, suite_path);
  }
  const Fingerprint identity = fingerprint(
      fingerprint(fingerprint(suite_fingerprint_, classname), name), file);
  const bool is_bad =
      status == CaseStatus::failed || status == CaseStatus::errored;
  const bool was_there = is_bad ? bad_.add(identity) : passed_.add(identity);
  if (is_bad ? passed_.contains(identity) : bad_.contains(identity)) {
    const std::string id = printable(case_id(classname, name));
    state_.conflicts.add(
        {"IDENTITY_CONFLICT",
         fmt::format("{} is reported as passed and as {}", id,
                     is_bad ? name_of(status) : "failed or errored"),
         id});
  } else if (was_there && !is_bad && state_.doubles++ == 0) {
    state_.first_double = case_id(classname, name);
  }
}

void Collector::Impl::element(std::string_view xml) {
  if (drop_next_element_) {
    drop_next_element_ = false;
    return;
  }
  if (before_ && batch_.size() + xml.size() > kHeldBack) {
    is_batch_too_large_ = true;
    return;
  }
  batch_.append(xml);
  batch_.push_back('\n');
  if (!before_ && batch_.size() >= kBatch) flush();
}

void Collector::Impl::flush() {
  if (!batch_.empty() && writer_) writer_(batch_);
  batch_.clear();
}

// Up to allow_empty_files of them are let through, or none.
void Collector::Impl::judge_empty_files() {
  std::vector<Problem>& to =
      state_.empty_files.size() <= rules_.allow_empty_files ? state_.warnings
                                                            : state_.problems;
  std::move(state_.empty_files.begin(), state_.empty_files.end(),
            std::back_inserter(to));
  state_.empty_files.clear();
}

void Collector::Impl::judge_names() {
  std::vector<Problem> conflicts = state_.conflicts.take();
  std::move(conflicts.begin(), conflicts.end(),
            std::back_inserter(state_.problems));
  if (state_.doubles > 0)
    (rules_.unique_names ? state_.problems : state_.warnings)
        .push_back({"DUPLICATE_NAMES",
                    fmt::format("{} a name that was reported before, the first "
                                "is {}",
                                state_.doubles == 1
                                    ? "1 passed case has"
                                    : fmt::format("{} passed cases have",
                                                  state_.doubles),
                                printable(state_.first_double)),
                    {}});
  if (passed_.forgotten() > 0)
    (rules_.unique_names ? state_.problems : state_.warnings)
        .push_back({rules_.unique_names ? "LIMITS" : "IDENTITY_LIMIT",
                    fmt::format("only the first {} names of passed cases are "
                                "compared; {} more were not remembered",
                                kIdentities, passed_.forgotten()),
                    {}});
}

void Collector::Impl::judge_limits() {
  if (state_.counts.total() > rules_.max_cases)
    state_.problems.push_back(
        {"LIMITS",
         fmt::format("expected at most {} cases, found {}", rules_.max_cases,
                     state_.counts.total()),
         {}});
  if (is_batch_too_large_)
    state_.problems.push_back(
        {"LIMITS",
         fmt::format("a report is too large to be compared for doubles: it "
                     "holds more than {} bytes of cases; without "
                     "allow_duplicate_files it is not compared",
                     kHeldBack),
         {}});
}

void Collector::Impl::finish(SuiteEvidence& evidence) {
  flush();
  judge_empty_files();
  judge_names();
  judge_limits();
  const auto append = [](auto& to, auto& from) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
  };
  evidence.counts += state_.counts;
  append(evidence.reports, state_.reports);
  append(evidence.bad_cases, state_.bad);
  evidence.more_bad_cases += state_.more_bad;
  append(evidence.flaky_cases, state_.flaky.cases);
  evidence.more_flaky_cases += state_.flaky.more;
  append(evidence.skipped_cases, state_.skipped.cases);
  evidence.more_skipped_cases += state_.skipped.more;
  evidence.slowest_cases = state_.slowest.take();
  evidence.unreported_cases = expected_.missing();
  append(evidence.problems, state_.problems);
  append(evidence.warnings, state_.warnings);
}

Collector::Collector(const ReportRules& rules, Writer writer)
    : impl_(std::make_unique<Impl>(rules, std::move(writer))) {}
Collector::~Collector() = default;
void Collector::expect(const std::vector<std::string>& case_ids) {
  impl_->expect(case_ids);
}
void Collector::drop_unexpected_skips() { impl_->drop_unexpected_skips(); }
Reader& Collector::begin_document(const std::string& path) {
  return impl_->begin_document(path);
}
void Collector::end_document(ReportFile file) {
  impl_->end_document(std::move(file));
}
void Collector::add(Problem problem) { impl_->add(std::move(problem)); }
void Collector::finish(SuiteEvidence& evidence) { impl_->finish(evidence); }

}  // namespace gate::junit
