// The small words of XML 1.0: classes of bytes, names, references and the
// declaration.  All text here is valid UTF-8 already (junit/characters).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gate::junit {

// What a byte may be; a byte can be several things.
inline constexpr std::uint8_t kNameStart = 1;  // ASCII only
inline constexpr std::uint8_t kNameByte = 2;   // ASCII only
inline constexpr std::uint8_t kBlank = 4;
inline constexpr std::uint8_t kHigh = 8;        // part of a longer character
inline constexpr std::uint8_t kValueStop = 16;  // " ' < &
inline constexpr std::uint8_t kControl = 32;    // tab, CR and LF
inline constexpr std::uint8_t kColon = 64;

constexpr std::array<std::uint8_t, 256> make_byte_classes() {
  std::array<std::uint8_t, 256> classes{};
  for (int c = 'a'; c <= 'z'; ++c) classes[c] = kNameStart | kNameByte;
  for (int c = 'A'; c <= 'Z'; ++c) classes[c] = kNameStart | kNameByte;
  for (int c = '0'; c <= '9'; ++c) classes[c] = kNameByte;
  classes['_'] = kNameStart | kNameByte;
  classes[':'] = kNameStart | kNameByte | kColon;
  for (const char c : {'-', '.'}) classes[c] = kNameByte;
  classes[' '] = kBlank;
  for (const char c : {'\t', '\r', '\n'}) classes[c] = kBlank | kControl;
  for (const char c : {'"', '\'', '<', '&'}) classes[c] = kValueStop;
  for (int c = 0x80; c <= 0xFF; ++c) classes[c] = kHigh;
  return classes;
}
inline constexpr std::array<std::uint8_t, 256> kByteClasses =
    make_byte_classes();

inline bool is_byte(char byte, std::uint8_t classes) {
  return (kByteClasses[static_cast<unsigned char>(byte)] & classes) != 0;
}
inline bool is_blank(std::string_view text) {
  for (const char c : text)
    if (!is_byte(c, kBlank)) return false;
  return true;
}

// Where the next byte is that matters in an attribute's value: a quote, "<",
// "&" or a control character; end if there is none.
const char* find_value_stop(const char* at, const char* end);

// Name of XML 1.0, fifth edition; U+FFFD is refused, because it stands for a
// byte that was no character.
bool is_name(std::string_view text);
// What follows the last colon: "x:failure" is a failure.
std::string_view local_name(std::string_view name);

// U+FFFD, which takes the place of what is no character.
inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// "illegal": a character that XML forbids.  "unknown": an entity that only a
// document type could define.  "malformed": no reference at all.
enum class Reference { fine, illegal, unknown, malformed };
inline constexpr std::size_t kMaxReference = 256;
// body is what stands between "&" and ";".
Reference judge_reference(std::string_view body);

// The value of an attribute as a parser delivers it: references resolved,
// literal line breaks and tabs turned into blanks.
std::string attribute_value(std::string_view raw);

// "<?xml version='1.0' encoding='...'?>", the whole of it.
struct Declaration {
  std::string encoding;  // empty: none named
};
inline constexpr std::size_t kMaxDeclaration = 1024;
std::optional<Declaration> read_declaration(std::string_view text);

void append_utf8(std::string& out, std::uint32_t code_point);
// The code point at the front of valid UTF-8; takes its bytes away.
std::uint32_t take_code_point(std::string_view& text);
// Char of XML 1.0.
bool is_xml_character(std::uint32_t code_point);

}  // namespace gate::junit
