#include "gate/config/expand.h"

#include <optional>
#include <vector>

#include "gate/base/text.h"
#include "gate/config/values.h"

namespace gate::config {
namespace {

using Variables = std::map<std::string, std::string>;

std::string missing(const std::string& name, const Variables& environment) {
  std::vector<std::string> known;
  for (const auto& variable : environment) known.push_back(variable.first);
  return "the environment variable " + name + " is not set" +
         did_you_mean(name, known);
}

}  // namespace

void expand_variables(Node& scalar, std::string_view key,
                      const Variables& environment, Findings& findings) {
  const std::string_view text = scalar.text;
  std::string expanded;
  bool replaced = false;
  const auto refuse = [&](const std::string& message) {
    findings.add(scalar.position, key, message);
    scalar.kind = Node::Kind::refused;
  };
  std::size_t i = 0;
  while (i < text.size()) {
    if (text.substr(i, 2) == "$$") {
      expanded += '$';
      i += 2;
    } else if (text.substr(i, 2) == "${") {
      const std::size_t end = text.find('}', i);
      const std::string name(text.substr(
          i + 2, end == std::string_view::npos ? end : end - i - 2));
      if (end == std::string_view::npos || !is_variable_name(name))
        return refuse(
            "expected ${NAME} (\"$${\" is a literal \"${\"), found \"" +
            shorten(printable(text.substr(i)), 60) + "\"");
      const auto value = environment.find(name);
      if (value == environment.end()) return refuse(missing(name, environment));
      expanded += value->second;
      replaced = true;
      i = end + 1;
    } else {
      expanded += text[i++];
    }
  }
  scalar.text = std::move(expanded);
  if (replaced) scalar.style = Node::Style::expanded;
}

}  // namespace gate::config
