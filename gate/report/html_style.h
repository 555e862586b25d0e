// The looks of report.html: no picture, no font, no script from anywhere.
#pragma once

#include <string_view>

namespace gate::report {

std::string_view html_style();

}  // namespace gate::report
