// The reference page of gate.yml's keys.
#include "gate/base/text.h"
#include "gate/config/config.h"
#include "gate/config/fields.h"

namespace gate::config {
namespace {

std::string code(std::string_view text) {
  return "`" + std::string(text) + "`";
}

std::string type_of(const Field& field) {
  std::string type(noun(field.type));
  if (field.type == Type::mapping)
    type = "[" + std::string(field.shape->name) + "](#" +
           std::string(field.shape->name) + ")";
  if (field.type == Type::choice) {
    type.clear();
    for (const std::string_view choice : field.choices)
      type += (type.empty() ? "" : ", ") + code(choice);
  }
  switch (field.many) {
    case Many::one:
      return type;
    case Many::list:
    case Many::set:
    case Many::some:
      return "list of: " + type;
    case Many::named:
      return "by name: " + type;
  }
  return type;
}

std::string default_of(const Field& field) {
  if (field.need == Need::required) return "required";
  return field.default_text.empty() ? "" : code(field.default_text);
}

std::string cell(std::string_view text) {
  return replace_all(std::string(text), "|", "\\|");
}

}  // namespace

std::string markdown_reference() {
  std::string page;
  for (const Shape* shape : all_shapes()) {
    page += (page.empty() ? "" : "\n");
    page += "## " + std::string(shape->name) + "\n\n";
    page += std::string(shape->doc) + "\n\n";
    page += "| key | value | default | meaning | example |\n";
    page += "|---|---|---|---|---|\n";
    for (const Field& field : shape->fields)
      page += "| " + code(field.key) + " | " + cell(type_of(field)) + " | " +
              default_of(field) + " | " + cell(field.doc) + " | " +
              (field.example.empty() ? "" : code(field.example)) + " |\n";
  }
  return page;
}

}  // namespace gate::config
