// gate.yml as values: what the user wrote, checked, with defaults filled in,
// and nothing looked up in the file system yet.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/base/result.h"
#include "gate/model/plan.h"

namespace gate::config {

struct Config {
  std::string service;
  std::string artifact;  // path as written; empty: none
  std::optional<PlannedEnvironment> environment;
  // In file order.  programs holds the globs as written; everything else is
  // final.
  std::vector<PlannedSuite> suites;
  Policy policy;
  std::string path;    // as given, for messages
  std::string sha256;  // of the text
  // Where each key and list item stands: "suites.unit.programs[0]" ->
  // "gate.yml:12:16"; for messages about what only the file system shows.
  std::map<std::string, std::string> positions;

  bool operator==(const Config&) const = default;
};

// What the reader may know of the world.
struct ReadContext {
  std::string path = "gate.yml";  // stands in front of every message
  // ${NAME} in a value is replaced from here; a missing one is an error with
  // its position.  "$$" is a dollar sign.
  std::map<std::string, std::string> environment;
  Instant now{};  // an expired waiver is an error
  // The names that suites/ registers, so that unknown ones get "did you mean".
  std::vector<std::string> kinds;
  std::vector<std::string> frameworks;
};

// Everything that is wrong with the text is reported at once: one line a
// finding, "gate.yml:12:5: suites.unit.programs: ...", in file order.
Result<Config> read_config(std::string_view text, const ReadContext& context);

// The JSON Schema (draft 2020-12) of the file, made from the table that reads
// it. With names given, other kinds and frameworks are invalid.
std::string json_schema(const std::vector<std::string>& kinds = {},
                        const std::vector<std::string>& frameworks = {});

// The reference of all keys as Markdown tables, made from the same table.
std::string markdown_reference();

}  // namespace gate::config
