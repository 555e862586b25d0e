#include "gate/io/find_files.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "gate/base/glob.h"
#include "gate/base/text.h"
#include "gate/io/system_error.h"

namespace gate::io {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { closedir(folder); }
};
using FolderPtr = std::unique_ptr<DIR, CloseFolder>;

enum class Entry { folder, file, nothing };

// A link to a file is found (and refused when it is opened); a link to a folder
// is neither found nor entered.
Entry kind_of(const std::string& path) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) != 0) return Entry::nothing;
  if (S_ISDIR(status.st_mode)) return Entry::folder;
  if (!S_ISLNK(status.st_mode)) return Entry::file;
  const bool to_folder =
      ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
  return to_folder ? Entry::nothing : Entry::file;
}

Entry kind_of(const dirent& entry, const std::string& path) {
  if (entry.d_type == DT_REG) return Entry::file;
  if (entry.d_type == DT_DIR) return Entry::folder;
  return kind_of(path);
}

std::string beside(const std::string& folder, std::string_view name) {
  if (folder.empty() || folder.ends_with('/'))
    return folder + std::string(name);
  return folder + "/" + std::string(name);
}

// How many folders deep below its fixed part a pattern can match; "**" and
// braces over slashes make it unlimited.
std::size_t depth_of(std::string_view pattern, std::string_view fixed) {
  if (pattern.find("**") != std::string_view::npos) return std::string::npos;
  if (pattern.find('{') != std::string_view::npos) return std::string::npos;
  std::string_view rest =
      pattern.substr(std::min(fixed.size(), pattern.size()));
  while (rest.starts_with('/')) rest.remove_prefix(1);
  return static_cast<std::size_t>(std::count(rest.begin(), rest.end(), '/'));
}

class Search {
 public:
  Search(const std::string& root, const std::string& pattern)
      : root_(root), pattern_(pattern) {}

  Result<std::vector<std::string>> run() {
    std::string fixed = glob_root(pattern_);
    if (fixed.empty() && pattern_.starts_with('/')) fixed = "/";
    Result<void> looked = look_into(fixed, depth_of(pattern_, fixed));
    if (!looked) return std::move(looked).error();
    std::sort(found_.begin(), found_.end());
    return std::move(found_);
  }

 private:
  std::string real(const std::string& path) const {
    if (path.starts_with('/')) return path;
    return path.empty() ? root_ : beside(root_, path);
  }

  Result<void> look_into(const std::string& folder, std::size_t depth) {
    const std::string place = real(folder);
    const FolderPtr open_folder(opendir(place.empty() ? "." : place.c_str()));
    if (!open_folder) {
      if (errno == ENOENT || errno == ENOTDIR) return {};
      return system_error(errno, place);
    }
    while (true) {
      errno = 0;
      const dirent* entry = readdir(open_folder.get());
      if (entry == nullptr) break;
      Result<void> taken = take(folder, *entry, depth);
      if (!taken) return taken;
    }
    if (errno != 0) return system_error(errno, place);
    return {};
  }

  Result<void> take(const std::string& folder, const dirent& entry,
                    std::size_t depth) {
    const std::string_view name = entry.d_name;
    if (name == "." || name == "..") return {};
    const std::string path = beside(folder, name);
    switch (kind_of(entry, real(path))) {
      case Entry::nothing:
        return {};
      case Entry::file:
        if (glob_match(pattern_, path)) found_.push_back(path);
        return {};
      case Entry::folder:
        if (depth == 0 || !may_enter(pattern_, name)) return {};
        return look_into(path, depth == std::string::npos ? depth : depth - 1);
    }
    return {};
  }

  const std::string& root_;
  const std::string& pattern_;
  std::vector<std::string> found_;
};

}  // namespace

std::string tidy_pattern(std::string_view pattern) {
  std::vector<std::string> kept;
  for (std::string& part : split(pattern, '/')) {
    if (!part.empty() && part != ".") kept.push_back(std::move(part));
  }
  return (pattern.starts_with('/') ? "/" : "") + join(kept, "/");
}

bool may_enter(std::string_view pattern, std::string_view folder_name) {
  if (!folder_name.starts_with('.')) return true;
  for (const std::string& part : split(pattern, '/')) {
    if (part.starts_with('.') && glob_match(part, folder_name)) return true;
  }
  return false;
}

Result<std::vector<std::string>> find_files(const std::string& root,
                                            const std::string& pattern) {
  const std::string tidy = tidy_pattern(pattern);
  if (is_glob(tidy)) return Search(root, tidy).run();
  const std::string path = tidy.starts_with('/') ? tidy : beside(root, tidy);
  if (tidy.empty() || kind_of(path) != Entry::file) {
    return std::vector<std::string>{};
  }
  return std::vector<std::string>{tidy};
}

}  // namespace gate::io
