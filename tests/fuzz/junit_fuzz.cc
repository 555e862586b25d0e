// Any bytes as a JUnit report.  What has to hold, whatever they are:
//   1. Cut into pieces they are read the same as in one.
//   2. A green verdict has the consent of a second reader, expat, which knows
//      nothing of the first: well-formed, at least one case, no case and no
//      suite with an error or a failure, no case with a word of failure, no
//      counter that claims one.
//   3. The same holds with strict characters off, once the second reader's copy
//      is cleaned of what the first one replaces.
//   4. The cases that are handed on make a well-formed report that counts the
//      same.
#include <expat.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/base/text.h"
#include "tests/unit/junit/file_verdict.h"

namespace gate::junit {
namespace {

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

// The second reader's opinion of a document.
struct Opinion {
  bool is_well_formed = false;
  std::uint64_t cases = 0;
  std::uint64_t attempts = 0;
  bool tells_of_failure = false;
  bool claims_failure = false;

  bool allows_green() const {
    return is_well_formed && cases > 0 && !tells_of_failure &&
           (!claims_failure || attempts > 0);
  }
};

struct OpenElement {
  std::string name;
  bool has_bad_word = false;
  bool has_cases = false;
};

struct SecondReader {
  Opinion opinion;
  std::vector<OpenElement> open;
};

bool is_bad_word(std::string_view value) {
  const std::string word = to_lower(trim(value));
  return word == "failed" || word == "failure" || word == "error" ||
         word == "errored" || word == "crashed" || word == "timeout" ||
         word == "aborted";
}

void on_start(void* user, const char* qualified, const char** attributes) {
  auto& reader = *static_cast<SecondReader*>(user);
  const std::string_view written(qualified);
  OpenElement element;
  element.name = to_lower(written.substr(written.rfind(':') + 1));
  const bool is_bad = element.name == "failure" || element.name == "error";
  const std::string parent =
      reader.open.empty() ? std::string() : reader.open.back().name;
  const bool is_suite =
      element.name == "testsuite" || element.name == "testsuites";
  if (is_bad &&
      (parent == "testcase" || parent == "testsuite" || parent == "testsuites"))
    reader.opinion.tells_of_failure = true;
  if (element.name == "testcase") {
    ++reader.opinion.cases;
    for (OpenElement& outer : reader.open) outer.has_cases = true;
  }
  if (element.name.starts_with("flaky") || element.name.starts_with("rerun"))
    ++reader.opinion.attempts;
  for (; *attributes != nullptr; attributes += 2) {
    const std::string_view name(attributes[0]);
    const std::string_view value(attributes[1]);
    if (element.name == "testcase" && (name == "status" || name == "result"))
      element.has_bad_word |= is_bad_word(value);
    if (is_suite && (name == "failures" || name == "errors"))
      reader.opinion.claims_failure |= parse_unsigned(value).value_or(0) > 0;
  }
  reader.open.push_back(std::move(element));
}

void on_end(void* user, const char*) {
  auto& reader = *static_cast<SecondReader*>(user);
  const OpenElement& element = reader.open.back();
  // Of nested cases the inner ones count.
  if (element.has_bad_word && !element.has_cases)
    reader.opinion.tells_of_failure = true;
  reader.open.pop_back();
}

// encoding: nullptr lets the document say it.
Opinion second_opinion(std::string_view document, const char* encoding) {
  SecondReader reader;
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
      XML_ParserCreate(encoding), &XML_ParserFree);
  XML_SetUserData(parser.get(), &reader);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  reader.opinion.is_well_formed =
      XML_Parse(parser.get(), document.data(),
                static_cast<int>(document.size()), XML_TRUE) == XML_STATUS_OK;
  return reader.opinion;
}

// The length of the UTF-8 sequence at the front if it is a whole character that
// XML allows; 0 otherwise.  Decides through another decoder than the reader.
std::size_t legal_sequence(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t size = lead < 0x80   ? 1
                           : lead < 0xE0 ? 2
                           : lead < 0xF0 ? 3
                                         : 4;
  const std::string_view sequence = text.substr(0, size);
  if (sequence.size() < size || !is_valid_utf8(sequence)) return 0;
  if (size == 1)
    return lead >= 0x20 || lead == '\t' || lead == '\n' || lead == '\r' ? 1 : 0;
  return sequence == "\xEF\xBF\xBE" || sequence == "\xEF\xBF\xBF" ? 0 : size;
}

// expat knows the names of XML's fourth edition, the reader those of the fifth:
// characters beyond ASCII are spelled out in letters that both know.
std::string spell_out(std::string_view document) {
  std::string spelled;
  while (!document.empty()) {
    const std::size_t size = legal_sequence(document);
    if (size < 2) {
      spelled += document[0];
      document.remove_prefix(1);
      continue;
    }
    spelled += "_u";
    for (const char c : document.substr(0, size)) {
      const auto byte = static_cast<unsigned char>(c);
      spelled += static_cast<char>('a' + byte / 16);
      spelled += static_cast<char>('a' + byte % 16);
    }
    document.remove_prefix(size);
  }
  return spelled;
}

bool is_legal_number(std::string_view digits, int base) {
  char* end = nullptr;
  const std::string text(digits);
  const unsigned long c = std::strtoul(text.c_str(), &end, base);
  if (text.size() > 12) return false;
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
  return c < 0xD800 || (c >= 0xE000 && c < 0xFFFE) ||
         (c >= 0x10000 && c < 0x110000);
}

// The length of "&...;" at the front if it has the form of a reference and must
// not stay; 0 otherwise.
std::size_t replaceable_reference(std::string_view text) {
  const std::size_t end = text.find(';');
  if (end == std::string_view::npos || end < 2) return 0;
  const std::string_view body = text.substr(1, end - 1);
  const auto is_made_of = [](std::string_view part, const char* allowed) {
    return !part.empty() &&
           part.find_first_not_of(allowed) == std::string_view::npos;
  };
  const char* digits = "0123456789";
  const char* hex = "0123456789abcdefABCDEF";
  if (body.starts_with("#x") && is_made_of(body.substr(2), hex))
    return is_legal_number(body.substr(2), 16) ? 0 : end + 1;
  if (body.starts_with("#") && is_made_of(body.substr(1), digits))
    return is_legal_number(body.substr(1), 10) ? 0 : end + 1;
  for (const char* known : {"lt", "gt", "amp", "quot", "apos"})
    if (body == known) return 0;
  for (const char c : body)
    if (std::string_view(" \t\r\n<>&\"'=/#").find(c) != std::string_view::npos)
      return 0;
  return end + 1;
}

// What the reader replaces with U+FFFD becomes a letter.
std::string clean(std::string_view document) {
  std::string cleaned;
  while (!document.empty()) {
    const std::size_t reference =
        document[0] == '&' ? replaceable_reference(document) : 0;
    const std::size_t size = legal_sequence(document);
    if (reference > 0) {
      cleaned += 'x';
      document.remove_prefix(reference);
    } else if (size == 0 && document[0] != '\0') {
      cleaned += 'x';
      document.remove_prefix(1);
    } else {
      const std::size_t kept = std::max<std::size_t>(size, 1);
      cleaned += document.substr(0, kept);
      document.remove_prefix(kept);
    }
  }
  return cleaned;
}

bool is_utf16(std::string_view document) {
  return document.starts_with("\xFF\xFE") || document.starts_with("\xFE\xFF");
}

// An 8-bit encoding may be meant, which expat does not know.
bool may_be_eight_bit(std::string_view document) {
  const std::string head = to_lower(document.substr(0, 1100));
  return head.find("iso") != std::string::npos ||
         head.find("windows-") != std::string::npos ||
         head.find("cp125") != std::string::npos ||
         head.find("latin") != std::string::npos ||
         head.find("l1") != std::string::npos;
}

std::string_view without_mark(std::string_view document) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return document.substr(document.starts_with(kMark) ? kMark.size() : 0);
}

// The name of the encoding is none of the second reader's business here.
std::string_view without_declaration(std::string_view document) {
  const std::size_t end = document.find("?>");
  return document.starts_with("<?xml") && end != std::string_view::npos
             ? document.substr(end + 2)
             : document;
}

void check_elements(const FileVerdict& file) {
  std::string merged = "<testsuite>";
  for (const std::string& element : file.seen.elements) merged += element;
  merged += "</testsuite>";
  require(second_opinion(spell_out(merged), "UTF-8").is_well_formed,
          "what is handed on is well-formed");
  const FileVerdict again = judge_file(merged);
  require(again.document.counts == file.document.counts,
          "what is handed on counts the same");
}

void check(std::string_view document, std::size_t piece) {
  ReportRules strict;
  strict.strict_chars = true;
  const FileVerdict lenient_file = judge_file(document);
  const FileVerdict strict_file = judge_file(document, strict);
  require(tells_the_same(lenient_file, judge_file(document, {}, piece)),
          "pieces tell the same as the whole");
  require(lenient_file.is_green() || !strict_file.is_green(),
          "strict characters make no document greener");
  check_elements(lenient_file);
  if (strict_file.is_green() && is_utf16(document))
    require(second_opinion(document, nullptr).allows_green(),
            "a second reader agrees on UTF-16");
  if (is_utf16(document) || may_be_eight_bit(document)) return;
  document = without_mark(document);
  if (strict_file.is_green())
    require(second_opinion(spell_out(document), "UTF-8").allows_green(),
            "a second reader agrees");
  if (lenient_file.is_green())
    require(
        second_opinion(spell_out(clean(without_declaration(document))), "UTF-8")
            .allows_green(),
        "a second reader agrees on what is left after cleaning");
}

}  // namespace
}  // namespace gate::junit

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  // The first byte says how the rest is cut.
  if (size == 0) return 0;
  const std::string_view document(reinterpret_cast<const char*>(data) + 1,
                                  size - 1);
  gate::junit::check(document, 1 + data[0] % 32);
  return 0;
}
