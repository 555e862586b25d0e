// Standard output and standard error.  A closed or full one never changes what
// the gate does.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "gate/cli/options.h"

namespace gate::cli {

enum class Stream { out, error };

void print(Stream stream, std::string_view text);

// "gate: <message>" on standard error, made harmless; a message of several lines
// keeps them.
void print_error(std::string_view message);

struct Terminal {
  bool is_terminal = false;
  bool colour = false;
  int width = 80;
};

// NO_COLOR, TERM=dumb and CI are respected; --color overrules them.
Terminal look_at(Stream stream, When colour,
                 const std::map<std::string, std::string>& environment);

}  // namespace gate::cli
