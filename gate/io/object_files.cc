#include "gate/io/object_files.h"

#include <zlib.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string_view>

#include "gate/base/text.h"

namespace gate::io {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxAlternates = 5;  // as deep as git follows them
// Only commits, trees and small attribute files are read whole.
constexpr std::uint64_t kMaxObject = 256u << 20;
constexpr std::size_t kMaxHeader = 32;  // "commit 12345" and a zero byte

struct EndInflate {
  void operator()(z_stream* stream) const { inflateEnd(stream); }
};

// The size that the header claims, counted with the header itself.
std::optional<std::uint64_t> claimed_size(std::string_view start) {
  const std::size_t end = start.substr(0, kMaxHeader).find('\0');
  const std::size_t blank = start.find(' ');
  if (end == std::string_view::npos || blank >= end) return std::nullopt;
  const auto size = parse_unsigned(start.substr(blank + 1, end - blank - 1));
  if (!size || *size > kMaxObject) return std::nullopt;
  return *size + end + 1;
}

std::optional<std::string> inflate_all(std::istream& file) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return "it cannot be inflated";
  const std::unique_ptr<z_stream, EndInflate> ending(&stream);
  std::array<char, 16384> input{};
  std::array<char, 65536> output{};
  std::optional<std::uint64_t> claimed;
  std::uint64_t seen = 0;
  int state = Z_OK;
  while (state != Z_STREAM_END) {
    if (stream.avail_in == 0) {
      file.read(input.data(), input.size());
      stream.next_in = reinterpret_cast<Bytef*>(input.data());
      stream.avail_in = static_cast<uInt>(file.gcount());
      if (stream.avail_in == 0) return "it is cut short";
    }
    stream.next_out = reinterpret_cast<Bytef*>(output.data());
    stream.avail_out = output.size();
    state = inflate(&stream, Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END) return "it cannot be inflated";
    const std::size_t count = output.size() - stream.avail_out;
    // zlib fills the buffer before it asks for more input, so that the header
    // is whole in the first piece unless the file ends in it.
    if (!claimed && count > 0) {
      claimed = claimed_size({output.data(), count});
      if (!claimed) return "its header is not an object's";
    }
    seen += count;
    if (claimed && seen > *claimed) return "it is longer than its header says";
  }
  if (!claimed || seen != *claimed) return "it is shorter than its header says";
  return std::nullopt;
}

}  // namespace

ObjectFiles::ObjectFiles(const std::string& objects) { add(objects, 0); }

void ObjectFiles::add(const std::string& objects, int depth) {
  folders_.push_back(objects);
  std::ifstream alternates(fs::path(objects) / "info/alternates");
  for (std::string line;
       depth < kMaxAlternates && std::getline(alternates, line);)
    if (!line.empty() && line.front() != '#')
      add((fs::path(objects) / line).string(), depth + 1);
}

std::optional<std::string> ObjectFiles::damage(const std::string& id) const {
  for (const std::string& folder : folders_) {
    const std::string path =
        folder + "/" + id.substr(0, 2) + "/" + id.substr(2);
    std::error_code error;
    if (!fs::is_regular_file(path, error)) continue;
    std::ifstream file(path, std::ios::binary);
    if (!file) return path + ": it cannot be opened";
    if (auto wrong = inflate_all(file)) return path + ": " + *wrong;
  }
  return std::nullopt;
}

}  // namespace gate::io
