// The JSON Schema of gate.yml, for editors.  It says what a schema can say; the
// rules that join keys of one suite are there as far as editors show them well.
#include "gate/base/json.h"
#include "gate/config/config.h"
#include "gate/config/fields.h"

namespace gate::config {
namespace {

constexpr std::string_view kName = "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$";
constexpr std::string_view kVariable = "^[A-Za-z_][A-Za-z0-9_]*$";
constexpr std::string_view kDuration = "^([0-9]+(ms|s|m|h|d))+$";
constexpr std::string_view kPositiveDuration =
    "^(?=.*[1-9])([0-9]+(ms|s|m|h|d))+$";
// From here on JSON numbers lose digits in some readers.
constexpr std::uint64_t kExact = 1ull << 53;

Json texts(const auto& words) {
  Json list = Json::array();
  for (const auto& word : words) list.push(Json(std::string_view(word)));
  return list;
}

Json of_type(std::string_view type) { return Json::object().set("type", type); }

Json pattern(std::string_view expression) {
  return of_type("string").set("pattern", expression);
}

Json not_empty() { return pattern("\\S"); }

Json reference(const Shape& shape) {
  return Json::object().set("$ref", "#/$defs/" + std::string(shape.name));
}

class Writer {
 public:
  Writer(const std::vector<std::string>& kinds,
         const std::vector<std::string>& frameworks)
      : kinds_(kinds), frameworks_(frameworks) {}

  Json shape(const Shape& shape) const {
    Json properties = Json::object();
    Json required = Json::array();
    for (const Field& each : shape.fields) {
      properties.set(std::string(each.key), field(each));
      if (each.need == Need::required) required.push(Json(each.key));
    }
    Json schema = of_type("object");
    schema.set("description", shape.doc);
    schema.set("properties", std::move(properties));
    if (!required.items().empty()) schema.set("required", std::move(required));
    schema.set("additionalProperties", false);
    if (shape.name == "suite") schema.set("oneOf", ways_to_run());
    return schema;
  }

 private:
  static Json ways_to_run() {
    const auto needs = [](std::initializer_list<std::string_view> keys) {
      return Json::object().set("required", texts(keys));
    };
    return Json::array({needs({"programs", "framework"}),
                        needs({"build_dir", "framework"}),
                        needs({"run", "reports"})});
  }

  Json field(const Field& field) const {
    Json schema = value(field);
    std::string description(field.doc);
    if (!field.default_text.empty())
      description += "  Default: " + std::string(field.default_text) + ".";
    schema.set("description", description);
    return schema;
  }

  Json value(const Field& field) const {
    switch (field.many) {
      case Many::one:
        return one(field);
      case Many::list:
        return of_type("array").set("items", one(field));
      case Many::set:
        return of_type("array")
            .set("items", one(field))
            .set("uniqueItems", true);
      case Many::some:
        return of_type("array")
            .set("items", one(field))
            .set("minItems", 1)
            .set("uniqueItems", true);
      case Many::named:
        break;
    }
    Json names = Json::object();
    names.set("pattern", field.type == Type::mapping ? kName : kVariable);
    Json schema = of_type("object");
    schema.set("propertyNames", std::move(names));
    schema.set("additionalProperties", one(field));
    if (field.need == Need::required) schema.set("minProperties", 1);
    return schema;
  }

  static Json known(const std::vector<std::string>& names) {
    return names.empty() ? not_empty()
                         : of_type("string").set("enum", texts(names));
  }

  static Json integer(const Field& field) {
    Json schema = of_type("integer");
    schema.set("minimum", field.min);
    if (field.max < kExact) schema.set("maximum", field.max);
    return schema;
  }

  static Json command() {
    Json list = of_type("array");
    list.set("items", of_type("string")).set("minItems", 1);
    return Json::object().set("oneOf",
                              Json::array({not_empty(), std::move(list)}));
  }

  static Json size(const Field& field) {
    return Json::object().set(
        "oneOf",
        Json::array({integer(field), pattern("^[0-9]+ *(KiB|MiB|GiB)$")}));
  }

  Json one(const Field& field) const {
    switch (field.type) {
      case Type::text:
      case Type::path:
        return not_empty();
      case Type::free_text:
        return of_type("string");
      case Type::name:
        return pattern(kName);
      case Type::variable:
        return pattern(kVariable);
      case Type::kind:
        return known(kinds_);
      case Type::framework:
        return known(frameworks_);
      case Type::choice:
        return of_type("string").set("enum", texts(field.choices));
      case Type::inside:
        return pattern("^[^/~\\s*?{\\[][^*?{\\[]*$");
      case Type::glob:
        return pattern("^[^/~\\s]");
      case Type::program:
        return pattern("^[^~\\s]");
      case Type::url:
        return pattern("^[Hh][Tt][Tt][Pp][Ss]?://[^/@?#\\s][^@?#\\s]*$|\\$\\{");
      case Type::url_path:
        return pattern("^/|\\$\\{");
      case Type::json_path:
        return pattern("^\\$([.][^.\\[]+|\\[[0-9]+\\])*$");
      case Type::integer:
        return integer(field);
      case Type::size:
        return size(field);
      case Type::boolean:
        return of_type("boolean");
      case Type::duration:
        return pattern(field.min > 0 ? kPositiveDuration : kDuration);
      case Type::date:
        return pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}");
      case Type::command:
        return command();
      case Type::mapping:
        return reference(*field.shape);
    }
    return Json::object();
  }

  const std::vector<std::string>& kinds_;
  const std::vector<std::string>& frameworks_;
};

}  // namespace

std::string json_schema(const std::vector<std::string>& kinds,
                        const std::vector<std::string>& frameworks) {
  const Writer writer(kinds, frameworks);
  Json schema = Json::object();
  schema.set("$schema", "https://json-schema.org/draft/2020-12/schema");
  schema.set("title", "gate.yml");
  const Json file = writer.shape(file_shape());
  for (const auto& [key, value] : file.members()) schema.set(key, value);
  Json definitions = Json::object();
  for (const Shape* shape : all_shapes())
    if (shape != &file_shape())
      definitions.set(std::string(shape->name), writer.shape(*shape));
  schema.set("$defs", std::move(definitions));
  return write_json(schema, JsonStyle::pretty);
}

}  // namespace gate::config
