#include "gate/base/time.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "gate/base/text.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

std::optional<Duration> unit(std::string_view name) {
  if (name == "ms") return 1ms;
  if (name == "s") return 1s;
  if (name == "m") return 1min;
  if (name == "h") return 1h;
  if (name == "d") return 24h;
  return std::nullopt;
}

// Exactly `digits` decimal digits in front of text, which loses them.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  const auto number = parse_unsigned(text.substr(0, digits));
  text.remove_prefix(digits);
  if (!number) return std::nullopt;
  return static_cast<int>(*number);
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text[0] != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::sys_days> take_date(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
      std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

std::optional<Duration> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return Duration(0);
  int milliseconds = 0;
  int scale = 100;
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
    milliseconds += (text[digits] - '0') * scale;
    scale /= 10;
    ++digits;
  }
  text.remove_prefix(digits);
  if (digits == 0) return std::nullopt;
  return Duration(milliseconds);
}

std::optional<Duration> take_offset(std::string_view& text) {
  if (take(text, 'Z') || take(text, 'z')) return Duration(0);
  const bool east = !text.empty() && text[0] == '+';
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const auto hours = take_number(text, 2);
  if (!hours || !take(text, ':')) return std::nullopt;
  const auto minutes = take_number(text, 2);
  if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const Duration offset =
      std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return east ? offset : -offset;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  if (text.empty()) return std::nullopt;
  Duration sum{};
  // A larger unit comes first and each once: "1h30m", not "30m1h" or "1s1s".
  Duration last = Duration::max();
  while (!text.empty()) {
    const std::size_t digits = text.find_first_not_of("0123456789");
    if (digits == std::string_view::npos || digits == 0 || digits > 9)
      return std::nullopt;
    const auto number = parse_unsigned(text.substr(0, digits));
    text.remove_prefix(digits);
    const std::size_t letters =
        std::min(text.find_first_of("0123456789"), text.size());
    const auto size = unit(text.substr(0, letters));
    text.remove_prefix(letters);
    if (!number || !size || *size >= last) return std::nullopt;
    last = *size;
    sum += *size * static_cast<std::int64_t>(*number);
  }
  if (sum > std::chrono::hours(24 * 3650)) return std::nullopt;
  return sum;
}

std::string describe(Duration duration) {
  const auto milliseconds = duration.count();
  if (milliseconds < 0) return "-" + describe(-duration);
  if (milliseconds < 10'000) return fmt::format("{:.2f}s", milliseconds / 1e3);
  if (milliseconds < 60'000) return fmt::format("{:.1f}s", milliseconds / 1e3);
  const auto seconds = milliseconds / 1000;
  if (seconds < 3600)
    return fmt::format("{}m{:02}s", seconds / 60, seconds % 60);
  return fmt::format("{}h{:02}m", seconds / 3600, seconds / 60 % 60);
}

std::string format_date(Instant instant) {
  const std::chrono::year_month_day date(
      std::chrono::floor<std::chrono::days>(instant));
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string format_instant(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::hh_mm_ss clock(instant - day);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", format_date(instant),
                     clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count(), clock.subseconds().count());
}

std::optional<Instant> parse_instant(std::string_view text) {
  const auto date = take_date(text);
  if (!date) return std::nullopt;
  if (text.empty()) return Instant(*date);
  if (!take(text, 'T') && !take(text, 't') && !take(text, ' '))
    return std::nullopt;
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || !take(text, ':')) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  // A leap second (60) counts as the first of the next minute.
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return Instant(*date) + std::chrono::hours(*hour) +
         std::chrono::minutes(*minute) + std::chrono::seconds(*second) +
         *fraction - *offset;
}

std::string format_seconds(Duration duration) {
  return fmt::format("{:.3f}", static_cast<double>(duration.count()) / 1e3);
}

}  // namespace gate
