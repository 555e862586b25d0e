// Lines for a terminal: how wide text is, cutting and wrapping it, colour.  All
// foreign text passes through printable() here, so that what a test printed can
// neither move the cursor nor speak to a CI system.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "gate/report/format.h"

namespace gate::report {

// Columns that the text takes: wide characters two, combining ones none.
std::size_t columns(std::string_view text);

// Foreign text on one line of at most width columns, "..." where it was cut.
std::string fit(std::string_view foreign, std::size_t width);
// The same, filled with blanks up to the width.
std::string pad(std::string_view foreign, std::size_t width);
// Foreign text in lines of at most width columns, broken at blanks where
// possible; the last one ends in "..." if there would be more than max_lines.
std::vector<std::string> wrap(std::string_view foreign, std::size_t width,
                              std::size_t max_lines);

enum class Colour { plain, bold, dim, green, red, yellow };
std::string paint(const Style& style, Colour colour, std::string_view text);

// The colour of a suite's or a case's status word.
Colour colour_of(std::string_view status);

}  // namespace gate::report
