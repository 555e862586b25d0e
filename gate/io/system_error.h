// What the operating system said, in words.
#pragma once

#include <string>
#include <string_view>

#include "gate/base/result.h"

namespace gate::io {

// "no such file or directory" for ENOENT.
std::string describe_errno(int code);

// "where: no such file or directory", with the kind that fits the code.
Error system_error(int code, std::string_view where);

}  // namespace gate::io
