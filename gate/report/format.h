// A report format turns a finished run into text.  A format is one file and one
// line in formats.def.  Rendering is pure: same input, same bytes.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "gate/model/evidence.h"
#include "gate/model/plan.h"
#include "gate/model/verdict.h"

namespace gate::report {

// Everything that a report may speak about.  Borrowed for the call.
struct RunReport {
  const Plan& plan;
  const Evidence& evidence;
  const Verdict& verdict;
  std::string_view gate_version;
  std::string_view output_folder;  // as the user wrote it, for "see ..." lines
};

struct Style {
  bool colour = false;
  int width = 80;
};

struct Format {
  std::string_view name;     // html, markdown, junit, json, console
  std::string_view file;     // name in the output folder; empty: none
  std::string_view summary;  // one line
  std::string (*render)(const RunReport& report, const Style& style);
};

std::span<const Format* const> formats();
const Format* find_format(std::string_view name);

}  // namespace gate::report
