#include "gate/junit/scanner.h"

#include <algorithm>
#include <cstring>

#include "gate/base/text.h"
#include "gate/junit/xml_syntax.h"

namespace gate::junit {
namespace {

constexpr std::string_view kCdataOpen = "<![CDATA[";
constexpr std::string_view kCdataClose = "]]>";
constexpr std::string_view kCommentOpen = "<!--";
constexpr std::string_view kDoctypeOpen = "<!DOCTYPE";

std::string_view between(const char* from, const char* to) {
  return {from, static_cast<std::size_t>(to - from)};
}

// The byte, or the end.
const char* find_byte(const char* at, const char* end, char byte) {
  const void* found = std::memchr(at, byte, static_cast<std::size_t>(end - at));
  return found == nullptr ? end : static_cast<const char*>(found);
}

const char* skip_blanks(const char* at, const char* end) {
  while (at != end && is_byte(*at, kBlank)) ++at;
  return at;
}

struct NameEnd {
  const char* at;
  bool has_colon;
  bool is_ascii;
};

NameEnd find_name_end(const char* at, const char* end) {
  std::uint8_t seen = 0;
  for (; at != end; ++at) {
    const std::uint8_t classes = kByteClasses[static_cast<unsigned char>(*at)];
    if ((classes & (kNameByte | kHigh)) == 0) break;
    seen |= classes;
  }
  return {at, (seen & kColon) != 0, (seen & kHigh) == 0};
}

// Most names are ASCII and need no second look.
bool is_good_name(std::string_view name, bool is_ascii) {
  if (name.empty() || name.size() > kMaxName) return false;
  return is_ascii ? is_byte(name[0], kNameStart) : is_name(name);
}

std::string quoted(std::string_view name) {
  return "<" + printable(shorten(name, 80)) + ">";
}

}  // namespace

std::string_view meaning_of(const Attribute& attribute, std::string& scratch) {
  if (attribute.is_literal) return attribute.value;
  scratch = attribute_value(attribute.value);
  return scratch;
}

std::optional<std::string_view> Tag::find(std::string_view attribute) const {
  for (const Attribute& candidate : attributes)
    if (candidate.name == attribute) return candidate.value;
  return std::nullopt;
}

void Scanner::feed(std::string_view text) {
  if (damage_ || text.empty()) return;
  piece_ = text;
  at_ = text.data();
  counted_ = at_;
  const char* end = at_ + text.size();
  while (at_ != end && !damage_) at_ = step(at_, end);
  if (!damage_) line_at(end);
  bytes_before_ += text.size();
  piece_ = {};
  at_ = nullptr;
}

void Scanner::finish() {
  if (damage_) return;
  if (!has_markup_ && state_ == State::text) {
    refuse(Damage::Kind::blank, "it is empty");
  } else if (state_ != State::text || depth() > 0 || !has_root_) {
    refuse(Damage::Kind::malformed, end_of_input());
  }
}

std::string Scanner::end_of_input() const {
  if (depth() > 0)
    return "the document ends inside " + quoted(open_name()) +
           ": it was cut short";
  if (state_ != State::text) return "the document ends inside markup";
  return "there is no root element";
}

void Scanner::refuse(Damage::Kind kind, std::string what) {
  if (damage_) return;
  damage_ = Damage{kind, std::move(what), line(),
                   bytes_before_ + (at_ == nullptr ? 0 : at_ - piece_.data())};
}

const char* Scanner::fail(const char* at, std::string what) {
  // Tags are also parsed in assembled_, which is no place in the document.
  if (at >= piece_.data() && at <= piece_.data() + piece_.size()) at_ = at;
  refuse(Damage::Kind::malformed, std::move(what));
  return nullptr;
}

// Counts on from where it counted last, so that asking often costs nothing.
std::uint64_t Scanner::line_at(const char* at) {
  const auto breaks = [](const char* from, const char* to) {
    std::uint64_t count = 0;
    for (from = find_byte(from, to, '\n'); from != to;
         from = find_byte(from + 1, to, '\n'))
      ++count;
    return count;
  };
  if (at != nullptr) {
    if (at >= counted_)
      line_breaks_ += breaks(counted_, at);
    else
      line_breaks_ -= breaks(at, counted_);
    counted_ = at;
  }
  return line_breaks_ + 1;
}

std::uint64_t Scanner::tag_line() {
  return tag_mode_ == Mode::in_place ? line() : assembled_line_;
}

std::string_view Scanner::open_name() const {
  return std::string_view(names_).substr(name_starts_.back());
}

// Every scan_ function takes what it can and returns where the next one goes
// on; what it returns after damage does not matter.
const char* Scanner::step(const char* at, const char* end) {
  switch (state_) {
    case State::text:
      return scan_text(at, end);
    case State::markup:
      return scan_markup(at, end);
    case State::tag:
      return scan_tag(at, end);
    case State::end_tag:
      return scan_end_tag(at, end);
    case State::comment:
      return scan_comment(at, end);
    case State::pi:
      return scan_pi(at, end);
    case State::cdata:
      return scan_cdata(at, end);
    case State::doctype:
      return scan_doctype(at, end);
    case State::reference:
      return scan_reference(at, end);
  }
  return end;
}

const char* Scanner::scan_text(const char* at, const char* end) {
  if (*at == '<') {
    run_ = 0;
    return open_markup(at, end);
  }
  if (*at == '&') return scan_text_reference(at, end);
  // Blanks between tags are short, output is long.
  constexpr std::ptrdiff_t kShort = 32;
  const char* stop = at;
  const char* near_end = end - at < kShort ? end : at + kShort;
  while (stop != near_end && *stop != '<' && *stop != '&') ++stop;
  if (stop == near_end && stop != end)
    stop = find_byte(stop, find_byte(stop, end, '<'), '&');
  const std::string_view segment = between(at, stop);
  if (depth() == 0) {
    if (is_blank(segment)) return stop;
    has_markup_ = true;
    return fail(at, has_root_ ? "text behind the root element"
                              : "text before the root element");
  }
  if (has_stray_cdata_end(segment)) return fail(at, "\"]]>\" outside CDATA");
  events_.text(ScannerEvents::Text::characters, segment);
  return stop;
}

// "]]>" may not stand in text, not even when a piece's end cuts it.
bool Scanner::has_stray_cdata_end(std::string_view segment) {
  std::size_t at = 0;
  while (at < segment.size()) {
    if (segment[at] == ']') {
      ++run_;
      ++at;
      continue;
    }
    if (segment[at] == '>' && run_ >= 2) return true;
    run_ = 0;
    at = std::min(segment.find(']', at), segment.size());
  }
  return false;
}

const char* Scanner::scan_text_reference(const char* at, const char* end) {
  run_ = 0;
  if (depth() == 0) {
    has_markup_ = true;
    return fail(at, "a reference outside the root element");
  }
  const char* limit = end - at > 16 ? at + 16 : end;
  const char* stop = find_byte(at, limit, ';');
  if (stop != limit &&
      judge_reference(between(at + 1, stop)) == Reference::fine) {
    events_.text(ScannerEvents::Text::characters, between(at, stop + 1));
    return stop + 1;
  }
  state_ = State::reference;
  reference_in_value_ = false;
  reference_.clear();
  return at + 1;
}

const char* Scanner::scan_reference(const char* at, const char* end) {
  for (; at != end; ++at) {
    if (*at == ';') {
      finish_reference(at);
      return at + 1;
    }
    if (!is_byte(*at, kNameByte | kHigh) && *at != '#')
      return fail(at, "\"&\" that begins no reference: expected \"&amp;\"");
    reference_.push_back(*at);
    if (reference_.size() > kMaxReference)
      return fail(at, "a reference that is too long");
  }
  return at;
}

void Scanner::finish_reference(const char* at) {
  state_ = reference_in_value_ ? State::tag : State::text;
  switch (judge_reference(reference_)) {
    case Reference::malformed:
      fail(at, "\"&" + printable(reference_) + ";\" is no reference");
      return;
    case Reference::fine:
      put_reference("&" + reference_ + ";");
      return;
    case Reference::illegal:
    case Reference::unknown:
      count_replaced(at);
      put_reference(kReplacement);
      return;
  }
}

void Scanner::put_reference(std::string_view text) {
  if (reference_in_value_)
    grow_value(text);
  else
    events_.text(ScannerEvents::Text::characters, text);
}

void Scanner::count_replaced(const char* at) {
  if (replaced_references_++ == 0) first_replaced_line_ = line_at(at);
}

const char* Scanner::open_markup(const char* at, const char* end) {
  has_markup_ = true;
  const std::string_view rest = between(at, end);
  if (rest.size() > 1) {
    if (rest[1] == '/') {
      const char* stop = find_byte(at, end, '>');
      if (stop != end) {
        end_element(at, between(at, stop + 1));
        return stop + 1;
      }
    } else if (is_byte(rest[1], kNameStart | kHigh)) {
      const char* next = parse_tag(at, end, Mode::in_place);
      if (damage_) return end;
      if (next != nullptr) {
        start_element(at, Mode::in_place);
        return next;
      }
    } else if (depth() > 0 && rest.starts_with(kCdataOpen)) {
      events_.text(ScannerEvents::Text::cdata_open,
                   rest.substr(0, kCdataOpen.size()));
      state_ = State::cdata;
      return at + kCdataOpen.size();
    }
  }
  begin_assembly(at);
  return at + 1;
}

void Scanner::begin_assembly(const char* at) {
  assembled_ = "<";
  assembled_line_ = line_at(at);
  state_ = State::markup;
  quote_ = 0;
  run_ = 0;
}

// Decides what "<" opens, byte by byte.
const char* Scanner::scan_markup(const char* at, const char* end) {
  for (; at != end; ++at) {
    assembled_.push_back(*at);
    if (assembled_.size() == 2 && *at != '!') {
      if (*at == '/')
        state_ = State::end_tag;
      else if (*at == '?')
        state_ = State::pi;
      else if (is_byte(*at, kNameStart | kHigh))
        state_ = State::tag;
      else
        return fail(at, "\"<\" that begins no tag: expected \"&lt;\"");
      return at + 1;
    }
    if (assembled_ == kCommentOpen) {
      state_ = State::comment;
      return at + 1;
    }
    if (assembled_ == kDoctypeOpen) {
      state_ = State::doctype;
      return at + 1;
    }
    if (assembled_ == kCdataOpen) {
      if (depth() == 0) return fail(at, "CDATA outside the root element");
      state_ = State::cdata;
      events_.text(ScannerEvents::Text::cdata_open, kCdataOpen);
      return at + 1;
    }
    if (!kCommentOpen.starts_with(assembled_) &&
        !kDoctypeOpen.starts_with(assembled_) &&
        !kCdataOpen.starts_with(assembled_))
      return fail(at, "\"<!\" that begins no comment and no CDATA");
  }
  return at;
}

// Collects a tag that cannot be parsed where it stands: cut by a piece's end,
// with a value too long to keep, or with a reference to replace.
const char* Scanner::scan_tag(const char* at, const char* end) {
  while (at != end && !damage_) {
    const char c = *at;
    if (c == '<')
      return fail(at, quote_ == 0 ? "\"<\" inside a tag"
                                  : "\"<\" in an attribute: expected \"&lt;\"");
    if (quote_ == 0) {
      grow_tag(at, c);
      ++at;
      if (c == '"' || c == '\'') {
        quote_ = c;
        value_bytes_ = 0;
        elided_bytes_ = 0;
      } else if (c == '>') {
        const char* begin = assembled_.data();
        const char* stop = begin + assembled_.size();
        const char* next = parse_tag(begin, stop, Mode::assembled);
        if (damage_) return at;
        if (next != stop) return fail(at - 1, "a tag that is no tag");
        state_ = State::text;
        start_element(at - 1, Mode::assembled);
        return at;
      }
    } else if (c == quote_) {
      end_value();
      grow_tag(at, c);
      quote_ = 0;
      ++at;
    } else if (c == '&') {
      state_ = State::reference;
      reference_in_value_ = true;
      reference_.clear();
      return at + 1;
    } else {
      const char* stop = at + 1;
      while (stop != end && (!is_byte(*stop, kValueStop) ||
                             (*stop != quote_ && *stop != '<' && *stop != '&')))
        ++stop;
      grow_value(between(at, stop));
      at = stop;
    }
  }
  return at;
}

void Scanner::grow_tag(const char* at, char byte) {
  if (assembled_.size() < kMaxTag) {
    assembled_.push_back(byte);
    return;
  }
  at_ = at;
  refuse(Damage::Kind::limits,
         "a tag of more than " + std::to_string(kMaxTag) + " bytes");
}

// Keeps the beginning of a value, and never a part of a character.
void Scanner::grow_value(std::string_view text) {
  std::size_t room =
      elided_bytes_ > 0
          ? 0
          : kKeptAttribute - std::min(value_bytes_, kKeptAttribute);
  if (text.size() <= room) {
    assembled_.append(text);
    value_bytes_ += text.size();
    return;
  }
  // A reference arrives whole and goes whole.
  if (text[0] == '&') room = 0;
  while (room > 0 && (static_cast<unsigned char>(text[room]) & 0xC0) == 0x80)
    --room;
  assembled_.append(text.substr(0, room));
  value_bytes_ += room;
  elided_bytes_ += text.size() - room;
}

void Scanner::end_value() {
  if (elided_bytes_ > 0)
    assembled_ += "... (" + std::to_string(elided_bytes_) + " more bytes)";
  if (assembled_.size() > kMaxTag)
    refuse(Damage::Kind::limits,
           "a tag of more than " + std::to_string(kMaxTag) + " bytes");
}

const char* Scanner::scan_end_tag(const char* at, const char* end) {
  const char* stop = find_byte(at, end, '>');
  const bool is_whole = stop != end;
  assembled_.append(between(at, is_whole ? stop + 1 : stop));
  if (assembled_.size() > 2 * kMaxName)
    return fail(at, "an end tag that is too long");
  if (!is_whole) return stop;
  state_ = State::text;
  end_element(at, assembled_);
  return stop + 1;
}

const char* Scanner::scan_comment(const char* at, const char* end) {
  if (run_ == 0) {
    const char* dash = find_byte(at, end, '-');
    if (dash == end) return end;
    run_ = 1;
    return dash + 1;
  }
  if (run_ == 1) {
    run_ = *at == '-' ? 2 : 0;
    return at + 1;
  }
  if (*at != '>') return fail(at, "\"--\" inside a comment");
  run_ = 0;
  state_ = State::text;
  return at + 1;
}

const char* Scanner::scan_pi(const char* at, const char* end) {
  for (; at != end; ++at) {
    if (assembled_.size() < kMaxDeclaration) assembled_.push_back(*at);
    if (*at == '>' && run_ == 1) {
      run_ = 0;
      state_ = State::text;
      finish_pi(at);
      return at + 1;
    }
    run_ = *at == '?' ? 1 : 0;
  }
  return at;
}

void Scanner::finish_pi(const char* at) {
  const std::string_view text(assembled_);
  const std::size_t end = text.find_first_of(" \t\r\n?", 2);
  const std::string_view target = end == std::string_view::npos
                                      ? std::string_view()
                                      : text.substr(2, end - 2);
  if (!is_good_name(target, false) ||
      (text[end] == '?' && text.substr(end) != "?>")) {
    fail(at, "a processing instruction without a name");
    return;
  }
  if (!equals_ignoring_case(target, "xml")) return;
  const std::uint64_t bytes =
      bytes_before_ + static_cast<std::uint64_t>(at + 1 - piece_.data());
  if (bytes != text.size()) {
    fail(at, "an XML declaration that is not at the very beginning");
    return;
  }
  const std::optional<Declaration> declaration = read_declaration(text);
  if (!declaration) {
    fail(at, "a damaged XML declaration");
    return;
  }
  declared_encoding_ = declaration->encoding;
}

const char* Scanner::scan_cdata(const char* at, const char* end) {
  using Text = ScannerEvents::Text;
  if (run_ > 0) {
    // A piece ended behind "]" or "]]", which were kept back.
    if (*at == '>' && run_ == 2) {
      run_ = 0;
      state_ = State::text;
      events_.text(Text::cdata_close, kCdataClose);
      return at + 1;
    }
    if (*at == ']' && run_ == 1) {
      run_ = 2;
      return at + 1;
    }
    if (*at == ']') {
      events_.text(Text::cdata, "]");
      return at + 1;
    }
    events_.text(Text::cdata, kCdataClose.substr(0, run_));
    run_ = 0;
    return at;
  }
  for (const char* bracket = find_byte(at, end, ']'); bracket != end;
       bracket = find_byte(bracket + 1, end, ']')) {
    const std::string_view rest = between(bracket, end);
    if (rest.starts_with(kCdataClose)) {
      if (bracket != at) events_.text(Text::cdata, between(at, bracket));
      events_.text(Text::cdata_close, rest.substr(0, kCdataClose.size()));
      state_ = State::text;
      return bracket + kCdataClose.size();
    }
    if (kCdataClose.starts_with(rest)) {
      if (bracket != at) events_.text(Text::cdata, between(at, bracket));
      run_ = static_cast<unsigned>(rest.size());
      return end;
    }
  }
  events_.text(Text::cdata, between(at, end));
  return end;
}

// "<!DOCTYPE testsuites>" is let through.  One that names or holds a subset is
// not: it could define what a name means, and whoever reads the report after us
// might follow it.
const char* Scanner::scan_doctype(const char* at, const char* end) {
  for (; at != end; ++at) {
    assembled_.push_back(*at);
    if (*at == '>') {
      state_ = State::text;
      finish_doctype(at);
      return at + 1;
    }
    if (assembled_.size() > kMaxName)
      return fail(at, "a document type that is too long");
  }
  return at;
}

void Scanner::finish_doctype(const char* at) {
  std::string_view text(assembled_);
  text.remove_prefix(kDoctypeOpen.size());
  text.remove_suffix(1);
  if (depth() > 0 || has_root_ || has_doctype_)
    fail(at, "a document type that is not before the root element");
  else if (!is_byte(text.empty() ? 'x' : text[0], kBlank) ||
           !is_good_name(trim(text), false))
    fail(
        at,
        "a document type that has no name, or has a subset, which could define "
        "entities and is not read");
  has_doctype_ = true;
}

// Parses the tag at `at` into tag_.  nullptr: it is damaged, or (in place) it
// has to be assembled first.
const char* Scanner::parse_tag(const char* at, const char* end, Mode mode) {
  const NameEnd name_end = find_name_end(at + 1, end);
  if (name_end.at == end) return nullptr;
  tag_.name = between(at + 1, name_end.at);
  if (!is_good_name(tag_.name, name_end.is_ascii))
    return fail(at, "an element without a name");
  attributes_.clear();
  tag_.has_prefix = name_end.has_colon;
  const char* next = name_end.at;
  for (;;) {
    const char* blanks = next;
    next = skip_blanks(next, end);
    if (next == end) return nullptr;
    if (*next == '>') {
      tag_.is_empty = false;
      ++next;
      break;
    }
    if (*next == '/') {
      if (next + 1 == end) return nullptr;
      if (next[1] != '>') return fail(next, "\"/\" inside a tag");
      tag_.is_empty = true;
      next += 2;
      break;
    }
    if (blanks == next) return fail(next, "no blank before an attribute");
    next = parse_attribute(next, end, mode);
    if (next == nullptr) return nullptr;
  }
  if (has_duplicate_attribute())
    return fail(at, "an attribute is there twice in " + quoted(tag_.name));
  tag_.raw = between(at, next);
  tag_.attributes = attributes_;
  return next;
}

const char* Scanner::parse_attribute(const char* at, const char* end,
                                     Mode mode) {
  const NameEnd name_end = find_name_end(at, end);
  if (name_end.at == end) return nullptr;
  const std::string_view name = between(at, name_end.at);
  if (!is_good_name(name, name_end.is_ascii))
    return fail(at, "an attribute without a name");
  const char* next = skip_blanks(name_end.at, end);
  if (next == end) return nullptr;
  if (*next != '=') return fail(next, "an attribute without a value");
  next = skip_blanks(next + 1, end);
  if (next == end) return nullptr;
  if (*next != '"' && *next != '\'')
    return fail(next, "an attribute whose value has no quotes");
  bool is_literal = true;
  const char* value_end = parse_value(next, end, mode, is_literal);
  if (value_end == nullptr) return nullptr;
  if (attributes_.size() == kMaxAttributes) {
    refuse(Damage::Kind::limits, "a tag with more than " +
                                     std::to_string(kMaxAttributes) +
                                     " attributes");
    return nullptr;
  }
  attributes_.push_back({name, between(next + 1, value_end), is_literal});
  tag_.has_prefix |= name_end.has_colon || name == "xmlns";
  return value_end + 1;
}

// Returns the closing quote of the value whose opening quote is at `at`.
const char* Scanner::parse_value(const char* at, const char* end, Mode mode,
                                 bool& is_literal) {
  const char quote = *at;
  const char* next = at + 1;
  for (;;) {
    next = find_value_stop(next, end);
    if (next == end) return nullptr;
    if (*next == quote) break;
    if (*next == '&' || is_byte(*next, kControl)) is_literal = false;
    if (*next == '<')
      return fail(next, "\"<\" in an attribute: expected \"&lt;\"");
    if (*next == '&' && mode == Mode::in_place) {
      const char* limit = end - next > 16 ? next + 16 : end;
      const char* stop = find_byte(next, limit, ';');
      if (stop == limit ||
          judge_reference(between(next + 1, stop)) != Reference::fine)
        return nullptr;
      next = stop;
    }
    ++next;
  }
  const bool is_long = static_cast<std::size_t>(next - at) > kKeptAttribute;
  return is_long && mode == Mode::in_place ? nullptr : next;
}

bool Scanner::has_duplicate_attribute() const {
  constexpr std::size_t kFew = 16;
  if (attributes_.size() <= kFew) {
    for (std::size_t i = 1; i < attributes_.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (attributes_[i].name == attributes_[j].name) return true;
    return false;
  }
  std::vector<std::string_view> names;
  for (const Attribute& attribute : attributes_)
    names.push_back(attribute.name);
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) != names.end();
}

void Scanner::start_element(const char* at, Mode mode) {
  at_ = at;
  tag_mode_ = mode;
  if (depth() == 0) {
    if (has_root_) {
      fail(at, "a second root element " + quoted(tag_.name));
      return;
    }
    has_root_ = true;
  }
  if (depth() >= max_depth_) {
    refuse(Damage::Kind::limits,
           "elements nested deeper than " + std::to_string(max_depth_));
    return;
  }
  if (!tag_.is_empty) {
    name_starts_.push_back(names_.size());
    names_.append(tag_.name);
  }
  events_.start(tag_);
}

void Scanner::end_element(const char* at, std::string_view raw) {
  at_ = at;
  std::string_view name = raw.substr(2, raw.size() - 3);
  while (!name.empty() && is_byte(name.back(), kBlank)) name.remove_suffix(1);
  if (depth() == 0) {
    fail(at, "</" + printable(shorten(name, 80)) + "> without a beginning");
    return;
  }
  if (name != open_name()) {
    fail(at, "expected the end of " + quoted(open_name()) + ", found </" +
                 printable(shorten(name, 80)) + ">");
    return;
  }
  names_.resize(name_starts_.back());
  name_starts_.pop_back();
  events_.end(raw);
}

}  // namespace gate::junit
