#include "gate/io/new_repository.h"

#include <fmt/format.h>
#include <git2.h>

#include <array>
#include <filesystem>
#include <memory>

#include "gate/io/deleter.h"

namespace gate::io {
namespace {

namespace fs = std::filesystem;

using RepositoryPtr =
    std::unique_ptr<git_repository, Deleter<git_repository_free>>;
using IndexPtr = std::unique_ptr<git_index, Deleter<git_index_free>>;
using TreePtr = std::unique_ptr<git_tree, Deleter<git_tree_free>>;
using SignaturePtr = std::unique_ptr<git_signature, Deleter<git_signature_free>>;

// The library counts its users.
struct Library {
  Library() { git_libgit2_init(); }
  ~Library() { git_libgit2_shutdown(); }
};

Error trouble(const std::string& folder) {
  const git_error* last = git_error_last();
  return {ErrorKind::failed,
          fmt::format("{}: cannot make a repository: {}", folder,
                      last && last->message ? last->message : "no detail")};
}

Result<void> copy_files(const std::string& folder,
                        const std::vector<CopiedFile>& files) {
  std::error_code error;
  fs::remove_all(folder, error);
  for (const CopiedFile& file : files) {
    const fs::path to = fs::path(folder) / file.to;
    fs::create_directories(to.parent_path(), error);
    if (!error) fs::copy_file(file.from, to, error);
    if (error)
      return Error{ErrorKind::failed,
                   fmt::format("cannot copy {} to {}: {}", file.from,
                               to.string(), error.message())};
  }
  return {};
}

Result<std::string> commit_files(const std::string& folder,
                                 const std::vector<CopiedFile>& files) {
  git_repository* repository = nullptr;
  if (git_repository_init(&repository, folder.c_str(), 0) != 0)
    return trouble(folder);
  const RepositoryPtr repository_owner(repository);
  git_index* index = nullptr;
  if (git_repository_index(&index, repository) != 0) return trouble(folder);
  const IndexPtr index_owner(index);
  for (const CopiedFile& file : files)
    if (git_index_add_bypath(index, file.to.c_str()) != 0)
      return trouble(folder);
  git_oid tree_id{};
  if (git_index_write(index) != 0 ||
      git_index_write_tree(&tree_id, index) != 0)
    return trouble(folder);
  git_tree* tree = nullptr;
  if (git_tree_lookup(&tree, repository, &tree_id) != 0) return trouble(folder);
  const TreePtr tree_owner(tree);
  git_signature* author = nullptr;
  if (git_signature_now(&author, "gate demo", "demo@stagegate.invalid") != 0)
    return trouble(folder);
  const SignaturePtr author_owner(author);
  git_oid commit{};
  if (git_commit_create_v(&commit, repository, "HEAD", author, author, nullptr,
                          "The example service\n", tree, 0) != 0)
    return trouble(folder);
  std::array<char, GIT_OID_HEXSZ + 1> text{};
  return std::string(git_oid_tostr(text.data(), text.size(), &commit));
}

}  // namespace

Result<std::string> make_repository(const std::string& folder,
                                    const std::vector<CopiedFile>& files) {
  auto copied = copy_files(folder, files);
  if (!copied) return copied.error();
  const Library library;
  return commit_files(folder, files);
}

}  // namespace gate::io
