// What single texts of the configuration may be.  Pure; nothing is looked up.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gate::config {

bool is_name(std::string_view text);           // of a suite: names a folder
bool is_variable_name(std::string_view text);  // of an environment variable
bool is_json_path(std::string_view text);
bool is_url_path(std::string_view text);

// Why it is not an address of a service, or nothing.
std::optional<std::string> trouble_with_url(std::string_view text);
// Why a path or pattern may lead out of the workspace, or nothing.
std::optional<std::string> trouble_with_inside(std::string_view text);

}  // namespace gate::config
