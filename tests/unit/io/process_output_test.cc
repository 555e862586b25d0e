// What a program prints is counted and digested whole and kept in bounds.
#include <sys/resource.h>

#include "gate/base/digest.h"
#include "gate/io/output_log.h"
#include "tests/unit/io/process_fixture.h"

namespace gate::test {
namespace {

using OutputTest = ProcessTest;
constexpr std::uint64_t kPart = io::kLogPart;

long peak_kilobytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

std::string digest_of_zeros(std::uint64_t count) {
  const std::string zeros(1 << 20, '\0');
  Sha256 digest;
  for (; count > zeros.size(); count -= zeros.size()) digest.update(zeros);
  digest.update(std::string_view(zeros).substr(0, count));
  return digest.finish();
}

// The log of some text that was appended in pieces of this size.
std::string logged(const TemporaryFolder& folder, std::string_view text,
                   std::size_t piece, io::OutputLog::Summary& summary) {
  auto log = io::OutputLog::create(folder.path("kept"));
  EXPECT_TRUE(log);
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) {
    log->append(text.substr(0, piece));
  }
  summary = log->finish();
  return folder.read("kept");
}

TEST_F(OutputTest, HostileBytesAreKeptAsTheyAre) {
  const Execution execution = run_sh("printf 'a\\000\\377\\033[31m\\r\\n'");
  const std::string expected("a\0\377\033[31m\r\n", 10);
  EXPECT_EQ(output(), expected);
  EXPECT_EQ(execution.output_bytes, expected.size());
  EXPECT_EQ(execution.output_sha256, sha256(expected));
  EXPECT_FALSE(execution.output_cut);
}

TEST_F(OutputTest, StderrAndStdoutShareOneLogInOrder) {
  run_sh("echo one; echo two >&2; echo three");
  EXPECT_EQ(output(), "one\ntwo\nthree\n");
}

TEST_F(OutputTest, TheSinkGetsEveryByte) {
  std::string seen;
  const Execution execution =
      processes_->run(sh("seq 1 300000"), [&](auto piece) { seen += piece; });
  EXPECT_EQ(seen.size(), execution.output_bytes);
  EXPECT_EQ(sha256(seen), execution.output_sha256);
}

TEST_F(OutputTest, OutputIsShownWhileTheProgramRuns) {
  const Execution execution = processes_->run(
      sh("echo ready; while [ ! -e seen ]; do sleep 0.01; done"),
      [&](auto) { folder_.write("seen", ""); });
  EXPECT_EQ(execution.end, Execution::End::exited);
}

TEST_F(OutputTest, HeadAndTailOfALongOutputAreKeptAndTheRestIsCounted) {
  const Execution execution = run_sh("seq 1 500000");
  const std::string log = output();
  const std::string line =
      "\n[gate: " + std::to_string(execution.output_bytes - 2 * kPart) +
      " bytes of output are missing here]\n";
  EXPECT_TRUE(execution.output_cut);
  EXPECT_TRUE(log.starts_with("1\n2\n3\n"));
  EXPECT_TRUE(log.ends_with("499999\n500000\n"));
  EXPECT_EQ(log.substr(kPart, line.size()), line);
  EXPECT_EQ(log.size(), 2 * kPart + line.size());
}

TEST_F(OutputTest, OneLineOf300MegabytesNeedsConstantMemory) {
  constexpr std::uint64_t kBytes = 300'000'000;
  run_sh("true");
  const long before = peak_kilobytes();
  const Execution execution =
      run(command({"head", "-c", std::to_string(kBytes), "/dev/zero"}));
  EXPECT_EQ(execution.end, Execution::End::exited);
  EXPECT_EQ(execution.output_bytes, kBytes);
  EXPECT_EQ(execution.output_sha256, digest_of_zeros(kBytes));
  EXPECT_LT(peak_kilobytes() - before, 16 * 1024);
  EXPECT_LT(output().size(), 2 * kPart + 100);
}

TEST_F(OutputTest, TheLogIsCutOnlyBeyondHeadAndTail) {
  std::string text;
  for (int i = 0; text.size() < 2 * kPart; ++i) text += std::to_string(i) + ",";
  text.resize(2 * kPart);
  io::OutputLog::Summary summary;
  EXPECT_EQ(logged(folder_, text, 1000, summary), text);
  EXPECT_FALSE(summary.cut);
  EXPECT_EQ(summary.sha256, sha256(text));
}

TEST_F(OutputTest, OneByteMoreIsOneByteMissing) {
  std::string text(2 * kPart, 'h');
  text[kPart] = 'x';
  text += 't';
  for (const std::size_t piece : {std::size_t{777}, text.size()}) {
    TemporaryFolder fresh;
    io::OutputLog::Summary summary;
    const std::string log = logged(fresh, text, piece, summary);
    EXPECT_TRUE(summary.cut);
    EXPECT_NE(log.find("\n[gate: 1 bytes of output are missing here]\n"),
              std::string::npos);
    EXPECT_EQ(log.find('x'), std::string::npos);
    EXPECT_EQ(log.back(), 't');
    EXPECT_EQ(summary.bytes, text.size());
  }
}

TEST_F(OutputTest, ALogThatCannotBeWrittenIsTrouble) {
  io::Command full = sh("echo something");
  rlimit old = {};
  getrlimit(RLIMIT_FSIZE, &old);
  signal(SIGXFSZ, SIG_IGN);
  rlimit none = old;
  none.rlim_cur = 0;
  setrlimit(RLIMIT_FSIZE, &none);
  const Execution execution = run(full);
  setrlimit(RLIMIT_FSIZE, &old);
  EXPECT_EQ(execution.end, Execution::End::exited);
  EXPECT_NE(execution.trouble.find("file too large"), std::string::npos)
      << execution.trouble;
}

TEST_F(OutputTest, AnExistingLogIsNotOverwritten) {
  folder_.write("taken", "evidence");
  io::Command command = sh("echo other");
  command.log_file = folder_.path("taken");
  const Execution execution = run(command);
  EXPECT_EQ(execution.end, Execution::End::not_started);
  EXPECT_EQ(folder_.read("taken"), "evidence");
}

}  // namespace
}  // namespace gate::test
