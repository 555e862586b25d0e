// What is written: valid XML, one line a case, and read again the same.
#include "gate/junit/writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/junit/file_verdict.h"

namespace gate::junit {
namespace {

using testing::HasSubstr;

TestCase sample(CaseStatus status) {
  TestCase test;
  test.suite_path = "s";
  test.classname = "Orders<T>";
  test.name = "rejects \"a\" & 'b'\n\t\r <c> \xE2\x82\xAC]]>";
  test.file = "orders & co.cc";
  test.line = 42;
  test.seconds = 0.1234567;
  test.report = "report.xml";
  test.status = status;
  if (status == CaseStatus::passed) return test;
  test.type = "a::b<c>";
  test.message = "expected \"1\" &\n  got <2>";
  test.text = "line 1\n  <line> 2 ]]> &amp;\r\n\ttrailing \n";
  return test;
}

FileVerdict read_back(const std::string& written) {
  return judge_file("<testsuite name='s'>" + written + "</testsuite>");
}

TEST(Writer, WhatItWroteIsReadTheSame) {
  for (const CaseStatus status : {CaseStatus::flaky, CaseStatus::skipped,
                                  CaseStatus::failed, CaseStatus::errored}) {
    const TestCase test = sample(status);
    const FileVerdict file = read_back(write_case(test));
    ASSERT_EQ(file.seen.notable_cases.size(), 1u);
    EXPECT_EQ(file.seen.notable_cases[0], test) << name_of(status);
    EXPECT_TRUE(file.document.warnings.empty());
  }
}

TEST(Writer, ThePassedCaseIsReadTheSame) {
  const TestCase test = sample(CaseStatus::passed);
  const FileVerdict file = read_back(write_case(test));
  ASSERT_EQ(file.seen.plain_cases.size(), 1u);
  const SeenPlain& seen = file.seen.plain_cases[0];
  EXPECT_EQ(seen.classname, test.classname);
  EXPECT_EQ(seen.name, test.name);
  EXPECT_EQ(seen.file, test.file);
  EXPECT_EQ(seen.seconds, *test.seconds);
}

TEST(Writer, TheRuleThatDecidedIsReadTheSame) {
  for (const std::string code :
       {"NOT_RUN", "UNKNOWN_CHILD", "SUITE_LEVEL_ERROR"}) {
    TestCase test = sample(CaseStatus::errored);
    test.code = code;
    EXPECT_EQ(read_back(write_case(test)).seen.notable_cases.at(0), test);
  }
  // A report cannot label its cases with anything else.
  EXPECT_EQ(read_back("<testcase name='a'><properties><property "
                      "name='gate.code' value='FLAKY'/></properties><error/>"
                      "</testcase>")
                .seen.notable_cases.at(0)
                .code,
            "");
}

TEST(Writer, ACaseIsOneLine) {
  for (const CaseStatus status :
       {CaseStatus::passed, CaseStatus::flaky, CaseStatus::skipped,
        CaseStatus::failed, CaseStatus::errored}) {
    const std::string written = write_case(sample(status));
    EXPECT_EQ(written.find('\n'), written.size() - 1);
    EXPECT_EQ(written.find('\r'), std::string::npos);
  }
}

TEST(Writer, ABareCaseIsOneTag) {
  TestCase test;
  test.name = "a";
  test.status = CaseStatus::passed;
  EXPECT_EQ(write_case(test), "<testcase name=\"a\"/>\n");
  test.status = CaseStatus::skipped;
  EXPECT_EQ(write_case(test), "<testcase name=\"a\"><skipped/></testcase>\n");
}

TEST(Writer, EveryCharacterIsMadeHarmless) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all.push_back(static_cast<char>(byte));
  for (const char* treacherous : {"\xC2\x9B", "\xE2\x80\xAE", "\xE2\x81\xA6",
                                  "\xEF\xBF\xBE", "\xE2\x80\x8F", "\xD8\x9C"})
    all += treacherous;
  const std::string escaped = escape(all);
  for (const char c : escaped) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
  EXPECT_THAT(escaped, HasSubstr("\\x1B"));
  EXPECT_THAT(escaped, HasSubstr("\\x00"));
  EXPECT_THAT(escaped, HasSubstr("\\x9B"));
  EXPECT_THAT(escaped, HasSubstr("\\u{202E}"));
  EXPECT_THAT(escaped, HasSubstr("\\u{FFFE}"));
  TestCase test = sample(CaseStatus::failed);
  test.name = test.message = test.text = test.type = all;
  const FileVerdict file = read_back(write_case(test));
  EXPECT_EQ(file.document.counts.failed, 1u);
  EXPECT_TRUE(file.document.warnings.empty());
}

TEST(Writer, OrdinaryTextIsLeftAlone) {
  const std::string text = "plain text, gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80";
  EXPECT_EQ(escape(text), text);
  EXPECT_EQ(escape("<a b=\"c\">&'\n"), "&lt;a b=&quot;c&quot;&gt;&amp;'&#10;");
}

}  // namespace
}  // namespace gate::junit
