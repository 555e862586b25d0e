// Which candidate a work tree holds, told by real repositories.
#include "gate/io/git.h"

#include <gtest/gtest.h>
#include <openssl/sha.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <sstream>

#include "tests/support/git_repository.h"

namespace gate::io {
namespace {

namespace fs = std::filesystem;
using ::gate::testing::GitRepository;

// With this variable the program only inspects the repository named by it, so
// that another test can watch which programs that executes.
constexpr const char* kInspectOnly = "STAGEGATE_INSPECT_ONLY";
const bool kInspected = [] {
  if (const char* folder = std::getenv(kInspectOnly)) {
    const auto candidate = real_git()->inspect(folder, {});
    _exit(candidate && candidate->dirty ? 0 : 1);
  }
  return false;
}();

Result<Candidate> inspect(const std::string& folder,
                          const std::vector<std::string>& ignored = {}) {
  return real_git()->inspect(folder, ignored);
}

std::string code_of(const Result<Candidate>& result) {
  if (result) return "a candidate";
  return result.error().message.substr(0, result.error().message.find(':'));
}

std::vector<std::string> dirty_paths(const std::string& folder) {
  const auto candidate = inspect(folder);
  if (!candidate) return {candidate.error().message};
  EXPECT_EQ(candidate->dirty, !candidate->dirty_paths.empty());
  EXPECT_EQ(candidate->dirty, !candidate->digest.empty());
  return candidate->dirty_paths;
}

using Paths = std::vector<std::string>;

// Rewrites the index so late that no entry is as young as it, and puts a file's
// stat data there; from then on only a change of the file leads to hashing.
void settle(const GitRepository& repository) {
  const fs::path index = repository.path(".git/index");
  const auto later = fs::file_time_type::clock::now() + std::chrono::seconds(5);
  repository.git({"update-index", "-q", "--really-refresh"});
  fs::last_write_time(index, later);
}

TEST(Git, CleanWorkTreeIsItsCommitTreeAndBranch) {
  const GitRepository repository;
  const std::string commit = repository.commit("src/a.cc", "int a;\n");

  const auto candidate = inspect(repository.path());

  ASSERT_TRUE(candidate) << candidate.error().message;
  EXPECT_EQ(candidate->commit, commit);
  EXPECT_EQ(candidate->tree, repository.git({"rev-parse", "HEAD^{tree}"}));
  EXPECT_EQ(candidate->branch, "main");
  EXPECT_FALSE(candidate->dirty);
  EXPECT_EQ(candidate->digest, "");
  EXPECT_FALSE(candidate->shallow);
  EXPECT_FALSE(candidate->worktree);
}

TEST(Git, FolderInsideTheWorkTreeFindsTheSameCandidate) {
  const GitRepository repository;
  repository.commit("src/deep/a.cc", "int a;\n");
  EXPECT_EQ(*inspect(repository.path()), *inspect(repository.path("src/deep")));
}

// Each row changes a clean work tree that holds a.txt, dir/b.txt and run.sh
// (executable), and names what must be found.
struct Change {
  std::string name;
  std::function<void(const GitRepository&)> apply;
  Paths found;
};

class GitChange : public ::testing::TestWithParam<Change> {};

TEST_P(GitChange, IsFound) {
  const GitRepository repository;
  repository.write("a.txt", "alpha\n");
  repository.write("dir/b.txt", "beta\n");
  repository.write("run.sh", "#!/bin/sh\n");
  fs::permissions(repository.path("run.sh"), fs::perms(0755));
  fs::create_symlink("a.txt", repository.path("link"));
  repository.commit(".gitignore", "*.log\nbuild/\n");
  settle(repository);
  ASSERT_EQ(dirty_paths(repository.path()), Paths{});

  GetParam().apply(repository);

  EXPECT_EQ(dirty_paths(repository.path()), GetParam().found);
}

void stage(const GitRepository& r) { r.git({"add", "-A"}); }
void flag(const GitRepository& r, const std::string& flag,
          const std::string& file) {
  r.git({"update-index", flag, file});
}

INSTANTIATE_TEST_SUITE_P(
    Table, GitChange,
    ::testing::Values(
        Change{"Edited",
               [](auto& r) { r.write("a.txt", "ALPHA\n"); },
               {"M a.txt"}},
        Change{"EditedAndStaged",
               [](auto& r) {
                 r.write("a.txt", "x");
                 stage(r);
               },
               {"M a.txt"}},
        Change{"StagedThenPutBack",
               [](auto& r) {
                 r.write("a.txt", "x");
                 stage(r);
                 r.write("a.txt", "alpha\n");
               },
               {"M a.txt"}},
        Change{"Deleted",
               [](auto& r) { fs::remove(r.path("dir/b.txt")); },
               {"D dir/b.txt"}},
        Change{"FolderDeleted",
               [](auto& r) { fs::remove_all(r.path("dir")); },
               {"D dir/b.txt"}},
        Change{"RemovedFromTheIndexOnly",
               [](auto& r) {
                 r.git({"rm", "-q", "--cached", "a.txt"});
               },
               {"D a.txt"}},
        Change{
            "IndexGone",
            [](auto& r) { fs::remove(r.path(".git/index")); },
            {"D .gitignore", "D a.txt", "D dir/b.txt", "D link", "D run.sh"}},
        Change{"Renamed",
               [](auto& r) {
                 r.git({"mv", "a.txt", "c.txt"});
               },
               {"D a.txt", "A c.txt"}},
        Change{
            "Executable",
            [](auto& r) { fs::permissions(r.path("a.txt"), fs::perms(0755)); },
            {"M a.txt"}},
        Change{
            "NoLongerExecutable",
            [](auto& r) { fs::permissions(r.path("run.sh"), fs::perms(0644)); },
            {"M run.sh"}},
        Change{"LinkElsewhere",
               [](auto& r) {
                 fs::remove(r.path("link"));
                 fs::create_symlink("run.sh", r.path("link"));
               },
               {"M link"}},
        Change{"LinkBecameFile",
               [](auto& r) {
                 fs::remove(r.path("link"));
                 r.write("link", "a.txt");
               },
               {"M link"}},
        Change{"FileBecameFolder",
               [](auto& r) {
                 fs::remove(r.path("a.txt"));
                 r.write("a.txt/in", "x");
               },
               {"M a.txt", "? a.txt/in"}},
        Change{"FileBecameFifo",
               [](auto& r) {
                 fs::remove(r.path("a.txt"));
                 mkfifo(r.path("a.txt").c_str(), 0600);
               },
               {"M a.txt"}},
        Change{"FolderBecameLink",
               [](auto& r) {
                 fs::rename(r.path("dir"), r.path("build"));
                 fs::create_symlink("build", r.path("dir"));
               },
               {"? dir", "D dir/b.txt"}},
        Change{"Untracked",
               [](auto& r) { r.write("new/x.cc", "int x;"); },
               {"? new/x.cc"}},
        Change{"UntrackedAndStaged",
               [](auto& r) {
                 r.write("x.cc", "");
                 stage(r);
               },
               {"A x.cc"}},
        Change{"StagedThenDeleted",
               [](auto& r) {
                 r.write("x.cc", "");
                 stage(r);
                 fs::remove(r.path("x.cc"));
               },
               {"A x.cc"}},
        Change{"IgnoredIsNotUntracked",
               [](auto& r) {
                 r.write("x.log", "");
                 r.write("build/deep/o.o", "");
                 r.write("dir/y.log", "");
               },
               {}},
        Change{"TrackedDespiteIgnoreRule",
               [](auto& r) {
                 r.write("build/x", "1");
                 r.git({"add", "-f", "build/x"});
                 r.write("build/y", "");
               },
               {"A build/x"}},
        Change{"EmptyFolderIsNothing",
               [](auto& r) { fs::create_directories(r.path("e/f")); },
               {}},
        Change{"NestedRepository",
               [](auto& r) {
                 r.write("n/x", "1");
                 r.git_in(r.path("n"), {"init", "-q"});
               },
               {"? n/x"}},
        Change{"AssumeUnchangedEdit",
               [](auto& r) {
                 flag(r, "--assume-unchanged", "a.txt");
                 settle(r);
                 r.write("a.txt", "omega\n");
               },
               {"M a.txt"}},
        Change{"SkipWorktreeEdit",
               [](auto& r) {
                 flag(r, "--skip-worktree", "a.txt");
                 settle(r);
                 r.write("a.txt", "omega\n");
               },
               {"M a.txt"}},
        Change{"SkipWorktreeDeletion",
               [](auto& r) {
                 flag(r, "--skip-worktree", "a.txt");
                 fs::remove(r.path("a.txt"));
               },
               {"D a.txt"}},
        Change{"TouchedOnlyIsClean",
               [](auto& r) {
                 fs::last_write_time(r.path("a.txt"),
                                     fs::file_time_type::clock::now());
               },
               {}},
        Change{"SameSizeAndTime",
               [](auto& r) {
                 const auto time = fs::last_write_time(r.path("a.txt"));
                 r.write("a.txt", "ALPHA\n");
                 fs::last_write_time(r.path("a.txt"), time);
               },
               {"M a.txt"}},
        Change{"LineEndingsAsConfiguredAreClean",
               [](auto& r) {
                 r.git({"config", "core.autocrlf", "true"});
                 r.write("a.txt", "alpha\r\n");
               },
               {}},
        Change{"LineEndingsNotConfigured",
               [](auto& r) { r.write("a.txt", "alpha\r\n"); },
               {"M a.txt"}},
        Change{"ModesThatDoNotCount",
               [](auto& r) {
                 r.git({"config", "core.filemode", "false"});
                 fs::permissions(r.path("a.txt"), fs::perms(0755));
               },
               {}},
        Change{"Conflict",
               [](auto& r) {
                 r.git({"checkout", "-q", "-b", "other"});
                 r.commit("a.txt", "theirs\n");
                 r.git({"checkout", "-q", "main"});
                 r.commit("a.txt", "ours\n");
                 EXPECT_THROW(r.git({"merge", "other"}), std::runtime_error);
                 r.git({"checkout", "--ours", "a.txt"});
               },
               {"U a.txt"}}),
    [](const auto& row) { return row.param.name; });

void put_number(std::string& bytes, std::size_t at, long number) {
  for (int i = 0; i < 4; ++i)
    bytes[at + static_cast<std::size_t>(i)] =
        static_cast<char>(number >> (24 - 8 * i));
}

// Makes the only entry of the index claim the stat data of the file as it is
// now, which is what an edit in the same tick of the clock leaves behind.
void claim_stat_data(const fs::path& index, const std::string& file) {
  std::ostringstream stream;
  stream << std::ifstream(index, std::ios::binary).rdbuf();
  std::string bytes = stream.str();
  struct stat info {};
  ASSERT_EQ(stat(file.c_str(), &info), 0);
  const long fields[] = {info.st_ctim.tv_sec,
                         info.st_ctim.tv_nsec,
                         info.st_mtim.tv_sec,
                         info.st_mtim.tv_nsec,
                         static_cast<long>(info.st_dev),
                         static_cast<long>(info.st_ino)};
  for (std::size_t i = 0; i < std::size(fields); ++i)
    put_number(bytes, 12 + 4 * i, fields[i]);
  put_number(bytes, 12 + 36, info.st_size);
  const std::size_t checked = bytes.size() - SHA_DIGEST_LENGTH;
  SHA1(reinterpret_cast<const unsigned char*>(bytes.data()), checked,
       reinterpret_cast<unsigned char*>(bytes.data() + checked));
  std::ofstream(index, std::ios::binary) << bytes;
}

TEST(Git, EditAsYoungAsTheIndexIsFound) {
  const GitRepository repository;
  repository.commit("a.txt", "alpha\n");
  repository.write("a.txt", "ALPHA\n");
  const fs::path index = repository.path(".git/index");
  claim_stat_data(index, repository.path("a.txt"));
  fs::last_write_time(index, fs::last_write_time(repository.path("a.txt")));
  EXPECT_EQ(dirty_paths(repository.path()), Paths{"M a.txt"});
  // The same claim in an older entry is what git trusts too: the work tree is
  // not hashed anew for each run.
  fs::last_write_time(index, fs::last_write_time(repository.path("a.txt")) +
                                 std::chrono::seconds(5));
  EXPECT_EQ(dirty_paths(repository.path()), Paths{});
}

TEST(Git, DirtyPathsAreSortedAndShortWhileTheDigestCoversAll) {
  const GitRepository repository;
  repository.commit("a.txt", "alpha\n");
  for (int i = 0; i < 30; ++i)
    repository.write("new/" + std::to_string(100 + i), "x");
  const auto first = inspect(repository.path());
  repository.write("new/129", "y");
  const auto second = inspect(repository.path());
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->dirty_paths.size(), 20u);
  EXPECT_EQ(first->dirty_paths.front(), "? new/100");
  EXPECT_EQ(first->dirty_paths, second->dirty_paths);
  EXPECT_NE(first->digest, second->digest);
}

TEST(Git, DigestShowsEachFurtherEditAndNothingElse) {
  const GitRepository repository;
  repository.commit("a.txt", "alpha\n");
  repository.write("a.txt", "one");
  const std::string one = inspect(repository.path())->digest;
  EXPECT_EQ(inspect(repository.path())->digest, one);
  repository.write("a.txt", "two");
  const std::string two = inspect(repository.path())->digest;
  EXPECT_NE(two, one);
  repository.write("a.txt", "one");
  EXPECT_EQ(inspect(repository.path())->digest, one);
  fs::permissions(repository.path("a.txt"), fs::perms(0755));
  EXPECT_NE(inspect(repository.path())->digest, one);
}

TEST(Git, OutputFolderDoesNotCountButTrackedFilesInItDo) {
  const GitRepository repository;
  repository.commit("out/kept.txt", "kept\n");
  repository.write("out/verdict.json", "{}");
  const std::vector<std::string> out = {repository.path("out")};
  EXPECT_FALSE(inspect(repository.path(), out)->dirty);
  EXPECT_TRUE(inspect(repository.path())->dirty);
  repository.write("out/kept.txt", "lost\n");
  EXPECT_EQ(inspect(repository.path(), out)->dirty_paths,
            Paths{"M out/kept.txt"});
}

TEST(Git, OutputAtTheTopHidesNothing) {
  const GitRepository repository;
  repository.commit("a.txt", "alpha\n");
  repository.write("new.cc", "int x;");
  EXPECT_TRUE(inspect(repository.path(), {repository.path()})->dirty);
  EXPECT_TRUE(inspect(repository.path(), {"/"})->dirty);
}

TEST(Git, DetachedHeadHasNoBranch) {
  const GitRepository repository;
  const std::string commit = repository.commit("a.txt", "alpha\n");
  repository.git({"checkout", "-q", "--detach"});
  const auto candidate = inspect(repository.path());
  ASSERT_TRUE(candidate);
  EXPECT_EQ(candidate->branch, "");
  EXPECT_EQ(candidate->commit, commit);
}

TEST(Git, BranchNameKeepsItsSlashes) {
  const GitRepository repository;
  repository.commit("a.txt", "alpha\n");
  repository.git({"checkout", "-q", "-b", "feature/x"});
  repository.git({"pack-refs", "--all"});
  EXPECT_EQ(inspect(repository.path())->branch, "feature/x");
}

TEST(Git, ShallowCloneIsCleanAndSaysSo) {
  const GitRepository repository;
  repository.commit("a.txt", "alpha\n");
  const std::string commit = repository.commit("a.txt", "beta\n");
  const std::string clone = repository.base() + "/clone";
  repository.git(
      {"clone", "-q", "--depth", "1", "file://" + repository.path(), clone});
  const auto candidate = inspect(clone);
  ASSERT_TRUE(candidate) << candidate.error().message;
  EXPECT_TRUE(candidate->shallow);
  EXPECT_FALSE(candidate->dirty);
  EXPECT_EQ(candidate->commit, commit);
}

TEST(Git, LinkedWorktreeOfAShallowCloneIsBoth) {
  const GitRepository repository;
  repository.commit("a.txt", "alpha\n");
  repository.commit("a.txt", "beta\n");
  const std::string clone = repository.base() + "/clone";
  const std::string linked = repository.base() + "/linked";
  repository.git(
      {"clone", "-q", "--depth", "1", "file://" + repository.path(), clone});
  repository.git_in(clone, {"worktree", "add", "-q", "-b", "side", linked});
  const auto candidate = inspect(linked);
  ASSERT_TRUE(candidate) << candidate.error().message;
  EXPECT_TRUE(candidate->worktree);
  EXPECT_TRUE(candidate->shallow);
  EXPECT_EQ(candidate->branch, "side");
  EXPECT_FALSE(candidate->dirty);
}

TEST(Git, GitFileIsFollowed) {
  const GitRepository repository;
  const std::string commit = repository.commit("a.txt", "alpha\n");
  repository.git(
      {"init", "-q", "--separate-git-dir", repository.base() + "/store"});
  ASSERT_TRUE(fs::is_regular_file(repository.path(".git")));
  const auto candidate = inspect(repository.path());
  ASSERT_TRUE(candidate) << candidate.error().message;
  EXPECT_EQ(candidate->commit, commit);
  EXPECT_FALSE(candidate->worktree);
}

TEST(Git, PartialCloneNeedsNoMissingBlob) {
  const GitRepository repository;
  repository.commit("a.txt", "alpha\n");
  repository.commit("a.txt", "beta\n");
  repository.git({"config", "uploadpack.allowFilter", "true"});
  const std::string clone = repository.base() + "/clone";
  repository.git({"clone", "-q", "--filter=blob:none",
                  "file://" + repository.path(), clone});
  EXPECT_EQ(dirty_paths(clone), Paths{});
}

TEST(Git, SparseCheckoutIsCleanUntilAFileInItChanges) {
  for (const std::string cone : {"--cone", "--no-cone"}) {
    const GitRepository repository;
    repository.write("in/a.txt", "alpha\n");
    repository.write("in/deep/b.txt", "beta\n");
    repository.write("out/c.txt", "gamma\n");
    repository.commit("top.txt", "top\n");
    repository.git({"sparse-checkout", "set", cone, "--no-sparse-index", "in"});
    ASSERT_FALSE(fs::exists(repository.path("out/c.txt")));
    if (cone == "--cone") {
      ASSERT_TRUE(fs::exists(repository.path("top.txt")));
    }
    EXPECT_EQ(dirty_paths(repository.path()), Paths{}) << cone;
    repository.git({"update-index", "--skip-worktree", "in/a.txt"});
    fs::remove(repository.path("in/a.txt"));
    EXPECT_EQ(dirty_paths(repository.path()), Paths{"D in/a.txt"}) << cone;
    repository.write("out/c.txt", "changed\n");
    EXPECT_EQ(dirty_paths(repository.path()),
              (Paths{"D in/a.txt", "M out/c.txt"}))
        << cone;
  }
}

TEST(Git, SparseIndexIsRefusedWithTheCommandThatWritesAPlainOne) {
  const GitRepository repository;
  repository.write("out/c.txt", "gamma\n");
  repository.commit("in/a.txt", "alpha\n");
  repository.git({"sparse-checkout", "set", "--cone", "--sparse-index", "in"});
  const auto candidate = inspect(repository.path());
  ASSERT_EQ(code_of(candidate), "GIT_CORRUPT");
  EXPECT_NE(candidate.error().message.find("--no-sparse-index"),
            std::string::npos);
}

TEST(Git, ReplaceRefsChangeNothing) {
  const GitRepository repository;
  const std::string first = repository.commit("a.txt", "alpha\n");
  const std::string second = repository.commit("a.txt", "beta\n");
  repository.git({"replace", second, first});
  ASSERT_EQ(repository.git({"show", "HEAD:a.txt"}), "alpha");
  const auto candidate = inspect(repository.path());
  ASSERT_TRUE(candidate);
  EXPECT_EQ(candidate->tree, repository.git({"--no-replace-objects",
                                             "rev-parse", "HEAD^{tree}"}));
  EXPECT_FALSE(candidate->dirty);
}

class GitSubmodule : public ::testing::Test {
 protected:
  GitSubmodule() {
    inner_.commit("s.txt", "one\n");
    inner_.commit("s.txt", "two\n");
    outer_.commit("a.txt", "alpha\n");
    outer_.git({"submodule", "--quiet", "add", inner_.path(), "sub"});
    outer_.git({"config", "-f", ".gitmodules", "submodule.sub.ignore", "all"});
    outer_.git({"add", "-A"});
    outer_.git({"commit", "-q", "-m", "with a submodule"});
  }
  GitRepository inner_;
  GitRepository outer_;
};

TEST_F(GitSubmodule, AtItsCommitIsClean) {
  EXPECT_EQ(dirty_paths(outer_.path()), Paths{});
}

TEST_F(GitSubmodule, AtAnotherCommitIsDirtyWhateverItsIgnoreSettingSays) {
  outer_.git_in(outer_.path("sub"), {"checkout", "-q", "HEAD^"});
  EXPECT_EQ(dirty_paths(outer_.path()), Paths{"M sub"});
}

TEST_F(GitSubmodule, EditInItIsDirtyAndEachEditShows) {
  outer_.write("sub/s.txt", "edited\n");
  const auto first = inspect(outer_.path());
  outer_.write("sub/s.txt", "edited again\n");
  const auto second = inspect(outer_.path());
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->dirty_paths, Paths{"M sub"});
  EXPECT_NE(first->digest, second->digest);
}

TEST_F(GitSubmodule, NotCheckedOutIsCleanUnlessItHoldsFiles) {
  outer_.git({"submodule", "--quiet", "deinit", "-f", "sub"});
  EXPECT_EQ(dirty_paths(outer_.path()), Paths{});
  outer_.write("sub/planted.cc", "int x;");
  EXPECT_EQ(dirty_paths(outer_.path()), Paths{"? sub/planted.cc"});
}

TEST_F(GitSubmodule, FolderInItIsACandidateOfItsOwn) {
  const auto candidate = inspect(outer_.path("sub"));
  ASSERT_TRUE(candidate) << candidate.error().message;
  EXPECT_EQ(candidate->commit, inner_.git({"rev-parse", "HEAD"}));
}

TEST(Git, NoRepositoryIsNamed) {
  const GitRepository repository;
  const auto candidate = inspect(repository.base());
  EXPECT_EQ(code_of(candidate), "GIT_NONE");
  EXPECT_EQ(candidate.error().kind, ErrorKind::not_found);
  EXPECT_NE(candidate.error().message.find("git init"), std::string::npos);
}

TEST(Git, MissingFolderIsNamed) {
  EXPECT_EQ(code_of(inspect("/nonexistent/folder")), "GIT_NONE");
}

TEST(Git, UnbornBranchIsNamed) {
  const GitRepository repository;
  const auto candidate = inspect(repository.path());
  ASSERT_EQ(code_of(candidate), "GIT_UNBORN");
  EXPECT_NE(candidate.error().message.find("\"main\""), std::string::npos);
}

TEST(Git, HeadOnAMissingBranchIsUnborn) {
  const GitRepository repository;
  repository.commit("a.txt", "alpha\n");
  repository.git({"symbolic-ref", "HEAD", "refs/heads/gone"});
  EXPECT_EQ(code_of(inspect(repository.path())), "GIT_UNBORN");
}

TEST(Git, BareRepositoryIsNamed) {
  const GitRepository repository;
  repository.commit("a.txt", "alpha\n");
  const std::string bare = repository.base() + "/bare.git";
  repository.git({"clone", "-q", "--bare", repository.path(), bare});
  EXPECT_EQ(code_of(inspect(bare)), "GIT_BARE");
  EXPECT_EQ(code_of(inspect(bare + "/objects")), "GIT_BARE");
}

TEST(Git, FolderOutsideTheConfiguredWorkTreeIsRefused) {
  const GitRepository repository;
  repository.commit("a.txt", "alpha\n");
  const std::string elsewhere = repository.base() + "/elsewhere";
  fs::create_directory(elsewhere);
  repository.git({"config", "core.worktree", elsewhere});
  EXPECT_EQ(code_of(inspect(repository.path())), "GIT_NONE");
}

TEST(Git, GitFolderItselfIsRefused) {
  const GitRepository repository;
  repository.commit("a.txt", "alpha\n");
  EXPECT_EQ(code_of(inspect(repository.path(".git"))), "GIT_NONE");
}

TEST(Git, ForeignOwnerIsToldApartFromNoRepository) {
  if (geteuid() != 0) {
    std::cerr << "NOT TESTED: only root can give a repository away\n";
    GTEST_SKIP();
  }
  const GitRepository repository;
  repository.commit("a.txt", "alpha\n");
  for (const auto& entry : fs::recursive_directory_iterator(repository.path()))
    ASSERT_EQ(lchown(entry.path().c_str(), 12345, 12345), 0);
  ASSERT_EQ(chown(repository.path().c_str(), 12345, 12345), 0);
  const auto candidate = inspect(repository.path());
  ASSERT_EQ(code_of(candidate), "GIT_OWNER");
  EXPECT_NE(candidate.error().message.find("12345"), std::string::npos);
  EXPECT_NE(
      candidate.error().message.find("safe.directory " + repository.path()),
      std::string::npos);
}

TEST(Git, DamagedRepositoryDoesNotLeadToTheOneAbove) {
  const GitRepository repository;
  repository.commit("a.txt", "alpha\n");
  fs::create_directories(repository.path("inner/.git/objects"));
  EXPECT_EQ(code_of(inspect(repository.path("inner"))), "GIT_CORRUPT");
}

TEST(Git, GitFileThatNamesNothingIsCorrupt) {
  const GitRepository repository;
  fs::remove_all(repository.path(".git"));
  repository.write(".git", "gitdir: ../gone\n");
  EXPECT_EQ(code_of(inspect(repository.path())), "GIT_CORRUPT");
}

struct Damage {
  std::string name;
  std::function<void(const GitRepository&)> apply;
};

class GitDamage : public ::testing::TestWithParam<Damage> {};

TEST_P(GitDamage, IsNeverClean) {
  const GitRepository repository;
  repository.commit("dir/a.txt", "alpha\n");
  GetParam().apply(repository);
  EXPECT_EQ(code_of(inspect(repository.path())), "GIT_CORRUPT");
}

INSTANTIATE_TEST_SUITE_P(
    Table, GitDamage,
    ::testing::Values(
        Damage{"HeadEmpty", [](auto& r) { r.write(".git/HEAD", ""); }},
        Damage{"HeadGone", [](auto& r) { fs::remove(r.path(".git/HEAD")); }},
        Damage{"HeadNonsense",
               [](auto& r) { r.write(".git/HEAD", "nonsense\n"); }},
        Damage{
            "HeadOnMissingObject",
            [](auto& r) { r.write(".git/HEAD", std::string(40, 'a') + "\n"); }},
        Damage{
            "HeadOnTree",
            [](auto& r) {
              r.write(".git/HEAD", r.git({"rev-parse", "HEAD^{tree}"}) + "\n");
            }},
        Damage{"BranchEmpty",
               [](auto& r) { r.write(".git/refs/heads/main", ""); }},
        Damage{"BranchOnMissingObject",
               [](auto& r) {
                 r.write(".git/refs/heads/main", std::string(40, 'b') + "\n");
               }},
        Damage{"IndexEmpty", [](auto& r) { r.write(".git/index", ""); }},
        Damage{"IndexCut",
               [](auto& r) { fs::resize_file(r.path(".git/index"), 60); }},
        Damage{"ConfigNonsense",
               [](auto& r) { r.write(".git/config", "[core\n"); }},
        Damage{"UnknownFormat",
               [](auto& r) {
                 r.git({"config", "core.repositoryformatversion", "7"});
               }}),
    [](const auto& row) { return row.param.name; });

// Every object file in turn, emptied and then cut in half: a commit or a tree
// must be reported; a blob is not read, and what is reported stays true.
TEST(Git, NoDamagedObjectFileMakesAWrongCandidate) {
  const GitRepository repository;
  repository.write("a.txt", "alpha\n");
  repository.write("dir/deep/b.txt", "beta\n");
  repository.commit("dir/c.txt", "gamma\n");
  const Candidate whole = *inspect(repository.path());
  int reported = 0;
  int checked = 0;
  std::vector<fs::path> objects;
  for (const auto& entry :
       fs::recursive_directory_iterator(repository.path(".git/objects")))
    if (entry.is_regular_file()) objects.push_back(entry.path());
  for (const fs::path& object : objects) {
    const std::string id =
        object.parent_path().filename().string() + object.filename().string();
    const bool is_blob = repository.git({"cat-file", "-t", id}) == "blob";
    fs::permissions(object, fs::perms(0644));
    std::ostringstream kept;
    kept << std::ifstream(object, std::ios::binary).rdbuf();
    for (const std::size_t size : {std::size_t{0}, kept.str().size() / 2}) {
      fs::resize_file(object, size);
      const auto candidate = inspect(repository.path());
      ++checked;
      if (is_blob) {
        ASSERT_TRUE(candidate) << candidate.error().message;
        EXPECT_EQ(*candidate, whole);
      } else {
        EXPECT_EQ(code_of(candidate), "GIT_CORRUPT") << id;
        ++reported;
      }
      std::ofstream(object, std::ios::binary) << kept.str();
    }
  }
  EXPECT_EQ(checked, 14);  // a commit, three trees, three blobs
  EXPECT_EQ(reported, 8);
  EXPECT_EQ(*inspect(repository.path()), whole);
}

// A pack holds what a clone brought.  Each byte in turn is turned over, and
// each tenth length cut: never a wrong candidate, and never an endless look.
TEST(Git, NoDamagedPackMakesAWrongCandidate) {
  const GitRepository repository;
  repository.commit("dir/c.txt", "gamma\n");
  repository.git({"gc", "-q"});
  const Candidate whole = *inspect(repository.path());
  std::string pack;
  for (const auto& entry :
       fs::directory_iterator(repository.path(".git/objects/pack")))
    if (entry.path().extension() == ".pack") pack = entry.path().string();
  fs::permissions(pack, fs::perms(0644));
  std::ostringstream stream;
  stream << std::ifstream(pack, std::ios::binary).rdbuf();
  const std::string kept = stream.str();
  const auto check = [&](const std::string& bytes) {
    std::ofstream(pack, std::ios::binary) << bytes;
    const auto candidate = inspect(repository.path());
    if (candidate)
      EXPECT_EQ(*candidate, whole);
    else
      EXPECT_EQ(code_of(candidate), "GIT_CORRUPT");
    return candidate.has_value();
  };
  int reported = 0;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    std::string bytes = kept;
    bytes[i] = static_cast<char>(~bytes[i]);
    reported += check(bytes) ? 0 : 1;
    if (i % 10 == 0) reported += check(kept.substr(0, i)) ? 0 : 1;
  }
  EXPECT_GT(reported, 50);
  EXPECT_TRUE(check(kept));
}

std::string shell_word(const std::string& text) { return "'" + text + "'"; }

TEST(Git, InspectionExecutesNoProgramOfTheRepository) {
  if (std::system("strace -o /dev/null true >/dev/null 2>&1") != 0) {
    std::cerr << "NOT TESTED: strace is not there or may not trace\n";
    GTEST_SKIP();
  }
  const GitRepository repository;
  repository.commit(".gitattributes", "*.txt filter=trap\n");
  repository.commit("a.txt", "alpha\n");
  const std::string trap = repository.base() + "/trap";
  const std::string sprung = repository.base() + "/sprung";
  std::ofstream(trap) << "#!/bin/sh\ntouch " << sprung << "\ncat\n";
  fs::permissions(trap, fs::perms(0755));
  for (const char* key :
       {"core.fsmonitor", "filter.trap.clean", "filter.trap.process",
        "core.sshCommand", "diff.external", "core.hooksPath"})
    repository.git({"config", key, trap});
  repository.write("a.txt", "edited\n");

  const std::string log = repository.base() + "/strace.log";
  const std::string command =
      "env " + std::string(kInspectOnly) + "=" + shell_word(repository.path()) +
      " strace -f -e trace=execve,execveat -o " + shell_word(log) + " " +
      shell_word(fs::read_symlink("/proc/self/exe").string());
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_FALSE(fs::exists(sprung));
  std::ostringstream traced;
  traced << std::ifstream(log).rdbuf();
  // One call may take two lines, "execve(... <unfinished ...>" and "<... execve
  // resumed>"; only the first has the parenthesis.
  int executed = 0;
  std::istringstream lines(traced.str());
  for (std::string line; std::getline(lines, line);)
    executed += line.find("execve(") != std::string::npos ||
                        line.find("execveat(") != std::string::npos
                    ? 1
                    : 0;
  EXPECT_EQ(executed, 1) << "only the inspecting program itself:\n"
                         << traced.str();

  // The trap is a real one: the git program walks into it.
  try {
    repository.git({"status"});
  } catch (const std::runtime_error&) {
  }
  EXPECT_TRUE(fs::exists(sprung));
}

}  // namespace
}  // namespace gate::io
