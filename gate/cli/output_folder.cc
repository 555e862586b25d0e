#include "gate/cli/output_folder.h"

#include <fmt/format.h>

#include <filesystem>

#include "gate/base/version.h"
#include "gate/report/verdict_json.h"

namespace gate::cli {
namespace {

constexpr const char* kLock = ".lock";
constexpr const char* kVerdict = "verdict.json";

// What a run leaves behind, and nothing else may be in the folder.
bool is_ours(const std::string& first_component) {
  for (const char* name :
       {kLock, ".gitignore", kVerdict, "evidence.json", "events.jsonl",
        "junit.xml", "report.html", "summary.md", "suites", "parts", "demo"})
    if (first_component == name) return true;
  return first_component.rfind(".gate-", 0) == 0;  // unfinished temporary files
}

Result<void> refuse_foreign_files(const std::string& path,
                                  io::System& system) {
  for (const char* pattern : {"*", ".*"}) {
    auto found = system.files.glob(path, pattern);
    if (!found) return found.error();
    for (const std::string& name : *found)
      if (!is_ours(name.substr(name.rfind('/') + 1)))
        return Error{ErrorKind::usage,
                     fmt::format("{}: holds {}, which no run of gate wrote; "
                                 "give another folder with --out",
                                 path, name)};
  }
  return {};
}

}  // namespace

std::string absolute_path(const std::string& path, io::System& system) {
  const std::filesystem::path written(path);
  std::string full =
      (written.is_absolute()
           ? written
           : std::filesystem::path(system.files.current_directory()) / written)
          .lexically_normal()
          .string();
  while (full.size() > 1 && full.back() == '/') full.pop_back();
  return full;
}

Result<OutputFolder> OutputFolder::take(const std::string& path,
                                        io::System& system) {
  OutputFolder folder;
  folder.shown_ = path;
  folder.absolute_ = absolute_path(path, system);
  const auto info = system.files.look(folder.absolute_);
  if (info && info->kind != io::FileInfo::Kind::directory)
    return Error{ErrorKind::usage,
                 fmt::format("{}: expected a folder for the evidence (--out)",
                             path)};
  if (info) {
    auto ours = refuse_foreign_files(folder.absolute_, system);
    if (!ours) return ours.error();
  }
  auto made = system.files.make_directories(folder.absolute_);
  if (!made) return with_context("--out", made.error());
  auto lock = system.files.lock(folder.file(kLock));
  if (!lock) return Error{ErrorKind::busy, lock.error().message};
  folder.lock_ = std::move(*lock);
  if (system.files.look(folder.file(kVerdict))) {
    auto written = system.files.write_atomically(
        folder.file(kVerdict), report::incomplete_verdict({}, {}, version()));
    if (!written) return written.error();
  }
  return folder;
}

Result<void> OutputFolder::begin(const Plan& plan, io::System& system) {
  Evidence so_far;
  so_far.started = system.clock.now();
  auto written = system.files.write_atomically(
      file(kVerdict), report::incomplete_verdict(plan, so_far, version()));
  if (!written) return written;
  for (const char* name : {"evidence.json", "events.jsonl", "junit.xml",
                           "report.html", "summary.md", "suites", "parts"}) {
    auto removed = system.files.remove_all(file(name));
    if (!removed) return removed;
  }
  // So that the folder neither makes a work tree dirty nor is committed.
  return system.files.write_atomically(file(".gitignore"), "*\n");
}

}  // namespace gate::cli
