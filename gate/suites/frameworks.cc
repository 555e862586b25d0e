#include <array>

#include "gate/suites/framework.h"

namespace gate::suites {

#define FRAMEWORK(name) extern const Framework name##_framework;
#include "gate/suites/frameworks.def"
#undef FRAMEWORK

std::span<const Framework* const> frameworks() {
  static constexpr auto kFrameworks = std::to_array<const Framework*>({
#define FRAMEWORK(name) &name##_framework,
#include "gate/suites/frameworks.def"
#undef FRAMEWORK
  });
  return kFrameworks;
}

const Framework* find_framework(std::string_view name) {
  for (const Framework* framework : frameworks())
    if (framework->name == name) return framework;
  return nullptr;
}

}  // namespace gate::suites
