// The keys of gate.yml, in tables.  The check, the JSON Schema and the
// reference page are made from these rows, so they cannot disagree.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace gate::config {

enum class Type {
  text,       // not empty
  free_text,  // may be empty
  name,       // letters, digits, ".", "_", "-": fit for a folder
  variable,   // the name of an environment variable
  kind,       // a name that suites/ registers
  framework,  // likewise
  choice,     // one of Field::choices
  path,       // a file or folder, anywhere
  inside,     // a file or folder of the workspace
  glob,       // a pattern of files of the workspace
  program,    // the same, or an absolute one: what is run may lie elsewhere
  url,        // http or https
  url_path,   // "/healthz"
  json_path,  // "$.build.commit"
  integer,    // min to max
  size,       // bytes, min to max
  boolean,
  duration,  // min to max milliseconds
  date,      // a day or an instant
  command,   // a text for the shell, or an argument vector
  mapping,   // of Field::shape
};

enum class Many {
  one,
  list,   // any number
  set,    // any number, none twice
  some,   // at least one, none twice
  named,  // a mapping from names of the user's choice
};

enum class Need { optional, required };

struct Shape;

struct Field {
  std::string_view key;
  Type type = Type::text;
  Many many = Many::one;
  Need need = Need::optional;
  std::string_view default_text =
      {};                         // as the user would write it; empty: none
  std::string_view doc = {};      // one line
  std::string_view example = {};  // a valid value, not the default
  std::span<const std::string_view> choices = {};
  const Shape* shape = nullptr;
  std::uint64_t min = 0;
  std::uint64_t max = std::numeric_limits<std::uint64_t>::max();
};

struct Shape {
  std::string_view name;  // "suite"; of the reference page and the schema
  std::string_view doc;
  std::span<const Field> fields;

  const Field* find(std::string_view key) const;
};

const Shape& file_shape();
// Each shape once, the file's first.
std::span<const Shape* const> all_shapes();

// Whether ${NAME} is replaced in values of that type: in texts, never in what
// relaxes a rule or bounds a time, because those stand in reviewed files.
bool expands_variables(Type type);

// "a duration such as 90s or 5m": what a message expects of one value.
std::string_view noun(Type type);

}  // namespace gate::config
