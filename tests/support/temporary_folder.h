// A folder below $TMPDIR, or /tmp, that goes with its owner.
#pragma once

#include <string>
#include <string_view>

namespace gate::test {

class TemporaryFolder {
 public:
  TemporaryFolder();  // throws std::system_error
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  // path()/name; nothing is made.
  std::string path(std::string_view name) const;

  // Makes the folders on the way; returns the whole path.
  std::string write(std::string_view name, std::string_view bytes) const;
  // An executable shell script; "#!/bin/sh" comes first by itself.
  std::string script(std::string_view name, std::string_view body) const;
  // The empty string if there is no such file.
  std::string read(std::string_view name) const;
  bool has(std::string_view name) const;

 private:
  std::string path_;
};

}  // namespace gate::test
