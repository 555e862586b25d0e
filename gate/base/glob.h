// Shell-like patterns over "/"-separated paths.  "*" and "?" stay inside one
// component, "**" crosses components, "[a-z]" and "{a,b}" work as in a shell.
#pragma once

#include <string>
#include <string_view>

namespace gate {

bool is_glob(std::string_view pattern);
bool glob_match(std::string_view pattern, std::string_view path);
// The leading folders of the pattern that hold no wildcard: "a/b/*.xml" -> "a/b".
std::string glob_root(std::string_view pattern);

}  // namespace gate
