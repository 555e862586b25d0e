#include "gate/io/sparse_checkout.h"

#include "gate/base/glob.h"
#include "gate/base/text.h"

namespace gate::io {
namespace {

// The same glob in our language, where a backslash is itself and braces choose.
// A brace can only be written as "any character".
std::string translated(std::string_view pattern) {
  constexpr std::string_view kSpecial = "*?[";
  std::string glob;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool escaped = pattern[i] == '\\' && i + 1 < pattern.size();
    if (escaped) ++i;
    const char c = pattern[i];
    if (c == '{' || c == '}')
      glob += '?';
    else if (escaped && kSpecial.find(c) != std::string_view::npos)
      glob += {'[', c, ']'};
    else
      glob += c;
  }
  return glob;
}

}  // namespace

SparseCheckout::SparseCheckout(std::string_view text) {
  for (const std::string& line : split(text, '\n')) {
    std::string_view rest = trim(line);
    if (rest.empty() || rest.front() == '#') continue;
    Pattern pattern;
    pattern.includes = rest.front() != '!';
    if (!pattern.includes) rest.remove_prefix(1);
    pattern.folders_only = rest.ends_with('/');
    if (pattern.folders_only) rest.remove_suffix(1);
    pattern.anchored = rest.find('/') != std::string_view::npos;
    if (rest.starts_with('/')) rest.remove_prefix(1);
    pattern.glob = translated(rest);
    patterns_.push_back(std::move(pattern));
  }
}

// The last pattern that matches decides; where none does, the folder around the
// path is asked, and nothing is included by default.
bool SparseCheckout::includes(std::string_view path) const {
  bool is_folder = false;
  while (!path.empty()) {
    const std::size_t slash = path.rfind('/');
    const std::string_view name =
        slash == std::string_view::npos ? path : path.substr(slash + 1);
    for (auto pattern = patterns_.rbegin(); pattern != patterns_.rend();
         ++pattern) {
      if (pattern->folders_only && !is_folder) continue;
      if (glob_match(pattern->glob, pattern->anchored ? path : name))
        return pattern->includes;
    }
    path = slash == std::string_view::npos ? std::string_view()
                                           : path.substr(0, slash);
    is_folder = true;
  }
  return false;
}

}  // namespace gate::io
