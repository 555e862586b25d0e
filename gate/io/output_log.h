// The output of one program as a file of bounded size: the first and the last
// kLogPart bytes, and between them a line that says how much is missing.  Count
// and digest cover every byte.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gate/base/digest.h"
#include "gate/base/result.h"
#include "gate/io/descriptor.h"

namespace gate::io {

class OutputLog {
 public:
  // The file must not exist.
  static Result<OutputLog> create(const std::string& path);

  void append(std::string_view bytes);

  struct Summary {
    std::uint64_t bytes = 0;
    bool cut = false;
    std::string sha256;
    std::string trouble;  // empty: everything to be kept was written
  };
  // Writes the tail; call it once.
  Summary finish();

 private:
  OutputLog(std::string path, Descriptor file);
  void write(std::string_view bytes);
  void keep_tail(std::string_view bytes);

  std::string path_;
  Descriptor file_;
  Sha256 digest_;
  std::uint64_t bytes_ = 0;
  std::vector<char> tail_;     // a ring once it is full
  std::size_t tail_next_ = 0;  // where the oldest byte is overwritten
  std::string trouble_;
};

}  // namespace gate::io
