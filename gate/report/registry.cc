#include <array>

#include "gate/report/format.h"

namespace gate::report {

#define FORMAT(name) extern const Format name##_format;
#include "gate/report/formats.def"
#undef FORMAT

std::span<const Format* const> formats() {
  static constexpr auto kFormats = std::to_array<const Format*>({
#define FORMAT(name) &name##_format,
#include "gate/report/formats.def"
#undef FORMAT
  });
  return kFormats;
}

const Format* find_format(std::string_view name) {
  for (const Format* format : formats()) {
    if (format->name == name) return format;
  }
  return nullptr;
}

}  // namespace gate::report
