#include "gate/base/text.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

TEST(Text, ClosestMatchNamesASlipAndNothingFarAway) {
  const std::vector<std::string> known = {"googletest", "boost-test", "ctest"};
  EXPECT_EQ(closest_match("googeltest", known), "googletest");
  EXPECT_EQ(closest_match("ctset", known), "ctest");
  EXPECT_EQ(closest_match("ctes", known), "ctest");
  EXPECT_EQ(did_you_mean("boosttest", known), ", did you mean \"boost-test\"?");
  EXPECT_EQ(did_you_mean("pytest-runner", known), "");
}

TEST(Text, NumbersAreReadWholeOrNotAtAll) {
  EXPECT_EQ(parse_unsigned("7"), 7u);
  for (const char* bad : {"", "7abc", "-1", "+1", " 1", "1 ", "0x1",
                          "18446744073709551616"})
    EXPECT_EQ(parse_unsigned(bad), std::nullopt) << bad;
  EXPECT_EQ(parse_double("1E-07"), 1e-7);
  for (const char* bad : {"", "nan", "inf", "1,5", "<<computed>>", "1e999"})
    EXPECT_EQ(parse_double(bad), std::nullopt) << bad;
}

TEST(Text, PrintableShowsEveryControlCharacter) {
  EXPECT_EQ(printable("a\x1b[31mred"), "a\\x1B[31mred");
  EXPECT_EQ(printable(std::string("nul\0byte", 8)), "nul\\x00byte");
  EXPECT_EQ(printable("del\x7f c1\xc2\x9b"), "del\\x7F c1\\x9B");
  EXPECT_EQ(printable("bidi\xe2\x80\xae"), "bidi\\u{202E}");
  EXPECT_EQ(printable("bad\xff\xc3"), "bad\\xFF\\xC3");
  EXPECT_EQ(printable("two\nlines\r"), "two\\x0Alines\\x0D");
  EXPECT_EQ(printable("tab\tstays, \xc3\xa4 too"), "tab\tstays, \xc3\xa4 too");
}

TEST(Text, PrintableBreaksWorkflowCommands) {
  const std::string joiner = "\xe2\x81\xa0";
  EXPECT_EQ(printable("::error::x"), ":" + joiner + ":error::x");
  EXPECT_EQ(printable("  ::set-output name=a::b"),
            "  :" + joiner + ":set-output name=a::b");
  EXPECT_EQ(printable("a ##[group]b"), "a #" + joiner + "#[group]b");
  EXPECT_EQ(printable("##VSO[task]"), "#" + joiner + "#VSO[task]");
  EXPECT_EQ(printable("std::string"), "std::string");
}

TEST(Text, PrintableLinesEndsALineAtEachLoneCarriageReturn) {
  EXPECT_EQ(printable_lines("a\r::b\r\nc", "> "),
            "> a\n> :\xe2\x81\xa0:b\n> c\n");
  EXPECT_EQ(printable_lines("", "> "), "");
}

TEST(Text, InvalidUtf8BecomesOneReplacementForEachSubpart) {
  EXPECT_EQ(to_valid_utf8("a\xf0\x9f\x98z"), "a\xef\xbf\xbdz");
  EXPECT_EQ(to_valid_utf8("\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_FALSE(is_valid_utf8("\xc0\xaf"));
  EXPECT_TRUE(is_valid_utf8("\xf0\x9f\x98\x80"));
}

TEST(Text, ShortenSaysWhatIsMissingAndCutsBetweenCodePoints) {
  EXPECT_EQ(shorten("abc", 3), "abc");
  EXPECT_EQ(shorten("abcdef", 3), "abc... (3 more bytes)");
  EXPECT_EQ(shorten("a\xc3\xa4z", 2), "a... (3 more bytes)");
}

}  // namespace
}  // namespace gate
