// What the bytes of a configuration file must be before the YAML library sees
// them: one document of visible, well-formed text.  These are the points in
// which YAML readers differ or say nothing, so a person and two programs could
// read three different files.
#pragma once

#include <string_view>
#include <vector>

#include "gate/config/findings.h"

namespace gate::config {

inline constexpr std::size_t kMaxBytes = 1 << 20;

// The position of each byte, and of the end.
class Positions {
 public:
  explicit Positions(std::string_view text);
  // An offset behind the end is the end.
  Position at(std::size_t offset) const;

 private:
  std::vector<Position> positions_;
};

// Size, UTF-8, invisible characters, line ends, directives, document markers.
void check_source(std::string_view text, Findings& findings);

}  // namespace gate::config
