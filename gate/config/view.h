// Reads the values of a checked mapping.  A value that the check has refused
// reads as its default: the findings say so already.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/base/time.h"
#include "gate/config/yaml.h"

namespace gate::config {

class View {
 public:
  explicit View(const Node& mapping) : mapping_(mapping) {}

  const Node* find(std::string_view key) const;
  std::string text(std::string_view key) const;
  bool flag(std::string_view key) const;
  std::optional<std::uint64_t> number(std::string_view key) const;
  std::optional<std::uint64_t> size(std::string_view key) const;
  std::optional<Duration> duration(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key) const;
  std::vector<int> numbers(std::string_view key) const;
  std::map<std::string, std::string> named_texts(std::string_view key) const;

 private:
  const Node& mapping_;
};

}  // namespace gate::config
