// Documents that are damaged, or made to mislead: none of them is ever green.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/junit/file_verdict.h"

namespace gate::junit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kGreen =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<testsuites tests=\"3\" failures=\"0\">\n"
    "  <testsuite name=\"Orders\" tests=\"3\">\n"
    "    <properties><property name=\"os\" value='a \"b\"'/></properties>\n"
    "    <testcase classname=\"Orders\" name=\"merges &amp; &#x41;\" "
    "time=\"1\"/>\n"
    "    <!-- between - them -->\n"
    "    <testcase classname=\"Orders\" name=\"gr\xC3\xBC\xC3\x9F \xE2\x82\xAC "
    "\xF0\x9F\x98\x80\" time=\"0.5\">\n"
    "      <system-out><![CDATA[a ]] > b ]]]]><![CDATA[> <failure/>]]>"
    "</system-out>\n"
    "    </testcase >\n"
    "    <testcase classname=\"Orders\" name=\"c\" time=\"2\"></testcase>\n"
    "  </testsuite>\n"
    "</testsuites>\n";

const std::string kRed =
    "<testsuite name=\"Orders\">\n"
    "  <testcase name=\"a\" time=\"1\"><failure message=\"no\"/></testcase>\n"
    "</testsuite>\n";

std::string case_with(const std::string& attribute_value) {
  return "<testsuite name=\"s\"><testcase name=\"" + attribute_value +
         "\" time=\"1\"/></testsuite>";
}
std::string output_with(const std::string& text) {
  return "<testsuite name=\"s\"><testcase name=\"a\" time=\"1\"><system-out>" +
         text + "</system-out></testcase></testsuite>";
}

void expect_malformed(const std::string& document) {
  EXPECT_THAT(judge_file(document).reasons, ElementsAre("NOT_WELL_FORMED"))
      << document;
  EXPECT_THAT(judge_file(document, {}, 1).reasons,
              ElementsAre("NOT_WELL_FORMED"))
      << document << " in pieces";
}

void expect_green(const std::string& document) {
  for (const std::size_t piece : {0, 1}) {
    const FileVerdict file = judge_file(document, {}, piece);
    EXPECT_THAT(file.reasons, ElementsAre()) << document;
    for (const Problem& problem : file.document.problems)
      ADD_FAILURE() << problem.message;
  }
}

TEST(Damage, APassingDocumentIsGreen) {
  const FileVerdict file = judge_file(kGreen);
  EXPECT_TRUE(file.is_green());
  EXPECT_EQ(file.document.counts.passed, 3u);
  EXPECT_TRUE(file.document.warnings.empty());
}

TEST(Damage, APassingDocumentCutAtAnyByteIsNeverGreen) {
  const std::size_t end_of_root = kGreen.rfind('>') + 1;
  for (std::size_t size = 0; size < end_of_root; ++size)
    EXPECT_FALSE(judge_file(kGreen.substr(0, size)).is_green()) << size;
}

TEST(Damage, TwoPiecesTellTheSameAsOneWhereverTheyAreCut) {
  for (const std::string& document : {kGreen, kRed}) {
    const FileVerdict whole = judge_file(document);
    for (std::size_t cut = 0; cut <= document.size(); ++cut) {
      FileVerdict file;
      Reader reader("report.xml", ReportRules(), file.seen);
      reader.feed(std::string_view(document).substr(0, cut));
      reader.feed(std::string_view(document).substr(cut));
      file.document = reader.finish();
      file.reasons = reasons_of(file);
      EXPECT_TRUE(tells_the_same(whole, file)) << cut;
    }
  }
}

TEST(Damage, SingleBytesTellTheSameAsTheWhole) {
  for (const std::size_t piece : {1, 2, 3, 5, 11})
    EXPECT_TRUE(
        tells_the_same(judge_file(kGreen), judge_file(kGreen, {}, piece)));
}

TEST(Damage, AnEmptyOrBlankFileIsEmpty) {
  for (const std::string document :
       {"", " \n\t\r\n", "\xEF\xBB\xBF", "\xEF\xBB\xBF \n"})
    EXPECT_THAT(judge_file(document).reasons, ElementsAre("EMPTY_FILE"));
}

TEST(Damage, ADocumentWithoutARootIsNotWellFormed) {
  expect_malformed("<?xml version=\"1.0\"?>\n");
  expect_malformed("<!-- nothing -->");
}

TEST(Damage, TextAroundTheRootIsRefused) {
  expect_malformed("log line\n" + kGreen.substr(kGreen.find("<testsuites")));
  expect_malformed(kGreen + "Program code.");
  expect_malformed(kGreen + "&amp;");
  expect_malformed(kGreen + "<![CDATA[x]]>");
  expect_green(kGreen + "<!-- the end --><?tool done?>\n");
}

TEST(Damage, ASecondRootIsRefused) {
  expect_malformed(kGreen + kRed);
  expect_malformed("<testsuite/><testsuite/>");
}

TEST(Damage, ANulByteIsRefusedWhereverItStands) {
  expect_malformed(kGreen + std::string(1, '\0') + kRed);
  for (const char* place : {"name=", "Orders", "<properties", "<!--"}) {
    std::string document = kGreen;
    document.insert(document.find(place), 1, '\0');
    expect_malformed(document);
  }
  expect_malformed(std::string(1, '\0'));
}

TEST(Damage, TagsMustMatch) {
  expect_malformed("<testsuite><testcase name=\"a\"></testsuite></testcase>");
  expect_malformed("<testsuite></testsuites>");
  expect_malformed("<testsuite></x:testsuite>");
  expect_malformed("</testsuite>");
  expect_malformed("<testsuite></testsuite></testsuite>");
  expect_green(
      "<x:testsuite xmlns:x='u'><x:testcase name='a' time='1'/>"
      "</x:testsuite\n>");
}

TEST(Damage, AttributesMustBeWellFormed) {
  expect_malformed("<testsuite name></testsuite>");
  expect_malformed("<testsuite name=a></testsuite>");
  expect_malformed("<testsuite name=\"a></testsuite>");
  expect_malformed("<testsuite name='a'tests='1'></testsuite>");
  expect_malformed("<testsuite ='a'></testsuite>");
  expect_malformed("<testsuite 1='a'></testsuite>");
  expect_malformed("<testsuite / ></testsuite>");
  expect_malformed("<testsuite \"a\"></testsuite>");
  expect_malformed(case_with("a < b"));
  expect_green(
      "<testsuite name = 'a'\n\ttests\n=\n\"1\">"
      "<testcase name='x > y \"' time='1' /></testsuite>");
}

TEST(Damage, AnAttributeMayNotBeThereTwice) {
  expect_malformed(
      "<testsuite><testcase name=\"a\" time=\"1\" name=\"b\"/>"
      "</testsuite>");
  expect_malformed(
      "<testsuite failures=\"1\" tests=\"1\" failures=\"0\">"
      "<testcase name=\"a\"/></testsuite>");
  std::string many = "<testsuite";
  for (int i = 0; i < 30; ++i) many += " a" + std::to_string(i) + "=''";
  expect_green(many + "><testcase name='a'/></testsuite>");
  expect_malformed(many + " a7=''><testcase name='a'/></testsuite>");
}

TEST(Damage, ElementNamesMustBeNames) {
  expect_malformed("<testsuite><1/></testsuite>");
  expect_malformed("<testsuite>< testcase/></testsuite>");
  expect_malformed("<testsuite><-a/></testsuite>");
  expect_malformed("<testsuite><a\xE2\x86\x90/></testsuite>");
  expect_malformed("<testsuite><a\x01/></testsuite>");
  expect_malformed("<testsuite a\xC3\x97='1'/>");
  expect_green(
      "<testsuite><gr\xC3\xB6\xC3\x9F\x65/>"
      "<testcase name='a'/></testsuite>");
}

TEST(Damage, CommentsAndInstructionsMustBeWellFormed) {
  expect_malformed("<testsuite><!-- a -- b --></testsuite>");
  expect_malformed("<testsuite><!-- a ---></testsuite>");
  expect_malformed("<testsuite><!- a --></testsuite>");
  expect_malformed("<testsuite><!></testsuite>");
  expect_malformed("<testsuite><!ELEMENT a></testsuite>");
  expect_malformed("<testsuite><? a?></testsuite>");
  expect_malformed("<testsuite><?a</testsuite>");
  expect_malformed("<testsuite><?xml version='1.0'?></testsuite>");
  expect_malformed("<testsuite><?XML a?></testsuite>");
  expect_green(
      "<testsuite><!----><!-- a - > b --><?a?><?b c ? > d?>"
      "<testcase name='a'/></testsuite>");
}

TEST(Damage, CdataEndsOnlyInCdata) {
  expect_malformed(output_with("]]>"));
  expect_malformed(output_with("]]]>"));
  expect_malformed(output_with("<![CDATA[a]]>]]>"));
  expect_malformed(output_with("<![CDATA[a]]"));
  expect_malformed(output_with("<![CDAT[a]]>"));
  expect_green(output_with("]] >]&gt;]]&gt;<![CDATA[]]]]]><![CDATA[]]>"));
}

TEST(Damage, ReferencesMustBeReferences) {
  for (const std::string text : {"a & b", "&", "&;", "&#;", "&#x;", "&#12a;",
                                 "&a b;", "&lt", "&#-1;", "&1;"}) {
    expect_malformed(output_with(text));
    expect_malformed(case_with(text));
  }
  expect_green(output_with("&lt;&gt;&amp;&quot;&apos;&#10;&#x10FFFF;"));
  expect_green(case_with("&lt;&gt;&amp;&quot;&apos;&#10;&#x10FFFF;"));
  expect_malformed(output_with("&" + std::string(5000, 'a') + ";"));
}

TEST(Damage, TheDeclarationMustBeWellFormedAndFirst) {
  const std::string body = "<testsuite><testcase name='a'/></testsuite>";
  for (const std::string declaration :
       {"<?xml version='1.0'?>", "<?xml version=\"1.1\" encoding='utf-8' ?>",
        "<?xml version = '1.0' standalone='yes'?>",
        "<?xml version='1.0' encoding='UTF-8' standalone='no'?>\n"})
    expect_green(declaration + body);
  for (const std::string declaration :
       {"\n<?xml version='1.0'?>", "<?xml?>", "<?xml encoding='UTF-8'?>",
        "<?xml version='2.0'?>", "<?xml version='1.0' standalone='maybe'?>",
        "<?xml version='1.0' encoding=''?>",
        "<?xml version='1.0'encoding='a'?>", "<?xml version='1.0' extra='a'?>",
        "<?xml version='1.0'>", "<?xml version='1.0'?><?xml version='1.0'?>",
        "<?XML version='1.0'?>"})
    expect_malformed(declaration + body);
}

TEST(Damage, ADocumentTypeIsRefusedUnlessItDefinesNothing) {
  const std::string body =
      "<testsuite><testcase name='a'>&f;</testcase>"
      "</testsuite>";
  expect_malformed("<!DOCTYPE testsuite [<!ENTITY f '<failure/>'>]>" + body);
  expect_malformed("<!DOCTYPE testsuite SYSTEM 'file:///etc/passwd'>" + body);
  expect_malformed("<!DOCTYPE testsuite PUBLIC 'a' 'http://h/d.dtd'>" + body);
  expect_malformed("<!DOCTYPE>" + body);
  expect_malformed("<!doctype testsuite>" + body);
  expect_malformed("<!DOCTYPE testsuite><!DOCTYPE testsuite>" + body);
  expect_malformed(body + "<!DOCTYPE testsuite>");
  expect_green("<!DOCTYPE testsuite >" +
               std::string("<testsuite><testcase name='a'/></testsuite>"));
}

TEST(Damage, ADamagedReportSaysWhereAndWhat) {
  const FileVerdict file = judge_file("<testsuite>\n<testcase>\n</testsuite>");
  ASSERT_EQ(file.document.problems.size(), 1u);
  EXPECT_EQ(file.document.problems[0].evidence, "report.xml:3");
  EXPECT_THAT(file.document.problems[0].message,
              HasSubstr("expected the end of <testcase>, found </testsuite>"));
  const FileVerdict cut = judge_file("<testsuite>\n<testcase>\n");
  EXPECT_THAT(cut.document.problems.at(0).message,
              HasSubstr("ends inside <testcase>: it was cut short"));
}

TEST(Damage, NestingBeyondTheLimitFailsAndDoesNotRecurse) {
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<testsuite>";
  EXPECT_THAT(judge_file(deep).reasons, ElementsAre("LIMITS"));
  ReportRules rules;
  rules.max_depth = 3;
  const std::string nested =
      "<testsuite><testsuite><testcase name='a'/></testsuite></testsuite>";
  EXPECT_TRUE(judge_file(nested, rules).is_green());
  rules.max_depth = 2;
  EXPECT_THAT(judge_file(nested, rules).reasons, ElementsAre("LIMITS"));
}

TEST(Damage, FilesAndCasesBeyondTheLimitFail) {
  const std::string two =
      "<testsuite><testcase name='a'/><testcase name='b'/></testsuite>";
  ReportRules rules;
  rules.max_cases = 1;
  EXPECT_THAT(judge_file(two, rules).reasons, ElementsAre("LIMITS"));
  rules.max_cases = 2;
  rules.max_file_bytes = two.size();
  EXPECT_TRUE(judge_file(two, rules).is_green());
  rules.max_file_bytes = two.size() - 1;
  EXPECT_THAT(judge_file(two, rules, 10).reasons, ElementsAre("LIMITS"));
}

TEST(Damage, TagsThatCannotBeKeptFail) {
  std::string many = "<testsuite";
  for (int i = 0; i < 1001; ++i) many += " a" + std::to_string(i) + "=''";
  EXPECT_THAT(judge_file(many + "/>").reasons, ElementsAre("LIMITS"));
  std::string large = "<testsuite";
  for (int i = 0; i < 100; ++i)
    large += " a" + std::to_string(i) + "='" + std::string(15'000, 'x') + "'";
  large += "><testcase name='a'/></testsuite>";
  EXPECT_THAT(judge_file(large, {}, 100).reasons, ElementsAre("LIMITS"));
  expect_malformed("<" + std::string(5000, 'a') + "/>");
}

TEST(Damage, AFailureBehindAHugeOutputIsSeen) {
  FileVerdict file;
  Reader reader("report.xml", ReportRules(), file.seen);
  reader.feed("<testsuite><testcase name='a'><system-out>");
  const std::string block(1 << 20, 'x');
  for (int i = 0; i < 100; ++i) reader.feed(block);
  reader.feed("</system-out><failure message='no'/></testcase></testsuite>");
  file.document = reader.finish();
  EXPECT_THAT(reasons_of(file), ElementsAre("TEST_FAILED"));
  ASSERT_EQ(file.seen.elements.size(), 1u);
  EXPECT_LT(file.seen.elements[0].size(), 8u * 1024);
  EXPECT_THAT(file.seen.elements[0], HasSubstr("more bytes)"));
}

TEST(Damage, AHundredMegabyteAttributeIsShortened) {
  FileVerdict file;
  Reader reader("report.xml", ReportRules(), file.seen);
  reader.feed("<testsuite><testcase name='a'><failure message='");
  const std::string block(1 << 20, 'x');
  for (int i = 0; i < 100; ++i) reader.feed(block);
  reader.feed("'/></testcase></testsuite>");
  file.document = reader.finish();
  EXPECT_THAT(reasons_of(file), ElementsAre("TEST_FAILED"));
  EXPECT_LT(file.seen.elements.at(0).size(), 32u * 1024);
}

TEST(Damage, AnAttributeIsCheckedBeyondWhatIsKept) {
  const std::string long_text(40'000, 'x');
  expect_malformed(case_with(long_text + "<"));
  expect_malformed(case_with(long_text + "&"));
  expect_malformed(case_with(long_text + "& x"));
  expect_green(case_with(long_text + "&lt;"));
}

TEST(Damage, CutsNeverSplitACharacterOrAReference) {
  for (std::size_t lead = 16 * 1024 - 8; lead <= 16 * 1024; ++lead)
    for (const std::string tail : {"\xE2\x82\xAC\xE2\x82\xAC", "&lt;&lt;&lt;",
                                   "\xE2\x82\xAC|more", "&lt;more"})
      for (const bool in_attribute : {true, false}) {
        const std::string text = std::string(lead, 'x') + tail + tail;
        const std::string child = in_attribute
                                      ? "<failure message='" + text + "'/>"
                                      : "<failure>" + text + "</failure>";
        const std::string document = "<testsuite><testcase name='a'>" + child +
                                     "</testcase></testsuite>";
        const FileVerdict file = judge_file(document);
        ASSERT_EQ(file.seen.elements.size(), 1u);
        EXPECT_TRUE(tells_the_same(file, judge_file(document, {}, 1)));
        EXPECT_THAT(
            judge_file("<testsuite>" + file.seen.elements[0] + "</testsuite>")
                .document.warnings,
            testing::SizeIs(1));  // the time alone
      }
}

TEST(Damage, ManyLargeChildrenOfOneCaseDoNotHideAFailure) {
  std::string document = "<testsuite><testcase name='a'>";
  const std::string output =
      "<system-out>" + std::string(4096, 'x') + "</system-out>";
  for (int i = 0; i < 200; ++i) document += output;
  document += "<failure message='no'>why</failure></testcase></testsuite>";
  const FileVerdict file = judge_file(document);
  EXPECT_THAT(file.reasons, ElementsAre("TEST_FAILED"));
  EXPECT_EQ(file.seen.notable_cases.at(0).message, "no");
  EXPECT_LT(file.seen.elements.at(0).size(), 400u * 1024);
  EXPECT_TRUE(tells_the_same(file, judge_file(document, {}, 999)));
}

TEST(Damage, ACaseOfTooManyChildrenFails) {
  std::string document = "<testsuite><testcase name='a'>";
  for (int i = 0; i < 500'000; ++i) document += "<system-out/>";
  document += "</testcase></testsuite>";
  EXPECT_THAT(judge_file(document).reasons, ElementsAre("LIMITS"));
}

}  // namespace
}  // namespace gate::junit
