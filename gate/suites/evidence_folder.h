// Where the evidence of one suite goes: <out>/suites/<name>/.  Names below it
// are ours; text of foreign origin only gets in through safe_name().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gate/base/result.h"
#include "gate/io/files.h"

namespace gate::suites {

class EvidenceFolder {
 public:
  // workspace and out are absolute.  Replaces what an earlier run left there.
  static Result<EvidenceFolder> make(io::Files& files,
                                     const std::string& workspace,
                                     const std::string& out,
                                     std::string_view suite,
                                     std::uint64_t ordinal);

  std::string path(std::string_view name) const;       // absolute
  std::string below_out(std::string_view name) const;  // "suites/unit/<name>"
  // A path as people read it: relative to the workspace if it is inside.
  std::string shown(const std::string& absolute) const;
  // Whether it lies in the output folder, which is nobody's input.
  bool holds_output(const std::string& absolute) const;
  const std::string& workspace() const { return workspace_; }
  // The path itself if it is absolute, otherwise below the workspace.
  std::string in_workspace(const std::string& path) const;

 private:
  EvidenceFolder(std::string workspace, std::string out, std::string folder)
      : workspace_(std::move(workspace)),
        out_(std::move(out)),
        folder_(std::move(folder)) {}

  std::string workspace_;
  std::string out_;
  std::string folder_;  // relative to out_
};

// At most 60 of [A-Za-z0-9._-], not beginning with a dot; every other byte is
// "_".
std::string safe_name(std::string_view text);
// "003-safe_name".
std::string numbered(std::uint64_t number, std::string_view text);
// The last component.
std::string_view base_name(std::string_view path);

}  // namespace gate::suites
