#include "tests/support/fakes.h"

#include <algorithm>
#include <utility>

#include "gate/base/digest.h"
#include "gate/base/glob.h"
#include "gate/base/text.h"
#include "gate/io/find_files.h"

namespace gate::test {
namespace {

using Kind = io::FileInfo::Kind;

Error nothing_at(const std::string& path) {
  return {ErrorKind::not_found, path + ": no such file or directory"};
}

Error not_regular(const std::string& path) {
  return {ErrorKind::refused, path + ": expected a regular file"};
}

class MemoryOpenFile final : public io::OpenFile {
 public:
  MemoryOpenFile(io::FileInfo info, std::string bytes)
      : info_(info), bytes_(std::move(bytes)) {}

  const io::FileInfo& info() const override { return info_; }

  Result<std::size_t> read(char* buffer, std::size_t size) override {
    const std::size_t got = bytes_.copy(buffer, size, at_);
    at_ += got;
    return got;
  }

 private:
  io::FileInfo info_;
  std::string bytes_;
  std::size_t at_ = 0;
};

class MemoryNewFile final : public io::NewFile {
 public:
  MemoryNewFile(MemoryFiles& files, std::string path)
      : files_(files), path_(std::move(path)) {}

  Result<void> write(std::string_view bytes) override {
    if (auto error = fault()) return *error;
    files_.put(path_, files_.get(path_) + std::string(bytes));
    return {};
  }

  Result<void> flush() override { return {}; }

  Result<void> close() override {
    if (auto error = fault()) return *error;
    return {};
  }

 private:
  std::optional<Error> fault() const {
    return files_.fault ? files_.fault(path_) : std::nullopt;
  }

  MemoryFiles& files_;
  std::string path_;
};

class FakeBackground final : public io::Processes::Background {
 public:
  explicit FakeBackground(FakeProcesses& processes) : processes_(processes) {
    ++processes_.backgrounds;
  }
  ~FakeBackground() override { --processes_.backgrounds; }
  bool alive() override { return processes_.background_alive; }

 private:
  FakeProcesses& processes_;
};

std::string below(const std::string& root, const std::string& pattern) {
  if (pattern.starts_with('/') || root.empty()) return pattern;
  return root.ends_with('/') ? root + pattern : root + "/" + pattern;
}

bool is_below(const std::string& path, const std::string& folder) {
  return path.starts_with(folder + "/");
}

// A hidden folder behind the fixed part of the pattern counts only if the
// pattern names it.
bool passes_hidden_folders(const std::string& pattern,
                           const std::string& path) {
  std::string_view rest = path;
  const std::string fixed = glob_root(pattern);
  if (!fixed.empty()) rest.remove_prefix(std::min(fixed.size(), rest.size()));
  std::vector<std::string> parts = split(rest, '/');
  parts.pop_back();
  return std::all_of(parts.begin(), parts.end(), [&](const auto& part) {
    return io::may_enter(pattern, part);
  });
}

}  // namespace

void ManualClock::advance(Duration duration) {
  time += duration;
  running += duration;
}

void ManualClock::sleep(Duration duration) {
  sleeps.push_back(duration);
  advance(duration);
}

void MemoryFiles::put(const std::string& path, std::string bytes) {
  entries[path] = {Kind::regular, std::move(bytes),
                   clock != nullptr ? clock->now() : Instant{}};
}

void MemoryFiles::put_special(const std::string& path, Kind kind) {
  entries[path] = {kind, {}, clock != nullptr ? clock->now() : Instant{}};
}

std::string MemoryFiles::get(const std::string& path) const {
  const auto found = entries.find(path);
  return found == entries.end() ? std::string() : found->second.bytes;
}

bool MemoryFiles::has(const std::string& path) const {
  return entries.count(path) != 0;
}

Result<void> MemoryFiles::check_change(const std::string& path) {
  if (fault) {
    if (auto error = fault(path)) return *error;
  }
  const auto found = entries.find(path);
  if (found != entries.end() && found->second.kind != Kind::regular) {
    return not_regular(path);
  }
  return {};
}

std::optional<io::FileInfo> MemoryFiles::look(const std::string& path) {
  const auto found = entries.find(path);
  if (found != entries.end()) {
    return io::FileInfo{found->second.kind, found->second.bytes.size(),
                        found->second.modified};
  }
  for (const auto& [other, entry] : entries) {
    if (is_below(other, path)) return io::FileInfo{Kind::directory, 0, {}};
  }
  return std::nullopt;
}

Result<std::unique_ptr<io::OpenFile>> MemoryFiles::open(
    const std::string& path) {
  const auto info = look(path);
  if (!info) return nothing_at(path);
  if (info->kind != Kind::regular) return not_regular(path);
  return std::unique_ptr<io::OpenFile>(
      std::make_unique<MemoryOpenFile>(*info, get(path)));
}

Result<std::string> MemoryFiles::read(const std::string& path,
                                      std::uint64_t max_bytes) {
  const auto info = look(path);
  if (!info) return nothing_at(path);
  if (info->kind != Kind::regular) return not_regular(path);
  if (info->bytes > max_bytes) {
    return Error{ErrorKind::refused,
                 path + ": expected at most " + std::to_string(max_bytes) +
                     " bytes, found " + std::to_string(info->bytes)};
  }
  return get(path);
}

Result<void> MemoryFiles::write_atomically(const std::string& path,
                                           std::string_view bytes) {
  Result<void> changed = check_change(path);
  if (changed) put(path, std::string(bytes));
  return changed;
}

Result<std::unique_ptr<io::NewFile>> MemoryFiles::create(
    const std::string& path) {
  if (look(path)) return Error{ErrorKind::failed, path + ": file exists"};
  Result<void> changed = check_change(path);
  if (!changed) return changed.error();
  put(path, {});
  return std::unique_ptr<io::NewFile>(
      std::make_unique<MemoryNewFile>(*this, path));
}

Result<void> MemoryFiles::append_line(const std::string& path,
                                      std::string_view line) {
  Result<void> changed = check_change(path);
  if (changed) put(path, get(path) + std::string(line) + "\n");
  return changed;
}

Result<void> MemoryFiles::make_directories(const std::string& path) {
  if (fault) {
    if (auto error = fault(path)) return *error;
  }
  const auto there = look(path);
  if (there && there->kind != Kind::directory) {
    return Error{ErrorKind::refused,
                 path + ": expected a folder, found a file"};
  }
  if (!there) put_special(path, Kind::directory);
  return {};
}

Result<void> MemoryFiles::remove_all(const std::string& path) {
  if (fault) {
    if (auto error = fault(path)) return *error;
  }
  std::erase_if(entries, [&](const auto& entry) {
    return entry.first == path || is_below(entry.first, path);
  });
  return {};
}

Result<void> MemoryFiles::rename(const std::string& from,
                                 const std::string& to) {
  if (fault) {
    if (auto error = fault(to)) return *error;
  }
  if (!look(from)) return nothing_at(from);
  std::map<std::string, Entry> moved;
  for (const auto& [path, entry] : entries) {
    if (path == from || is_below(path, from)) {
      moved[to + path.substr(from.size())] = entry;
    }
  }
  std::erase_if(entries, [&](const auto& entry) {
    return entry.first == from || is_below(entry.first, from);
  });
  moved.merge(entries);
  entries = std::move(moved);
  return {};
}

Result<std::vector<std::string>> MemoryFiles::glob(const std::string& root,
                                                   const std::string& pattern) {
  const std::string tidy = io::tidy_pattern(pattern);
  const std::string whole = below(root, tidy);
  const std::size_t cut = whole.size() - tidy.size();
  std::vector<std::string> found;
  for (const auto& [path, entry] : entries) {
    if (entry.kind == Kind::directory || path.size() <= cut) continue;
    if (path.compare(0, cut, whole, 0, cut) != 0) continue;
    const std::string relative = path.substr(cut);
    const bool matches = is_glob(tidy)
                             ? glob_match(tidy, relative) &&
                                   passes_hidden_folders(tidy, relative)
                             : relative == tidy;
    if (matches) found.push_back(relative);
  }
  return found;
}

Result<std::unique_ptr<io::Files::Lock>> MemoryFiles::lock(
    const std::string& path) {
  Result<void> changed = check_change(path);
  if (!changed) return changed.error();
  return std::make_unique<Lock>();
}

Execution exited(int status, std::string_view output) {
  Execution execution;
  execution.end = Execution::End::exited;
  execution.exit_status = status;
  execution.output_bytes = output.size();
  execution.output_sha256 = sha256(output);
  return execution;
}

void FakeProcesses::answer(std::vector<Execution> executions) {
  program = [answers = std::move(executions), next = std::size_t{0}](
                const io::Command&, const io::OutputSink&) mutable {
    const std::size_t at = std::min(next++, answers.size() - 1);
    return answers.at(at);
  };
}

Execution FakeProcesses::run(const io::Command& command,
                             const io::OutputSink& live) {
  commands.push_back(command);
  Execution execution;
  if (program) {
    execution = program(command, live);
  } else {
    execution.trouble = "no such program in this test";
  }
  execution.argv = command.argv;
  if (execution.output_sha256.empty()) execution.output_sha256 = sha256({});
  return execution;
}

Result<std::unique_ptr<io::Processes::Background>> FakeProcesses::start(
    const io::Command& command) {
  commands.push_back(command);
  if (background_fault) return *background_fault;
  return std::unique_ptr<Background>(std::make_unique<FakeBackground>(*this));
}

void FakeHttp::answer(int status, std::string body) {
  server = [status, body = std::move(body)](const HttpRequest&) {
    return HttpResponse{status, {}, body};
  };
}

Result<HttpResponse> FakeHttp::send(const HttpRequest& request,
                                    const io::HttpLimits&) {
  requests.push_back(request);
  if (server) return server(request);
  return Error{ErrorKind::failed, request.url + ": connection refused"};
}

Candidate FakeGit::clean() {
  Candidate candidate;
  candidate.commit = std::string(40, 'c');
  candidate.tree = std::string(40, 'd');
  candidate.branch = "main";
  return candidate;
}

Result<Candidate> FakeGit::inspect(const std::string& folder,
                                   const std::vector<std::string>&) {
  folders.push_back(folder);
  if (answers.empty()) {
    return Error{ErrorKind::not_found,
                 "GIT_NONE: " + folder + " is not in a repository"};
  }
  Result<Candidate> answer = answers.front();
  if (answers.size() > 1) answers.pop_front();
  return answer;
}

}  // namespace gate::test
