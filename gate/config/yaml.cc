#include "gate/config/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <map>
#include <optional>
#include <sstream>
#include <utility>

#include "gate/base/text.h"
#include "gate/config/source.h"

namespace gate::config {
namespace {

constexpr std::size_t kMaxDepth = 64;

// Leaves the library from inside an event; never leaves this file.
struct Hopeless {};

class Builder : public YAML::EventHandler {
 public:
  Builder(std::string_view text, Findings& findings)
      : text_(text), positions_(text), findings_(findings) {}

  Node take_root() && { return std::move(root_); }
  Position position(const YAML::Mark& mark) const {
    return positions_.at(offset(mark));
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ == 0) return;
    findings_.add(position(mark), "",
                  "expected the end of the file, found text that belongs to "
                  "nothing before it");
    // The library may find an endless row of documents in one stray bracket.
    throw Hopeless();
  }
  // The library takes the last word of a file for a key.
  void OnDocumentEnd() override {
    if (last_word_)
      findings_.add(last_word_->first, last_word_->second,
                    "expected \":\" and a value behind the key, found the end "
                    "of the file");
  }

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node = make(Node::Kind::nothing, mark, "", anchor);
    node.position = positions_.at(start_of_nothing(offset(mark)));
    place(std::move(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    findings_.add(position(mark), key_path(),
                  "an alias (*...) is not allowed; write the value out");
    Node node;
    node.kind = Node::Kind::refused;
    node.position = position(mark);
    place(std::move(node));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag,
                YAML::anchor_t anchor, const std::string& value) override {
    Node node = make(Node::Kind::scalar, mark, tag, anchor);
    node.style = tag == "?" ? Node::Style::plain : Node::Style::quoted;
    node.text = value;
    if (value.find('\0') != std::string::npos || !is_valid_utf8(value)) {
      findings_.add(node.position, key_path(),
                    "the text holds a NUL or is not UTF-8 (by an escape)");
      node.kind = Node::Kind::refused;
    }
    const auto end = end_of(offset(mark), value);
    if (!end) {
      findings_.add(node.position, key_path(), "the quote is not closed");
      throw Hopeless();
    }
    scalar_end_ = *end;
    place(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(make(Node::Kind::sequence, mark, tag, anchor));
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag,
                  YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(make(Node::Kind::mapping, mark, tag, anchor));
  }
  void OnMapEnd() override { close(); }

 private:
  // A collection that is being read, and the key whose value comes next.
  struct Open {
    Node node;
    bool has_key = false;
    bool drop_value = false;  // of a key that was refused
    std::string key;
    Position key_position;
    std::size_t key_end = 0;
    std::map<std::string, Position> seen;
  };

  static std::size_t offset(const YAML::Mark& mark) {
    return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
  }

  // The library marks an absent value at whatever comes next; its place is
  // behind the last thing before that.
  std::size_t start_of_nothing(std::size_t next) const {
    next = std::min(next, text_.size());
    const std::string_view rest = text_.substr(next);
    if (rest.starts_with('~') || to_lower(rest.substr(0, 4)) == "null")
      return next;
    const std::size_t last = text_.substr(0, next).find_last_not_of(" \t\r\n");
    return last == std::string_view::npos ? 0 : last;
  }

  // The offset behind a scalar that stands in one line, or nothing: its quote
  // is not closed, for the library takes the end of the file for the end of it.
  std::optional<std::size_t> end_of(std::size_t start,
                                    const std::string& value) const {
    const char quote = start < text_.size() ? text_[start] : '\0';
    if (quote != '"' && quote != '\'') return start + value.size();
    for (std::size_t i = start + 1; i < text_.size(); ++i) {
      if (quote == '"' && text_[i] == '\\') {
        ++i;
      } else if (text_[i] == quote) {
        const bool doubled =
            quote == '\'' && text_.substr(i + 1).starts_with(quote);
        if (!doubled) return i + 1;
        ++i;
      }
    }
    return std::nullopt;
  }

  // Whether nothing but comments follows up to the end of the document.
  bool is_last(std::size_t offset) const {
    if (offset >= text_.size()) return true;
    for (const std::string& line : split(text_.substr(offset), '\n')) {
      const std::string_view rest = trim(line);
      if (line.starts_with("...")) return true;
      if (!rest.empty() && rest.front() != '#') return false;
    }
    return true;
  }

  std::string key_path() const {
    std::string path;
    for (const Open& each : open_) {
      if (each.node.kind == Node::Kind::sequence)
        path += "[" + std::to_string(each.node.items.size()) + "]";
      else if (each.has_key)
        path += (path.empty() ? "" : ".") + each.key;
    }
    return path;
  }

  // A node without its content.  The library reports "!" for quoted text as
  // well as for the tag "!", so the character itself is looked at.
  Node make(Node::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    Node node;
    node.kind = kind;
    node.position = position(mark);
    const char first = offset(mark) < text_.size() ? text_[offset(mark)] : '\0';
    if (anchor != 0 || first == '&')
      findings_.add(node.position, key_path(),
                    "an anchor (&...) is not allowed; remove it");
    if (first == '!' || (!tag.empty() && tag != "?" && tag != "!")) {
      findings_.add(node.position, key_path(),
                    "a tag (!...) is not allowed; remove it");
      if (kind == Node::Kind::nothing || kind == Node::Kind::scalar)
        node.kind = Node::Kind::refused;
    }
    return node;
  }

  void open(Node node) {
    if (open_.size() >= kMaxDepth) {
      findings_.add(node.position, "",
                    "nested more than " + std::to_string(kMaxDepth) + " deep");
      throw Hopeless();
    }
    open_.push_back(Open{std::move(node), false, false, "", {}, 0, {}});
  }

  void close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    place(std::move(node));
  }

  void place(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == Node::Kind::sequence)
      parent.node.items.push_back(std::move(node));
    else if (!parent.has_key)
      begin_entry(parent, std::move(node));
    else
      finish_entry(parent, std::move(node));
  }

  void begin_entry(Open& parent, Node key) {
    const std::string path = key_path();
    parent.has_key = true;
    parent.drop_value = true;
    parent.key = key.kind == Node::Kind::scalar ? key.text : "?";
    parent.key_position = key.position;
    parent.key_end = scalar_end_;
    if (key.kind == Node::Kind::refused) return;
    if (key.kind != Node::Kind::scalar) {
      findings_.add(key.position, path, "expected a text as the key");
    } else if (key.text == "<<") {
      findings_.add(key.position, path,
                    "a merge key (<<) is not allowed; write the keys out");
    } else if (const auto [first, fresh] =
                   parent.seen.emplace(key.text, key.position);
               !fresh) {
      findings_.add(key.position, key_path(),
                    "duplicate key; the first one is in line " +
                        std::to_string(first->second.line));
    } else {
      parent.drop_value = false;
    }
  }

  void finish_entry(Open& parent, Node value) {
    if (value.kind == Node::Kind::nothing) {
      value.position = parent.key_position;
      if (!parent.drop_value && is_last(parent.key_end)) {
        last_word_ = {parent.key_position, key_path()};
        value.kind = Node::Kind::refused;
      }
    }
    if (!parent.drop_value)
      parent.node.entries.push_back(
          {std::move(parent.key), parent.key_position, std::move(value)});
    parent.has_key = false;
    parent.drop_value = false;
  }

  std::string_view text_;
  Positions positions_;
  Findings& findings_;
  std::vector<Open> open_;
  Node root_;
  int documents_ = 0;
  std::size_t scalar_end_ = 0;
  // A key with nothing at all behind it.
  std::optional<std::pair<Position, std::string>> last_word_;
};

bool is_indented_with_tab(std::string_view text, std::size_t line) {
  for (; line > 1; --line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find_first_not_of(" \t")).find('\t') !=
         std::string_view::npos;
}

void run_library(std::string_view text, Builder& builder, Findings& findings) {
  std::istringstream stream{std::string(text)};
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Hopeless&) {
    // Reported where it was seen.
  } catch (const YAML::Exception& e) {
    const Position position = builder.position(e.mark);
    findings.add(position, "",
                 "not valid YAML: " + printable(e.msg) +
                     (is_indented_with_tab(text, position.line)
                          ? "; this line is indented with a tab, YAML wants "
                            "blanks"
                          : ""));
  } catch (const std::exception& e) {
    findings.add({}, "", std::string("not readable YAML: ") + e.what());
  }
}

}  // namespace

const Node::Entry* Node::find(std::string_view key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return &entry;
  return nullptr;
}

Node parse_yaml(std::string_view text, Findings& findings) {
  Node refused;
  refused.kind = Node::Kind::refused;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  check_source(text, findings);
  if (!findings.empty()) return refused;

  Builder builder(text, findings);
  run_library(text, builder, findings);
  Node root = std::move(builder).take_root();
  if (root.kind != Node::Kind::nothing) return root;
  if (findings.empty())
    findings.add({}, "",
                 "the file holds nothing; expected a mapping that "
                 "begins with \"version: 1\"");
  return refused;
}

}  // namespace gate::config
