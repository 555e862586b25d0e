// The text of a configuration file as a tree that knows where each key and each
// value stands.  Stricter than YAML: what a library would resolve, merge or
// ignore without a word is a finding.  The one file that includes the YAML
// library.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gate/config/findings.h"

namespace gate::config {

struct Node {
  // refused: something stands there that has already been reported.
  enum class Kind { nothing, scalar, sequence, mapping, refused };
  // Only a plain scalar can be a number, a boolean or nothing; expanded: it was
  // made from a variable, which always gives text.
  enum class Style { plain, quoted, expanded };
  struct Entry;

  Kind kind = Kind::nothing;
  Position position;
  Style style = Style::plain;
  std::string text;            // of a scalar
  std::vector<Node> items;     // of a sequence
  std::vector<Entry> entries;  // of a mapping, keys are unique

  // The entry of that key, or nullptr.
  const Entry* find(std::string_view key) const;
};

struct Node::Entry {
  std::string key;
  Position position;
  Node value;
};

// What cannot be understood at all leaves findings and a refused node; a tree
// with findings is good enough to look for further ones.
Node parse_yaml(std::string_view text, Findings& findings);

}  // namespace gate::config
