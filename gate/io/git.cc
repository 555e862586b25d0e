#include "gate/io/git.h"

#include <fmt/format.h>
#include <git2.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <optional>
#include <string_view>

#include "gate/base/digest.h"
#include "gate/io/deleter.h"
#include "gate/io/object_files.h"
#include "gate/io/work_tree.h"

#ifdef __SANITIZE_ADDRESS__
// libgit2 1.5 loses what a pattern without a match has used, some kilobytes for
// a repository with extensions (git_regexp_match() returns before it frees).
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:_pcre2_memctl_malloc_8\nleak:pcre2_match_8\n";
}
#endif

namespace gate::io {
namespace {

namespace fs = std::filesystem;

using RepositoryPtr =
    std::unique_ptr<git_repository, Deleter<git_repository_free>>;
using ConfigPtr = std::unique_ptr<git_config, Deleter<git_config_free>>;
using ReferencePtr =
    std::unique_ptr<git_reference, Deleter<git_reference_free>>;
using CommitPtr = std::unique_ptr<git_commit, Deleter<git_commit_free>>;

constexpr std::size_t kPathsShown = 20;

std::string hex(const git_oid& id) {
  std::array<char, GIT_OID_HEXSZ + 1> text{};
  return git_oid_tostr(text.data(), text.size(), &id);
}

std::string last_message() {
  const git_error* last = git_error_last();
  return last && last->message ? last->message : "no detail";
}

Error none(const std::string& folder) {
  return {ErrorKind::not_found,
          fmt::format("GIT_NONE: there is no git repository at {} or above it; "
                      "the gate judges a commit: run it inside a clone, or "
                      "`git init` and commit",
                      folder)};
}

Error bare(const std::string& place) {
  return {
      ErrorKind::refused,
      fmt::format("GIT_BARE: {} is a bare repository, which has no files to "
                  "test; run the gate in a clone or in a `git worktree`",
                  place)};
}

Error corrupt(std::string_view what) {
  return {ErrorKind::refused,
          fmt::format("GIT_CORRUPT: {}; look with `git fsck`, or clone again",
                      what)};
}

bool stands(const fs::path& path) {
  std::error_code error;
  return fs::exists(fs::symlink_status(path, error));
}

// The library finds repositories too, but walks past a damaged one to the next
// above it, whose commit says nothing about these files.
std::optional<fs::path> find_repository(const fs::path& start) {
  for (fs::path folder = start;; folder = folder.parent_path()) {
    const bool is_git_folder = stands(folder / "HEAD") &&
                               stands(folder / "objects") &&
                               stands(folder / "refs");
    if (stands(folder / ".git") || is_git_folder) return folder;
    if (folder == folder.root_path()) return std::nullopt;
  }
}

// Somebody else's repository: the library answers "not found" for it and for
// none at all, so the owners are looked at here.
std::optional<Error> foreign_owner(const fs::path& place) {
  for (const fs::path& path : {place / ".git", place}) {
    struct stat info {};
    if (lstat(path.c_str(), &info) != 0 || info.st_uid == geteuid()) continue;
    return Error{
        ErrorKind::refused,
        fmt::format(
            "GIT_OWNER: {} belongs to user {}, and the gate runs as user "
            "{}: settings in it could be hostile; run the gate as its "
            "owner, or trust it with `git config --global --add "
            "safe.directory {}`",
            path.string(), info.st_uid, geteuid(), place.string())};
  }
  return std::nullopt;
}

Error open_error(int code, const fs::path& place) {
  const std::string message = last_message();
  const bool is_owner =
      code == GIT_EOWNER || message.find("safe.directory") != std::string::npos;
  if (is_owner) {
    if (auto foreign = foreign_owner(place)) return *foreign;
    return {
        ErrorKind::refused,
        fmt::format("GIT_OWNER: part of the repository {} belongs to another "
                    "user ({}); run the gate as its owner, or trust it with "
                    "`git config --global --add safe.directory {}`",
                    place.string(), message, place.string())};
  }
  return corrupt(fmt::format("the repository at {} cannot be opened ({})",
                             place.string(), message));
}

// `git sparse-checkout` and `git worktree` keep settings of one work tree in a
// file of its own, which this version of the library does not read.
void add_worktree_config(git_repository* repository) {
  git_config* raw = nullptr;
  if (git_repository_config(&raw, repository) != 0) return;
  const ConfigPtr config(raw);
  int enabled = 0;
  if (git_config_get_bool(&enabled, raw, "extensions.worktreeconfig") != 0 ||
      enabled == 0)
    return;
  const std::string file =
      std::string(git_repository_path(repository)) + "config.worktree";
  git_config_add_file_ondisk(raw, file.c_str(), GIT_CONFIG_LEVEL_APP,
                             repository, 0);
}

Result<RepositoryPtr> open_repository(const std::string& folder) {
  std::error_code error;
  const fs::path start = fs::canonical(folder, error);
  if (error) return none(folder);
  const auto place = find_repository(start);
  if (!place) return none(folder);
  git_repository* raw = nullptr;
  const int code = git_repository_open_ext(
      &raw, place->c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
  if (code != 0) return open_error(code, *place);
  RepositoryPtr repository(raw);
  add_worktree_config(raw);
  if (git_repository_is_bare(raw) || !git_repository_workdir(raw))
    return bare(place->string());
  // core.worktree may point anywhere, and .git lies in no work tree.
  const std::string root = git_repository_workdir(raw);
  const std::string inside = start.string() + "/";
  if (!inside.starts_with(root) || inside.starts_with(root + ".git/")) {
    return Error{ErrorKind::not_found,
                 fmt::format("GIT_NONE: {} is outside the work tree {} of its "
                             "repository; run the gate in the work tree",
                             folder, root)};
  }
  return repository;
}

Error unborn(const std::string& branch) {
  return {
      ErrorKind::refused,
      fmt::format("GIT_UNBORN: HEAD names branch \"{}\", which has no "
                  "commit; commit first, or switch to a branch that has one",
                  branch)};
}

// The commit that HEAD names, looked up: HEAD resolves to ids that have no
// object.
Result<CommitPtr> read_head(git_repository* repository, Candidate& candidate) {
  git_reference* raw = nullptr;
  if (git_reference_lookup(&raw, repository, "HEAD") != 0)
    return corrupt(fmt::format("HEAD cannot be read ({})", last_message()));
  const ReferencePtr head(raw);
  git_oid id{};
  if (git_reference_type(raw) == GIT_REFERENCE_DIRECT) {
    id = *git_reference_target(raw);
  } else {
    std::string branch = git_reference_symbolic_target(raw);
    const int code = git_reference_name_to_id(&id, repository, branch.c_str());
    constexpr std::string_view kBranches = "refs/heads/";
    if (branch.starts_with(kBranches)) branch.erase(0, kBranches.size());
    if (code == GIT_ENOTFOUND) return unborn(branch);
    if (code != 0) {
      return corrupt(
          fmt::format("branch {} cannot be read ({})", branch, last_message()));
    }
    candidate.branch = branch;
  }
  const ObjectFiles files(std::string(git_repository_commondir(repository)) +
                          "objects");
  const auto damage = files.damage(hex(id));
  git_commit* commit = nullptr;
  if (damage || git_commit_lookup(&commit, repository, &id) != 0) {
    return corrupt(
        fmt::format("HEAD names commit {}, which cannot be read ({})", hex(id),
                    damage ? *damage : last_message()));
  }
  candidate.commit = hex(id);
  return CommitPtr(commit);
}

// A linked work tree's own folder is looked at by the library; the file lies in
// the one that all share.
bool is_shallow(git_repository* repository) {
  std::error_code error;
  const fs::path shared = git_repository_commondir(repository);
  const auto size = fs::file_size(shared / "shallow", error);
  return !error && size > 0;
}

void describe_differences(const std::vector<Difference>& differences,
                          Candidate& candidate) {
  if (differences.empty()) return;
  candidate.dirty = true;
  Sha256 digest;
  for (const Difference& one : differences) {
    if (candidate.dirty_paths.size() < kPathsShown)
      candidate.dirty_paths.push_back(fmt::format("{} {}", one.code, one.path));
    // Lengths in front, so that no two lists read the same.
    digest.update(fmt::format("{} {}:{} {}:{}\n", one.code, one.path.size(),
                              one.path, one.content.size(), one.content));
  }
  candidate.digest = digest.finish();
}

class RealGit : public Git {
 public:
  RealGit() {
    git_libgit2_init();
    // Formats that change nothing of what is read here; the library would
    // refuse them.
    std::array<const char*, 3> harmless = {"worktreeconfig", "preciousobjects",
                                           "partialclone"};
    git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, harmless.data(), harmless.size());
  }
  ~RealGit() override { git_libgit2_shutdown(); }
  RealGit(const RealGit&) = delete;
  RealGit& operator=(const RealGit&) = delete;

  Result<Candidate> inspect(const std::string& folder,
                            const std::vector<std::string>& ignored) override {
    auto repository = open_repository(folder);
    if (!repository) return std::move(repository).error();
    Candidate candidate;
    auto commit = read_head(repository->get(), candidate);
    if (!commit) return std::move(commit).error();
    const git_oid tree = *git_commit_tree_id(commit->get());
    candidate.tree = hex(tree);
    candidate.shallow = is_shallow(repository->get());
    candidate.worktree = git_repository_is_worktree(repository->get()) != 0;
    auto found = differences(repository->get(), tree, ignored);
    if (!found) return std::move(found).error();
    describe_differences(*found, candidate);
    return candidate;
  }
};

}  // namespace

std::unique_ptr<Git> real_git() { return std::make_unique<RealGit>(); }

}  // namespace gate::io
