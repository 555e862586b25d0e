#include "gate/base/json.h"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>

#include <charconv>
#include <cmath>
#include <unordered_set>

#include "gate/base/text.h"

namespace gate {
namespace {

// Builds a Json from the events of the reader; false stops it, with the trouble.
class Builder
    : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
 public:
  explicit Builder(std::size_t max_depth) : max_depth_(max_depth) {}

  bool Null() { return add(Json()); }
  bool Bool(bool value) { return add(Json(value)); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    return add(Json::number(std::string(text, size)));
  }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    return add(Json(std::string(text, size)));
  }
  bool StartObject() { return open(Json::object()); }
  bool StartArray() { return open(Json::array()); }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool EndArray(rapidjson::SizeType) { return close(); }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    Level& level = levels_.back();
    level.key.assign(text, size);
    if (level.keys.insert(level.key).second) return true;
    trouble_ = fmt::format("the key \"{}\" stands twice in one object",
                           printable(shorten(level.key, 100)));
    return false;
  }

  const std::string& trouble() const { return trouble_; }
  Json take() { return std::move(root_); }

 private:
  struct Level {
    Json value;
    std::string key;
    std::unordered_set<std::string> keys;
  };

  bool open(Json value) {
    if (levels_.size() >= max_depth_) {
      trouble_ = fmt::format("nested deeper than {} levels", max_depth_);
      return false;
    }
    levels_.push_back({std::move(value), {}, {}});
    return true;
  }

  bool close() {
    Json value = std::move(levels_.back().value);
    levels_.pop_back();
    return add(std::move(value));
  }

  bool add(Json value) {
    if (levels_.empty()) {
      root_ = std::move(value);
    } else if (Level& level = levels_.back();
               level.value.is(Json::Type::array)) {
      level.value.push(std::move(value));
    } else {
      level.value.set(level.key, std::move(value));
    }
    return true;
  }

  std::size_t max_depth_;
  std::vector<Level> levels_;
  Json root_;
  std::string trouble_;
};

template <typename Writer>
void write_value(Writer& writer, const Json& value) {
  switch (value.type()) {
    case Json::Type::null:
      writer.Null();
      break;
    case Json::Type::boolean:
      writer.Bool(value.as_bool());
      break;
    case Json::Type::number:
      writer.RawValue(value.text().data(), value.text().size(),
                      rapidjson::kNumberType);
      break;
    case Json::Type::string:
      writer.String(value.text().data(),
                    static_cast<rapidjson::SizeType>(value.text().size()));
      break;
    case Json::Type::array:
      writer.StartArray();
      for (const Json& item : value.items()) write_value(writer, item);
      writer.EndArray();
      break;
    case Json::Type::object:
      writer.StartObject();
      for (const auto& [key, member] : value.members()) {
        writer.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
        write_value(writer, member);
      }
      writer.EndObject();
      break;
  }
}

// Inside a string these three can only be themselves, outside they never occur.
std::string safe_in_html(std::string text) {
  text = replace_all(std::move(text), "<", "\\u003c");
  text = replace_all(std::move(text), ">", "\\u003e");
  return replace_all(std::move(text), "&", "\\u0026");
}

}  // namespace

Json::Json(std::int64_t value)
    : type_(Type::number), text_(fmt::to_string(value)) {}
Json::Json(std::uint64_t value)
    : type_(Type::number), text_(fmt::to_string(value)) {}
Json::Json(double value) {
  if (!std::isfinite(value)) return;
  type_ = Type::number;
  text_ = fmt::format("{}", value);
}
Json::Json(std::string value)
    : type_(Type::string),
      text_(is_valid_utf8(value) ? std::move(value) : to_valid_utf8(value)) {}

Json Json::number(std::string literal) {
  Json json;
  json.type_ = Type::number;
  json.text_ = std::move(literal);
  return json;
}

Json Json::array(std::vector<Json> items) {
  Json json;
  json.type_ = Type::array;
  json.items_ = std::move(items);
  return json;
}

Json Json::object(std::vector<Member> members) {
  Json json;
  json.type_ = Type::object;
  json.members_ = std::move(members);
  return json;
}

std::optional<std::uint64_t> Json::as_unsigned() const {
  return type_ == Type::number ? parse_unsigned(text_) : std::nullopt;
}

std::optional<std::int64_t> Json::as_signed() const {
  std::int64_t value = 0;
  const char* end = text_.data() + text_.size();
  const auto [at, error] = std::from_chars(text_.data(), end, value);
  if (type_ != Type::number || error != std::errc() || at != end)
    return std::nullopt;
  return value;
}

std::optional<double> Json::as_double() const {
  return type_ == Type::number ? parse_double(text_) : std::nullopt;
}

const Json* Json::find(std::string_view key) const {
  for (const auto& [name, member] : members_)
    if (name == key) return &member;
  return nullptr;
}

std::string Json::get(std::string_view key) const {
  const Json* member = find(key);
  return member && member->is(Type::string) ? member->text() : std::string();
}

Json& Json::set(std::string key, Json value) {
  members_.emplace_back(std::move(key), std::move(value));
  return *this;
}

Json& Json::push(Json value) {
  items_.push_back(std::move(value));
  return *this;
}

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes)
    return Error{ErrorKind::refused,
                 fmt::format("{} bytes of JSON, at most {} are read",
                             text.size(), limits.max_bytes)};
  if (text.find('\0') != std::string_view::npos)
    return Error{ErrorKind::refused, "not JSON: it holds a NUL byte"};
  Builder builder(limits.max_depth);
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::Reader reader;
  constexpr unsigned kFlags = rapidjson::kParseNumbersAsStringsFlag |
                              rapidjson::kParseValidateEncodingFlag |
                              rapidjson::kParseIterativeFlag;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, builder);
  if (!result.IsError()) return builder.take();
  const std::string why = builder.trouble().empty()
                              ? rapidjson::GetParseError_En(result.Code())
                              : builder.trouble();
  return Error{ErrorKind::refused,
               fmt::format("not strict JSON at byte {}: {}", result.Offset(),
                           why)};
}

std::string write_json(const Json& value, JsonStyle style) {
  rapidjson::StringBuffer buffer;
  if (style == JsonStyle::pretty) {
    rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
    writer.SetIndent(' ', 2);
    write_value(writer, value);
  } else {
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    write_value(writer, value);
  }
  std::string text = safe_in_html({buffer.GetString(), buffer.GetSize()});
  if (style == JsonStyle::pretty) text += '\n';
  return text;
}

const Json* find_path(const Json& root, std::string_view path) {
  if (path.empty() || path[0] != '$') return nullptr;
  path.remove_prefix(1);
  const Json* at = &root;
  while (at && !path.empty()) {
    const bool index = path[0] == '[';
    if (!index && path[0] != '.') return nullptr;
    path.remove_prefix(1);
    const std::size_t end =
        index ? path.find(']') : std::min(path.find_first_of(".["), path.size());
    if (end == std::string_view::npos || end == 0) return nullptr;
    const std::string_view step = path.substr(0, end);
    path.remove_prefix(index ? end + 1 : end);
    if (!index) {
      at = at->find(step);
      continue;
    }
    const auto number = parse_unsigned(step);
    at = number && *number < at->items().size() ? &at->items()[*number]
                                                : nullptr;
  }
  return at;
}

}  // namespace gate
