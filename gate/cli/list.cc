#include <fmt/format.h>

#include <utility>
#include <vector>

#include "gate/base/json.h"
#include "gate/cli/commands.h"
#include "gate/cli/console.h"
#include "gate/cli/exit_status.h"
#include "gate/report/format.h"
#include "gate/suites/framework.h"
#include "gate/suites/kinds.h"
#include "gate/verdict/reason_table.h"

namespace gate::cli {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

Rows rows_of(const std::string& what) {
  Rows rows;
  if (what == "kinds")
    for (const auto* kind : suites::kinds())
      rows.emplace_back(kind->name, kind->summary);
  if (what == "frameworks")
    for (const auto* framework : suites::frameworks())
      rows.emplace_back(framework->name, framework->summary);
  if (what == "formats")
    for (const auto* format : report::formats())
      rows.emplace_back(format->name, format->summary);
  if (what == "reasons")
    for (const auto& row : verdict::reason_table())
      rows.emplace_back(row.code, row.meaning);
  return rows;
}

}  // namespace

int list(const ListOptions& options) {
  const Rows rows = rows_of(options.what);
  if (options.common.json) {
    Json json = Json::array();
    for (const auto& [name, summary] : rows) {
      Json entry = Json::object();
      entry.set("name", name).set("summary", summary);
      json.push(std::move(entry));
    }
    print(Stream::out, write_json(json, JsonStyle::pretty));
    return kPass;
  }
  std::size_t width = 0;
  for (const auto& [name, summary] : rows)
    width = std::max(width, name.size());
  for (const auto& [name, summary] : rows)
    print(Stream::out, fmt::format("{:<{}}  {}\n", name, width, summary));
  return kPass;
}

}  // namespace gate::cli
