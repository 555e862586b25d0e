// junit.xml.
#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "gate/base/text.h"
#include "gate/junit/identity_set.h"
#include "gate/junit/writer.h"
#include "gate/report/junit_file.h"
#include "gate/report/merged_cases.h"
#include "gate/report/overview.h"

namespace gate::report {
namespace {

using junit::escape;
using junit::Fingerprint;

enum class Keep { everything, without_passed, bad_only };

// What one <testsuite> holds in the end.
struct Tally {
  std::uint64_t tests = 0, failures = 0, errors = 0, skipped = 0;
  std::uint64_t omitted_passed = 0, omitted_other = 0;

  Tally& operator+=(const Tally& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
    return *this;
  }
};

// Room for the tags and for the red cases of our own, for each suite.
constexpr std::uint64_t kRoomForSuite = 24 * 1024;
constexpr std::size_t kMostReasons = 20;

// Makes (classname, name) unique by numbers behind the name.
class Names {
 public:
  void make_unique(MergedCase& test) {
    const Fingerprint identity = id(test.classname, test.name);
    if (!seen_.add(identity)) return;
    std::uint64_t& number = numbers_[identity];
    std::string suffix;
    do {
      number = std::max<std::uint64_t>(number + 1, 2);
      suffix = " (" + std::to_string(number) + ")";
    } while (seen_.add(id(test.classname, test.name + suffix)));
    test.xml.insert(test.name_end, suffix);
    test.name += suffix;
  }

 private:
  static Fingerprint id(std::string_view classname, std::string_view name) {
    return junit::fingerprint(junit::fingerprint(0, classname), name);
  }

  junit::IdentitySet seen_{std::size_t{1} << 26};
  std::unordered_map<Fingerprint, std::uint64_t> numbers_;
};

MergedCase own_case(const std::string& classname, const std::string& name,
                    const std::string& message, const std::string& text,
                    const std::string& type) {
  TestCase test;
  test.classname = classname;
  test.name = name;
  test.status = CaseStatus::errored;
  test.message = shorten(message, 400);
  test.text = shorten(text, 400);
  test.type = type;
  return merged_case(test);
}

// "OrdersTest.RejectsEmpty" as the report would have written it.
MergedCase unreported_case(const std::string& suite, const std::string& id) {
  const std::size_t dot = id.rfind('.');
  const bool split = dot != std::string::npos && dot > 0;
  return own_case(split ? id.substr(0, dot) : suite,
                  split ? id.substr(dot + 1) : id,
                  "never reported: the program ended before it", "",
                  "UNREPORTED");
}

MergedCase reason_case(const std::string& suite, const Reason& reason) {
  std::string text = "do: " + reason.remedy + "\nwho: " + reason.cleared_by;
  for (const std::string& file : reason.evidence) text += "\nsee: " + file;
  return own_case(suite.empty() ? "gate" : suite, "gate: " + reason.code,
                  reason.message, text, reason.code);
}

class File {
 public:
  File(const RunReport& report, const ReadCases& read,
       const JunitLimits& limits)
      : report_(report), read_(read), limits_(limits), all_(overview(report)) {
    for (const SuiteRow& row : all_.suites) names_.insert(row.planned.name);
  }

  void write(const Out& out) {
    for (Keep keep :
         {Keep::everything, Keep::without_passed, Keep::bad_only}) {
      keep_ = keep;
      tallies_.clear();
      // The counters are zeros here; they get the room of the longest.
      std::uint64_t bytes = (all_.suites.size() + 2) * 200;
      walk([&](std::string_view part) { bytes += part.size(); });
      if (bytes <= limits_.max_bytes) break;
    }
    tallies_ready_ = true;
    walk(out);
  }

 private:
  // The whole document; counters are zero until the tallies are ready, which
  // changes few bytes: the limit has a margin for them.
  void walk(const Out& out) {
    out_ = &out;
    unique_ = Names();
    const std::uint64_t reserved = (all_.suites.size() + 2) * kRoomForSuite;
    room_ = limits_.max_bytes - std::min(limits_.max_bytes, reserved);
    index_ = 0;
    open_document();
    for (const SuiteRow& row : all_.suites) suite(row);
    run_reasons();
    out("</testsuites>\n");
  }

  void open_document() {
    Tally sum;
    for (const Tally& tally : tallies_) sum += tally;
    (*out_)("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"" +
            escape(shorten(report_.plan.service, 1000)) + "\"" +
            counters(sum) + " time=\"" + format_seconds(all_.duration) +
            "\">\n");
  }

  static std::string counters(const Tally& tally) {
    return " tests=\"" + std::to_string(tally.tests) + "\" failures=\"" +
           std::to_string(tally.failures) + "\" errors=\"" +
           std::to_string(tally.errors) + "\" skipped=\"" +
           std::to_string(tally.skipped) + "\"";
  }

  void suite(const SuiteRow& row) {
    open_suite(row.planned.name, row.status, row.duration,
               row.evidence ? std::optional(row.evidence->started)
                            : std::nullopt);
    if (row.evidence != nullptr) {
      cases(*row.evidence);
      for (const std::string& id : row.evidence->unreported_cases) {
        take(unreported_case(row.planned.name, shorten(id, 1000)), id);
      }
    }
    reasons(row.planned.name, row.evidence);
    close_suite(row.planned.name);
  }

  // What concerns no suite of the plan stands in a suite of its own, which is
  // there only if it is needed.
  void run_reasons() {
    const auto& reasons = report_.verdict.reasons;
    const bool any = std::any_of(
        reasons.begin(), reasons.end(),
        [&](const Reason& reason) { return !names_.contains(reason.suite); });
    if (!any) return;
    open_suite("gate", "failed", Duration(0), std::nullopt);
    std::size_t shown = 0;
    for (const Reason& reason : reasons) {
      if (names_.contains(reason.suite)) continue;
      if (++shown > kMostReasons) break;
      put(reason_case(reason.suite, reason));
    }
    close_suite("gate");
  }

  void open_suite(const std::string& name, const std::string& status,
                  Duration duration, std::optional<Instant> started) {
    if (!tallies_ready_) tallies_.emplace_back();
    omitted_bad_ = 0;
    bad_.clear();
    const Tally& tally = tallies_[index_];
    std::string tag = "<testsuite name=\"" + escape(shorten(name, 1000)) +
                      "\"" + counters(tallies_ready_ ? tally : Tally()) +
                      " time=\"" + format_seconds(duration) + "\"";
    if (started) tag += " timestamp=\"" + format_instant(*started) + "\"";
    tag += ">\n<properties>" + property("stagegate.status", status);
    if (tallies_ready_ && tally.omitted_passed > 0) {
      tag += property("stagegate.omitted_passed",
                      std::to_string(tally.omitted_passed));
    }
    if (tallies_ready_ && tally.omitted_other > 0) {
      tag += property("stagegate.omitted_other",
                      std::to_string(tally.omitted_other));
    }
    (*out_)(tag + "</properties>\n");
  }

  static std::string property(std::string_view name, std::string_view value) {
    return "<property name=\"" + std::string(name) + "\" value=\"" +
           escape(value) + "\"/>";
  }

  void close_suite(const std::string& name) {
    if (omitted_bad_ > 0) {
      put(own_case(name, "gate: cases left out",
                   std::to_string(omitted_bad_) +
                       " bad cases do not fit into this file, see report.html",
                   "", "LIMITS"));
    }
    (*out_)("</testsuite>\n");
    ++index_;
  }

  void cases(const SuiteEvidence& suite) {
    if (suite.merged_cases.empty() || !read_) {
      kept_cases(suite);
      return;
    }
    MergedCases merged(suite.name,
                       [&](MergedCase test) { take(std::move(test)); });
    const bool read = read_(
        suite, [&](std::string_view bytes) { merged.feed(bytes); });
    std::string trouble = merged.finish();
    if (!read) trouble = "it cannot be read";
    if (trouble.empty()) return;
    put(own_case(suite.name, "gate: EVIDENCE_LOST",
                 suite.merged_cases + ": " + trouble, "", "EVIDENCE_LOST"));
  }

  // Without the file: what the evidence itself keeps.
  void kept_cases(const SuiteEvidence& suite) {
    std::uint64_t passed = 0;
    std::uint64_t other = 0;
    for (const auto* tests :
         {&suite.bad_cases, &suite.flaky_cases, &suite.skipped_cases}) {
      other += tests->size();
      for (const TestCase& test : *tests) take(named(suite, test));
    }
    for (const TestCase& test : suite.slowest_cases) {
      if (test.status != CaseStatus::passed) continue;
      ++passed;
      take(named(suite, test));
    }
    if (tallies_ready_) return;
    const Counts& counts = suite.counts;
    const std::uint64_t others = counts.total() - counts.passed;
    Tally& tally = tallies_[index_];
    tally.omitted_passed += counts.passed - std::min(counts.passed, passed);
    tally.omitted_other += others - std::min(others, other);
  }

  static MergedCase named(const SuiteEvidence& suite, TestCase test) {
    if (test.classname.empty()) test.classname = suite.name;
    return merged_case(test);
  }

  // A case that came in: written, or left out and counted.
  void take(MergedCase test) {
    const std::string id = case_id(test.classname, test.name);
    take(std::move(test), id);
  }

  void take(MergedCase test, std::string_view id) {
    const bool bad = test.status == CaseStatus::failed ||
                     test.status == CaseStatus::errored;
    const bool passed = test.status == CaseStatus::passed;
    const bool wanted = bad || keep_ == Keep::everything ||
                        (keep_ == Keep::without_passed && !passed);
    const bool fits =
        keep_ != Keep::bad_only || test.xml.size() + 32 <= room_;
    if (wanted && fits) {
      room_ -= std::min<std::uint64_t>(room_, test.xml.size() + 32);
      if (bad) bad_.insert(junit::fingerprint(0, id));
      put(std::move(test));
      return;
    }
    if (bad) ++omitted_bad_;
    if (tallies_ready_) return;
    ++(passed ? tallies_[index_].omitted_passed
              : tallies_[index_].omitted_other);
  }

  void put(MergedCase test) {
    unique_.make_unique(test);
    if (!tallies_ready_) {
      Tally& tally = tallies_[index_];
      ++tally.tests;
      if (test.status == CaseStatus::failed) ++tally.failures;
      if (test.status == CaseStatus::errored) ++tally.errors;
      if (test.status == CaseStatus::skipped) ++tally.skipped;
    }
    (*out_)(test.xml);
    (*out_)("\n");
  }

  // A reason needs a red case of its own unless its cases stand here, red.
  bool is_covered(const Reason& reason) const {
    return !reason.cases.empty() &&
           std::all_of(reason.cases.begin(), reason.cases.end(),
                       [&](const std::string& id) {
                         return bad_.contains(junit::fingerprint(0, id));
                       });
  }

  void reasons(const std::string& suite, const SuiteEvidence* evidence) {
    std::vector<MergedCase> own;
    std::unordered_set<std::string> codes;
    for (const Reason& reason : report_.verdict.reasons) {
      if (reason.suite != suite) continue;
      codes.insert(reason.code);
      if (!is_covered(reason)) own.push_back(reason_case(suite, reason));
    }
    for (std::size_t i = 0; evidence && i < evidence->problems.size(); ++i) {
      const Problem& problem = evidence->problems[i];
      if (!codes.insert(problem.code).second) continue;
      own.push_back(own_case(suite, "gate: " + problem.code, problem.message,
                             "see: " + problem.evidence, problem.code));
    }
    const std::size_t shown = std::min(kMostReasons, own.size());
    for (std::size_t i = 0; i < shown; ++i) put(std::move(own[i]));
  }

  const RunReport& report_;
  const ReadCases& read_;
  const JunitLimits& limits_;
  Overview all_;
  std::unordered_set<std::string> names_;
  Keep keep_ = Keep::everything;
  std::vector<Tally> tallies_;
  bool tallies_ready_ = false;
  // Of the walk at hand:
  const Out* out_ = nullptr;
  Names unique_;
  std::uint64_t room_ = 0;
  std::size_t index_ = 0;
  // Of the suite at hand:
  std::unordered_set<Fingerprint> bad_;
  std::uint64_t omitted_bad_ = 0;
};

std::string render(const RunReport& report, const Style&) {
  std::string text;
  write_junit(report, nullptr,
              [&](std::string_view bytes) { text += bytes; });
  return text;
}

}  // namespace

void write_junit(const RunReport& report, const ReadCases& read,
                 const Out& out, const JunitLimits& limits) {
  File(report, read, limits).write(out);
}

extern const Format junit_format;
const Format junit_format = {"junit", "junit.xml",
                             "all suites as one JUnit file", render};

}  // namespace gate::report
