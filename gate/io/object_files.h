// Whether the object files of a repository are whole.  libgit2 1.5 never
// returns from reading one that was cut short (its inflate loop waits for bytes
// that do not come), so a file is checked before the library sees it.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gate::io {

class ObjectFiles {
 public:
  // objects: the folder "objects" of a repository; its alternates are followed.
  explicit ObjectFiles(const std::string& objects);

  // What is wrong with the file of the object, in words; nullopt if it is
  // whole, or if the object has no file of its own (packed or missing), which
  // the library handles.
  std::optional<std::string> damage(const std::string& id) const;

 private:
  void add(const std::string& objects, int depth);

  std::vector<std::string> folders_;
};

}  // namespace gate::io
