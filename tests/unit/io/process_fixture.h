// Real programs for the tests of io::Processes, and an independent look at
// /proc that says whether anything of them is left.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "gate/io/process.h"
#include "tests/support/temporary_folder.h"

namespace gate::test {

// "pid: command line" of each living process whose command line or environment
// holds the text.
std::vector<std::string> processes_mentioning(const std::string& text);

// True if this process has no child, dead or alive.
bool has_no_child();

class ProcessTest : public testing::Test {
 protected:
  // After each test: nothing that knows the folder's name lives, no zombie.
  void TearDown() override;

  // A command in the folder, with PATH and FOLDER in its environment.
  io::Command command(std::vector<std::string> argv);
  io::Command sh(const std::string& text);

  Execution run(const io::Command& command);
  Execution run_sh(const std::string& text) { return run(sh(text)); }
  // What the last command printed.
  std::string output() const;

  TemporaryFolder folder_;
  std::unique_ptr<io::Processes> processes_ = io::real_processes();
  int logs_ = 0;
  std::string last_log_;
};

// While it lives, fresh processes make their temporary folders inside it: they
// end without destructors, so somebody else has to remove those.
class FolderOfFreshProcesses {
 public:
  FolderOfFreshProcesses();
  ~FolderOfFreshProcesses();

 private:
  TemporaryFolder folder_;
  std::string before_;
};

// Runs the body in a fresh process and expects this exit status; the body sees
// none of the state of the tests before it.
#define IN_A_FRESH_PROCESS(body, status)                    \
  do {                                                      \
    const ::gate::test::FolderOfFreshProcesses around;      \
    testing::FLAGS_gtest_death_test_style = "threadsafe";   \
    EXPECT_EXIT(body, testing::ExitedWithCode(status), ""); \
  } while (false)

}  // namespace gate::test
