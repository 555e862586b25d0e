// What is wrong with a configuration file, collected so that one run of the
// gate shows all of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "gate/base/result.h"

namespace gate::config {

// 1-based; columns count characters, not bytes.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;

  auto operator<=>(const Position&) const = default;
};

// "gate.yml:12:5".
std::string at(std::string_view file, Position position);

class Findings {
 public:
  explicit Findings(std::string file) : file_(std::move(file)) {}

  // key is the path of the value, "suites.unit.programs[0]"; empty: the text as
  // a whole.  Saying the same thing twice counts once.
  void add(Position position, std::string_view key, std::string_view message);

  bool empty() const { return findings_.empty(); }
  const std::string& file() const { return file_; }
  // One line a finding, in file order; a usage error.
  Error error() const;

 private:
  struct Finding {
    Position position;
    std::string text;

    bool operator==(const Finding&) const = default;
  };

  std::string file_;
  std::vector<Finding> findings_;
};

}  // namespace gate::config
