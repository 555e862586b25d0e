// Characters that XML forbids and encodings other than UTF-8.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/junit/file_verdict.h"

namespace gate::junit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string named(const std::string& name) {
  return "<testsuite><testcase name='" + name + "' time='1'/></testsuite>";
}

// The warning's codes, and the name that the case came to have.
void expect_replaced(const std::string& name, const std::string& became) {
  for (const std::size_t piece : {0, 1, 2, 3}) {
    const FileVerdict file = judge_file(named(name), {}, piece);
    EXPECT_TRUE(file.is_green());
    ASSERT_EQ(file.seen.plain_cases.size(), 1u) << name;
    EXPECT_EQ(file.seen.plain_cases[0].name, became);
    ASSERT_EQ(file.document.warnings.size(), 1u);
    EXPECT_EQ(file.document.warnings[0].code, "ILLEGAL_CHARACTERS");
    EXPECT_EQ(file.document.warnings[0].evidence, "report.xml:1");
    // What is handed on is clean.
    EXPECT_TRUE(
        judge_file("<testsuite>" + file.seen.elements.at(0) + "</testsuite>")
            .document.warnings.empty());
    ReportRules strict;
    strict.strict_chars = true;
    EXPECT_THAT(judge_file(named(name), strict, piece).reasons,
                ElementsAre("ILLEGAL_CHARACTERS"));
  }
}

const std::string kFffd = "\xEF\xBF\xBD";

TEST(Characters, ControlCharactersAreReplaced) {
  for (char c = 1; c < 0x20; ++c)
    if (c != '\t' && c != '\n' && c != '\r')
      expect_replaced(std::string("a") + c + "b", "a" + kFffd + "b");
}

TEST(Characters, IllFormedUtf8IsReplaced) {
  expect_replaced("a\xFFz", "a" + kFffd + "z");
  expect_replaced("a\xC3z", "a" + kFffd + "z");
  expect_replaced("a\xC0\x80z", "a" + kFffd + kFffd + "z");
  expect_replaced("a\xE2\x82z", "a" + kFffd + "z");
  expect_replaced("\xED\xA0\x80", kFffd + kFffd + kFffd);  // a surrogate
  expect_replaced("\xF4\x90\x80\x80", kFffd + kFffd + kFffd + kFffd);
  expect_replaced("\xF0\x9F\x98", kFffd);
  expect_replaced("\x80", kFffd);
}

TEST(Characters, NoncharactersThatXmlForbidsAreReplaced) {
  expect_replaced("a\xEF\xBF\xBE", "a" + kFffd);
  expect_replaced("a\xEF\xBF\xBF", "a" + kFffd);
}

TEST(Characters, ReferencesToIllegalCharactersAndUnknownEntitiesAreReplaced) {
  for (const std::string reference :
       {"&#0;", "&#27;", "&#x1B;", "&#xD800;", "&#xFFFE;", "&#x110000;",
        "&#99999999999999;", "&nbsp;", "&f;", "&g\xC3\xB6;"})
    expect_replaced("x" + reference + "y", "x" + kFffd + "y");
}

TEST(Characters, LegalCharactersAreLeftAlone) {
  const std::string name =
      "\xC2\x85 \x7F \xED\x9F\xBF \xEE\x80\x80 \xEF\xBF\xBD \xF4\x8F\xBF\xBF";
  const FileVerdict file = judge_file(named(name));
  EXPECT_EQ(file.seen.plain_cases.at(0).name, name);
  EXPECT_TRUE(file.document.warnings.empty());
}

TEST(Characters, AnEscapeInTheOutputDoesNotLoseAGreenReport) {
  const std::string document =
      "<testsuite><testcase name='a' time='1'><system-out>\x1B[31m&#27;"
      "</system-out></testcase></testsuite>";
  const FileVerdict file = judge_file(document);
  EXPECT_TRUE(file.is_green());
  EXPECT_EQ(file.document.warnings.size(), 2u);
}

TEST(Characters, AFailureBehindAReferenceToNulIsSeen) {
  const FileVerdict file = judge_file(
      "<testsuite><testcase name=\"x&#0;y\"><failure message=\"a&#0;b\"/>"
      "</testcase></testsuite>");
  EXPECT_THAT(file.reasons, ElementsAre("TEST_FAILED"));
  EXPECT_EQ(file.seen.notable_cases.at(0).name, "x" + kFffd + "y");
  EXPECT_EQ(file.seen.notable_cases.at(0).message, "a" + kFffd + "b");
}

std::string utf16(const std::string& ascii, bool big) {
  std::string wide = big ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : ascii) {
    if (big) wide.push_back('\0');
    wide.push_back(c);
    if (!big) wide.push_back('\0');
  }
  return wide;
}

TEST(Encoding, Utf16WithAByteOrderMarkIsRead) {
  const std::string document =
      "<?xml version='1.0' encoding='UTF-16'?>" + named("a");
  for (const bool big : {true, false})
    for (const std::size_t piece : {0, 1, 2, 3}) {
      const FileVerdict file = judge_file(utf16(document, big), {}, piece);
      EXPECT_TRUE(file.is_green());
      EXPECT_EQ(file.seen.plain_cases.at(0).name, "a");
      EXPECT_TRUE(file.document.warnings.empty());
    }
}

TEST(Encoding, Utf16IsJudgedAsStrictlyAsUtf8) {
  const std::string red =
      "<testsuite><testcase name='a'><error/></testcase>"
      "</testsuite>";
  EXPECT_THAT(judge_file(utf16(red, true)).reasons, ElementsAre("TEST_FAILED"));
  std::string cut = utf16(named("a"), false);
  for (std::size_t size = 2; size < cut.size(); ++size)
    EXPECT_FALSE(judge_file(cut.substr(0, size)).is_green()) << size;
  EXPECT_THAT(judge_file(utf16(named("a"), false) + "\x01").document.problems,
              testing::SizeIs(1));
  // A lone surrogate, and NUL as a character.
  std::string surrogate = utf16(named("aXb"), false);
  surrogate.replace(surrogate.find('X'), 2, "\x00\xD8", 2);
  EXPECT_EQ(judge_file(surrogate).seen.plain_cases.at(0).name,
            "a" + kFffd + "b");
  std::string nul = utf16(named("aXb"), false);
  nul.replace(nul.find('X'), 2, std::string(2, '\0'));
  EXPECT_THAT(judge_file(nul).reasons, ElementsAre("NOT_WELL_FORMED"));
}

TEST(Encoding, Utf16WithoutAMarkIsRefused) {
  EXPECT_THAT(judge_file(utf16(named("a"), false).substr(2)).reasons,
              ElementsAre("NOT_WELL_FORMED"));
  EXPECT_THAT(judge_file(utf16(named("a"), true).substr(2)).reasons,
              ElementsAre("NOT_WELL_FORMED"));
}

TEST(Encoding, EightBitEncodingsAreConverted) {
  struct Row {
    std::string label, bytes, text;
  };
  for (const Row& row :
       std::vector<Row>{{"windows-1252", "\x80\xE9", "\xE2\x82\xAC\xC3\xA9"},
                        {"ISO-8859-1", "\xE9", "\xC3\xA9"},
                        {"iso-8859-15", "\xA4", "\xE2\x82\xAC"},
                        {"latin1", "\xFC", "\xC3\xBC"},
                        {"windows-1251", "\xC0", "\xD0\x90"}})
    for (const std::size_t piece : {0, 1}) {
      const FileVerdict file =
          judge_file("<?xml version='1.0' encoding='" + row.label + "'?>" +
                         named(row.bytes),
                     {}, piece);
      EXPECT_TRUE(file.is_green()) << row.label;
      EXPECT_EQ(file.seen.plain_cases.at(0).name, row.text) << row.label;
      EXPECT_TRUE(file.document.warnings.empty()) << row.label;
    }
}

TEST(Encoding, ABytethatTheEncodingLacksIsReplaced) {
  const FileVerdict file = judge_file(
      "<?xml version='1.0' encoding='windows-1252'?>" + named("a\x81z"));
  EXPECT_EQ(file.seen.plain_cases.at(0).name, "a" + kFffd + "z");
  EXPECT_EQ(file.document.warnings.size(), 1u);
}

TEST(Encoding, Utf7AndUnknownLabelsAreRefused) {
  for (const std::string label :
       {"UTF-7", "ISO-2022-JP", "Shift_JIS", "EBCDIC-US", "x-unknown",
        "iso-8859-99", "windows-9999"}) {
    const FileVerdict file =
        judge_file("<?xml version='1.0' encoding='" + label + "'?>" +
                   named("+ADw-failure/+AD4-"));
    EXPECT_THAT(file.reasons, ElementsAre("NOT_WELL_FORMED")) << label;
    EXPECT_EQ(file.document.problems.size(), 1u);
  }
}

TEST(Encoding, HarmlessMisnamesAreWarnings) {
  for (const std::string label : {"utf8", "UTF8", "UTF-16", "utf-16 LE"}) {
    const std::string document =
        "<?xml version='1.0' encoding='" + label + "'?>" + named("\xC3\xA9");
    const FileVerdict file = judge_file(document);
    EXPECT_TRUE(file.is_green()) << label;
    ASSERT_EQ(file.document.warnings.size(), 1u) << label;
    EXPECT_THAT(file.document.warnings[0].message, HasSubstr(label));
    EXPECT_EQ(file.seen.plain_cases.at(0).name, "\xC3\xA9");
    ReportRules strict;
    strict.strict_chars = true;
    EXPECT_FALSE(judge_file(document, strict).is_green());
  }
}

TEST(Encoding, AMarkIsBelievedBeforeAName) {
  const FileVerdict file =
      judge_file("\xEF\xBB\xBF<?xml version='1.0' encoding='windows-1252'?>" +
                 named("\xC3\xA9"));
  EXPECT_EQ(file.seen.plain_cases.at(0).name, "\xC3\xA9");
  EXPECT_EQ(file.document.warnings.size(), 1u);
  const FileVerdict wide = judge_file(
      utf16("<?xml version='1.0' encoding='utf-8'?>" + named("a"), true));
  EXPECT_EQ(wide.document.warnings.size(), 1u);
  EXPECT_TRUE(
      judge_file("\xEF\xBB\xBF" + named("a")).document.warnings.empty());
}

}  // namespace
}  // namespace gate::junit
