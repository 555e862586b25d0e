// Commands whose exit status says nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gate::config {

// Why the command always ends with 0, whatever its tests do, if that can be
// seen in its text ("npx jest || true").  A guess that errs to silence: what it
// does not recognise it lets pass, because the reports are judged as well.
std::optional<std::string> why_it_cannot_fail(
    const std::vector<std::string>& argv);

}  // namespace gate::config
