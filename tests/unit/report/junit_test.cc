#include <gtest/gtest.h>

#include <map>
#include <set>

#include "gate/base/text.h"
#include "gate/junit/scanner.h"
#include "gate/junit/writer.h"
#include "gate/junit/xml_syntax.h"
#include "gate/report/junit_file.h"
#include "tests/support/report_run.h"

namespace gate::report {
namespace {

// The file as GitLab and Jenkins read it: suites, their cases, what is red.
class Document : public junit::ScannerEvents {
 public:
  struct Suite {
    std::map<std::string, std::string> attributes, properties;
    std::uint64_t tests = 0, failures = 0, errors = 0, skipped = 0;
    std::vector<std::string> red;
    std::uint64_t claimed(const char* name) const {
      return parse_unsigned(attributes.at(name)).value();
    }
  };
  std::map<std::string, std::string> root;
  std::vector<Suite> suites;
  std::multiset<std::string> names;

  explicit Document(std::string_view text) {
    junit::Scanner scanner(*this, 20);
    scanner.feed(text);
    scanner.finish();
    EXPECT_FALSE(scanner.damage()) << scanner.damage()->what;
  }

  const Suite& suite(std::string_view name) const {
    for (const Suite& suite : suites) {
      if (suite.attributes.at("name") == name) return suite;
    }
    ADD_FAILURE() << "no suite " << name;
    return suites.at(0);
  }

 private:
  void start(const junit::Tag& tag) override {
    std::map<std::string, std::string> attributes;
    for (const auto& attribute : tag.attributes) {
      attributes[std::string(attribute.name)] =
          junit::attribute_value(attribute.value);
    }
    open_.emplace_back(tag.name);
    if (tag.name == "testsuites") root = attributes;
    if (tag.name == "testsuite") suites.emplace_back().attributes = attributes;
    if (tag.name == "property") {
      suites.back().properties[attributes["name"]] = attributes["value"];
    }
    if (tag.name == "testcase") {
      ++suites.back().tests;
      name_ = attributes["classname"] + "|" + attributes["name"];
      names.insert(name_);
    }
    const bool in_case =
        open_.size() > 1 && open_[open_.size() - 2] == "testcase";
    if (tag.is_empty) open_.pop_back();
    if (!in_case) return;
    if (tag.name == "failure") ++suites.back().failures;
    if (tag.name == "error") ++suites.back().errors;
    if (tag.name == "skipped") ++suites.back().skipped;
    if (tag.name == "failure" || tag.name == "error") {
      suites.back().red.push_back(name_);
    }
  }
  void end(std::string_view) override { open_.pop_back(); }
  void text(Text, std::string_view) override {}

  std::vector<std::string> open_;
  std::string name_;
};

void expect_true_counters(const Document& document) {
  std::uint64_t tests = 0, failures = 0, errors = 0, skipped = 0;
  for (const Document::Suite& suite : document.suites) {
    EXPECT_EQ(suite.claimed("tests"), suite.tests);
    EXPECT_EQ(suite.claimed("failures"), suite.failures);
    EXPECT_EQ(suite.claimed("errors"), suite.errors);
    EXPECT_EQ(suite.claimed("skipped"), suite.skipped);
    tests += suite.tests;
    failures += suite.failures;
    errors += suite.errors;
    skipped += suite.skipped;
  }
  EXPECT_EQ(document.root.at("tests"), std::to_string(tests));
  EXPECT_EQ(document.root.at("failures"), std::to_string(failures));
  EXPECT_EQ(document.root.at("errors"), std::to_string(errors));
  EXPECT_EQ(document.root.at("skipped"), std::to_string(skipped));
}

void expect_unique_names(const Document& document) {
  const std::set<std::string> distinct(document.names.begin(),
                                       document.names.end());
  EXPECT_EQ(distinct.size(), document.names.size());
}

// A run of one suite whose merged cases are this text.
std::string merged(const std::string& cases, test::Run run,
                   JunitLimits limits = {}) {
  for (SuiteEvidence& suite : run.evidence.suites) {
    if (suite.name == "unit") suite.merged_cases = "suites/01/cases.xml";
  }
  std::string text;
  const ReadCases read = [&](const SuiteEvidence&, const Out& out) {
    // In small pieces, as a file comes.
    for (std::size_t at = 0; at < cases.size(); at += 7000) {
      out(std::string_view(cases).substr(at, 7000));
    }
    return true;
  };
  write_junit(test::report_of(run), read,
              [&](std::string_view bytes) { text += bytes; }, limits);
  return text;
}

test::Run unit_run() {
  test::Run run = test::passed_run();
  run.plan.suites.resize(1);
  run.evidence.suites.resize(1);
  return run;
}

TEST(JunitFile, EverySuiteOfThePlanHasOneTestsuite) {
  for (const test::Run& run :
       {test::passed_run(), test::failed_run(), test::interrupted_run()}) {
    const Document document(test::render("junit", run));
    for (const PlannedSuite& suite : run.plan.suites) {
      EXPECT_EQ(document.suite(suite.name).attributes.at("name"), suite.name);
    }
  }
}

TEST(JunitFile, CountersAreThoseOfTheCasesInTheFile) {
  for (const test::Run& run :
       {test::empty_run(), test::passed_run(), test::failed_run(),
        test::interrupted_run(), test::hostile_run()}) {
    const Document document(test::render("junit", run));
    expect_true_counters(document);
    expect_unique_names(document);
  }
}

TEST(JunitFile, EveryRedReasonIsARedCaseAndAPassHasNone) {
  for (const test::Run& run : {test::empty_run(), test::failed_run(),
                               test::interrupted_run(), test::hostile_run()}) {
    const Document document(test::render("junit", run));
    for (const Reason& reason : run.verdict.reasons) {
      const std::string name = reason.suite.empty() ? "gate" : reason.suite;
      EXPECT_FALSE(document.suite(junit::attribute_value(junit::escape(name)))
                       .red.empty())
          << reason.code;
    }
  }
  const Document green(test::render("junit", test::passed_run()));
  for (const Document::Suite& suite : green.suites) {
    EXPECT_TRUE(suite.red.empty());
  }
}

TEST(JunitFile, UnreportedCasesAreErrors) {
  const Document document(test::render("junit", test::failed_run()));
  EXPECT_EQ(document.suite("integration").red,
            (std::vector<std::string>{"integration|checkout/pays_twice",
                                      "integration|checkout/refunds",
                                      "integration|gate: SIGNAL"}));
}

TEST(JunitFile, AReasonWhoseCasesAreRedNeedsNoCaseOfItsOwn) {
  const Document document(test::render("junit", test::failed_run()));
  EXPECT_EQ(document.suite("unit").red,
            (std::vector<std::string>{"OrdersTest|RejectsEmpty",
                                      "OrdersTest|RoundsHalfToEven"}));
}

TEST(JunitFile, ARepeatedNameGetsANumber) {
  const std::string one = "<testcase classname=\"A\" name=\"b\"/>\n";
  const std::string taken = "<testcase classname=\"A\" name=\"b (2)\"/>\n";
  const Document document(
      merged(taken + one + one + "<testcase name='b' classname='&#65;'/>" +
                 one,
             unit_run()));
  expect_unique_names(document);
  for (const char* name : {"A|b", "A|b (2)", "A|b (3)", "A|b (4)", "A|b (5)"}) {
    EXPECT_EQ(document.names.count(name), 1u) << name;
  }
}

TEST(JunitFile, ThousandsOfEqualNamesTakeNoLongTime) {
  std::string cases;
  for (int i = 0; i < 50'000; ++i) {
    cases += "<testcase classname=\"A\" name=\"b\"/>\n";
  }
  const Document document(merged(cases, unit_run()));
  EXPECT_EQ(document.suite("unit").tests, 50'000u);
  expect_unique_names(document);
}

TEST(JunitFile, MergedCasesArriveWithTheirChildren) {
  const std::string failing =
      "<testcase classname=\"A\" name=\"x\" time=\"1\">"
      "<failure message=\"&lt;no\">a &amp; b<![CDATA[<testcase/>]]></failure></testcase>";
  const std::string text = merged(
      failing + "<testcase name=\"nobody\"><skipped/></testcase>", unit_run());
  EXPECT_NE(text.find(failing), std::string::npos) << text;
  const Document document(text);
  EXPECT_EQ(document.suite("unit").red, std::vector<std::string>{"A|x"});
  EXPECT_EQ(document.names.count("unit|nobody"), 1u);
  expect_true_counters(document);
}

TEST(JunitFile, PassedCasesAreLeftOutAndCountedWhenTheFileIsTooLarge) {
  std::string cases;
  for (int i = 0; i < 5000; ++i) {
    cases += "<testcase classname=\"A\" name=\"p" + std::to_string(i) +
             "\"/>\n";
  }
  cases += "<testcase classname=\"A\" name=\"f\"><failure/></testcase>";
  cases += "<testcase classname=\"A\" name=\"e\"><error/></testcase>";
  cases += "<testcase classname=\"A\" name=\"s\"><skipped/></testcase>";
  cases += "<testcase classname=\"A\" name=\"l\"><flakyFailure/></testcase>";
  const std::string text =
      merged(cases, unit_run(), {.max_bytes = 100'000});
  EXPECT_LE(text.size(), 100'000u);
  const Document document(text);
  const Document::Suite& unit = document.suite("unit");
  EXPECT_EQ(unit.properties.at("stagegate.omitted_passed"), "5000");
  EXPECT_EQ(unit.tests, 4u);
  EXPECT_EQ(unit.red, (std::vector<std::string>{"A|f", "A|e"}));
  expect_true_counters(document);
}

TEST(JunitFile, EvenAMillionFailuresFitAndTheFileIsRed) {
  std::string cases;
  for (int i = 0; i < 5000; ++i) {
    cases += "<testcase classname=\"A\" name=\"f" + std::to_string(i) +
             "\"><failure message=\"" + std::string(50, 'm') +
             "\"/></testcase>\n";
  }
  const std::string text =
      merged(cases, unit_run(), {.max_bytes = 200'000});
  EXPECT_LE(text.size(), 200'000u);
  const Document document(text);
  const Document::Suite& unit = document.suite("unit");
  EXPECT_GT(unit.tests, 100u);
  EXPECT_EQ(unit.red.back(), "unit|gate: cases left out");
  EXPECT_EQ(unit.tests - 1 +
                *parse_unsigned(unit.properties.at("stagegate.omitted_other")),
            5000u);
  expect_true_counters(document);
}

TEST(JunitFile, MergedCasesThatAreDamagedOrGoneAreRed) {
  const Document damaged(merged("<testcase name=\"a\"", unit_run()));
  EXPECT_EQ(damaged.suite("unit").red,
            std::vector<std::string>{"unit|gate: EVIDENCE_LOST"});
  test::Run run = unit_run();
  run.evidence.suites[0].merged_cases = "suites/01/cases.xml";
  std::string text;
  write_junit(test::report_of(run),
              [](const SuiteEvidence&, const Out&) { return false; },
              [&](std::string_view bytes) { text += bytes; });
  EXPECT_EQ(Document(text).suite("unit").red,
            std::vector<std::string>{"unit|gate: EVIDENCE_LOST"});
}

}  // namespace
}  // namespace gate::report
