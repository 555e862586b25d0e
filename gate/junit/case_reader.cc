#include "gate/junit/case_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <pugixml.hpp>
#include <vector>

#include "gate/base/text.h"
#include "gate/junit/words.h"
#include "gate/junit/xml_syntax.h"
#include "gate/model/evidence.h"

namespace gate::junit {
namespace {

constexpr std::size_t kKeptMessage = 2 * 1024;

// The codes that a case which the gate wrote itself may carry.
constexpr std::string_view kCodeProperty = "gate.code";
constexpr std::string_view kCodes[] = {"NOT_RUN", "UNKNOWN_CHILD",
                                       "SUITE_LEVEL_ERROR"};

std::string text_of(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node& child : node.children())
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
      text += child.value();
  return text;
}

std::string first_line(std::string_view text) {
  text = trim(text);
  return std::string(trim(text.substr(0, text.find('\n'))));
}

std::string labelled_line(std::string_view text, std::string_view label) {
  const std::size_t at = text.find(label);
  if (at == std::string_view::npos) return {};
  return first_line(text.substr(at + label.size()));
}

std::string message_of(const pugi::xml_node& node, std::string_view text) {
  const std::string_view message = node.attribute("message").value();
  return message.empty() ? first_line(text) : shorten(message, kKeptMessage);
}

// Boost.Test says no more than "failure" as message; the assertion and its
// place are labelled lines of the text.
void read_boost_text(Outcome& outcome) {
  if (outcome.message != "failure") return;
  const std::string said = labelled_line(outcome.text, "\n- message: ");
  if (said.empty()) return;
  outcome.message = shorten(said, kKeptMessage);
  outcome.file = labelled_line(outcome.text, "\n- file   : ");
  outcome.line =
      parse_unsigned(labelled_line(outcome.text, "\n- line   : ")).value_or(0);
}

// The element's children, sorted by what they are.
class Children {
 public:
  Children(const pugi::xml_node& element, const ReportRules& rules) {
    for (const pugi::xml_node& child : element.children())
      if (child.type() == pugi::node_element)
        children_.push_back({element_of(child.name(), rules), child});
  }
  pugi::xml_node first(Element kind) const {
    for (const Child& child : children_)
      if (child.kind == kind) return child.node;
    return {};
  }
  std::vector<pugi::xml_node> all(Element kind) const {
    std::vector<pugi::xml_node> found;
    for (const Child& child : children_)
      if (child.kind == kind) found.push_back(child.node);
    return found;
  }
  // A suite inside a case is as unknown as an element that nobody defined.
  pugi::xml_node first_unknown() const {
    for (const Element kind :
         {Element::unknown, Element::testsuite, Element::testsuites})
      if (has(kind)) return first(kind);
    return {};
  }
  bool has_unknown() const { return !first_unknown().empty(); }
  bool has(Element kind) const { return !first(kind).empty(); }

 private:
  struct Child {
    Element kind;
    pugi::xml_node node;
  };
  std::vector<Child> children_;
};

Outcome outcome_of(CaseStatus status, const pugi::xml_node& node) {
  Outcome outcome;
  outcome.status = status;
  if (node.empty()) return outcome;
  const std::string text = text_of(node);
  outcome.type = shorten(node.attribute("type").value(), kKeptMessage);
  outcome.message = message_of(node, text);
  outcome.text = shorten(text, kKeptText);
  read_boost_text(outcome);
  return outcome;
}

// Several assertions of one case failed: the first is its message, the texts
// follow each other.
Outcome outcome_of_all(CaseStatus status,
                       const std::vector<pugi::xml_node>& nodes) {
  Outcome outcome = outcome_of(status, nodes.front());
  std::string text = text_of(nodes.front());
  for (std::size_t i = 1; i < nodes.size() && text.size() < kKeptText; ++i) {
    const std::string next = text_of(nodes[i]);
    text += "\n";
    text += next.empty() ? nodes[i].attribute("message").value() : next;
  }
  outcome.text = shorten(text, kKeptText);
  return outcome;
}

struct Status {
  Word word = Word::passed;
  std::string said;  // "status=\"failed\""
};

// The worse of status and result.
Status status_of(const pugi::xml_node& element, const ReportRules& rules) {
  Status worst;
  for (const char* name : {"status", "result"}) {
    const std::string_view value = element.attribute(name).value();
    const Word word = word_of(value, rules);
    if (word > worst.word)
      worst = {word, fmt::format("{}=\"{}\"", name, shorten(value, 80))};
  }
  return worst;
}

// CTest writes a test that it could not run as skipped, with "notrun"; what it
// skipped on purpose says so in the message.
bool is_not_run(const pugi::xml_node& element, const pugi::xml_node& skipped,
                const ReportRules& rules) {
  const std::string_view status = element.attribute("status").value();
  if (skipped.empty() || word_of(status, rules) != Word::not_run) return false;
  if (word_of(element.attribute("result").value(), rules) == Word::skipped)
    return false;
  const std::string_view message = skipped.attribute("message").value();
  if (message.starts_with("SKIP_RETURN_CODE=") ||
      message.starts_with("SKIP_REGULAR_EXPRESSION_MATCHED"))
    return false;
  return std::find(rules.not_run_messages.begin(), rules.not_run_messages.end(),
                   message) == rules.not_run_messages.end();
}

Outcome unknown_child(const Children& children, const Status& status) {
  const pugi::xml_node child = children.first_unknown();
  Outcome outcome = outcome_of(CaseStatus::errored, child);
  outcome.code = "UNKNOWN_CHILD";
  outcome.message =
      child.empty()
          ? fmt::format("{} is a status that nobody defined", status.said)
          : fmt::format("<{}> says in an unknown way how it ended{}{}",
                        child.name(), outcome.message.empty() ? "" : ": ",
                        outcome.message);
  return outcome;
}

std::string code_of(const pugi::xml_node& element) {
  for (const pugi::xml_node& property :
       element.child("properties").children("property"))
    if (property.attribute("name").value() == kCodeProperty)
      for (const std::string_view code : kCodes)
        if (property.attribute("value").value() == code)
          return std::string(code);
  return {};
}

Outcome classify(const pugi::xml_node& element, const ReportRules& rules) {
  const Children children(element, rules);
  const Status status = status_of(element, rules);
  const pugi::xml_node skipped = children.first(Element::skipped);
  const bool may_fail = rules.mayfail_catch2 && !skipped.empty();

  if (children.has(Element::error)) {
    Outcome outcome =
        outcome_of_all(CaseStatus::errored, children.all(Element::error));
    outcome.code = code_of(element);
    outcome.is_plainly_written = skipped.empty();
    return outcome;
  }
  if (children.has(Element::failure) && !may_fail) {
    Outcome outcome =
        outcome_of_all(CaseStatus::failed, children.all(Element::failure));
    outcome.is_plainly_written = skipped.empty();
    return outcome;
  }
  if (status.word >= Word::failed) {
    Outcome outcome = outcome_of(
        status.word == Word::failed ? CaseStatus::failed : CaseStatus::errored,
        skipped);
    outcome.message =
        status.said + (outcome.message.empty() ? "" : ": ") + outcome.message;
    return outcome;
  }
  if (is_not_run(element, skipped, rules)) {
    Outcome outcome = outcome_of(CaseStatus::errored, skipped);
    outcome.code = "NOT_RUN";
    return outcome;
  }
  if (!skipped.empty() || status.word == Word::skipped ||
      status.word == Word::not_run) {
    Outcome outcome = outcome_of(CaseStatus::skipped, skipped);
    outcome.is_plainly_written =
        equals_ignoring_case(local_name(skipped.name()), "skipped") &&
        !may_fail;
    return outcome;
  }
  if (children.has_unknown() || status.word == Word::unknown)
    return unknown_child(children, status);
  if (children.has(Element::flaky)) {
    Outcome outcome =
        outcome_of_all(CaseStatus::flaky, children.all(Element::flaky));
    outcome.is_plainly_written = true;
    return outcome;
  }
  if (children.has(Element::rerun))
    return outcome_of_all(CaseStatus::errored, children.all(Element::rerun));
  Outcome outcome;
  outcome.status = CaseStatus::passed;
  outcome.is_plainly_written = true;
  return outcome;
}

// The scanner has checked the bytes; what it let through and pugixml does not
// read is a mistake of ours, and no pass.
Outcome unreadable(const pugi::xml_parse_result& result) {
  Outcome outcome;
  outcome.message = fmt::format("its element cannot be read: {} at byte {}",
                                to_lower(result.description()), result.offset);
  return outcome;
}

}  // namespace

Outcome read_case(std::string_view element, const ReportRules& rules) {
  pugi::xml_document document;
  const pugi::xml_parse_result result = document.load_buffer(
      element.data(), element.size(), pugi::parse_default, pugi::encoding_utf8);
  if (result.status != pugi::status_ok) return unreadable(result);
  return classify(document.document_element(), rules);
}

Outcome read_suite_error(std::string_view element) {
  pugi::xml_document document;
  const pugi::xml_parse_result result = document.load_buffer(
      element.data(), element.size(), pugi::parse_default, pugi::encoding_utf8);
  Outcome outcome =
      result.status == pugi::status_ok
          ? outcome_of(CaseStatus::errored, document.document_element())
          : unreadable(result);
  outcome.code = "SUITE_LEVEL_ERROR";
  return outcome;
}

}  // namespace gate::junit
