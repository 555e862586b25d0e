#include "gate/junit/xml_syntax.h"

#include <bit>
#include <charconv>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "gate/base/text.h"

namespace gate::junit {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Beyond ASCII; production [4] of XML 1.0, fifth edition, less U+FFFD.
constexpr Range kNameStarts[] = {
    {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
    {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
    {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFC}, {0x10000, 0xEFFFF}};
// What production [4a] adds.
constexpr Range kNameOthers[] = {
    {0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}};

template <std::size_t N>
bool is_in(const Range (&ranges)[N], std::uint32_t code_point) {
  for (const Range& range : ranges)
    if (code_point >= range.first && code_point <= range.last) return true;
  return false;
}

bool is_name_start(std::uint32_t code_point) {
  if (code_point < 0x80)
    return is_byte(static_cast<char>(code_point), kNameStart);
  return is_in(kNameStarts, code_point);
}

bool is_name_character(std::uint32_t code_point) {
  if (code_point < 0x80)
    return is_byte(static_cast<char>(code_point), kNameByte);
  return is_in(kNameStarts, code_point) || is_in(kNameOthers, code_point);
}

std::optional<std::uint32_t> predefined(std::string_view name) {
  if (name == "lt") return '<';
  if (name == "gt") return '>';
  if (name == "amp") return '&';
  if (name == "quot") return '"';
  if (name == "apos") return '\'';
  return std::nullopt;
}

// "#10" or "#x1B"; nullopt if it is not of that form.  A number too large for
// any character becomes one that is none.
std::optional<std::uint32_t> numeric(std::string_view body) {
  body.remove_prefix(1);
  int base = 10;
  if (!body.empty() && body[0] == 'x') {
    base = 16;
    body.remove_prefix(1);
  }
  std::uint32_t value = 0;
  const char* end = body.data() + body.size();
  const auto [stop, trouble] = std::from_chars(body.data(), end, value, base);
  if (stop != end || body.empty()) return std::nullopt;
  if (trouble == std::errc::result_out_of_range) return 0x110000;
  return value;
}

// A reader of pseudo-attributes: name, "=", quoted value, blanks between.
class DeclarationText {
 public:
  explicit DeclarationText(std::string_view text) : text_(text) {}

  bool skip(std::string_view word) {
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  bool skip_blanks() {
    const std::size_t before = text_.size();
    while (!text_.empty() && is_byte(text_[0], kBlank)) text_.remove_prefix(1);
    return text_.size() != before;
  }
  std::optional<std::string_view> value(std::string_view name) {
    if (!skip(name)) return std::nullopt;
    skip_blanks();
    if (!skip("=")) return std::nullopt;
    skip_blanks();
    if (text_.empty() || (text_[0] != '"' && text_[0] != '\''))
      return std::nullopt;
    const std::size_t end = text_.find(text_[0], 1);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view found = text_.substr(1, end - 1);
    text_.remove_prefix(end + 1);
    return found;
  }
  bool starts_with(std::string_view word) const {
    return text_.starts_with(word);
  }
  bool is(std::string_view rest) const { return text_ == rest; }

 private:
  std::string_view text_;
};

bool is_version(std::string_view text) {
  return text.starts_with("1.") && parse_unsigned(text.substr(2)).has_value();
}

}  // namespace

std::uint32_t take_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return static_cast<unsigned char>(text[i]);
  };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) {
    text.remove_prefix(1);
    return lead;
  }
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint32_t value = lead & (0x7Fu >> size);
  for (std::size_t i = 1; i < size; ++i) value = value << 6 | (byte(i) & 0x3F);
  text.remove_prefix(size);
  return value;
}

void append_utf8(std::string& out, std::uint32_t code_point) {
  const auto put = [&](std::uint32_t byte) {
    out.push_back(static_cast<char>(byte));
  };
  const auto tail = [&](int shift) {
    put(0x80 | (code_point >> shift & 0x3F));
  };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | code_point >> 6);
    tail(0);
  } else if (code_point < 0x10000) {
    put(0xE0 | code_point >> 12);
    tail(6);
    tail(0);
  } else {
    put(0xF0 | code_point >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

bool is_xml_character(std::uint32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
  return c < 0xD800 || (c >= 0xE000 && c < 0xFFFE) ||
         (c >= 0x10000 && c < 0x110000);
}

const char* find_value_stop(const char* at, const char* end) {
#ifdef __SSE2__
  const auto all = [](char byte) { return _mm_set1_epi8(byte); };
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    // The double quote and "&" differ in one bit.
    const __m128i merged = _mm_andnot_si128(all('"' ^ '&'), bytes);
    const __m128i control =
        _mm_cmpeq_epi8(_mm_min_epu8(bytes, all(0x1F)), bytes);
    const __m128i stops =
        _mm_or_si128(_mm_or_si128(control, _mm_cmpeq_epi8(merged, all('"'))),
                     _mm_or_si128(_mm_cmpeq_epi8(bytes, all('\'')),
                                  _mm_cmpeq_epi8(bytes, all('<'))));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(stops));
    if (mask != 0) return at + std::countr_zero(mask);
  }
#endif
  while (at != end && !is_byte(*at, kValueStop | kControl)) ++at;
  return at;
}

bool is_name(std::string_view text) {
  if (text.empty() || !is_name_start(take_code_point(text))) return false;
  while (!text.empty())
    if (!is_name_character(take_code_point(text))) return false;
  return true;
}

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

Reference judge_reference(std::string_view body) {
  if (predefined(body)) return Reference::fine;
  if (!body.starts_with('#'))
    return is_name(body) ? Reference::unknown : Reference::malformed;
  const std::optional<std::uint32_t> value = numeric(body);
  if (!value) return Reference::malformed;
  return is_xml_character(*value) ? Reference::fine : Reference::illegal;
}

std::string attribute_value(std::string_view raw) {
  std::string value;
  value.reserve(raw.size());
  while (!raw.empty()) {
    const char* begin = raw.data();
    const auto plain = static_cast<std::size_t>(
        find_value_stop(begin, begin + raw.size()) - begin);
    value.append(raw.substr(0, plain));
    raw.remove_prefix(plain);
    if (raw.empty()) break;
    const std::size_t end =
        raw[0] == '&' ? raw.find(';') : std::string_view::npos;
    if (is_byte(raw[0], kControl)) {
      value.push_back(' ');
      raw.remove_prefix(raw.starts_with("\r\n") ? 2 : 1);
    } else if (raw[0] != '&') {
      value.push_back(raw[0]);
      raw.remove_prefix(1);
    } else if (end == std::string_view::npos) {
      value.push_back('&');
      raw.remove_prefix(1);
    } else {
      const std::string_view body = raw.substr(1, end - 1);
      const std::optional<std::uint32_t> character =
          body.starts_with('#') ? numeric(body) : predefined(body);
      append_utf8(value, character.value_or(0xFFFD));
      raw.remove_prefix(end + 1);
    }
  }
  return value;
}

std::optional<Declaration> read_declaration(std::string_view text) {
  DeclarationText rest(text);
  Declaration declaration;
  if (!rest.skip("<?xml") || !rest.skip_blanks()) return std::nullopt;
  const std::optional<std::string_view> version = rest.value("version");
  if (!version || !is_version(*version)) return std::nullopt;
  bool blanks = rest.skip_blanks();
  if (rest.starts_with("encoding")) {
    const std::optional<std::string_view> encoding = rest.value("encoding");
    if (!blanks || !encoding || encoding->empty() ||
        encoding->find_first_of("<&>") != std::string_view::npos)
      return std::nullopt;
    declaration.encoding = *encoding;
    blanks = rest.skip_blanks();
  }
  if (rest.starts_with("standalone")) {
    const std::optional<std::string_view> alone = rest.value("standalone");
    if (!blanks || !alone || (*alone != "yes" && *alone != "no"))
      return std::nullopt;
    rest.skip_blanks();
  }
  if (!rest.is("?>")) return std::nullopt;
  return declaration;
}

}  // namespace gate::junit
