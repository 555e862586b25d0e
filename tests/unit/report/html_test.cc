#include <gtest/gtest.h>

#include "gate/base/text.h"
#include "tests/support/program_output.h"
#include "tests/support/report_run.h"
#include "tests/support/temporary_folder.h"

namespace gate::report {
namespace {

// "<name attribute=value ...>" of every element in order, as a browser or this
// program serialised them: text has no raw "<", values stand in double quotes.
std::vector<std::string> elements_of(std::string_view html) {
  std::vector<std::string> elements;
  for (std::size_t at = html.find('<'); at != std::string_view::npos;
       at = html.find('<', at)) {
    std::size_t end = at;
    bool in_quotes = false;
    while (end < html.size() && (in_quotes || html[end] != '>')) {
      if (html[end] == '"') in_quotes = !in_quotes;
      ++end;
    }
    if (html[at + 1] != '/') {
      elements.emplace_back(html.substr(at, end - at + 1));
    }
    at = end;
  }
  return elements;
}

std::string title_of(std::string_view html) {
  const std::size_t start = html.find("<title>") + 7;
  return std::string(html.substr(start, html.find("</title>") - start));
}

// The document as Chromium holds it after its scripts, had it any, have run.
std::string dom_of(const std::string& html) {
  const test::TemporaryFolder folder;
  const std::string page = folder.write("report.html", html);
  const auto dom = test::program_output(
      "timeout 120 chromium --headless --no-sandbox --disable-gpu "
      "--no-first-run --disable-background-networking "
      "--disable-component-update --disable-sync --user-data-dir=" +
      folder.path("profile") + " --dump-dom file://" + page + " 2>/dev/null");
  return dom.value_or("chromium failed");
}

bool has_chromium() {
  return test::program_output("chromium --version 2>/dev/null").has_value();
}

TEST(Html, ThePageHoldsNoScriptAndAsksNobody) {
  for (const test::Run& run :
       {test::empty_run(), test::passed_run(), test::failed_run(),
        test::interrupted_run(), test::hostile_run(), test::full_run()}) {
    const std::string page = test::render("html", run);
    EXPECT_TRUE(is_valid_utf8(page));
    EXPECT_NE(page.find("default-src 'none'; style-src 'unsafe-inline'"),
              std::string::npos);
    for (const std::string& element : elements_of(page)) {
      EXPECT_FALSE(element.starts_with("<script")) << element;
      EXPECT_FALSE(element.starts_with("<img")) << element;
      EXPECT_EQ(element.find(" src="), std::string::npos) << element;
      EXPECT_EQ(element.find(" on"), std::string::npos) << element;
      const std::size_t link = element.find("href=\"");
      EXPECT_TRUE(link == std::string::npos ||
                  element.substr(link + 6).starts_with("suites/"))
          << element;
    }
  }
}

TEST(Html, HostileNamesMakeTheSameElementsAsHarmlessOnes) {
  const auto hostile = elements_of(
      test::render("html", test::hostile_run(test::Names::hostile)));
  EXPECT_GT(hostile.size(), 200u);
  EXPECT_EQ(hostile, elements_of(test::render(
                         "html", test::hostile_run(test::Names::harmless))));
}

TEST(Html, ChromiumSeesTheSameElementsAndRunsNoScript) {
  if (!has_chromium()) {
    GTEST_SKIP() << "chromium is not installed: the escape test in a real "
                    "browser did NOT run";
  }
  const std::string page =
      test::render("html", test::hostile_run(test::Names::hostile));
  const std::string dom = dom_of(page);
  const auto elements = elements_of(dom);
  EXPECT_GT(elements.size(), 200u) << dom.substr(0, 500);
  EXPECT_EQ(elements, elements_of(dom_of(test::render(
                          "html", test::hostile_run(test::Names::harmless)))));
  EXPECT_TRUE(title_of(dom).starts_with("FAIL &lt;script&gt;"))
      << title_of(dom);
  EXPECT_EQ(dom.find("\x1b"), std::string::npos);

  // The same page without its two defences: Chromium does run the script, so
  // the silence above means something.
  std::string open = replace_all(page, "http-equiv=", "data-off=");
  open = replace_all(open, "<p class=\"lead\">",
                     "<script>document.title='owned'</script><p>");
  EXPECT_EQ(title_of(dom_of(open)), "owned");
  // The policy alone stops it, too.
  const std::string guarded =
      replace_all(page, "<p class=\"lead\">",
                  "<script>document.title='owned'</script><p>");
  EXPECT_NE(title_of(dom_of(guarded)), "owned");
}

TEST(Html, TheVerdictAndItsReasonsComeBeforeEverythingElse) {
  const std::string page = test::render("html", test::failed_run());
  const std::size_t word = page.find("<span class=\"word\">FAIL</span>");
  const std::size_t reason = page.find("2 of 310 cases failed");
  const std::size_t suites = page.find("<h2>Suites</h2>");
  ASSERT_NE(suites, std::string::npos);
  EXPECT_LT(word, reason);
  EXPECT_LT(reason, suites);
  EXPECT_EQ(page.find(">PASS<"), std::string::npos);
}

// Many suites with all that evidence keeps, each text made of what grows most
// when it is escaped.
test::Run huge_run() {
  test::Run run = test::failed_run();
  TestCase bad = test::failed_case("Big", "Case", std::string(2000, '&'));
  bad.text = std::string(16 * 1024, '"');
  for (int i = 0; i < 60; ++i) {
    const std::string name = "suite" + std::to_string(i);
    SuiteEvidence suite = test::suite_evidence(name, 3);
    suite.bad_cases.assign(i < 5 ? 1000 : 20, bad);
    suite.flaky_cases = suite.skipped_cases = suite.bad_cases;
    suite.unreported_cases.assign(3000, std::string(300, '\''));
    suite.warnings.assign(1000, {"W1", std::string(2000, '<'), "x"});
    suite.relaxations.assign(100, std::string(2000, '<'));
    run.plan.suites.push_back(test::planned_suite(name));
    run.evidence.suites.push_back(suite);
    Reason reason = test::reason("TEST_FAILED", name, std::string(5000, '<'));
    reason.cases.assign(1000, case_id(bad));
    run.verdict.reasons.push_back(reason);
  }
  return run;
}

TEST(Html, AHugeRunGivesAPageBelowEightMebibytes) {
  const std::string page = test::render("html", huge_run());
  EXPECT_LE(page.size(), 8u << 20);
  EXPECT_NE(page.find("more case"), std::string::npos);
  EXPECT_NE(page.find("<h2>What was judged</h2>"), std::string::npos);
  EXPECT_TRUE(page.ends_with("</html>\n"));
}

TEST(Markdown, AHugeRunGivesAPageThatGitHubKeeps) {
  const std::string page = test::render("markdown", huge_run());
  EXPECT_LE(page.size(), 900u * 1024);
  EXPECT_NE(page.find("more reasons"), std::string::npos);
  EXPECT_TRUE(page.ends_with("</sub>\n"));
}

TEST(Markdown, ForeignTextIsNeitherMarkupNorLinkNorMention) {
  const std::string page = test::render("markdown", test::hostile_run());
  EXPECT_TRUE(is_valid_utf8(page));
  for (const char* live : {"<script", "<img", "<h1", "@everyone", "](http",
                           "http://evil", "```", "<!--", "\n# ",
                           "</pre></det", "www.",
                           "\x1b"}) {
    EXPECT_EQ(page.find(live), std::string::npos) << live;
  }
  EXPECT_NE(page.find("&#60;script&#62;"), std::string::npos);
}

TEST(Markdown, EveryRowOfTheTableHasFiveCells) {
  std::size_t rows = 0;
  for (const std::string& line :
       split(test::render("markdown", test::hostile_run()), '\n')) {
    if (line.find('|') == std::string::npos) continue;
    ++rows;
    EXPECT_EQ(split(line, '|').size(), 7u) << line;
  }
  EXPECT_EQ(rows, 2u + 4u);
}

TEST(Markdown, TheReasonsComeBeforeTheTable) {
  const std::string page = test::render("markdown", test::failed_run());
  EXPECT_LT(page.find("2 of 310 cases failed"), page.find("| suite |"));
}

}  // namespace
}  // namespace gate::report
