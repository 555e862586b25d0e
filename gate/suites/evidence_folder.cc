#include "gate/suites/evidence_folder.h"

#include <fmt/format.h>

#include <algorithm>

namespace gate::suites {
namespace {

constexpr std::size_t kLongestName = 60;

bool is_safe(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

std::string without_trailing_slash(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

bool is_below(const std::string& path, const std::string& folder) {
  return path.starts_with(folder == "/" ? folder : folder + "/");
}

}  // namespace

std::string safe_name(std::string_view text) {
  std::string name(text.substr(0, kLongestName));
  for (char& c : name)
    if (!is_safe(c)) c = '_';
  if (name.empty()) return "_";
  if (name.front() == '.') name.front() = '_';
  return name;
}

std::string numbered(std::uint64_t number, std::string_view text) {
  return fmt::format("{:03}-{}", number, safe_name(text));
}

std::string_view base_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

Result<EvidenceFolder> EvidenceFolder::make(io::Files& files,
                                            const std::string& workspace,
                                            const std::string& out,
                                            std::string_view suite,
                                            std::uint64_t ordinal) {
  const std::string safe = safe_name(suite);
  EvidenceFolder folder(
      without_trailing_slash(workspace), without_trailing_slash(out),
      "suites/" + (safe == suite ? safe : numbered(ordinal, suite)));
  const std::string root = folder.out_ + "/" + folder.folder_;
  if (files.look(root))
    if (auto removed = files.remove_all(root); !removed)
      return std::move(removed).error();
  for (std::string_view part : {"reports", "listing"})
    if (auto made = files.make_directories(folder.path(part)); !made)
      return std::move(made).error();
  return folder;
}

std::string EvidenceFolder::path(std::string_view name) const {
  return fmt::format("{}/{}/{}", out_, folder_, name);
}

std::string EvidenceFolder::below_out(std::string_view name) const {
  return fmt::format("{}/{}", folder_, name);
}

std::string EvidenceFolder::shown(const std::string& absolute) const {
  if (!is_below(absolute, workspace_) || workspace_ == "/") return absolute;
  return absolute.substr(workspace_.size() + 1);
}

bool EvidenceFolder::holds_output(const std::string& absolute) const {
  return absolute == out_ || is_below(absolute, out_);
}

std::string EvidenceFolder::in_workspace(const std::string& path) const {
  if (path.empty()) return workspace_;
  if (path.starts_with('/')) return path;
  return workspace_ + "/" + path;
}

}  // namespace gate::suites
