// Durations and instants, read and printed one way everywhere.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gate {

using Duration = std::chrono::milliseconds;
// A moment of wall-clock time, for stamps only; deadlines are monotonic and
// live in io.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// "250ms", "90s", "5m", "24h", "1h30m", "2d"; no sign, no blanks, a unit is
// required.
std::optional<Duration> parse_duration(std::string_view text);
// For people: "0.25s", "12.3s", "2m05s", "1h02m".
std::string describe(Duration duration);

// "2026-11-24T16:22:54.123Z"; milliseconds always, UTC always.
std::string format_instant(Instant instant);
// RFC 3339 with any offset; a date alone ("2026-11-24") is its midnight UTC.
std::optional<Instant> parse_instant(std::string_view text);
std::string format_date(Instant instant);

// "1.234": what JUnit's time attribute and duration_s hold.
std::string format_seconds(Duration duration);

}  // namespace gate
