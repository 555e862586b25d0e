// gate.yml from any bytes: never a crash, and whatever the strict layer accepts
// is, for a second YAML reader, the same single tree without a duplicate key,
// an alias, an anchor or a tag.
#include <yaml.h>

#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "gate/base/text.h"
#include "gate/config/config.h"
#include "gate/config/yaml.h"

namespace {

using gate::config::Findings;
using gate::config::Node;

void require(bool promise, const char* what) {
  if (promise) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

// The second reader gave up.
struct Unreadable {};

// One event of the second reader, released with it.
class Event {
 public:
  explicit Event(yaml_parser_t& parser) {
    if (yaml_parser_parse(&parser, &event_) != 1) throw Unreadable();
  }
  ~Event() { yaml_event_delete(&event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  const yaml_event_t& get() const { return event_; }
  yaml_event_type_t type() const { return event_.type; }

 private:
  yaml_event_t event_{};
};

std::string_view text_of(const yaml_event_t& event) {
  return {reinterpret_cast<const char*>(event.data.scalar.value),
          event.data.scalar.length};
}

class SecondReader {
 public:
  explicit SecondReader(std::string_view text) {
    require(yaml_parser_initialize(&parser_) == 1, "memory");
    yaml_parser_set_input_string(
        &parser_, reinterpret_cast<const unsigned char*>(text.data()),
        text.size());
  }
  ~SecondReader() { yaml_parser_delete(&parser_); }
  SecondReader(const SecondReader&) = delete;
  SecondReader& operator=(const SecondReader&) = delete;

  void compare(const Node& root) {
    next(YAML_STREAM_START_EVENT);
    next(YAML_DOCUMENT_START_EVENT);
    node(root);
    next(YAML_DOCUMENT_END_EVENT);
    next(YAML_STREAM_END_EVENT);
  }

 private:
  void next(yaml_event_type_t expected) {
    const Event event(parser_);
    require(event.type() == expected, "one document of the same form");
  }

  void node(const Node& ours) {
    const Event event(parser_);
    require(event.type() != YAML_ALIAS_EVENT, "no alias");
    switch (ours.kind) {
      case Node::Kind::nothing:
      case Node::Kind::scalar:
        require(event.type() == YAML_SCALAR_EVENT, "a scalar");
        return scalar(ours, event.get());
      case Node::Kind::sequence:
        require(event.type() == YAML_SEQUENCE_START_EVENT, "a sequence");
        require(event.get().data.sequence_start.anchor == nullptr, "no anchor");
        require(event.get().data.sequence_start.tag == nullptr, "no tag");
        for (const Node& item : ours.items) node(item);
        return next(YAML_SEQUENCE_END_EVENT);
      case Node::Kind::mapping:
        require(event.type() == YAML_MAPPING_START_EVENT, "a mapping");
        require(event.get().data.mapping_start.anchor == nullptr, "no anchor");
        require(event.get().data.mapping_start.tag == nullptr, "no tag");
        for (const Node::Entry& entry : ours.entries) {
          key(entry.key);
          node(entry.value);
        }
        return next(YAML_MAPPING_END_EVENT);
      case Node::Kind::refused:
        require(false, "nothing refused without a finding");
    }
  }

  // That our keys are unique makes theirs unique, as they are equal in order.
  void key(const std::string& ours) {
    const Event event(parser_);
    require(event.type() == YAML_SCALAR_EVENT, "a scalar as the key");
    require(event.get().data.scalar.anchor == nullptr, "no anchor");
    require(event.get().data.scalar.tag == nullptr, "no tag");
    require(text_of(event.get()) == ours, "the same key");
  }

  void scalar(const Node& ours, const yaml_event_t& event) {
    require(event.data.scalar.anchor == nullptr, "no anchor");
    require(event.data.scalar.tag == nullptr, "no tag");
    if (ours.kind == Node::Kind::nothing) return;
    const bool plain = event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    require(plain == (ours.style == Node::Style::plain), "the same quoting");
    require(text_of(event) == ours.text, "the same text");
  }

  yaml_parser_t parser_{};
};

void check_unique_keys(const Node& node) {
  std::set<std::string> keys;
  for (const Node::Entry& entry : node.entries) {
    require(keys.insert(entry.key).second, "unique keys");
    check_unique_keys(entry.value);
  }
  for (const Node& item : node.items) check_unique_keys(item);
}

void check_message(const gate::Error& error) {
  require(error.kind == gate::ErrorKind::usage, "a usage error");
  require(gate::is_valid_utf8(error.message), "a message in UTF-8");
  for (const std::string& line : gate::split(error.message, '\n'))
    require(line.starts_with("gate.yml:") || line.starts_with("... and "),
            "each line says where");
}

gate::config::ReadContext world() {
  gate::config::ReadContext context;
  context.environment = {{"A", "a"}, {"URL", "http://a"}};
  context.now = *gate::parse_instant("2026-11-24");
  context.kinds = {"unit", "integration", "specialized"};
  context.frameworks = {"googletest", "boost-test", "ctest", "command"};
  return context;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data,
                                      std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Findings findings("gate.yml");
  const Node root = gate::config::parse_yaml(text, findings);
  bool readable = findings.empty();
  if (readable) {
    check_unique_keys(root);
    try {
      SecondReader(text).compare(root);
    } catch (const Unreadable&) {
      readable = false;
    }
  }
  static const gate::config::ReadContext kWorld = world();
  const auto config = gate::config::read_config(text, kWorld);
  if (!config) {
    check_message(config.error());
    return 0;
  }
  require(readable, "nothing accepted that a second reader cannot read");
  const auto again = gate::config::read_config(text, kWorld);
  require(again && *again == *config, "the same text gives the same values");
  return 0;
}
