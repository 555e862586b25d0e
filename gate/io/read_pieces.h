// Files that are larger than memory should be, a piece at a time.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "gate/base/result.h"
#include "gate/io/files.h"

namespace gate::io {

// Hands the whole file over in order.  Ends early with the Error of take, or
// with that of the file, which names its path.
Result<void> read_pieces(
    Files& files, const std::string& path,
    const std::function<Result<void>(std::string_view bytes)>& take);

// SHA-256 of the file's bytes.
Result<std::string> digest_file(Files& files, const std::string& path);

// Writes a new file with the same bytes, durably, and returns their SHA-256.
Result<std::string> copy_file(Files& files, const std::string& from,
                              const std::string& to);

}  // namespace gate::io
