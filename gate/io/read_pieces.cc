#include "gate/io/read_pieces.h"

#include "gate/base/digest.h"

namespace gate::io {
namespace {

constexpr std::size_t kPiece = 256 * 1024;

}  // namespace

Result<void> read_pieces(
    Files& files, const std::string& path,
    const std::function<Result<void>(std::string_view bytes)>& take) {
  auto file = files.open(path);
  if (!file) return file.error();
  std::string buffer(kPiece, '\0');
  for (;;) {
    const auto size = (*file)->read(buffer.data(), buffer.size());
    if (!size) return size.error();
    if (*size == 0) return {};
    auto taken = take({buffer.data(), *size});
    if (!taken) return taken;
  }
}

Result<std::string> digest_file(Files& files, const std::string& path) {
  Sha256 digest;
  const auto read =
      read_pieces(files, path, [&](std::string_view bytes) -> Result<void> {
        digest.update(bytes);
        return {};
      });
  if (!read) return read.error();
  return digest.finish();
}

Result<std::string> copy_file(Files& files, const std::string& from,
                              const std::string& to) {
  // Looked at first, so that a source that is not there leaves nothing behind.
  if (auto source = files.open(from); !source) return source.error();
  auto target = files.create(to);
  if (!target) return target.error();
  Sha256 digest;
  const auto read = read_pieces(files, from, [&](std::string_view bytes) {
    digest.update(bytes);
    return (*target)->write(bytes);
  });
  if (!read) return read.error();
  const auto closed = (*target)->close();
  if (!closed) return closed.error();
  return digest.finish();
}

}  // namespace gate::io
