// Words for everyone who handles text: splitting, naming the closest word, and
// making foreign bytes harmless.  Nothing here knows what a test is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gate {

std::vector<std::string> split(std::string_view text, char separator);
std::string join(std::span<const std::string> parts,
                 std::string_view separator);
std::string_view trim(std::string_view text);
std::string to_lower(std::string_view text);  // ASCII only
bool equals_ignoring_case(std::string_view a, std::string_view b);
std::string replace_all(std::string text, std::string_view from,
                        std::string_view to);

// The whole text as a decimal number; no sign for the unsigned one, no blanks,
// no rest, no overflow: anything else is nullopt.
std::optional<std::uint64_t> parse_unsigned(std::string_view text);
std::optional<double> parse_double(std::string_view text);

// "1 case", "2 cases".
std::string plural(std::uint64_t count, std::string_view singular,
                   std::string_view plural_form = {});

// The candidate nearest to word by edit distance, if it is near enough to be a
// likely slip; for "did you mean".
std::optional<std::string> closest_match(
    std::string_view word, std::span<const std::string> candidates);
// ", did you mean "x"?" or the empty string.
std::string did_you_mean(std::string_view word,
                         std::span<const std::string> candidates);

bool is_valid_utf8(std::string_view text);
// Ill-formed sequences become U+FFFD, one for each maximal subpart.
std::string to_valid_utf8(std::string_view text);

// Text of foreign origin for one line of a terminal or a log: valid UTF-8, no
// C0, DEL, C1 or bidirectional control; each of those is shown as \xNN or
// \u{NNNN}, a tab stays.  Also breaks the two workflow-command openings of CI
// systems ("::" at the start of the line, "##[" and "##vso[" anywhere) by a
// zero-width word joiner, so that no command interpreter obeys the line.
std::string printable(std::string_view text);
// The same for several lines: each LF, CR LF or lone CR ends a line.
std::string printable_lines(std::string_view text, std::string_view prefix);

// At most max_bytes of text, cut between code points, with a note of what is
// missing: "... (12345 more bytes)".
std::string shorten(std::string_view text, std::size_t max_bytes);

}  // namespace gate
