// What a scalar is when nobody has said what it should be, and the strict
// readings of those that should be something.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "gate/config/yaml.h"

namespace gate::config {

enum class Look { text, number, boolean, nothing };

// Quoted and expanded scalars are text.  Spellings that any YAML version takes
// for a number are numbers (010, 0x1F, 1_000, .5, 1e3, .inf).
Look look(const Node& scalar);

// For messages: "a list", "the number 5", "the text "abc"".
std::string describe(const Node& node);

// Decimal digits without a leading zero, in a plain scalar.
std::optional<std::uint64_t> whole_number(const Node& scalar);
std::optional<bool> boolean(const Node& scalar);
// Bytes: a whole number, or one with KiB, MiB or GiB behind it.
std::optional<std::uint64_t> byte_size(const Node& scalar);

}  // namespace gate::config
