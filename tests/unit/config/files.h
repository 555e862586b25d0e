// Small configuration files that the tests change in one place, and the world
// in which they are read.
#pragma once

#include <string>

#include "gate/base/text.h"
#include "gate/config/config.h"

namespace gate::config::test {

inline const std::string kHead = "version: 1\nservice: orders\n";
inline const std::string kUnit =
    "suites:\n"
    "  unit:\n"
    "    kind: unit\n"
    "    framework: googletest\n"
    "    programs: [build/*_test]\n";
inline const std::string kWeb =
    "suites:\n"
    "  web:\n"
    "    kind: specialized\n"
    "    run: npx jest --ci\n"
    "    reports: [reports/jest.xml]\n";
inline const std::string kStaging =
    "environment:\n"
    "  name: staging\n"
    "  mode: full\n"
    "  url: https://orders.staging.example\n";

inline std::string with(const std::string& text, std::string_view from,
                        std::string_view to) {
  return replace_all(text, from, to);
}

// A file of one suite and one further line in it.
inline std::string unit(const std::string& line) {
  return kHead + kUnit + "    " + line + "\n";
}
inline std::string web(const std::string& line) {
  return kHead + kWeb + "    " + line + "\n";
}
inline std::string run(const std::string& command) {
  return kHead + with(kWeb, "npx jest --ci", command);
}

inline ReadContext context() {
  ReadContext context;
  context.environment = {{"STAGING_URL", "https://orders.staging.example"},
                         {"EMPTY", ""},
                         {"SECRET_URL", "https://ada:hunter2@x"},
                         {"NUMBER", "5"},
                         {"UP", ".."}};
  context.now = *parse_instant("2026-11-24T12:00:00Z");
  context.kinds = {"unit", "integration", "specialized"};
  context.frameworks = {"googletest", "boost-test", "ctest", "command"};
  return context;
}

}  // namespace gate::config::test
