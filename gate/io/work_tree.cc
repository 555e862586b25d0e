#include "gate/io/work_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <git2.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include "gate/io/deleter.h"
#include "gate/io/descriptor.h"
#include "gate/io/object_files.h"
#include "gate/io/sparse_checkout.h"

namespace gate::io {
namespace {

using RepositoryPtr =
    std::unique_ptr<git_repository, Deleter<git_repository_free>>;
using CommitPtr = std::unique_ptr<git_commit, Deleter<git_commit_free>>;
using TreePtr = std::unique_ptr<git_tree, Deleter<git_tree_free>>;
using IndexPtr = std::unique_ptr<git_index, Deleter<git_index_free>>;
using OdbPtr = std::unique_ptr<git_odb, Deleter<git_odb_free>>;
using ConfigPtr = std::unique_ptr<git_config, Deleter<git_config_free>>;
using FolderPtr = std::unique_ptr<DIR, Deleter<closedir>>;

// A tree can name itself ten times on each of ten levels; real ones stay far
// below.
constexpr std::size_t kMaxFiles = 5'000'000;
// A larger untracked file is told by its size and times rather than its bytes.
constexpr off_t kMaxHashed = 64 << 20;

struct HeadFile {
  std::string path;
  git_filemode_t mode = GIT_FILEMODE_BLOB;
  git_oid id{};
  const git_index_entry* entry = nullptr;  // the index's for the same path
  bool seen = false;                       // something stands at the path
};

std::string hex(const git_oid& id) {
  std::array<char, GIT_OID_HEXSZ + 1> text{};
  return git_oid_tostr(text.data(), text.size(), &id);
}

// Why: what was found, where it was not the library that found it.
Error unreadable(std::string_view what,
                 const std::optional<std::string>& why = {}) {
  const git_error* last = git_error_last();
  return {ErrorKind::refused,
          fmt::format("GIT_CORRUPT: {} cannot be read ({}); look with `git "
                      "fsck`, or clone again",
                      what,
                      why    ? *why
                      : last ? last->message
                             : "no detail")};
}

bool equal(const git_oid& a, const git_oid& b) { return git_oid_equal(&a, &b); }

// Size and times as the index keeps them: 32 bits each.
bool same_time(const git_index_time& index, const timespec& file) {
  return static_cast<std::uint32_t>(index.seconds) ==
             static_cast<std::uint32_t>(file.tv_sec) &&
         index.nanoseconds == static_cast<std::uint32_t>(file.tv_nsec);
}

bool before(const git_index_time& entry, const timespec& index) {
  const auto seconds = static_cast<std::uint32_t>(entry.seconds);
  const auto limit = static_cast<std::uint32_t>(index.tv_sec);
  return seconds < limit ||
         (seconds == limit &&
          entry.nanoseconds < static_cast<std::uint32_t>(index.tv_nsec));
}

std::string stat_identity(const struct stat& info) {
  return fmt::format("{} {}.{} {}.{} {}", info.st_size, info.st_mtim.tv_sec,
                     info.st_mtim.tv_nsec, info.st_ctim.tv_sec,
                     info.st_ctim.tv_nsec, info.st_ino);
}

class Comparison {
 public:
  Comparison(git_repository* repository,
             const std::vector<std::string>& ignored);

  Result<std::vector<Difference>> run(const git_oid& head);

 private:
  Result<void> open();
  Result<void> read_head(const git_oid& head);
  Result<void> read_index();
  void read_sparse_checkout();
  void compare_index();
  Result<void> compare_folder(const std::string& folder);
  Result<void> compare_entry(const std::string& path, const struct stat& info);
  void compare_file(const HeadFile& file, const struct stat& info);
  Result<void> compare_submodule(const std::string& path, const git_oid* id,
                                 const struct stat& info);
  Result<std::string> submodule_content(const std::string& path,
                                        const git_oid* expected);
  void compare_missing();

  HeadFile* in_head(std::string_view path);
  const git_index_entry* in_index(std::string_view path) const;
  bool is_tracked_below(const std::string& folder);
  bool is_ignored(const std::string& path) const;
  bool is_left_out(const HeadFile& file) const;
  bool is_unchanged_since_index(const HeadFile& file,
                                const struct stat& info) const;
  std::optional<git_oid> hash_tracked(const HeadFile& file,
                                      const struct stat& info) const;
  std::string content_of(const std::string& path,
                         const struct stat& info) const;
  std::string absolute(std::string_view path) const {
    return root_ + std::string(path);
  }
  void note(char code, const std::string& path, const std::string& content);

  git_repository* repository_;
  std::string root_;                  // ends in "/"
  std::vector<std::string> ignored_;  // relative, each ends in "/"
  ObjectFiles object_files_;
  ConfigPtr config_;
  OdbPtr odb_;
  IndexPtr index_;
  timespec index_written_{};
  std::vector<HeadFile> head_;                   // sorted by path
  std::vector<const git_index_entry*> entries_;  // sorted by path and stage
  std::optional<SparseCheckout> sparse_;
  bool modes_count_ = true;
  bool links_exist_ = true;
  Descriptor top_;
  std::vector<std::string> folders_;  // still to be compared, each ends in "/"
  std::map<std::string, Difference> found_;
};

Comparison::Comparison(git_repository* repository,
                       const std::vector<std::string>& ignored)
    : repository_(repository),
      root_(git_repository_workdir(repository)),
      object_files_(std::string(git_repository_commondir(repository)) +
                    "objects") {
  for (const std::string& folder : ignored) {
    std::error_code error;
    std::string path =
        std::filesystem::weakly_canonical(folder, error).string();
    if (error) path = folder;
    if (!path.ends_with('/')) path += '/';
    // The top itself cannot be ignored: every untracked file would be.
    if (path.size() > root_.size() && path.starts_with(root_))
      ignored_.push_back(path.substr(root_.size()));
  }
}

void Comparison::note(char code, const std::string& path,
                      const std::string& content) {
  auto [place, is_new] = found_.try_emplace(path, Difference{code, path, {}});
  place->second.content += content + ";";
}

Result<void> Comparison::open() {
  git_config* config = nullptr;
  if (git_repository_config_snapshot(&config, repository_) != 0)
    return unreadable("the repository's configuration");
  config_.reset(config);
  const auto setting = [&](const char* name, bool fallback) {
    int value = 0;
    return git_config_get_bool(&value, config_.get(), name) == 0 ? value != 0
                                                                 : fallback;
  };
  modes_count_ = setting("core.filemode", true);
  links_exist_ = setting("core.symlinks", true);
  if (setting("core.sparsecheckout", false)) read_sparse_checkout();
  git_odb* odb = nullptr;
  if (git_repository_odb(&odb, repository_) != 0)
    return unreadable("the object store");
  odb_.reset(odb);
  top_.reset(::open(root_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!top_) {
    return Error{ErrorKind::failed,
                 fmt::format("GIT_CORRUPT: the work tree {} cannot be opened; "
                             "make it readable for the gate's user",
                             root_)};
  }
  return {};
}

void Comparison::read_sparse_checkout() {
  std::ifstream file(std::string(git_repository_path(repository_)) +
                     "info/sparse-checkout");
  std::ostringstream text;
  text << file.rdbuf();
  if (file) sparse_.emplace(text.str());
}

Result<void> Comparison::read_head(const git_oid& head) {
  std::vector<std::pair<std::string, git_oid>> trees = {{"", head}};
  while (!trees.empty()) {
    const auto [folder, id] = std::move(trees.back());
    trees.pop_back();
    const auto damage = object_files_.damage(hex(id));
    git_tree* raw = nullptr;
    if (damage || git_tree_lookup(&raw, repository_, &id) != 0) {
      return unreadable(fmt::format("tree {} of folder /{}", hex(id), folder),
                        damage);
    }
    const TreePtr tree(raw);
    for (std::size_t i = 0; i < git_tree_entrycount(tree.get()); ++i) {
      const git_tree_entry* entry = git_tree_entry_byindex(tree.get(), i);
      const std::string path = folder + git_tree_entry_name(entry);
      const git_filemode_t mode = git_tree_entry_filemode(entry);
      if (mode == GIT_FILEMODE_TREE)
        trees.emplace_back(path + "/", *git_tree_entry_id(entry));
      else
        head_.push_back({path, mode, *git_tree_entry_id(entry)});
    }
    if (head_.size() + trees.size() > kMaxFiles) {
      return Error{ErrorKind::refused,
                   fmt::format("GIT_CORRUPT: the commit holds more than {} "
                               "files",
                               kMaxFiles)};
    }
  }
  std::sort(head_.begin(), head_.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  return {};
}

Result<void> Comparison::read_index() {
  // Asked before the index is read: an index written in between only looks
  // older, which costs hashing and hides nothing.
  git_buf where{};
  if (git_repository_item_path(&where, repository_,
                               GIT_REPOSITORY_ITEM_INDEX) == 0) {
    struct stat info {};
    if (stat(where.ptr, &info) == 0) index_written_ = info.st_mtim;
    git_buf_dispose(&where);
  }
  git_index* index = nullptr;
  if (git_repository_index(&index, repository_) != 0) {
    const git_error* last = git_error_last();
    return Error{ErrorKind::refused,
                 fmt::format("GIT_CORRUPT: the index cannot be read ({}); `git "
                             "reset` writes it anew, `git sparse-checkout "
                             "reapply --no-sparse-index` and `git update-index "
                             "--no-split-index` write a plain one",
                             last ? last->message : "no detail")};
  }
  index_.reset(index);
  for (std::size_t i = 0; i < git_index_entrycount(index); ++i) {
    const git_index_entry* entry = git_index_get_byindex(index, i);
    entries_.push_back(entry);
    // The library reads these from the index where the file is missing.
    const std::string_view path = entry->path;
    if (!path.ends_with(".gitattributes") && !path.ends_with(".gitignore"))
      continue;
    if (const auto damage = object_files_.damage(hex(entry->id)))
      return unreadable(path, damage);
  }
  // The library sorts without regard to case where core.ignorecase says so.
  std::sort(entries_.begin(), entries_.end(), [](const auto* a, const auto* b) {
    const int order = std::string_view(a->path).compare(b->path);
    return order != 0 ? order < 0
                      : GIT_INDEX_ENTRY_STAGE(a) < GIT_INDEX_ENTRY_STAGE(b);
  });
  return {};
}

HeadFile* Comparison::in_head(std::string_view path) {
  const auto place = std::lower_bound(
      head_.begin(), head_.end(), path,
      [](const HeadFile& file, std::string_view p) { return file.path < p; });
  return place != head_.end() && place->path == path ? &*place : nullptr;
}

const git_index_entry* Comparison::in_index(std::string_view path) const {
  const auto place =
      std::lower_bound(entries_.begin(), entries_.end(), path,
                       [](const git_index_entry* entry, std::string_view p) {
                         return std::string_view(entry->path) < p;
                       });
  return place != entries_.end() && (*place)->path == path ? *place : nullptr;
}

bool Comparison::is_tracked_below(const std::string& folder) {
  const auto file = std::lower_bound(
      head_.begin(), head_.end(), folder,
      [](const HeadFile& f, const std::string& p) { return f.path < p; });
  if (file != head_.end() && file->path.starts_with(folder)) return true;
  const auto entry =
      std::lower_bound(entries_.begin(), entries_.end(), folder,
                       [](const git_index_entry* e, const std::string& p) {
                         return e->path < p;
                       });
  return entry != entries_.end() &&
         std::string_view((*entry)->path).starts_with(folder);
}

bool Comparison::is_ignored(const std::string& path) const {
  for (const std::string& folder : ignored_)
    if (path.starts_with(folder)) return true;
  int ignored = 0;
  return git_ignore_path_is_ignored(&ignored, repository_, path.c_str()) == 0 &&
         ignored != 0;
}

// What is staged differs from HEAD even where the file does not.
void Comparison::compare_index() {
  for (const git_index_entry* entry : entries_) {
    const std::string path = entry->path;
    const auto staged = [&] {
      return fmt::format("staged {:o} {}", entry->mode, hex(entry->id));
    };
    HeadFile* file = in_head(path);
    if (file && !file->entry) file->entry = entry;
    if (GIT_INDEX_ENTRY_STAGE(entry) != 0)
      note('U', path, staged());
    else if (!file)
      note('A', path, staged());
    else if (entry->mode != static_cast<std::uint32_t>(file->mode) ||
             !equal(entry->id, file->id))
      note('M', path, staged());
  }
  for (const HeadFile& file : head_)
    if (!file.entry) note('D', file.path, "unstaged");
}

// Stat data is evidence, as it is for git: a write moves ctime, which no
// program can set back.  An entry as young as the index itself could have been
// written in the same tick, and is hashed.
bool Comparison::is_unchanged_since_index(const HeadFile& file,
                                          const struct stat& info) const {
  const git_index_entry* entry = file.entry;
  return entry && GIT_INDEX_ENTRY_STAGE(entry) == 0 &&
         equal(entry->id, file.id) &&
         entry->mode == static_cast<std::uint32_t>(file.mode) &&
         entry->file_size == static_cast<std::uint32_t>(info.st_size) &&
         entry->ino == static_cast<std::uint32_t>(info.st_ino) &&
         same_time(entry->mtime, info.st_mtim) &&
         same_time(entry->ctime, info.st_ctim) &&
         before(entry->mtime, index_written_) &&
         before(entry->ctime, index_written_);
}

// The id that the file would have as a blob, line endings normalised as the
// repository asks; nullopt: it cannot be read.
std::optional<git_oid> Comparison::hash_tracked(const HeadFile& file,
                                                const struct stat& info) const {
  git_oid id{};
  if (S_ISLNK(info.st_mode)) {
    std::error_code error;
    const std::string target =
        std::filesystem::read_symlink(absolute(file.path), error).string();
    if (error ||
        git_odb_hash(&id, target.data(), target.size(), GIT_OBJECT_BLOB) != 0)
      return std::nullopt;
    return id;
  }
  // The same bytes are the same file whatever the attributes say; asking for
  // those costs ten times the hashing.
  const std::string path = absolute(file.path);
  if (git_odb_hashfile(&id, path.c_str(), GIT_OBJECT_BLOB) != 0)
    return std::nullopt;
  // Normalising line endings may read the blob of the index; without it the
  // bytes count as they are.
  if (equal(id, file.id) || file.mode == GIT_FILEMODE_LINK ||
      (file.entry && object_files_.damage(hex(file.entry->id))))
    return id;
  if (git_repository_hashfile(&id, repository_, path.c_str(), GIT_OBJECT_BLOB,
                              file.path.c_str()) != 0)
    return std::nullopt;
  return id;
}

void Comparison::compare_file(const HeadFile& file, const struct stat& info) {
  const bool expects_link = file.mode == GIT_FILEMODE_LINK;
  const bool kind_fits =
      S_ISLNK(info.st_mode)
          ? expects_link
          : S_ISREG(info.st_mode) && (!expects_link || !links_exist_);
  if (!kind_fits) {
    note('M', file.path,
         fmt::format("kind {:o} {}", static_cast<unsigned>(info.st_mode),
                     content_of(file.path, info)));
    return;
  }
  const bool is_executable = (info.st_mode & S_IXUSR) != 0;
  const bool mode_fits =
      !modes_count_ || expects_link ||
      is_executable == (file.mode == GIT_FILEMODE_BLOB_EXECUTABLE);
  if (mode_fits && is_unchanged_since_index(file, info)) return;
  const auto id = hash_tracked(file, info);
  if (mode_fits && id && equal(*id, file.id)) return;
  note('M', file.path,
       fmt::format("{} {}", is_executable ? "executable" : "plain",
                   id ? hex(*id) : stat_identity(info)));
}

std::string Comparison::content_of(const std::string& path,
                                   const struct stat& info) const {
  git_oid id{};
  if (S_ISLNK(info.st_mode)) {
    std::error_code error;
    return "link " +
           std::filesystem::read_symlink(absolute(path), error).string();
  }
  if (S_ISREG(info.st_mode) && info.st_size <= kMaxHashed &&
      git_odb_hashfile(&id, absolute(path).c_str(), GIT_OBJECT_BLOB) == 0)
    return fmt::format("{:o} {}", info.st_mode & 0100u, hex(id));
  return stat_identity(info);
}

// A submodule's own state, as text: empty if it holds the expected commit and
// nothing else.
Result<std::string> Comparison::submodule_content(const std::string& path,
                                                  const git_oid* expected) {
  const auto where = [&](const Error& error) {
    return Error{error.kind,
                 fmt::format("{} (submodule {})", error.message, path)};
  };
  git_repository* raw = nullptr;
  if (git_repository_open_ext(&raw, absolute(path).c_str(),
                              GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr) != 0)
    return where(unreadable("its repository"));
  const RepositoryPtr repository(raw);
  git_oid id{};
  const int head = git_reference_name_to_id(&id, raw, "HEAD");
  if (head == GIT_ENOTFOUND || head == GIT_EUNBORNBRANCH)
    return std::string("unborn");
  const ObjectFiles files(std::string(git_repository_commondir(raw)) +
                          "objects");
  const auto damage = files.damage(hex(id));
  git_commit* commit = nullptr;
  if (head != 0 || damage || git_commit_lookup(&commit, raw, &id) != 0)
    return where(unreadable("its HEAD", damage));
  const CommitPtr commit_owner(commit);
  const auto inner = differences(raw, *git_commit_tree_id(commit), {});
  if (!inner) return where(inner.error());
  std::string content;
  if (!expected || !equal(id, *expected)) content = hex(id);
  for (const Difference& one : *inner)
    content += fmt::format(" {} {} {}", one.code, one.path, one.content);
  return content;
}

Result<void> Comparison::compare_submodule(const std::string& path,
                                           const git_oid* id,
                                           const struct stat& info) {
  if (!S_ISDIR(info.st_mode)) {
    note('M', path, content_of(path, info));
    return {};
  }
  struct stat link {};
  if (fstatat(top_.number(), (path + "/.git").c_str(), &link,
              AT_SYMLINK_NOFOLLOW) != 0) {
    folders_.push_back(path + "/");  // not checked out: must hold nothing
    return {};
  }
  auto content = submodule_content(path, id);
  if (!content) return std::move(content).error();
  if (!content->empty()) note('M', path, *content);
  return {};
}

Result<void> Comparison::compare_entry(const std::string& path,
                                       const struct stat& info) {
  HeadFile* file = in_head(path);
  const git_index_entry* entry = file ? file->entry : in_index(path);
  if (file) file->seen = true;
  if (file && file->mode == GIT_FILEMODE_COMMIT)
    return compare_submodule(path, &file->id, info);
  if (!file && entry && entry->mode == GIT_FILEMODE_COMMIT)
    return compare_submodule(path, &entry->id, info);
  if (file) compare_file(*file, info);
  if (S_ISDIR(info.st_mode)) {
    const std::string folder = path + "/";
    if (is_tracked_below(folder) || !is_ignored(folder))
      folders_.push_back(folder);
    return {};
  }
  if (file || !(S_ISREG(info.st_mode) || S_ISLNK(info.st_mode))) return {};
  if (entry)
    note('A', path, content_of(path, info));
  else if (!is_ignored(path))
    note('?', path, content_of(path, info));
  return {};
}

Result<void> Comparison::compare_folder(const std::string& folder) {
  const std::string name =
      folder.empty() ? "." : folder.substr(0, folder.size() - 1);
  Descriptor opened(openat(top_.number(), name.c_str(),
                           O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  const FolderPtr listing(opened ? fdopendir(opened.number()) : nullptr);
  if (!listing) {
    note('?', folder, "unreadable");
    return {};
  }
  const int number = opened.release();  // the listing closes it
  while (const dirent* item = readdir(listing.get())) {
    const std::string_view leaf = item->d_name;
    if (leaf == "." || leaf == ".." || leaf == ".git") continue;
    struct stat info {};
    const std::string path = folder + std::string(leaf);
    if (fstatat(number, item->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
      if (errno != ENOENT) note('?', path, "unreadable");
      continue;  // gone again; a tracked one is missed below
    }
    auto compared = compare_entry(path, info);
    if (!compared) return compared;
  }
  return {};
}

bool Comparison::is_left_out(const HeadFile& file) const {
  return sparse_ && file.entry &&
         (file.entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0 &&
         !sparse_->includes(file.path);
}

void Comparison::compare_missing() {
  for (const HeadFile& file : head_)
    if (!file.seen && !is_left_out(file)) note('D', file.path, "gone");
}

Result<std::vector<Difference>> Comparison::run(const git_oid& head) {
  for (auto step : {&Comparison::open, &Comparison::read_index}) {
    auto done = (this->*step)();
    if (!done) return std::move(done).error();
  }
  auto read = read_head(head);
  if (!read) return std::move(read).error();
  compare_index();
  folders_.push_back("");
  while (!folders_.empty()) {
    const std::string folder = std::move(folders_.back());
    folders_.pop_back();
    auto compared = compare_folder(folder);
    if (!compared) return std::move(compared).error();
  }
  compare_missing();
  std::vector<Difference> sorted;
  for (auto& [path, difference] : found_)
    sorted.push_back(std::move(difference));
  return sorted;
}

}  // namespace

Result<std::vector<Difference>> differences(
    git_repository* repository, const git_oid& head,
    const std::vector<std::string>& ignored) {
  return Comparison(repository, ignored).run(head);
}

}  // namespace gate::io
