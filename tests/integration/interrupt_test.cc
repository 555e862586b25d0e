// Signals in the middle of a run, and output that attacks whoever shows it.
#define BOOST_TEST_MODULE interrupt
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>

#include "gate/io/descriptor.h"
#include "tests/support/gate_workspace.h"

namespace gate::test {
namespace {

namespace fs = std::filesystem;

// A suite that says through a pipe that it runs.
struct Stage {
  UnitWorkspace workspace{junit(2)};
  std::string pipe = workspace.outside("pipe");
  std::string mark = "GATE_TEST_MARK=" + workspace.path();

  explicit Stage(const std::string& then) {
    BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    workspace.write("gate.yml",
                    "version: 1\nservice: orders\nsuites:\n" +
                        suite_text("unit", "    grace: 1s\n    env: "
                                           "{GATE_TEST_MARK: " +
                                               workspace.path() + "}\n"));
    workspace.suite_script("unit", then);
    workspace.commit();
  }
  ~Stage() {
    for (const pid_t process : processes_with(mark)) ::kill(process, SIGKILL);
  }

  std::string tell() const { return "echo go > " + pipe + "\n"; }

  // Runs until the suite spoke, then sends the signal.
  Outcome interrupt(int number, std::chrono::milliseconds* took) const {
    RunningProgram gate({STAGEGATE_GATE, "run"}, workspace.path(),
                        workspace.environment);
    const io::Descriptor end(::open(pipe.c_str(), O_RDONLY | O_NONBLOCK));
    pollfd word{end.number(), POLLIN, 0};
    BOOST_REQUIRE(::poll(&word, 1, 20'000) == 1);
    const auto began = std::chrono::steady_clock::now();
    gate.signal(number);
    Outcome outcome = gate.wait();
    *took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - began);
    read_verdict(outcome, workspace.path("gate-out"));
    return outcome;
  }
};

// The stage writes its script after it knows its pipe.
struct Sleeping : Stage {
  explicit Sleeping(const std::string& before, const std::string& after)
      : Stage("") {
    workspace.suite_script("unit", before + tell() + after);
    workspace.commit();
  }
};

struct Trial {
  std::string name;
  int number;
  std::string before;
  std::string after;
};
std::ostream& operator<<(std::ostream& out, const Trial& trial) {
  return out << trial.name;
}

const std::vector<Trial> kTrials = {
    {"INT, a sleeper", SIGINT, "", "exec sleep 300"},
    {"TERM, a sleeper", SIGTERM, "", "exec sleep 300"},
    {"HUP, a sleeper", SIGHUP, "", "exec sleep 300"},
    {"TERM, deaf", SIGTERM, "trap '' TERM INT\n",
     "while :; do sleep 300; done"},
    {"INT, deaf with children in sessions of their own", SIGINT,
     "trap '' TERM INT\nsetsid sleep 300 &\nsetsid sh -c 'trap \"\" TERM; "
     "sleep 300 & wait' &\n",
     "while :; do sleep 300; done"}};

BOOST_DATA_TEST_CASE(AnInterruptedRunEndsSoonRedAndAlone,
                     boost::unit_test::data::make(kTrials), trial) {
  const Sleeping stage(trial.before, trial.after);
  std::chrono::milliseconds took{};
  const Outcome run = stage.interrupt(trial.number, &took);
  BOOST_TEST(took.count() < 5000);
  BOOST_TEST(run.status == 128 + trial.number, run.out << run.err);
  BOOST_TEST(run.has("INTERRUPTED"), run.out);
  BOOST_TEST(run.verdict.find("complete")->as_bool());
  BOOST_TEST(stage.workspace.has("gate-out/report.html"));
  BOOST_TEST(processes_with(stage.mark).empty());
}

BOOST_AUTO_TEST_CASE(AKilledGateLeavesNoPassAndTheNextRunStartsClean) {
  const Sleeping stage("", "exec sleep 300");
  std::chrono::milliseconds took{};
  const Outcome run = stage.interrupt(SIGKILL, &took);
  BOOST_TEST(run.died);
  BOOST_TEST(run.verdict.get("verdict") == "fail");
  BOOST_TEST(!run.verdict.find("complete")->as_bool());
  BOOST_TEST(run.has("INCOMPLETE"));
  stage.workspace.suite_script("unit", "");
  stage.workspace.commit();
  const Outcome next = stage.workspace.run();
  BOOST_TEST(next.status == 0, next.out << next.err);
}

BOOST_AUTO_TEST_CASE(AGateThatIsInterruptedBetweenSuitesStartsNoFurtherOne) {
  const Stage stage("");
  stage.workspace.write("gate.yml", "version: 1\nservice: orders\nsuites:\n" +
                                        suite_text("unit") +
                                        suite_text("second"));
  stage.workspace.report("second", junit(1));
  stage.workspace.suite_script("unit", stage.tell() + "exec sleep 300");
  stage.workspace.suite_script("second", "");
  stage.workspace.commit();
  std::chrono::milliseconds took{};
  const Outcome run = stage.interrupt(SIGTERM, &took);
  BOOST_TEST(run.status == 128 + SIGTERM);
  BOOST_TEST(!stage.workspace.has("reports/second.xml"));
}

// What a suite prints, and what of it must never be seen as it stands.
const std::string kAttack =
    "printf '::error::owned\\n##[group]owned\\n##vso[task.x]owned\\n'\n"
    "printf 'safe\\r::set-output name=x::owned\\r'\n"
    "printf '\\033[2J\\033]0;owned\\007\\n'\n"
    "printf '\\342\\200\\256desrever\\n'\n"
    "printf '<script>alert(1)</script><img src=x onerror=alert(2)>\\n'\n";

void expect_harmless(const std::string& text, const std::string& where) {
  // On a terminal markup is only text.
  std::vector<std::string> attacks = {"\x1b[2J", "\x1b]0", "\xe2\x80\xae"};
  if (where.find("report.html") != std::string::npos ||
      where.find("summary.md") != std::string::npos)
    attacks.insert(attacks.end(), {"<script>alert", "<img src=x"});
  for (const std::string& attack : attacks)
    BOOST_TEST(text.find(attack) == std::string::npos,
               where << " holds " << attack);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool starts = at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r';
    if (!starts) continue;
    for (const char* command : {"::error", "##[group]", "##vso", "::set-output"})
      BOOST_TEST(text.compare(at, std::string(command).size(), command) != 0,
                 where << " has a line with " << command);
  }
}

const char* const kShown[] = {"failed", "live", "none"};

BOOST_DATA_TEST_CASE(HostileOutputIsShownAsText,
                     boost::unit_test::data::make(kShown), shown) {
  const UnitWorkspace workspace(junit(2), kAttack + "exit 1");
  const Outcome run = workspace.run({"--output", shown});
  BOOST_TEST(run.status == 1);
  expect_harmless(run.out, "standard output");
  expect_harmless(run.err, "standard error");
  for (const char* file : {"report.html", "summary.md", "junit.xml",
                           "verdict.json", "events.jsonl"})
    expect_harmless(workspace.read("gate-out/" + std::string(file)), file);
}

BOOST_AUTO_TEST_CASE(HostileCasesAreShownAsText) {
  const std::string xml = junit(
      1,
      "<testcase classname=\"::error::owned\" name=\"&#10;::error::owned\">"
      "<failure message=\"&#10;##[group]owned&#13;::set-output x\">"
      "&lt;script&gt;alert(1)&lt;/script&gt; \xe2\x80\xae desrever\n"
      "::error::owned\n</failure></testcase>");
  const UnitWorkspace workspace(xml, "exit 1");
  const Outcome run = workspace.run();
  BOOST_TEST(run.has("TEST_FAILED"), run.out);
  expect_harmless(run.out, "standard output");
  for (const char* file : {"report.html", "summary.md", "verdict.json"})
    expect_harmless(workspace.read("gate-out/" + std::string(file)), file);
  expect_harmless(workspace.ask({"why"}).out, "gate why");
}

std::uintmax_t size_of(const std::string& folder) {
  std::uintmax_t total = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) total += entry.file_size();
  return total;
}

BOOST_AUTO_TEST_CASE(ThirtyMegabytesInOneLineStaySmall) {
  const UnitWorkspace workspace(
      junit(2), "head -c 30000000 /dev/zero | tr '\\0' x\nexit 1");
  const Outcome run = workspace.run({"--output", "live"});
  BOOST_TEST(run.status == 1);
  BOOST_TEST(run.out.size() < (1u << 20));
  BOOST_TEST(size_of(workspace.path("gate-out")) < (8u << 20));
  BOOST_TEST(
      find_path(run.verdict, "$.suites[0].executions[0].output_bytes")->text() ==
      "30000000");
}

}  // namespace
}  // namespace gate::test
