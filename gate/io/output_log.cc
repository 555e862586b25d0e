#include "gate/io/output_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "gate/io/process.h"
#include "gate/io/system_error.h"

namespace gate::io {

Result<OutputLog> OutputLog::create(const std::string& path) {
  constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  Descriptor file(::open(path.c_str(), kFlags, 0644));
  if (!file) return system_error(errno, "making the log " + path);
  return OutputLog(path, std::move(file));
}

OutputLog::OutputLog(std::string path, Descriptor file)
    : path_(std::move(path)), file_(std::move(file)) {}

void OutputLog::append(std::string_view bytes) {
  digest_.update(bytes);
  const std::uint64_t head_left = kLogPart - std::min(kLogPart, bytes_);
  bytes_ += bytes.size();
  const std::string_view head = bytes.substr(0, head_left);
  if (!head.empty()) write(head);
  keep_tail(bytes.substr(head.size()));
}

void OutputLog::keep_tail(std::string_view bytes) {
  if (bytes.size() > kLogPart) bytes.remove_prefix(bytes.size() - kLogPart);
  const std::size_t room = kLogPart - tail_.size();
  const std::string_view fresh = bytes.substr(0, room);
  tail_.insert(tail_.end(), fresh.begin(), fresh.end());
  bytes.remove_prefix(fresh.size());
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kLogPart - tail_next_);
    std::copy(piece.begin(), piece.end(), tail_.begin() + tail_next_);
    tail_next_ = (tail_next_ + piece.size()) % kLogPart;
    bytes.remove_prefix(piece.size());
  }
}

void OutputLog::write(std::string_view bytes) {
  while (!bytes.empty() && trouble_.empty()) {
    const ssize_t written = ::write(file_.number(), bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(written);
    } else if (errno != EINTR) {
      trouble_ = system_error(errno, "writing the log " + path_).message;
    }
  }
}

OutputLog::Summary OutputLog::finish() {
  Summary summary;
  summary.bytes = bytes_;
  const std::uint64_t kept = std::min(kLogPart, bytes_) + tail_.size();
  summary.cut = bytes_ > kept;
  if (summary.cut) {
    write("\n[gate: " + std::to_string(bytes_ - kept) +
          " bytes of output are missing here]\n");
  }
  const std::string_view tail(tail_.data(), tail_.size());
  write(tail.substr(tail_next_));
  write(tail.substr(0, tail_next_));
  if (::close(file_.release()) != 0 && trouble_.empty()) {
    trouble_ = system_error(errno, "closing the log " + path_).message;
  }
  summary.sha256 = digest_.finish();
  summary.trouble = trouble_;
  return summary;
}

}  // namespace gate::io
