#include "gate/config/shell.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "gate/base/text.h"

namespace gate::config {
namespace {

std::string_view base_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

template <std::size_t N>
bool is_one_of(std::string_view word,
               const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view first_word(std::string_view command) {
  return command.substr(0, command.find_first_of(" \t"));
}

// A simple command that always succeeds.
bool is_harmless(std::string_view command) {
  static constexpr std::array<std::string_view, 4> kPrograms = {
      "true", ":", "echo", "printf"};
  return command == "exit 0" ||
         is_one_of(base_name(first_word(command)), kPrograms);
}

bool has_balanced_quotes(std::string_view text) {
  return std::count(text.begin(), text.end(), '"') % 2 == 0 &&
         std::count(text.begin(), text.end(), '\'') % 2 == 0;
}

// Without the blanks at the end and a comment in the last line.
std::string_view without_comment(std::string_view text) {
  text = trim(text);
  const std::size_t line = text.rfind('\n') + 1;
  const std::size_t comment = text.find(" #", line);
  if (comment != std::string_view::npos &&
      has_balanced_quotes(text.substr(0, comment)))
    return trim(text.substr(0, comment));
  return text;
}

// Whether an earlier part can end the script by itself.
bool may_end_early(std::string_view text) {
  for (const std::string_view word :
       {"exit", "set -", "exec ", "trap ", "kill "})
    if (text.find(word) != std::string_view::npos) return true;
  return false;
}

std::string quoted(std::string_view text) {
  return "\"" + shorten(printable(text), 60) + "\"";
}

std::optional<std::string> trouble_with_script(std::string_view script) {
  const std::string_view text = without_comment(script);
  if (is_harmless(text) &&
      text.find_first_of("|&;\n<>$`(") == std::string_view::npos)
    return quoted(text) + " always succeeds and runs no test";
  if (text.ends_with('&') && !text.ends_with("&&"))
    return "it ends with \"&\": the command runs in the background, and its "
           "exit status is lost";

  const std::size_t cut = text.find_last_of("|;\n");
  if (cut == std::string_view::npos || cut == 0) return std::nullopt;
  const std::string_view before = text.substr(0, cut);
  const std::string_view last = trim(text.substr(cut + 1));
  if (!has_balanced_quotes(last) ||
      last.find_first_of("&)}`") != std::string_view::npos)
    return std::nullopt;
  if (text[cut] == '|' && before.ends_with('|')) {
    const bool alone = before.find_first_of(";\n") == std::string_view::npos;
    if (is_harmless(last) && (alone || !may_end_early(before)))
      return "it ends with " + quoted("|| " + std::string(last)) +
             ", which turns every failure into success";
    return std::nullopt;
  }
  if (text[cut] == '|') {
    const std::string_view program = base_name(first_word(last));
    if ((program == "tee" || program == "cat") &&
        before.find("pipefail") == std::string_view::npos)
      return "it ends with " + quoted("| " + std::string(last)) +
             ", so its exit status is that of " + std::string(program);
    return std::nullopt;
  }
  if (is_harmless(last) && !may_end_early(before))
    return "its last command is " + quoted(last) +
           ", so its exit status is not that of the tests";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> why_it_cannot_fail(
    const std::vector<std::string>& argv) {
  static constexpr std::array<std::string_view, 5> kShells = {
      "sh", "bash", "dash", "ksh", "zsh"};
  if (argv.empty()) return std::nullopt;
  const std::string_view program = base_name(argv[0]);
  if (program == "true") return "\"true\" always succeeds and runs no test";
  if (!is_one_of(program, kShells)) return std::nullopt;
  for (std::size_t i = 1; i + 1 < argv.size(); ++i)
    if (argv[i].starts_with('-') && argv[i].ends_with('c')) {
      const bool pipefail =
          std::find(argv.begin(), argv.end(), "pipefail") != argv.end();
      return trouble_with_script((pipefail ? "set -o pipefail\n" : "") +
                                 argv[i + 1]);
    }
  return std::nullopt;
}

}  // namespace gate::config
