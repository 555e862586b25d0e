#include "gate/io/system_error.h"

#include <cerrno>
#include <system_error>

#include "gate/base/text.h"

namespace gate::io {
namespace {

ErrorKind kind_of(int code) {
  switch (code) {
    case ENOENT:
    case ENOTDIR:
      return ErrorKind::not_found;
    case EACCES:
    case EPERM:
    case ELOOP:
    case EISDIR:
    case EROFS:
      return ErrorKind::refused;
    default:
      return ErrorKind::failed;
  }
}

}  // namespace

std::string describe_errno(int code) {
  return to_lower(std::generic_category().message(code));
}

Error system_error(int code, std::string_view where) {
  return {kind_of(code), std::string(where) + ": " + describe_errno(code)};
}

}  // namespace gate::io
