#include "gate/io/files.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include "gate/io/descriptor.h"
#include "tests/support/temporary_folder.h"

namespace gate::test {
namespace {

namespace fs = std::filesystem;
using Kind = io::FileInfo::Kind;
using Paths = std::vector<std::string>;

class FilesTest : public testing::Test {
 protected:
  std::string open_error(const std::string& path) {
    const auto file = files_->open(path);
    return file ? "opened" : file.error().message;
  }
  Paths glob(const std::string& pattern) {
    const auto found = files_->glob(folder_.path(), pattern);
    return found ? *found : Paths{found.error().message};
  }
  Paths names() {
    Paths result;
    for (const auto& entry : fs::directory_iterator(folder_.path())) {
      result.push_back(entry.path().filename());
    }
    return result;
  }

  TemporaryFolder folder_;
  std::unique_ptr<io::Files> files_ = io::real_files();
};

TEST_F(FilesTest, AFileIsReadWhole) {
  const std::string path = folder_.write("a", std::string("x\0y", 3));
  const auto text = files_->read(path, 3);
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(*text, std::string("x\0y", 3));
}

TEST_F(FilesTest, AFileThatIsTooLargeIsRefusedBeforeItIsRead) {
  const std::string path = folder_.write("sparse", "");
  fs::resize_file(path, std::uintmax_t{8} << 30);
  const auto text = files_->read(path, 64 << 20);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, ErrorKind::refused);
  EXPECT_EQ(text.error().message,
            path + ": expected at most 67108864 bytes, found 8589934592");
}

TEST_F(FilesTest, AMissingFileIsNotFound) {
  const auto file = files_->open(folder_.path("none"));
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().kind, ErrorKind::not_found);
  EXPECT_EQ(file.error().message,
            folder_.path("none") + ": no such file or directory");
}

TEST_F(FilesTest, AFifoIsRefusedWithoutWaitingForItsWriter) {
  const std::string path = folder_.path("fifo");
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(open_error(path), path + ": expected a regular file, found a FIFO");
}

TEST_F(FilesTest, ASymbolicLinkIsRefusedEvenToAGoodFile) {
  const std::string path = folder_.path("link");
  fs::create_symlink(folder_.write("good", "x"), path);
  EXPECT_EQ(open_error(path),
            path + ": expected a regular file, found a symbolic link");
}

TEST_F(FilesTest, AFolderIsRefused) {
  EXPECT_EQ(open_error(folder_.path()),
            folder_.path() + ": expected a regular file, found a folder");
}

TEST_F(FilesTest, ADeviceIsRefused) {
  EXPECT_EQ(open_error("/dev/zero"),
            "/dev/zero: expected a regular file, found a device");
}

TEST_F(FilesTest, ASocketIsRefused) {
  const std::string path = folder_.path("socket");
  const io::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::strcpy(address.sun_path, path.c_str());
  ASSERT_EQ(bind(socket.number(), reinterpret_cast<sockaddr*>(&address),
                 sizeof address),
            0);
  EXPECT_EQ(open_error(path),
            path + ": expected a regular file, found a socket");
}

TEST_F(FilesTest, WhatIsReadIsWhatWasOpened) {
  const std::string path = folder_.write("report", "failing");
  auto file = files_->open(path);
  ASSERT_TRUE(file);
  ASSERT_TRUE(files_->write_atomically(path, "green"));
  char buffer[16];
  const auto got = (*file)->read(buffer, sizeof buffer);
  ASSERT_TRUE(got);
  EXPECT_EQ(std::string(buffer, *got), "failing");
}

TEST_F(FilesTest, LookingDoesNotFollowALink) {
  fs::create_symlink("nowhere", folder_.path("link"));
  folder_.write("file", "12345");
  EXPECT_EQ(files_->look(folder_.path("link"))->kind, Kind::symlink);
  EXPECT_EQ(files_->look(folder_.path())->kind, Kind::directory);
  EXPECT_EQ(files_->look(folder_.path("file"))->kind, Kind::regular);
  EXPECT_EQ(files_->look(folder_.path("file"))->bytes, 5u);
  EXPECT_FALSE(files_->look(folder_.path("none")));
  EXPECT_FALSE(files_->look(folder_.path("file/below")));
}

TEST_F(FilesTest, TheTimeOfChangeIsInMilliseconds) {
  const std::string path = folder_.write("file", "");
  const timespec times[2] = {{0, 0}, {1234567, 89'999'999}};
  ASSERT_EQ(utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
  EXPECT_EQ(files_->look(path)->modified.time_since_epoch(),
            Duration(1234567089));
}

TEST_F(FilesTest, AnAtomicWriteReplacesTheFileAndLeavesNothingElse) {
  const std::string path = folder_.write("verdict.json", "incomplete");
  ASSERT_TRUE(files_->write_atomically(path, "pass"));
  EXPECT_EQ(folder_.read("verdict.json"), "pass");
  EXPECT_EQ(names(), Paths{"verdict.json"});
}

TEST_F(FilesTest, AnAtomicWriteThroughALinkIsRefused) {
  const std::string target = folder_.write("target", "precious");
  fs::create_symlink(target, folder_.path("out"));
  const auto written = files_->write_atomically(folder_.path("out"), "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::refused);
  EXPECT_EQ(folder_.read("target"), "precious");
}

TEST_F(FilesTest, AnAtomicWriteThatFailsKeepsTheOldBytes) {
  const std::string path = folder_.write("verdict.json", "incomplete");
  signal(SIGXFSZ, SIG_IGN);
  rlimit old = {};
  getrlimit(RLIMIT_FSIZE, &old);
  rlimit small = old;
  small.rlim_cur = 4;
  setrlimit(RLIMIT_FSIZE, &small);
  const auto written = files_->write_atomically(path, "a complete verdict");
  setrlimit(RLIMIT_FSIZE, &old);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message,
            path.substr(0, path.rfind('/')) +
                written.error().message.substr(path.rfind('/')));
  EXPECT_NE(written.error().message.find("file too large"), std::string::npos);
  EXPECT_EQ(folder_.read("verdict.json"), "incomplete");
  EXPECT_EQ(names(), Paths{"verdict.json"});
}

TEST_F(FilesTest, AnAtomicWriteIntoAMissingFolderSaysSo) {
  const auto written =
      files_->write_atomically(folder_.path("none/verdict.json"), "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::not_found);
}

TEST_F(FilesTest, ANewFileHoldsWhatWasWritten) {
  auto file = files_->create(folder_.path("new"));
  ASSERT_TRUE(file);
  std::string expected;
  for (int i = 0; i < 20'000; ++i) {
    expected += std::to_string(i);
    ASSERT_TRUE((*file)->write(std::to_string(i)));
  }
  ASSERT_TRUE((*file)->close());
  EXPECT_EQ(folder_.read("new"), expected);
  EXPECT_FALSE((*file)->write("more"));
  EXPECT_FALSE((*file)->close());
}

TEST_F(FilesTest, AnExistingFileIsNotCreatedAgain) {
  folder_.write("old", "evidence");
  EXPECT_FALSE(files_->create(folder_.path("old")));
  EXPECT_EQ(folder_.read("old"), "evidence");
}

TEST_F(FilesTest, LinesAreAppended) {
  const std::string path = folder_.path("events.jsonl");
  ASSERT_TRUE(files_->append_line(path, "one"));
  ASSERT_TRUE(files_->append_line(path, "two"));
  EXPECT_EQ(folder_.read("events.jsonl"), "one\ntwo\n");
  EXPECT_FALSE(files_->append_line(path, "a\nb"));
}

TEST_F(FilesTest, AHalfLineOfAKilledWriterIsEndedFirst) {
  const std::string path = folder_.write("events.jsonl", "one\ntw");
  ASSERT_TRUE(files_->append_line(path, "three"));
  EXPECT_EQ(folder_.read("events.jsonl"), "one\ntw\nthree\n");
}

TEST_F(FilesTest, ALineIsNotAppendedToALink) {
  fs::create_symlink(folder_.write("target", ""), folder_.path("link"));
  EXPECT_FALSE(files_->append_line(folder_.path("link"), "x"));
  EXPECT_EQ(folder_.read("target"), "");
}

TEST_F(FilesTest, FoldersAreMadeAndRemovedWithAllTheyHold) {
  ASSERT_TRUE(files_->make_directories(folder_.path("a/b/c")));
  ASSERT_TRUE(files_->make_directories(folder_.path("a/b/c")));
  const std::string kept = folder_.write("kept/file", "x");
  fs::create_directory_symlink(folder_.path("kept"), folder_.path("a/link"));
  ASSERT_TRUE(files_->remove_all(folder_.path("a")));
  ASSERT_TRUE(files_->remove_all(folder_.path("a")));
  EXPECT_FALSE(folder_.has("a"));
  EXPECT_TRUE(folder_.has("kept/file"));
}

TEST_F(FilesTest, AFileInTheWayOfAFolderIsNamed) {
  const std::string path = folder_.write("file", "");
  const auto made = files_->make_directories(path);
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().message.find(path), std::string::npos);
  EXPECT_FALSE(files_->make_directories(path + "/below"));
}

TEST_F(FilesTest, TheRootIsNeverRemoved) {
  EXPECT_FALSE(files_->remove_all("/"));
  EXPECT_FALSE(files_->remove_all("/tmp/.."));
  EXPECT_FALSE(files_->remove_all(""));
}

TEST_F(FilesTest, ARenameMovesAndAFailedOneNamesBoth) {
  folder_.write("a", "x");
  ASSERT_TRUE(files_->rename(folder_.path("a"), folder_.path("b")));
  EXPECT_EQ(folder_.read("b"), "x");
  const auto again = files_->rename(folder_.path("a"), folder_.path("c"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().message, folder_.path("a") + ": renaming to " +
                                       folder_.path("c") +
                                       ": no such file or directory");
}

TEST_F(FilesTest, AGlobFindsFilesInOrder) {
  folder_.write("r/b.xml", "");
  folder_.write("r/a.xml", "");
  folder_.write("r/sub/c.xml", "");
  folder_.write("r/a.txt", "");
  fs::create_directory(folder_.path("r/folder.xml"));
  EXPECT_EQ(glob("r/*.xml"), (Paths{"r/a.xml", "r/b.xml"}));
  EXPECT_EQ(glob("./r//*.xml"), (Paths{"r/a.xml", "r/b.xml"}));
  EXPECT_EQ(glob("**/*.xml"), (Paths{"r/a.xml", "r/b.xml", "r/sub/c.xml"}));
  EXPECT_EQ(glob("*/*/*.xml"), Paths{"r/sub/c.xml"});
  EXPECT_EQ(glob("{r/sub,q}/*.xml"), Paths{"r/sub/c.xml"});
  EXPECT_EQ(glob("r/a.xml"), Paths{"r/a.xml"});
}

TEST_F(FilesTest, AGlobThatMatchesNothingIsEmpty) {
  EXPECT_EQ(glob("*.xml"), Paths{});
  EXPECT_EQ(glob("none/*.xml"), Paths{});
  EXPECT_EQ(glob("none.xml"), Paths{});
  EXPECT_EQ(glob(""), Paths{});
}

TEST_F(FilesTest, AnAbsolutePatternGivesAbsolutePaths) {
  const std::string path = folder_.write("r/a.xml", "");
  EXPECT_EQ(glob(folder_.path("r/*.xml")), Paths{path});
  EXPECT_EQ(glob(path), Paths{path});
}

TEST_F(FilesTest, AGlobDoesNotEnterLinkedFolders) {
  folder_.write("real/a.xml", "");
  fs::create_directory_symlink(folder_.path("real"), folder_.path("linked"));
  fs::create_directory_symlink(folder_.path(), folder_.path("real/loop"));
  EXPECT_EQ(glob("**/*.xml"), Paths{"real/a.xml"});
  EXPECT_EQ(glob("*/*.xml"), Paths{"real/a.xml"});
}

TEST_F(FilesTest, AGlobShowsOddFilesSoThatTheyAreRefusedWhenRead) {
  fs::create_symlink("nowhere", folder_.path("dangling.xml"));
  mkfifo(folder_.path("fifo.xml").c_str(), 0600);
  EXPECT_EQ(glob("*.xml"), (Paths{"dangling.xml", "fifo.xml"}));
}

TEST_F(FilesTest, AHiddenFolderIsEnteredOnlyByName) {
  folder_.write(".git/a.xml", "");
  folder_.write("sub/.reports/deep/a.xml", "");
  EXPECT_EQ(glob("**/*.xml"), Paths{});
  EXPECT_EQ(glob("*/*.xml"), Paths{});
  EXPECT_EQ(glob(".git/*.xml"), Paths{".git/a.xml"});
  EXPECT_EQ(glob("**/.reports/**/*.xml"), Paths{"sub/.reports/deep/a.xml"});
}

TEST_F(FilesTest, ASecondLockNamesTheHolder) {
  const std::string path = folder_.path("lock");
  const auto first = files_->lock(path);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(folder_.read("lock"), std::to_string(getpid()) + "\n");
  const auto second = files_->lock(path);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::refused);
  EXPECT_EQ(second.error().message, path + ": locked by process " +
                                        std::to_string(getpid()) +
                                        "; wait until it ends");
}

TEST_F(FilesTest, ALockGoesWithItsHandle) {
  const std::string path = folder_.path("lock");
  files_->lock(path).value().reset();
  EXPECT_TRUE(files_->lock(path));
}

TEST_F(FilesTest, ALockOfADeadHolderIsFree) {
  folder_.write("lock", "999999999\n");
  EXPECT_TRUE(files_->lock(folder_.path("lock")));
}

TEST_F(FilesTest, OneOfManyGetsTheLockAndTheOthersLearnWho) {
  const std::string path = folder_.path("lock");
  for (int round = 0; round < 50; ++round) {
    std::atomic<int> asked{0};
    std::atomic<int> holders{0};
    std::atomic<int> informed{0};
    const auto contend = [&] {
      const auto lock = files_->lock(path);
      holders += lock.has_value();
      informed += !lock && lock.error().message.find(
                               std::to_string(getpid())) != std::string::npos;
      ++asked;
      while (asked < 2) std::this_thread::yield();
    };
    std::thread other(contend);
    contend();
    other.join();
    EXPECT_EQ(holders, 1);
    EXPECT_EQ(informed, 1);
  }
}

TEST_F(FilesTest, ALockIsNotTakenOnALink) {
  fs::create_symlink(folder_.write("target", "precious"), folder_.path("lock"));
  EXPECT_FALSE(files_->lock(folder_.path("lock")));
  EXPECT_EQ(folder_.read("target"), "precious");
}

}  // namespace
}  // namespace gate::test
