#include "gate/config/check.h"

#include <algorithm>
#include <set>

#include "gate/base/text.h"
#include "gate/config/expand.h"
#include "gate/config/scalar.h"
#include "gate/config/values.h"

namespace gate::config {
namespace {

// More known keys than these do not help in a message.
constexpr std::size_t kListedKeys = 8;
// From here on a bound is "no bound" in words.
constexpr std::uint64_t kLarge = 1'000'000'000'000;

std::string alternatives(const std::vector<std::string>& words) {
  if (words.size() < 2) return join(words, "");
  const std::vector<std::string> first(words.begin(), words.end() - 1);
  return join(first, ", ") + " or " + words.back();
}

std::vector<std::string> keys_of(const Shape& shape) {
  std::vector<std::string> keys;
  for (const Field& field : shape.fields) keys.emplace_back(field.key);
  return keys;
}

std::string range_in_words(const Field& field) {
  if (field.min == field.max) return std::to_string(field.min);
  std::string words(noun(field.type));
  if (field.max < kLarge)
    words += " from " + std::to_string(field.min) + " to " +
             std::to_string(field.max);
  else if (field.min > 0)
    words += " of at least " + std::to_string(field.min);
  return words;
}

// The document's sentence as the end of one.
std::string as_clause(std::string_view doc) {
  if (doc.ends_with('.')) doc.remove_suffix(1);
  return " (" + to_lower(doc.substr(0, 1)) + std::string(doc.substr(1)) + ")";
}

std::string key_below(const std::string& path, std::string_view key) {
  return (path.empty() ? "" : path + ".") + std::string(key);
}

std::string item_below(const std::string& path, std::size_t index) {
  return path + "[" + std::to_string(index) + "]";
}

class Checker {
 public:
  Checker(const ReadContext& context, Findings& findings)
      : context_(context), findings_(findings) {}

  void mapping(Node& node, const Shape& shape, const std::string& path) {
    if (!is(node, Node::Kind::mapping, path,
            "a mapping of " + alternatives(first_keys(shape))))
      return;
    for (Node::Entry& entry : node.entries) {
      const std::string key = key_below(path, entry.key);
      if (const Field* known = shape.find(entry.key))
        field(entry.value, *known, key);
      else
        findings_.add(entry.position, key, unknown(entry.key, shape));
    }
    for (const Field& each : shape.fields)
      if (each.need == Need::required && node.find(each.key) == nullptr)
        findings_.add(
            node.position, key_below(path, each.key),
            "missing; expected " + expectation(each) + as_clause(each.doc));
  }

 private:
  static std::vector<std::string> first_keys(const Shape& shape) {
    std::vector<std::string> keys = keys_of(shape);
    if (keys.size() > kListedKeys) {
      keys.resize(3);
      keys.push_back("others");
    }
    return keys;
  }

  static std::string unknown(const std::string& key, const Shape& shape) {
    const std::vector<std::string> keys = keys_of(shape);
    const std::string slip = did_you_mean(key, keys);
    if (!slip.empty()) return "unknown key" + slip;
    if (keys.size() <= kListedKeys)
      return "unknown key; expected " + alternatives(keys);
    return "unknown key; \"gate schema\" lists the known ones";
  }

  std::vector<std::string> words(const Field& field) const {
    if (field.type == Type::kind) return context_.kinds;
    if (field.type == Type::framework) return context_.frameworks;
    return {field.choices.begin(), field.choices.end()};
  }

  std::string expectation(const Field& field) const {
    switch (field.many) {
      case Many::list:
      case Many::set:
      case Many::some:
        return "a list, each item " + expectation_of_one(field);
      case Many::named:
        return "a mapping from names to " +
               (field.type == Type::mapping
                    ? std::string(field.shape->name) + "s"
                    : std::string("texts"));
      case Many::one:
        break;
    }
    return expectation_of_one(field);
  }

  std::string expectation_of_one(const Field& field) const {
    switch (field.type) {
      case Type::kind:
      case Type::framework:
      case Type::choice:
        return alternatives(words(field));
      case Type::integer:
        return range_in_words(field);
      default:
        return std::string(noun(field.type));
    }
  }

  void expected(const Node& node, const std::string& path,
                const std::string& what, const std::string& hint = {}) {
    findings_.add(node.position, path,
                  "expected " + what + ", found " + describe(node) + hint);
  }

  // Reports another kind of node; something refused has been reported.
  bool is(const Node& node, Node::Kind kind, const std::string& path,
          const std::string& what, const std::string& hint = {}) {
    if (node.kind == Node::Kind::refused) return false;
    if (node.kind == kind) return true;
    expected(node, path, what, hint);
    return false;
  }

  void field(Node& node, const Field& field, const std::string& path) {
    switch (field.many) {
      case Many::one:
        return one(node, field, path);
      case Many::named:
        return named(node, field, path);
      case Many::list:
      case Many::set:
      case Many::some:
        return list(node, field, path);
    }
  }

  void named(Node& node, const Field& field, const std::string& path) {
    if (!is(node, Node::Kind::mapping, path, expectation(field))) return;
    if (field.need == Need::required && node.entries.empty())
      findings_.add(node.position, path, "expected at least one, found none");
    const Type names =
        field.type == Type::mapping ? Type::name : Type::variable;
    for (Node::Entry& entry : node.entries) {
      const std::string key = key_below(path, entry.key);
      const bool good = names == Type::name ? is_name(entry.key)
                                            : is_variable_name(entry.key);
      if (!good)
        findings_.add(entry.position, key,
                      "expected " + std::string(noun(names)) + " as the key");
      one(entry.value, field, key);
    }
  }

  void list(Node& node, const Field& field, const std::string& path) {
    const std::string hint =
        node.kind == Node::Kind::scalar && field.type != Type::mapping
            ? "; write [" + shorten(printable(node.text), 40) + "]"
            : "";
    if (!is(node, Node::Kind::sequence, path, expectation(field), hint)) return;
    if (field.many == Many::some && node.items.empty())
      findings_.add(node.position, path, "expected at least one, found none");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      Node& item = node.items[i];
      one(item, field, item_below(path, i));
      const bool comparable =
          field.many != Many::list && item.kind == Node::Kind::scalar;
      if (comparable && !seen.insert(item.text).second)
        findings_.add(
            item.position, item_below(path, i),
            "\"" + shorten(printable(item.text), 80) + "\" is listed twice");
    }
  }

  void one(Node& node, const Field& field, const std::string& path) {
    if (field.type == Type::mapping) return mapping(node, *field.shape, path);
    if (field.type == Type::command) return command(node, path);
    if (!is(node, Node::Kind::scalar, path, expectation_of_one(field))) return;
    switch (field.type) {
      case Type::integer:
        return integer(node, field, path);
      case Type::size:
        return size(node, field, path);
      case Type::boolean:
        return truth(node, path);
      case Type::kind:
      case Type::framework:
      case Type::choice:
        return choice(node, field, path);
      default:
        return text(node, field, path);
    }
  }

  // A text for the shell is left as it is: its "$" is the shell's.
  void command(Node& node, const std::string& path) {
    if (node.kind == Node::Kind::scalar) {
      if (is_text(node, path) && trim(node.text).empty())
        findings_.add(node.position, path,
                      "expected a command, found an empty text");
      return;
    }
    if (!is(node, Node::Kind::sequence, path, std::string(noun(Type::command))))
      return;
    static constexpr Field kArgument = {.key = "", .type = Type::free_text};
    for (std::size_t i = 0; i < node.items.size(); ++i)
      one(node.items[i], kArgument, item_below(path, i));
    const bool has_program =
        !node.items.empty() && (node.items[0].kind != Node::Kind::scalar ||
                                !node.items[0].text.empty());
    if (!has_program)
      findings_.add(node.position, path,
                    "expected the program as the first item, found none");
  }

  bool is_text(const Node& node, const std::string& path,
               std::string_view what = "a text") {
    const Look seen = look(node);
    if (seen == Look::text) return true;
    expected(node, path, std::string(what),
             seen == Look::nothing ? ""
                                   : "; write \"" + printable(node.text) +
                                         "\" if the text is meant");
    return false;
  }

  void integer(const Node& node, const Field& field, const std::string& path) {
    const auto number = whole_number(node);
    if (number && *number >= field.min && *number <= field.max) return;
    expected(node, path, range_in_words(field), hint_for_number(node));
  }

  static std::string hint_for_number(const Node& node) {
    if (node.style != Node::Style::plain) {
      Node plain = node;
      plain.style = Node::Style::plain;
      return whole_number(plain) ? "; write it without quotes" : "";
    }
    if (node.text.starts_with("${"))
      return "; variables are replaced in texts only, a number stands in the "
             "file";
    const bool ambiguous = look(node) == Look::number &&
                           (node.text[0] == '0' || node.text[0] == '+' ||
                            node.text.find('_') != std::string::npos) &&
                           node.text != "0" &&
                           node.text.find('.') == std::string::npos;
    if (!ambiguous) return "";
    return "; write decimal digits without a sign, \"_\" or a leading zero "
           "(YAML readers disagree about octal)";
  }

  void size(const Node& node, const Field& field, const std::string& path) {
    const auto bytes = byte_size(node);
    if (bytes && *bytes >= field.min && *bytes <= field.max) return;
    expected(node, path, "a size such as 64MiB, or a number of bytes");
  }

  void truth(const Node& node, const std::string& path) {
    if (boolean(node)) return;
    const std::string lower = to_lower(node.text);
    std::string hint;
    if (lower == "yes" || lower == "on" || lower == "y" || lower == "true")
      hint = "; write true";
    if (lower == "no" || lower == "off" || lower == "n" || lower == "false")
      hint = "; write false";
    if (!hint.empty() && node.style == Node::Style::quoted)
      hint += " without quotes";
    expected(node, path, "true or false", hint);
  }

  void choice(const Node& node, const Field& field, const std::string& path) {
    const std::vector<std::string> known = words(field);
    if (look(node) == Look::text &&
        std::find(known.begin(), known.end(), node.text) != known.end())
      return;
    expected(node, path, alternatives(known), did_you_mean(node.text, known));
  }

  void text(Node& node, const Field& field, const std::string& path) {
    const std::string what = expectation_of_one(field);
    if (field.type == Type::duration && whole_number(node))
      return expected(node, path, what,
                      "; add a unit, such as " + node.text + "s");
    if (!is_text(node, path, what)) return;
    if (expands_variables(field.type))
      expand_variables(node, path, context_.environment, findings_);
    if (node.kind == Node::Kind::refused || field.type == Type::free_text)
      return;
    if (trim(node.text).empty())
      findings_.add(node.position, path,
                    "expected " + what + ", found an empty text");
    else
      form(node, field, path, what);
  }

  // The form of one text that is there.
  void form(const Node& node, const Field& field, const std::string& path,
            const std::string& what) {
    const std::string& value = node.text;
    switch (field.type) {
      case Type::name:
        if (!is_name(value)) expected(node, path, what);
        return;
      case Type::variable:
        if (!is_variable_name(value)) expected(node, path, what);
        return;
      case Type::url_path:
        if (!is_url_path(value)) expected(node, path, what);
        return;
      case Type::json_path:
        if (!is_json_path(value)) expected(node, path, what);
        return;
      case Type::date:
        if (!parse_instant(value)) expected(node, path, what);
        return;
      case Type::duration:
        return duration(node, field, path);
      case Type::url:
        return url(node, path);
      case Type::inside:
        if (value.find_first_of("*?[{") != std::string::npos)
          return expected(node, path, what, "; a pattern is not one path");
        return inside(node, path);
      case Type::glob:
        return inside(node, path);
      case Type::program:
        if (value.empty() || value[0] != '/') inside(node, path);
        return;
      default:
        return;  // any text is good
    }
  }

  void duration(const Node& node, const Field& field, const std::string& path) {
    const auto value = parse_duration(node.text);
    const std::string what(noun(Type::duration));
    if (!value) {
      expected(node, path, what,
               node.text.starts_with("${")
                   ? "; variables are replaced in texts only, a duration "
                     "stands in the file"
                   : "");
    } else if (value->count() < static_cast<std::int64_t>(field.min)) {
      expected(node, path, what + ", more than zero");
    } else if (value->count() > static_cast<std::int64_t>(field.max)) {
      expected(node, path, what + ", at most a year");
    }
  }

  // The value may hold a password, so a bad one is not shown.
  void url(const Node& node, const std::string& path) {
    if (const auto trouble = trouble_with_url(node.text))
      findings_.add(node.position, path,
                    "expected an http or https URL such as "
                    "https://orders.staging.example, without credentials, "
                    "query or fragment; found a text that is not one: " +
                        *trouble);
  }

  void inside(const Node& node, const std::string& path) {
    if (const auto trouble = trouble_with_inside(node.text))
      findings_.add(node.position, path,
                    "expected a path below the workspace, found \"" +
                        shorten(printable(node.text), 80) + "\": " + *trouble);
  }

  const ReadContext& context_;
  Findings& findings_;
};

}  // namespace

void check(Node& root, const Shape& shape, const ReadContext& context,
           Findings& findings) {
  Checker(context, findings).mapping(root, shape, "");
}

}  // namespace gate::config
