#include "gate/io/files.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

#include "gate/base/text.h"
#include "gate/io/descriptor.h"
#include "gate/io/find_files.h"
#include "gate/io/system_error.h"

namespace gate::io {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr std::size_t kBuffer = 64 << 10;
constexpr mode_t kFileMode = 0644;

Instant modified(const struct stat& status) {
  return Instant(Duration(std::int64_t{status.st_mtim.tv_sec} * 1000 +
                          status.st_mtim.tv_nsec / 1'000'000));
}

FileInfo info_of(const struct stat& status) {
  FileInfo info;
  if (S_ISREG(status.st_mode)) info.kind = FileInfo::Kind::regular;
  if (S_ISDIR(status.st_mode)) info.kind = FileInfo::Kind::directory;
  if (S_ISLNK(status.st_mode)) info.kind = FileInfo::Kind::symlink;
  info.bytes = static_cast<std::uint64_t>(status.st_size);
  info.modified = modified(status);
  return info;
}

std::string_view kind_in_words(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISLNK(mode)) return "a symbolic link";
  if (S_ISFIFO(mode)) return "a FIFO";
  if (S_ISSOCK(mode)) return "a socket";
  if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
  return "something else";
}

Error not_regular(const std::string& path, mode_t mode) {
  return {ErrorKind::refused, path + ": expected a regular file, found " +
                                  std::string(kind_in_words(mode))};
}

std::string folder_of(const std::string& path) {
  const std::string folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

Result<void> write_all(int file, std::string_view bytes,
                       const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      return system_error(errno, path + ": writing");
    }
  }
  return {};
}

// What was renamed or made in a folder is durable once the folder is.
Result<void> sync_folder(const std::string& folder) {
  const Descriptor open_folder(
      ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!open_folder) return system_error(errno, folder);
  // Some file systems cannot sync a folder and say so by EINVAL.
  if (::fsync(open_folder.number()) != 0 && errno != EINVAL) {
    return system_error(errno, folder + ": fsync");
  }
  return {};
}

Result<void> sync_and_close(Descriptor file, const std::string& path) {
  if (::fsync(file.number()) != 0) {
    return system_error(errno, path + ": fsync");
  }
  // A network file system may report a lost write only here.
  if (::close(file.release()) != 0) {
    return system_error(errno, path + ": closing");
  }
  return {};
}

// Nothing, or a regular file: what may be replaced or appended to.
Result<void> check_replaceable(const std::string& path) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) != 0) {
    if (errno == ENOENT) return {};
    return system_error(errno, path);
  }
  if (!S_ISREG(status.st_mode)) return not_regular(path, status.st_mode);
  return {};
}

class RealOpenFile final : public OpenFile {
 public:
  RealOpenFile(std::string path, Descriptor file, FileInfo info)
      : path_(std::move(path)), file_(std::move(file)), info_(info) {}

  const FileInfo& info() const override { return info_; }

  Result<std::size_t> read(char* buffer, std::size_t size) override {
    ssize_t got = -1;
    do {
      got = ::read(file_.number(), buffer, size);
    } while (got < 0 && errno == EINTR);
    if (got < 0) return system_error(errno, path_ + ": reading");
    return static_cast<std::size_t>(got);
  }

 private:
  std::string path_;
  Descriptor file_;
  FileInfo info_;
};

class RealNewFile final : public NewFile {
 public:
  RealNewFile(std::string path, Descriptor file)
      : path_(std::move(path)), file_(std::move(file)) {}

  Result<void> write(std::string_view bytes) override {
    if (!file_) return Error{ErrorKind::internal, path_ + ": closed already"};
    buffer_ += bytes;
    return buffer_.size() < kBuffer ? Result<void>() : flush();
  }

  Result<void> flush() override {
    Result<void> written = write_all(file_.number(), buffer_, path_);
    buffer_.clear();
    return written;
  }

  Result<void> close() override {
    if (!file_) return Error{ErrorKind::internal, path_ + ": closed already"};
    Result<void> flushed = flush();
    if (!flushed) return flushed;
    Result<void> closed = sync_and_close(std::move(file_), path_);
    if (!closed) return closed;
    return sync_folder(folder_of(path_));
  }

 private:
  std::string path_;
  Descriptor file_;
  std::string buffer_;  // many small writes become few
};

class RealLock final : public Files::Lock {
 public:
  explicit RealLock(Descriptor file) : file_(std::move(file)) {}
  // The pid goes before the lock does.  The file stays: removing it would let
  // two others lock two files of the same name.
  ~RealLock() override {
    [[maybe_unused]] const int emptied = ::ftruncate(file_.number(), 0);
  }

 private:
  Descriptor file_;
};

// The pid that the holder wrote.  It may be about to write it, and a dead one
// is that of an earlier holder, so a short while is given to a living one.
std::string holder_of(int file) {
  for (int attempt = 0; attempt < 50; ++attempt) {
    std::array<char, 32> text;
    const ssize_t size = ::pread(file, text.data(), text.size(), 0);
    const std::string_view word(text.data(), size > 0 ? size : 0);
    const auto pid = parse_unsigned(trim(word));
    if (pid && *pid > 0 &&
        (::kill(static_cast<pid_t>(*pid), 0) == 0 || errno == EPERM)) {
      return "process " + std::to_string(*pid);
    }
    std::this_thread::sleep_for(2ms);
  }
  return "another process";
}

// False when the file was replaced between opening and locking it.
bool is_still(int file, const std::string& path) {
  struct stat opened = {};
  struct stat named = {};
  return ::fstat(file, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

std::string temporary_beside(const std::string& path) {
  static std::atomic<unsigned> count{0};
  return folder_of(path) + "/.gate-" + std::to_string(getpid()) + "-" +
         std::to_string(++count) + ".tmp";
}

class RealFiles final : public Files {
 public:
  std::optional<FileInfo> look(const std::string& path) override {
    struct stat status = {};
    if (::lstat(path.c_str(), &status) == 0) return info_of(status);
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    // Something may be there that may not be looked at: open() says what.
    return FileInfo{};
  }

  Result<std::unique_ptr<OpenFile>> open(const std::string& path) override {
    struct stat status = {};
    // Even opening a device can do something, so it is looked at first; what
    // counts is the second look, at what was opened.
    if (::lstat(path.c_str(), &status) != 0) return system_error(errno, path);
    if (!S_ISREG(status.st_mode)) return not_regular(path, status.st_mode);
    constexpr int kFlags =
        O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
    Descriptor file(::open(path.c_str(), kFlags));
    if (!file && errno == ELOOP) return not_regular(path, S_IFLNK);
    if (!file) return system_error(errno, path);
    if (::fstat(file.number(), &status) != 0) return system_error(errno, path);
    if (!S_ISREG(status.st_mode)) return not_regular(path, status.st_mode);
    return std::unique_ptr<OpenFile>(
        std::make_unique<RealOpenFile>(path, std::move(file), info_of(status)));
  }

  Result<std::string> read(const std::string& path,
                           std::uint64_t max_bytes) override {
    Result<std::unique_ptr<OpenFile>> file = open(path);
    if (!file) return std::move(file).error();
    std::string bytes;
    const std::uint64_t size = (*file)->info().bytes;
    if (size > max_bytes) return too_large(path, size, max_bytes);
    bytes.reserve(static_cast<std::size_t>(size));
    std::array<char, kBuffer> piece;
    while (true) {
      const auto got = (*file)->read(piece.data(), piece.size());
      if (!got) return got.error();
      if (*got == 0) return bytes;
      bytes.append(piece.data(), *got);
      // It may have grown since it was looked at.
      if (bytes.size() > max_bytes) {
        return too_large(path, bytes.size(), max_bytes);
      }
    }
  }

  Result<void> write_atomically(const std::string& path,
                                std::string_view bytes) override {
    Result<void> replaceable = check_replaceable(path);
    if (!replaceable) return replaceable;
    const std::string temporary = temporary_beside(path);
    Result<void> written = write_new(temporary, bytes);
    if (written && std::rename(temporary.c_str(), path.c_str()) != 0) {
      written = system_error(errno, path + ": renaming");
    }
    if (!written) {
      ::unlink(temporary.c_str());
      return written;
    }
    return sync_folder(folder_of(path));
  }

  Result<std::unique_ptr<NewFile>> create(const std::string& path) override {
    Result<Descriptor> file = open_new(path);
    if (!file) return std::move(file).error();
    return std::unique_ptr<NewFile>(
        std::make_unique<RealNewFile>(path, std::move(*file)));
  }

  Result<void> append_line(const std::string& path,
                           std::string_view line) override {
    if (line.find('\n') != std::string_view::npos) {
      return Error{ErrorKind::internal, path + ": a line holds a line break"};
    }
    Result<void> appendable = check_replaceable(path);
    if (!appendable) return appendable;
    constexpr int kFlags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW |
                           O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
    Descriptor file(::open(path.c_str(), kFlags, kFileMode));
    if (!file) return system_error(errno, path);
    struct stat status = {};
    if (::fstat(file.number(), &status) != 0) return system_error(errno, path);
    if (!S_ISREG(status.st_mode)) return not_regular(path, status.st_mode);
    const std::string text = line_end_missing(file.number(), status.st_size) +
                             std::string(line) + "\n";
    Result<void> written = write_all(file.number(), text, path);
    if (!written) return written;
    Result<void> closed = sync_and_close(std::move(file), path);
    if (!closed || status.st_size > 0) return closed;
    return sync_folder(folder_of(path));
  }

  Result<void> make_directories(const std::string& path) override {
    std::error_code code;
    fs::create_directories(path, code);
    if (!code && fs::is_directory(path, code)) return {};
    if (!code) {
      return Error{ErrorKind::refused,
                   path + ": expected a folder, found a file"};
    }
    return system_error(code.value(), path + ": making the folder");
  }

  Result<void> remove_all(const std::string& path) override {
    if (path.empty() || fs::path(path).lexically_normal() == "/") {
      return Error{ErrorKind::internal, "\"" + path + "\": not removed"};
    }
    std::error_code code;
    fs::remove_all(path, code);
    if (code) return system_error(code.value(), path + ": removing");
    return {};
  }

  Result<void> rename(const std::string& from, const std::string& to) override {
    if (std::rename(from.c_str(), to.c_str()) == 0) return {};
    return system_error(errno, from + ": renaming to " + to);
  }

  Result<std::vector<std::string>> glob(const std::string& root,
                                        const std::string& pattern) override {
    return find_files(root, pattern);
  }

  std::string current_directory() override {
    std::error_code code;
    return fs::current_path(code).string();
  }

  Result<std::unique_ptr<Lock>> lock(const std::string& path) override {
    constexpr int kFlags =
        O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
    while (true) {
      Result<void> lockable = check_replaceable(path);
      if (!lockable) return std::move(lockable).error();
      Descriptor file(::open(path.c_str(), kFlags, kFileMode));
      if (!file) return system_error(errno, path);
      if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) continue;
        if (errno != EWOULDBLOCK) return system_error(errno, path);
        return Error{ErrorKind::refused, path + ": locked by " +
                                             holder_of(file.number()) +
                                             "; wait until it ends"};
      }
      if (!is_still(file.number(), path)) continue;
      return held(std::move(file), path);
    }
  }

 private:
  static Error too_large(const std::string& path, std::uint64_t size,
                         std::uint64_t max_bytes) {
    return {ErrorKind::refused, path + ": expected at most " +
                                    std::to_string(max_bytes) +
                                    " bytes, found " + std::to_string(size)};
  }

  static Result<Descriptor> open_new(const std::string& path) {
    constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    Descriptor file(::open(path.c_str(), kFlags, kFileMode));
    if (!file) return system_error(errno, path);
    return file;
  }

  static Result<void> write_new(const std::string& path,
                                std::string_view bytes) {
    Result<Descriptor> file = open_new(path);
    if (!file) return std::move(file).error();
    Result<void> written = write_all(file->number(), bytes, path);
    if (!written) return written;
    return sync_and_close(std::move(*file), path);
  }

  // A writer that was killed leaves half a line; the next one must not be glued
  // to it.
  static std::string line_end_missing(int file, off_t size) {
    char last = '\n';
    if (size > 0 && ::pread(file, &last, 1, size - 1) != 1) return "\n";
    return last == '\n' ? "" : "\n";
  }

  static Result<std::unique_ptr<Lock>> held(Descriptor file,
                                            const std::string& path) {
    if (::ftruncate(file.number(), 0) != 0) return system_error(errno, path);
    Result<void> written =
        write_all(file.number(), std::to_string(getpid()) + "\n", path);
    if (!written) return std::move(written).error();
    return std::unique_ptr<Lock>(std::make_unique<RealLock>(std::move(file)));
  }
};

}  // namespace

std::unique_ptr<Files> real_files() { return std::make_unique<RealFiles>(); }

}  // namespace gate::io
