// JSON documents as values: members keep their order, numbers keep their text.
// Read strictly (no duplicate key, no trailing bytes, valid UTF-8, bounded
// depth), written in one way, so that equal documents are equal bytes.  The one
// file that includes the JSON library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gate/base/result.h"

namespace gate {

class Json {
 public:
  enum class Type { null, boolean, number, string, array, object };
  using Member = std::pair<std::string, Json>;

  Json() = default;  // null
  Json(bool value) : type_(Type::boolean), boolean_(value) {}
  Json(int value) : Json(static_cast<std::int64_t>(value)) {}
  Json(std::int64_t value);
  Json(std::uint64_t value);
  Json(double value);  // not finite: null
  Json(const char* value) : Json(std::string(value)) {}
  Json(std::string_view value) : Json(std::string(value)) {}
  // Bytes that are not UTF-8 become U+FFFD.
  Json(std::string value);
  static Json number(std::string literal);  // as written
  static Json array(std::vector<Json> items = {});
  static Json object(std::vector<Member> members = {});

  Type type() const { return type_; }
  bool is(Type type) const { return type_ == type; }

  // Each answers only for its own type, otherwise with the neutral value.
  bool as_bool() const { return boolean_; }
  const std::string& text() const { return text_; }  // string, or the number as written
  std::optional<std::uint64_t> as_unsigned() const;
  std::optional<std::int64_t> as_signed() const;
  std::optional<double> as_double() const;
  const std::vector<Json>& items() const { return items_; }
  const std::vector<Member>& members() const { return members_; }

  // The member of that name, or nullptr.
  const Json* find(std::string_view key) const;
  // The text of a string member, or the empty string.
  std::string get(std::string_view key) const;

  // Appends; the key must be new.  Returns *this so that calls chain.
  Json& set(std::string key, Json value);
  Json& push(Json value);

  bool operator==(const Json&) const = default;

 private:
  Type type_ = Type::null;
  bool boolean_ = false;
  std::string text_;
  std::vector<Json> items_;
  std::vector<Member> members_;
};

struct JsonLimits {
  std::size_t max_bytes = 64u << 20;
  std::size_t max_depth = 64;
};

// The message names the byte at which the text stops being strict JSON.
Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

enum class JsonStyle { compact, pretty };
// Pretty: two blanks, a final newline.  "<", ">" and "&" are written as \u003c
// and so on, so that the text can stand inside an HTML script element.
std::string write_json(const Json& value, JsonStyle style);

// The value at a path such as "$.build.commit" or "$.items[0].id"; nullptr if
// there is none.  Only names and indexes.
const Json* find_path(const Json& root, std::string_view path);

}  // namespace gate
