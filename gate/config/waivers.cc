#include "gate/config/waivers.h"

#include <algorithm>

#include "gate/base/text.h"
#include "gate/config/view.h"

namespace gate::config {
namespace {

// "unit: OrdersTest.Pays" without a suite of its own.
void split_case(Waiver& waiver) {
  const std::size_t colon = waiver.test.find(": ");
  if (colon == std::string::npos) return;
  waiver.suite = waiver.test.substr(0, colon);
  waiver.test = std::string(trim(waiver.test.substr(colon + 2)));
}

class Reader {
 public:
  Reader(const std::vector<std::string>& suites, Instant now,
         Findings& findings)
      : suites_(suites), now_(now), findings_(findings) {}

  void read(const Node& node, const std::string& path) {
    const View view(node);
    Waiver waiver;
    waiver.suite = view.text("suite");
    waiver.test = view.text("case");
    waiver.reason = view.text("reason");
    waiver.owner = view.text("owner");
    if (view.find("suite") == nullptr) split_case(waiver);
    check_suite(waiver, node, path);
    if (const auto until = parse_instant(view.text("until"))) {
      waiver.until = *until;
      if (*until <= now_)
        findings_.add(view.find("until")->position, path + ".until",
                      "this waiver has expired since " + shown(*until) +
                          " (now " + shown(now_) +
                          "); mend the case, or renew the waiver in a review");
    }
    const bool known =
        std::any_of(waivers_.begin(), waivers_.end(), [&](const Waiver& other) {
          return other.suite == waiver.suite && other.test == waiver.test;
        });
    if (known && !waiver.test.empty())
      findings_.add(node.position, path,
                    "\"" + printable(waiver.suite + ": " + waiver.test) +
                        "\" is waived twice");
    waivers_.push_back(std::move(waiver));
  }

  std::vector<Waiver> take() && { return std::move(waivers_); }

 private:
  static std::string shown(Instant instant) {
    const std::string date = format_date(instant);
    return parse_instant(date) == instant ? date : format_instant(instant);
  }

  void check_suite(const Waiver& waiver, const Node& node,
                   const std::string& path) {
    const bool named = node.find("suite") != nullptr;
    const Node::Entry* entry = node.find(named ? "suite" : "case");
    if (entry == nullptr || entry->value.kind != Node::Kind::scalar) return;
    if (!named && waiver.test.empty() && !waiver.suite.empty()) {
      findings_.add(entry->value.position, path + ".case",
                    "expected \"suite: case\", found no case behind the suite");
    } else if (!named && waiver.suite.empty()) {
      findings_.add(node.position, path + ".suite",
                    "missing; expected the suite's name, here or in case as "
                    "\"suite: case\"");
    } else if (std::find(suites_.begin(), suites_.end(), waiver.suite) ==
               suites_.end()) {
      findings_.add(entry->value.position, path + (named ? ".suite" : ".case"),
                    "there is no suite \"" + printable(waiver.suite) + "\"" +
                        did_you_mean(waiver.suite, suites_));
    }
  }

  const std::vector<std::string>& suites_;
  Instant now_;
  Findings& findings_;
  std::vector<Waiver> waivers_;
};

}  // namespace

std::vector<Waiver> read_waivers(const Node& list,
                                 const std::vector<std::string>& suites,
                                 Instant now, Findings& findings) {
  Reader reader(suites, now, findings);
  for (std::size_t i = 0; i < list.items.size(); ++i)
    if (list.items[i].kind == Node::Kind::mapping)
      reader.read(list.items[i], "policy.waivers[" + std::to_string(i) + "]");
  return std::move(reader).take();
}

}  // namespace gate::config
