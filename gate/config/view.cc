#include "gate/config/view.h"

#include "gate/config/scalar.h"

namespace gate::config {

const Node* View::find(std::string_view key) const {
  const Node::Entry* entry = mapping_.find(key);
  return entry ? &entry->value : nullptr;
}

std::string View::text(std::string_view key) const {
  const Node* node = find(key);
  return node && node->kind == Node::Kind::scalar ? node->text : std::string();
}

bool View::flag(std::string_view key) const {
  const Node* node = find(key);
  return node && node->kind == Node::Kind::scalar &&
         boolean(*node).value_or(false);
}

std::optional<std::uint64_t> View::number(std::string_view key) const {
  const Node* node = find(key);
  return node && node->kind == Node::Kind::scalar ? whole_number(*node)
                                                  : std::nullopt;
}

std::optional<std::uint64_t> View::size(std::string_view key) const {
  const Node* node = find(key);
  return node && node->kind == Node::Kind::scalar ? byte_size(*node)
                                                  : std::nullopt;
}

std::optional<Duration> View::duration(std::string_view key) const {
  return parse_duration(text(key));
}

std::vector<std::string> View::texts(std::string_view key) const {
  std::vector<std::string> texts;
  if (const Node* list = find(key))
    for (const Node& item : list->items) texts.push_back(item.text);
  return texts;
}

std::vector<int> View::numbers(std::string_view key) const {
  std::vector<int> numbers;
  if (const Node* list = find(key))
    for (const Node& item : list->items)
      if (const auto number = whole_number(item); number && *number < 256)
        numbers.push_back(static_cast<int>(*number));
  return numbers;
}

std::map<std::string, std::string> View::named_texts(
    std::string_view key) const {
  std::map<std::string, std::string> texts;
  if (const Node* mapping = find(key))
    for (const Node::Entry& entry : mapping->entries)
      texts[entry.key] = entry.value.text;
  return texts;
}

}  // namespace gate::config
