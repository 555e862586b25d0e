// Checks that a document is well-formed XML 1.0 while it streams by, and says
// what is in it.  Resumes anywhere, keeps nothing but the open tag, and
// resolves nothing: no document type, no entity, no file.  Input is what
// junit/characters lets through.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gate::junit {

// Longer attribute values are handed on shortened, with a note; longer tags and
// names are refused.
inline constexpr std::size_t kKeptAttribute = 16 * 1024;
inline constexpr std::size_t kMaxTag = 1 << 20;
inline constexpr std::size_t kMaxName = 1024;
inline constexpr std::size_t kMaxAttributes = 1000;

struct Attribute {
  std::string_view name;
  std::string_view value;  // as written
  // The value means what is written; otherwise see attribute_value().
  bool is_literal = true;
};

// What the attribute means; scratch holds it where that is not what is written.
std::string_view meaning_of(const Attribute& attribute, std::string& scratch);

struct Tag {
  std::string_view raw;   // from "<" to ">", every reference in it legal
  std::string_view name;  // as written
  std::span<const Attribute> attributes;
  bool is_empty = false;    // "<a/>": no end follows
  bool has_prefix = false;  // a namespace is used or declared

  // The raw value, nullopt if there is none.
  std::optional<std::string_view> find(std::string_view attribute) const;
};

// What is inside the root element, in order.  All views die with the call.
class ScannerEvents {
 public:
  virtual ~ScannerEvents() = default;
  virtual void start(const Tag& tag) = 0;
  virtual void end(std::string_view raw) = 0;
  enum class Text { characters, cdata_open, cdata, cdata_close };
  // Pieces as written; never cut inside a character or a reference.
  virtual void text(Text kind, std::string_view raw) = 0;
};

// The first thing that is wrong; nothing is read after it.
struct Damage {
  enum class Kind { blank, malformed, limits };
  Kind kind = Kind::malformed;
  std::string what;  // lower case, without the position
  std::uint64_t line = 1;
  std::uint64_t byte = 0;  // of the UTF-8 text
};

class Scanner {
 public:
  Scanner(ScannerEvents& events, std::uint64_t max_depth)
      : events_(events), max_depth_(max_depth) {}

  void feed(std::string_view text);
  void finish();

  // The caller found something wrong at this place, or wants no more.
  void refuse(Damage::Kind kind, std::string what);
  const std::optional<Damage>& damage() const { return damage_; }

  // Of what was read so far.
  std::uint64_t line() { return line_at(at_); }
  // Where the tag of the start() at hand begins.
  std::uint64_t tag_line();
  std::uint64_t depth() const { return name_starts_.size(); }
  // References to illegal characters or unknown entities, now U+FFFD.
  std::uint64_t replaced_references() const { return replaced_references_; }
  std::uint64_t first_replaced_line() const { return first_replaced_line_; }
  const std::string& declared_encoding() const { return declared_encoding_; }

 private:
  enum class State {
    text,
    markup,
    tag,
    end_tag,
    comment,
    pi,
    cdata,
    doctype,
    reference
  };
  enum class Mode { in_place, assembled };

  const char* step(const char* at, const char* end);
  const char* scan_text(const char* at, const char* end);
  const char* scan_text_reference(const char* at, const char* end);
  const char* open_markup(const char* at, const char* end);
  const char* scan_markup(const char* at, const char* end);
  const char* scan_tag(const char* at, const char* end);
  const char* scan_end_tag(const char* at, const char* end);
  const char* scan_comment(const char* at, const char* end);
  const char* scan_pi(const char* at, const char* end);
  const char* scan_cdata(const char* at, const char* end);
  const char* scan_doctype(const char* at, const char* end);
  const char* scan_reference(const char* at, const char* end);

  const char* parse_tag(const char* at, const char* end, Mode mode);
  const char* parse_attribute(const char* at, const char* end, Mode mode);
  const char* parse_value(const char* at, const char* end, Mode mode,
                          bool& is_literal);
  const char* fail(const char* at, std::string what);
  void begin_assembly(const char* at);
  void grow_tag(const char* at, char byte);
  void grow_value(std::string_view text);
  void end_value();
  void finish_reference(const char* at);
  void put_reference(std::string_view text);
  void finish_pi(const char* at);
  void finish_doctype(const char* at);
  void start_element(const char* at, Mode mode);
  void end_element(const char* at, std::string_view raw);
  bool has_duplicate_attribute() const;
  bool has_stray_cdata_end(std::string_view segment);
  void count_replaced(const char* at);
  std::uint64_t line_at(const char* at);
  std::string_view open_name() const;
  std::string end_of_input() const;

  ScannerEvents& events_;
  std::uint64_t max_depth_;
  State state_ = State::text;
  std::optional<Damage> damage_;

  // The piece that is being read, and what lies before it.
  std::string_view piece_;
  const char* at_ = nullptr;
  std::uint64_t bytes_before_ = 0;
  // Line breaks in front of counted_, which stays near at_.
  std::uint64_t line_breaks_ = 0;
  const char* counted_ = nullptr;

  // Names of the open elements, one behind the other.
  std::string names_;
  std::vector<std::size_t> name_starts_;
  bool has_root_ = false;
  bool has_markup_ = false;  // anything but blanks
  bool has_doctype_ = false;

  // The tag at hand; its views point into the piece or into assembled_.
  Tag tag_;
  Mode tag_mode_ = Mode::in_place;
  std::vector<Attribute> attributes_;

  // Markup that a piece's end cut, and where in it we are.
  std::string assembled_;
  std::uint64_t assembled_line_ = 0;  // where it begins
  char quote_ = 0;
  std::size_t value_bytes_ = 0;     // of the open value, kept
  std::uint64_t elided_bytes_ = 0;  // of the open value, not kept
  std::string reference_;
  bool reference_in_value_ = false;
  unsigned run_ = 0;  // of "]", "-" or "?" that may begin an end

  std::string declared_encoding_;
  std::uint64_t replaced_references_ = 0;
  std::uint64_t first_replaced_line_ = 0;
};

}  // namespace gate::junit
