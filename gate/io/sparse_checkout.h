// Which paths a sparse checkout leaves out of the work tree.  The flags in the
// index could claim that of any path; the patterns of info/sparse-checkout are
// what the user asked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gate::io {

class SparseCheckout {
 public:
  // text: the pattern file, in the language of .gitignore.
  explicit SparseCheckout(std::string_view text);

  // path: a file, relative to the top of the work tree.
  bool includes(std::string_view path) const;

 private:
  struct Pattern {
    std::string glob;
    bool includes = true;
    bool folders_only = false;
    bool anchored = false;  // to the top; otherwise it matches a last component
  };
  std::vector<Pattern> patterns_;
};

}  // namespace gate::io
