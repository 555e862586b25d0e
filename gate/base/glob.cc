#include "gate/base/glob.h"

#include <vector>

#include "gate/base/text.h"

namespace gate {
namespace {

constexpr std::size_t kMostChoices = 1000;

// Appends "{a,b}c" as "ac", "bc"; nested braces work, an unclosed one is literal.
// Stops when there are more than kMostChoices: they double with every group.
void expand_braces(const std::string& pattern,
                   std::vector<std::string>& expanded) {
  if (expanded.size() > kMostChoices) return;
  const std::size_t open = pattern.find('{');
  std::vector<std::string> choices(1);
  int depth = 0;
  std::size_t close = std::string::npos;
  for (std::size_t i = open; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '{' && depth++ == 0) continue;
    if (c == '}' && --depth == 0) {
      close = i;
      break;
    }
    if (c == ',' && depth == 1)
      choices.emplace_back();
    else
      choices.back() += c;
  }
  if (close == std::string::npos) {
    expanded.push_back(pattern);
    return;
  }
  for (const std::string& choice : choices)
    expand_braces(
        pattern.substr(0, open) + choice + pattern.substr(close + 1), expanded);
}

// A pattern of too many choices stays as it is written, and matches nothing.
std::vector<std::string> expand_braces(const std::string& pattern) {
  std::vector<std::string> expanded;
  expand_braces(pattern, expanded);
  if (expanded.size() > kMostChoices) return {pattern};
  return expanded;
}

// The end of the set that opens at pattern[0] == '[', or npos.
std::size_t set_end(std::string_view pattern) {
  std::size_t i = 1;
  if (i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^')) ++i;
  if (i < pattern.size() && pattern[i] == ']') ++i;
  return pattern.find(']', i);
}

bool set_holds(std::string_view set, char c) {
  bool negated = false;
  if (!set.empty() && (set[0] == '!' || set[0] == '^')) {
    negated = true;
    set.remove_prefix(1);
  }
  bool inside = false;
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (i + 2 < set.size() && set[i + 1] == '-') {
      inside = inside || (c >= set[i] && c <= set[i + 2]);
      i += 2;
    } else {
      inside = inside || c == set[i];
    }
  }
  return inside != negated;
}

// One component against one pattern without "/"; the last star is retried, so
// the time is at most the product of the lengths.
bool component_match(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    bool step = false;
    std::size_t width = 1;
    if (p < pattern.size()) {
      const char c = pattern[p];
      if (c == '*') {
        star = p++;
        resume = t;
        continue;
      }
      const std::size_t end =
          c == '[' ? set_end(pattern.substr(p)) : std::string_view::npos;
      if (end != std::string_view::npos) {
        step = set_holds(pattern.substr(p + 1, end - 1), text[t]);
        width = end + 1;
      } else {
        step = c == '?' || c == text[t];
      }
    }
    if (step) {
      p += width;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

// Whether the components match from (p, t) on, over a table of all pairs, so
// that several "**" cannot make it explode.
bool components_match(const std::vector<std::string>& pattern,
                      const std::vector<std::string>& path) {
  const std::size_t columns = path.size() + 1;
  std::vector<char> matches((pattern.size() + 1) * columns, 0);
  const auto cell = [&](std::size_t p, std::size_t t) -> char& {
    return matches[p * columns + t];
  };
  cell(pattern.size(), path.size()) = 1;
  for (std::size_t p = pattern.size(); p-- > 0;) {
    for (std::size_t t = path.size() + 1; t-- > 0;) {
      if (pattern[p] == "**")
        cell(p, t) = cell(p + 1, t) || (t < path.size() && cell(p, t + 1));
      else
        cell(p, t) = t < path.size() && cell(p + 1, t + 1) &&
                     component_match(pattern[p], path[t]);
    }
  }
  return cell(0, 0) != 0;
}

}  // namespace

bool is_glob(std::string_view pattern) {
  return pattern.find_first_of("*?[{") != std::string_view::npos;
}

bool glob_match(std::string_view pattern, std::string_view path) {
  const auto components = split(path, '/');
  for (const std::string& expanded : expand_braces(std::string(pattern)))
    if (components_match(split(expanded, '/'), components)) return true;
  return false;
}

std::string glob_root(std::string_view pattern) {
  const std::size_t wildcard = pattern.find_first_of("*?[{");
  const std::size_t slash = pattern.substr(0, wildcard).rfind('/');
  if (slash == std::string_view::npos) return {};
  return std::string(pattern.substr(0, slash == 0 ? 1 : slash));
}

}  // namespace gate
