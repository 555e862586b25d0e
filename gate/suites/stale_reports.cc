#include "gate/suites/stale_reports.h"

#include <fmt/format.h>

#include "gate/base/text.h"
#include "gate/io/read_pieces.h"

namespace gate::suites {
namespace {

// The output folder may be on another file system, where renaming fails.
Result<void> move(const std::string& from, const std::string& to,
                  io::Files& files) {
  if (files.rename(from, to)) return {};
  if (auto copied = io::copy_file(files, from, to); !copied)
    return copied.error();
  return files.remove_all(from);
}

std::vector<std::string> old_reports(const std::vector<std::string>& globs,
                                     const EvidenceFolder& folder,
                                     io::Files& files) {
  std::vector<std::string> found;
  for (const std::string& glob : globs) {
    const auto matches = files.glob(folder.workspace(), glob);
    if (!matches) continue;  // said again, and loudly, after the run
    for (const std::string& match : *matches) {
      std::string path = folder.in_workspace(match);
      if (!folder.holds_output(path) && files.look(path))
        found.push_back(std::move(path));
    }
  }
  return found;
}

}  // namespace

MovedAside move_stale_reports(const std::vector<std::string>& globs,
                              const EvidenceFolder& folder, io::Files& files) {
  MovedAside result;
  std::uint64_t number = 0;
  for (const std::string& path : old_reports(globs, folder, files)) {
    if (!files.look(path)) continue;  // a second glob matched it as well
    const std::string shown = folder.shown(path);
    auto moved = files.make_directories(folder.path("stale"));
    if (moved)
      moved = move(path,
                   folder.path("stale/" + numbered(++number, base_name(path))),
                   files);
    if (!moved)
      result.problems.push_back(
          {"STALE",
           fmt::format("{} is of an earlier run and cannot be moved aside: {}",
                       shown, moved.error().message),
           shown});
  }
  if (number > 0)
    result.warnings.push_back(
        {"STALE_MOVED",
         fmt::format("{} of an earlier run moved aside",
                     plural(number, "report")),
         folder.below_out("stale")});
  return result;
}

}  // namespace gate::suites
