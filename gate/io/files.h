// The file system: strict reading, atomic writing, finding by glob.  Every
// failure names the path and says what was wrong in words.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/base/result.h"
#include "gate/base/time.h"

namespace gate::io {

struct FileInfo {
  enum class Kind { regular, directory, symlink, other };
  Kind kind = Kind::other;
  std::uint64_t bytes = 0;
  Instant modified{};
};

// A regular file, opened once (no symbolic link as the last component, never
// blocking on a FIFO); what is read is what was examined.
class OpenFile {
 public:
  virtual ~OpenFile() = default;
  virtual const FileInfo& info() const = 0;
  // Fills at most size bytes; 0 at the end.
  virtual Result<std::size_t> read(char* buffer, std::size_t size) = 0;
};

// Appends to a new file; bytes are durable after close().  Writes are gathered,
// so one that failed may show at a later write or at close().
class NewFile {
 public:
  virtual ~NewFile() = default;
  virtual Result<void> write(std::string_view bytes) = 0;
  // Hands every byte to the system, so that others can read it; not durable.
  virtual Result<void> flush() = 0;
  virtual Result<void> close() = 0;
};

class Files {
 public:
  virtual ~Files() = default;

  // Without following a symbolic link; nullopt: there is nothing.  Something
  // that may not be looked at is of kind other.
  virtual std::optional<FileInfo> look(const std::string& path) = 0;
  virtual Result<std::unique_ptr<OpenFile>> open(const std::string& path) = 0;
  // The whole file; refused if it is larger than max_bytes or not regular.
  virtual Result<std::string> read(const std::string& path,
                                   std::uint64_t max_bytes) = 0;
  // Temporary file in the same folder, fsync, rename, fsync of the folder: the
  // path holds the old bytes or the new ones, never a part.  Refused if the
  // path is a symbolic link.
  virtual Result<void> write_atomically(const std::string& path,
                                        std::string_view bytes) = 0;
  // The file must not exist.
  virtual Result<std::unique_ptr<NewFile>> create(const std::string& path) = 0;
  // Appends one line and makes it durable; a half line that a killed writer
  // left is ended first.
  virtual Result<void> append_line(const std::string& path,
                                   std::string_view line) = 0;
  virtual Result<void> make_directories(const std::string& path) = 0;
  // Nothing to remove is a success.
  virtual Result<void> remove_all(const std::string& path) = 0;
  virtual Result<void> rename(const std::string& from,
                              const std::string& to) = 0;
  // Paths relative to root (or absolute, if the pattern is) that match, sorted;
  // files and other non-directories only.  Symbolic links to folders are not
  // entered, hidden folders only when the pattern names them.
  virtual Result<std::vector<std::string>> glob(const std::string& root,
                                                const std::string& pattern) = 0;
  virtual std::string current_directory() = 0;
  // A lock held until the handle dies.  An Error names the holder's pid.
  class Lock {
   public:
    virtual ~Lock() = default;
  };
  virtual Result<std::unique_ptr<Lock>> lock(const std::string& path) = 0;
};

std::unique_ptr<Files> real_files();

}  // namespace gate::io
