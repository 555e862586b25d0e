// What a program finds when it starts, and why one cannot be started.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

#include "gate/io/descriptor.h"
#include "gate/io/spawn.h"
#include "tests/unit/io/process_fixture.h"

namespace gate::test {
namespace {

class StartTest : public ProcessTest {
 protected:
  // The trouble of a program that must not start.
  std::string trouble(const io::Command& command) {
    const Execution execution = run(command);
    EXPECT_EQ(execution.end, Execution::End::not_started);
    EXPECT_EQ(execution.argv, command.argv);
    return execution.trouble;
  }
  std::string trouble(std::vector<std::string> argv) {
    return trouble(command(std::move(argv)));
  }
};

TEST_F(StartTest, AMissingProgramIsNamed) {
  EXPECT_EQ(trouble({"/no/such"}), "/no/such: no such file or directory");
}

TEST_F(StartTest, AProgramThatIsNotInPathSaysWhichPath) {
  EXPECT_EQ(trouble({"nosuchprogram"}),
            "nosuchprogram: not found in PATH (/usr/bin:/bin)");
}

TEST_F(StartTest, APlainFileIsNotExecutable) {
  folder_.write("plain", "#!/bin/sh\n");
  EXPECT_EQ(trouble({"./plain"}),
            "./plain: not executable; run chmod +x on it");
}

TEST_F(StartTest, AMissingInterpreterIsNamed) {
  const std::string script = folder_.script("odd", "");
  folder_.write("odd", "#!/no/such/interpreter -x\n");
  EXPECT_EQ(trouble({"./odd"}),
            "./odd: its interpreter /no/such/interpreter does not exist");
}

TEST_F(StartTest, AnInterpreterOfWindowsLineEndsIsNamed) {
  folder_.script("odd", "");
  folder_.write("odd", "#!/bin/sh\r\necho hi\n");
  EXPECT_NE(trouble({"./odd"}).find("its interpreter /bin/sh"),
            std::string::npos);
}

TEST_F(StartTest, AScriptWithoutAFirstLineIsNoProgram) {
  folder_.script("odd", "");
  folder_.write("odd", "echo hello\n");
  EXPECT_EQ(trouble({"./odd"}),
            "./odd: neither a program of this machine nor a script with a #! "
            "line");
}

TEST_F(StartTest, AFolderIsNoProgram) {
  mkdir(folder_.path("sub").c_str(), 0755);
  EXPECT_EQ(trouble({"./sub"}), "./sub: a folder, not a program");
}

TEST_F(StartTest, TooManyArgumentsSayHowMuch) {
  const std::string text = trouble({"true", std::string(200'000, 'x')});
  EXPECT_NE(text.find("are larger than the system allows"), std::string::npos)
      << text;
  EXPECT_NE(text.find("(200"), std::string::npos) << text;
}

TEST_F(StartTest, AMissingWorkingFolderIsNamed) {
  io::Command lost = sh("true");
  lost.workdir = "/no/such";
  EXPECT_EQ(trouble(lost),
            "working folder /no/such: no such file or directory");
}

TEST_F(StartTest, ANulByteDoesNotCutAnArgument) {
  EXPECT_NE(trouble({"true", std::string("a\0b", 3)}).find("NUL"),
            std::string::npos);
}

TEST_F(StartTest, NoProgramAtAllIsNotStarted) {
  EXPECT_NE(trouble(std::vector<std::string>{}), "");
}

TEST_F(StartTest, ALackOfDescriptorsIsACleanError) {
  const auto body = [&] {
    // A first run; the sanitizers, too, need a descriptor to meet a type.
    run(sh("true"));
    const io::Command command = sh("true");
    rlimit few = {16, 16};
    setrlimit(RLIMIT_NOFILE, &few);
    while (open("/dev/null", O_RDONLY) >= 0) {
    }
    const Execution execution = run(command);
    const bool clean =
        execution.end == Execution::End::not_started &&
        execution.trouble.find("too many open files") != std::string::npos;
    _exit(clean ? 17 : 1);
  };
  IN_A_FRESH_PROCESS(body(), 17);
}

TEST_F(StartTest, TheEnvironmentIsTheGivenOneAndTheMark) {
  setenv("GATE_TEST_SECRET", "s3cr3t", 1);
  io::Command env = command({"env"});
  env.environment = {{"ONLY", "this"}};
  run(env);
  const std::string text = output();
  EXPECT_TRUE(text.starts_with("GATE_RUN_ID=<")) << text;
  EXPECT_TRUE(text.ends_with(">\nONLY=this\n")) << text;
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
}

TEST_F(StartTest, TheMarkOfAnOuterGateIsKept) {
  const auto body = [&] {
    setenv("GATE_RUN_ID", "<1.2.3>", 1);
    run(command({"env"}));
    const bool kept =
        output().find("GATE_RUN_ID=<1.2.3><") != std::string::npos;
    _exit(kept ? 17 : 1);
  };
  // The fixture has asked for the mark already; only a fresh process has not.
  IN_A_FRESH_PROCESS(body(), 17);
}

TEST_F(StartTest, TheProgramIsSearchedInItsOwnPath) {
  folder_.script("bin/true", "echo mine");
  io::Command mine = command({"true"});
  mine.environment["PATH"] = "bin:/usr/bin";
  run(mine);
  EXPECT_EQ(output(), "mine\n");
}

TEST_F(StartTest, NoDescriptorIsInherited) {
  const int leak = dup(STDOUT_FILENO);
  run_sh("ls /proc/self/fd | tr '\\n' ' '");
  close(leak);
  EXPECT_EQ(output(), "0 1 2 3 ");  // 3 is the folder that ls reads
}

TEST_F(StartTest, SignalsAreAsAtTheBeginning) {
  sigset_t blocked;
  sigset_t old;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &blocked, &old);
  std::signal(SIGPIPE, SIG_IGN);
  run(command({"grep", "-E", "SigBlk|SigIgn", "/proc/self/status"}));
  pthread_sigmask(SIG_SETMASK, &old, nullptr);
  std::signal(SIGPIPE, SIG_DFL);
  // The C library keeps 32 and 33 ignored; they are its own.
  EXPECT_EQ(output(), "SigBlk:\t0000000000000000\nSigIgn:\t0000000180000000\n");
}

TEST_F(StartTest, TheSessionIsItsOwn) {
  run_sh("ps -o sid= -p $$ | tr -d ' '; echo $$");
  const std::string text = output();
  const std::size_t middle = text.find('\n');
  EXPECT_EQ(text.substr(0, middle + 1), text.substr(middle + 1));
}

TEST_F(StartTest, TheTerminalOfTheGateIsOutOfReach) {
  const auto body = [&] {
    setsid();
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    grantpt(terminal);
    unlockpt(terminal);
    // The first terminal that a session leader opens becomes its own.
    const int mine = open(ptsname(terminal), O_RDWR);
    const bool has_terminal = mine >= 0 && open("/dev/tty", O_RDWR) >= 0;
    const Execution execution = run_sh("echo password: > /dev/tty");
    _exit(has_terminal && execution.end == Execution::End::exited &&
                  execution.exit_status != 0
              ? 17
              : 1);
  };
  IN_A_FRESH_PROCESS(body(), 17);
}

TEST_F(StartTest, AGateWithoutStandardDescriptorsStillCapturesOutput) {
  for (const int last : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    const auto body = [&] {
      for (int i = 0; i <= last; ++i) close(i);
      const Execution execution = run_sh("cat; echo out; echo err >&2");
      _exit(execution.exit_status == 0 && output() == "out\nerr\n" ? 17 : 1);
    };
    IN_A_FRESH_PROCESS(body(), 17);
  }
}

TEST_F(StartTest, OutputOnDescriptorZeroIsNotTakenForStdin) {
  const auto body = [&] {
    close(STDIN_FILENO);
    const int file =
        open(folder_.path("out").c_str(), O_CREAT | O_WRONLY, 0600);
    const auto child = io::spawn({{"sh", "-c", "cat; echo out"}, "", {}, file});
    int status = 1;
    if (child) waitpid(*child, &status, 0);
    _exit(file == 0 && status == 0 && folder_.read("out") == "out\n" ? 17 : 1);
  };
  IN_A_FRESH_PROCESS(body(), 17);
}

TEST_F(StartTest, ReservedStandardDescriptorsKeepLaterFilesAway) {
  const auto body = [] {
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    io::reserve_standard_descriptors();
    const int next = open("/dev/null", O_RDONLY);
    _exit(next > STDERR_FILENO && write(STDOUT_FILENO, "x", 1) == 1 ? 17 : 1);
  };
  IN_A_FRESH_PROCESS(body(), 17);
}

}  // namespace
}  // namespace gate::test
