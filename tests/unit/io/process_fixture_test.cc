#include "tests/unit/io/process_fixture.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "gate/io/descriptor.h"

namespace gate::test {
namespace {

namespace fs = std::filesystem;

// A process may end while it is read, which a stream takes for an exception.
std::string bytes_of(const fs::path& path) {
  std::string result;
  const io::Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 4096> piece;
  while (file) {
    const ssize_t size = read(file.number(), piece.data(), piece.size());
    if (size <= 0) break;
    result.append(piece.data(), static_cast<std::size_t>(size));
  }
  return result;
}

}  // namespace

std::vector<std::string> processes_mentioning(const std::string& text) {
  std::vector<std::string> result;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    if (name == std::to_string(getpid())) continue;
    const std::string line = bytes_of(entry.path() / "cmdline");
    if (line.find(text) != std::string::npos ||
        bytes_of(entry.path() / "environ").find(text) != std::string::npos) {
      result.push_back(name + ": " + line);
    }
  }
  return result;
}

bool has_no_child() {
  siginfo_t info = {};
  return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 &&
         errno == ECHILD;
}

FolderOfFreshProcesses::FolderOfFreshProcesses() {
  if (const char* before = std::getenv("TMPDIR")) before_ = before;
  setenv("TMPDIR", folder_.path().c_str(), 1);
}

FolderOfFreshProcesses::~FolderOfFreshProcesses() {
  if (before_.empty()) {
    unsetenv("TMPDIR");
  } else {
    setenv("TMPDIR", before_.c_str(), 1);
  }
}

void ProcessTest::TearDown() {
  EXPECT_EQ(processes_mentioning(folder_.path()), std::vector<std::string>{});
  EXPECT_TRUE(has_no_child());
}

io::Command ProcessTest::command(std::vector<std::string> argv) {
  io::Command result;
  result.argv = std::move(argv);
  result.workdir = folder_.path();
  result.environment = {{"PATH", "/usr/bin:/bin"}, {"FOLDER", folder_.path()}};
  last_log_ = "log" + std::to_string(++logs_);
  result.log_file = folder_.path(last_log_);
  result.timeout = std::chrono::seconds(20);
  result.grace = std::chrono::milliseconds(200);
  return result;
}

io::Command ProcessTest::sh(const std::string& text) {
  return command({"sh", "-c", text});
}

Execution ProcessTest::run(const io::Command& command) {
  return processes_->run(command, {});
}

std::string ProcessTest::output() const { return folder_.read(last_log_); }

namespace {

TEST_F(ProcessTest, TheLookAtProcFindsAProgramThatRuns) {
  const Execution execution =
      processes_->run(sh("echo up; sleep 0.1"), [&](auto) {
        EXPECT_FALSE(processes_mentioning(folder_.path()).empty());
        EXPECT_FALSE(has_no_child());
      });
  EXPECT_EQ(execution.end, Execution::End::exited);
}

}  // namespace
}  // namespace gate::test
