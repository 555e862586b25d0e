#include "gate/config/findings.h"

#include <algorithm>

#include "gate/base/text.h"

namespace gate::config {
namespace {

// Beyond this a person stops reading, and a damaged file would fill the log.
constexpr std::size_t kShown = 100;

}  // namespace

std::string at(std::string_view file, Position position) {
  return printable(file) + ":" + std::to_string(position.line) + ":" +
         std::to_string(position.column);
}

void Findings::add(Position position, std::string_view key,
                   std::string_view message) {
  Finding finding{position, at(file_, position) + ": "};
  if (!key.empty()) finding.text += printable(key) + ": ";
  finding.text += message;
  if (findings_.size() <= kShown &&
      std::find(findings_.begin(), findings_.end(), finding) != findings_.end())
    return;
  findings_.push_back(std::move(finding));
}

Error Findings::error() const {
  std::vector<Finding> sorted = findings_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Finding& a, const Finding& b) {
                     return a.position < b.position;
                   });
  std::string message;
  for (std::size_t i = 0; i < std::min(sorted.size(), kShown); ++i)
    message += (i == 0 ? "" : "\n") + sorted[i].text;
  if (sorted.size() > kShown)
    message += "\n... and " +
               plural(sorted.size() - kShown, "more finding", "more findings");
  return Error{ErrorKind::usage, message};
}

}  // namespace gate::config
