#include "gate/suites/kinds.h"

#include <array>

#include "gate/suites/framework.h"

namespace gate::suites {

#define KIND(name) extern const Kind name##_kind;
#include "gate/suites/kinds.def"
#undef KIND

std::span<const Kind* const> kinds() {
  static constexpr auto kKinds = std::to_array<const Kind*>({
#define KIND(name) &name##_kind,
#include "gate/suites/kinds.def"
#undef KIND
  });
  return kKinds;
}

const Kind* find_kind(std::string_view name) {
  for (const Kind* kind : kinds())
    if (kind->name == name) return kind;
  return nullptr;
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const Kind* kind : kinds()) names.emplace_back(kind->name);
  return names;
}

std::vector<std::string> framework_names() {
  std::vector<std::string> names;
  for (const Framework* framework : frameworks())
    names.emplace_back(framework->name);
  return names;
}

}  // namespace gate::suites
