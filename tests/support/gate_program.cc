#include "tests/support/gate_program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <system_error>

#include "gate/io/descriptor.h"

namespace gate::test {
namespace {

namespace fs = std::filesystem;

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

void redirect(const std::string& path, int flags, int to) {
  const int fd = ::open(path.c_str(), flags, 0600);
  if (fd < 0 || ::dup2(fd, to) < 0) ::_exit(126);
}

const std::set<std::string>& known_reasons() {
  static const std::set<std::string> known = [] {
    const Outcome list = run_gate({"list", "reasons", "--json"}, "/tmp");
    const auto json = parse_json(list.out);
    if (!json) throw std::runtime_error("gate list reasons: " + list.err);
    std::set<std::string> names;
    for (const Json& row : json->items()) names.insert(row.get("name"));
    return names;
  }();
  return known;
}

// Empty if the promise holds.
std::string broken_promise(const Outcome& outcome) {
  if ((outcome.status == 0) != outcome.passed())
    return "the verdict and the exit status differ";
  if (outcome.verdict.is(Json::Type::null)) return {};
  const Json* complete = outcome.verdict.find("complete");
  if (outcome.passed() && !(complete && complete->as_bool()))
    return "a pass that is not complete";
  if (outcome.passed() != outcome.codes().empty())
    return "a pass with reasons, or a fail without";
  for (const std::string& code : outcome.codes()) {
    if (known_reasons().count(code) == 0) return "unknown reason " + code;
    if (code == "INTERNAL") return "the gate's own mistake";
  }
  return {};
}

}  // namespace

bool Outcome::passed() const { return verdict.get("verdict") == "pass"; }

std::vector<std::string> Outcome::codes() const {
  std::vector<std::string> found;
  if (const Json* reasons = verdict.find("reasons"))
    for (const Json& reason : reasons->items())
      found.push_back(reason.get("code"));
  return found;
}

bool Outcome::has(const std::string& code) const {
  const auto all = codes();
  return std::find(all.begin(), all.end(), code) != all.end();
}

Variables plain_environment() {
  const char* path = std::getenv("PATH");
  return {{"PATH", path ? path : "/usr/bin:/bin"},
          {"HOME", "/nonexistent"},
          {"TERM", "dumb"}};
}

RunningProgram::RunningProgram(const Arguments& argv,
                               const std::string& workdir,
                               const Variables& environment) {
  Arguments words = argv;
  Arguments variables;
  for (const auto& [name, value] : environment)
    variables.push_back(name + "=" + value);
  const auto arguments = pointers(words);
  const auto environ_of = pointers(variables);
  const std::string out = streams_.path("out");
  const std::string err = streams_.path("err");
  pid_ = ::fork();
  if (pid_ < 0)
    throw std::system_error(errno, std::generic_category(), "fork");
  if (pid_ > 0) return;
  redirect("/dev/null", O_RDONLY, STDIN_FILENO);
  redirect(out, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
  redirect(err, O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
  if (::chdir(workdir.c_str()) != 0) ::_exit(126);
  ::execvpe(arguments[0], arguments.data(), environ_of.data());
  ::_exit(127);
}

RunningProgram::~RunningProgram() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void RunningProgram::signal(int number) const {
  if (::kill(pid_, number) != 0)
    throw std::system_error(errno, std::generic_category(), "kill");
}

Outcome RunningProgram::wait(std::chrono::seconds limit) {
  {
    const io::Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
    pollfd ended{process.number(), POLLIN, 0};
    const auto milliseconds = std::chrono::milliseconds(limit).count();
    if (::poll(&ended, 1, static_cast<int>(milliseconds)) != 1)
      throw std::runtime_error("the program did not end in time; it printed\n" +
                               contents(streams_.path("out")) +
                               contents(streams_.path("err")));
  }
  int state = 0;
  ::waitpid(pid_, &state, 0);
  pid_ = -1;
  Outcome outcome;
  outcome.died = WIFSIGNALED(state);
  outcome.status =
      outcome.died ? 128 + WTERMSIG(state) : WEXITSTATUS(state);
  outcome.out = contents(streams_.path("out"));
  outcome.err = contents(streams_.path("err"));
  return outcome;
}

Outcome run_program(const Arguments& argv, const std::string& workdir,
                    const Variables& environment, std::chrono::seconds limit) {
  return RunningProgram(argv, workdir, environment).wait(limit);
}

Outcome run_gate(const Arguments& arguments, const std::string& workdir,
                 const Variables& environment) {
  Arguments argv = {STAGEGATE_GATE};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return run_program(argv, workdir, environment);
}

Outcome judge_gate(const Arguments& arguments, const std::string& workdir,
                   const std::string& out, const Variables& environment) {
  Outcome outcome = run_gate(arguments, workdir, environment);
  read_verdict(outcome, out);
  return outcome;
}

void read_verdict(Outcome& outcome, const std::string& folder) {
  const std::string path = folder + "/verdict.json";
  if (fs::exists(path)) {
    auto json = parse_json(contents(path));
    if (!json) throw std::runtime_error(path + ": " + json.error().message);
    outcome.verdict = std::move(*json);
  }
  const std::string broken = broken_promise(outcome);
  if (!broken.empty())
    throw std::logic_error(broken + ": exit status " +
                           std::to_string(outcome.status) + "\n" + outcome.out +
                           outcome.err);
}

std::vector<pid_t> processes_with(const std::string& text) {
  std::vector<pid_t> found;
  std::error_code gone;
  for (fs::directory_iterator entry("/proc", gone), end; entry != end;
       entry.increment(gone)) {
    const std::string name = entry->path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    if (contents(entry->path().string() + "/environ").find(text) !=
        std::string::npos)
      found.push_back(static_cast<pid_t>(std::stol(name)));
  }
  return found;
}

}  // namespace gate::test
