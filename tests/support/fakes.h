// The outside world for unit tests: no process, disk, network or clock.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/io/system.h"

namespace gate::test {

// Time goes on only by advance() and sleep().
class ManualClock final : public io::Clock {
 public:
  // 2026-11-24T16:22:54.000Z
  Instant time{Duration{1'795'537'374'000}};
  Duration running{};
  std::vector<Duration> sleeps;

  void advance(Duration duration);

  Instant now() override { return time; }
  Duration monotonic() override { return running; }
  void sleep(Duration duration) override;
};

// Files by path.  A path is used as it is given, without a current folder;
// folders exist when something is below them or they were made.
class MemoryFiles final : public io::Files {
 public:
  struct Entry {
    io::FileInfo::Kind kind = io::FileInfo::Kind::regular;
    std::string bytes;
    Instant modified{};
  };

  std::map<std::string, Entry> entries;
  std::string folder = "/work";  // current_directory()
  // What `modified` of new bytes is taken from; borrowed.
  io::Clock* clock = nullptr;
  // Asked before each change of a path; an Error makes it fail.
  std::function<std::optional<Error>(const std::string& path)> fault;

  void put(const std::string& path, std::string bytes);
  // A FIFO, a device or a symbolic link: there, and not to be opened.
  void put_special(const std::string& path, io::FileInfo::Kind kind);
  // The empty string if there is no such file.
  std::string get(const std::string& path) const;
  bool has(const std::string& path) const;

  std::optional<io::FileInfo> look(const std::string& path) override;
  Result<std::unique_ptr<io::OpenFile>> open(const std::string& path) override;
  Result<std::string> read(const std::string& path,
                           std::uint64_t max_bytes) override;
  Result<void> write_atomically(const std::string& path,
                                std::string_view bytes) override;
  Result<std::unique_ptr<io::NewFile>> create(const std::string& path) override;
  Result<void> append_line(const std::string& path,
                           std::string_view line) override;
  Result<void> make_directories(const std::string& path) override;
  Result<void> remove_all(const std::string& path) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<std::vector<std::string>> glob(const std::string& root,
                                        const std::string& pattern) override;
  std::string current_directory() override { return folder; }
  Result<std::unique_ptr<Lock>> lock(const std::string& path) override;

 private:
  Result<void> check_change(const std::string& path);
};

// A program that ended by itself with this status and printed this.
Execution exited(int status, std::string_view output = {});

// Programs as functions.  Every command is remembered.
class FakeProcesses final : public io::Processes {
 public:
  using Program =
      std::function<Execution(const io::Command&, const io::OutputSink&)>;

  std::vector<io::Command> commands;  // of run() and of start()
  // Without one every program is not_started.
  Program program;
  bool background_alive = true;
  std::optional<Error> background_fault;
  int backgrounds = 0;  // started and not yet stopped

  // Each run takes the next one; the last stays.
  void answer(std::vector<Execution> executions);

  // argv, and a digest of nothing where the program gave none, are filled in.
  Execution run(const io::Command& command,
                const io::OutputSink& live) override;
  Result<std::unique_ptr<Background>> start(
      const io::Command& command) override;
};

// Answers by a function; every request is remembered.
class FakeHttp final : public io::Http {
 public:
  std::vector<HttpRequest> requests;
  // Without one every request is refused, as by a closed port.
  std::function<Result<HttpResponse>(const HttpRequest&)> server;

  void answer(int status, std::string body);

  Result<HttpResponse> send(const HttpRequest& request,
                            const io::HttpLimits& limits) override;
};

// Each inspection takes the next answer; the last stays.  Without one there is
// no repository.
class FakeGit final : public io::Git {
 public:
  std::deque<Result<Candidate>> answers;
  std::vector<std::string> folders;  // asked for

  static Candidate clean();

  Result<Candidate> inspect(const std::string& folder,
                            const std::vector<std::string>& ignored) override;
};

// All of them, and the System that lends them out.
struct FakeSystem {
  FakeProcesses processes;
  MemoryFiles files;
  FakeGit git;
  FakeHttp http;
  ManualClock clock;
  std::map<std::string, std::string> environment;
  io::System system{processes, files, git, http, clock, environment};

  FakeSystem() { files.clock = &clock; }
  FakeSystem(const FakeSystem&) = delete;
  FakeSystem& operator=(const FakeSystem&) = delete;
};

}  // namespace gate::test
