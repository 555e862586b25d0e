#include "gate/junit/encoding.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <initializer_list>

#include "gate/base/text.h"
#include "gate/junit/xml_syntax.h"

namespace gate::junit {
namespace {

// A byte that no UTF-8 holds: junit/characters replaces and counts it.
constexpr std::string_view kIllFormed = "\xFF";

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16LittleMark = "\xFF\xFE";
constexpr std::string_view kUtf16BigMark = "\xFE\xFF";

bool is_one_of(std::string_view word,
               std::initializer_list<std::string_view> words) {
  for (const std::string_view other : words)
    if (word == other) return true;
  return false;
}

// The number behind one of the prefixes, such as 8859-"15".
std::string number_behind(std::string_view name,
                          std::initializer_list<std::string_view> prefixes) {
  for (const std::string_view prefix : prefixes)
    if (name.starts_with(prefix) && parse_unsigned(name.substr(prefix.size())))
      return std::string(name.substr(prefix.size()));
  return {};
}

// What iconv calls the 8-bit encoding of that name; empty: not one that is
// read.  All of them hold ASCII unchanged, so markup means the same in each.
std::string eight_bit_encoding(std::string_view name) {
  if (is_one_of(name, {"latin1", "latin-1", "l1"})) return "ISO-8859-1";
  const std::string iso =
      number_behind(name, {"iso-8859-", "iso8859-", "iso_8859-"});
  if (!iso.empty() && *parse_unsigned(iso) <= 16) return "ISO-8859-" + iso;
  const std::string windows = number_behind(name, {"windows-", "cp"});
  if (!windows.empty() && *parse_unsigned(windows) >= 1250 &&
      *parse_unsigned(windows) <= 1258)
    return "CP" + windows;
  return {};
}

// Names that cannot mislead: the bytes are read as UTF-8, whatever they say.
// The wide ones are wrong for bytes that begin with "<" and no byte order mark.
bool is_harmless_name(std::string_view name) {
  return is_one_of(name, {"utf8", "utf_8", "utf-8-sig", "utf8-sig", "utf-8bom",
                          "unicode", "utf8mb4"}) ||
         name.starts_with("utf-16") || name.starts_with("utf16") ||
         name.starts_with("utf-32") || name.starts_with("ucs-2");
}

}  // namespace

class Decoder::Conversion {
 public:
  Conversion(const std::string& encoding, std::size_t unit)
      : handle_(iconv_open("UTF-8", encoding.c_str())), unit_(unit) {}
  ~Conversion() {
    if (is_open()) iconv_close(handle_);
  }
  Conversion(const Conversion&) = delete;
  Conversion& operator=(const Conversion&) = delete;

  // iconv_open says (iconv_t)-1 when this system lacks the conversion.
  bool is_open() const {
    return handle_ != reinterpret_cast<iconv_t>(std::intptr_t{-1});
  }

  void convert(std::string_view bytes, const Out& out) {
    rest_.append(bytes);
    char* in = rest_.data();
    std::size_t left = rest_.size();
    while (left > 0 && convert_some(in, left, out)) {
    }
    rest_.erase(0, rest_.size() - left);
  }

  void finish(const Out& out) {
    if (!rest_.empty()) out(kIllFormed);
    rest_.clear();
  }

 private:
  // false: what is left is the beginning of a character.
  bool convert_some(char*& in, std::size_t& left, const Out& out) {
    std::array<char, 16384> buffer;
    char* to = buffer.data();
    std::size_t room = buffer.size();
    errno = 0;
    const std::size_t converted = iconv(handle_, &in, &left, &to, &room);
    const int trouble = converted == static_cast<std::size_t>(-1) ? errno : 0;
    if (to != buffer.data())
      out({buffer.data(), static_cast<std::size_t>(to - buffer.data())});
    if (trouble == EINVAL) return false;
    if (trouble == EILSEQ) {
      out(kIllFormed);
      const std::size_t skipped = std::min(unit_, left);
      in += skipped;
      left -= skipped;
    }
    return true;
  }

  iconv_t handle_;
  std::size_t unit_;  // bytes of the smallest character
  std::string rest_;
};

Decoder::Decoder(Out out) : out_(std::move(out)) {}
Decoder::~Decoder() = default;

void Decoder::feed(std::string_view bytes) {
  if (refusal_) return;
  if (decided_) {
    pass(bytes);
    return;
  }
  // Only the declaration has to be whole: the rest need not be kept.
  const std::size_t wanted =
      head_.size() < kMaxDeclaration ? kMaxDeclaration - head_.size() : 0;
  head_.append(bytes.substr(0, wanted));
  bytes.remove_prefix(std::min(wanted, bytes.size()));
  decide(false);
  if (decided_ && !refusal_) pass(bytes);
}

void Decoder::finish() {
  if (!decided_) decide(true);
  if (conversion_ && !refusal_) conversion_->finish(out_);
}

void Decoder::pass(std::string_view bytes) {
  if (bytes.empty()) return;
  if (conversion_)
    conversion_->convert(bytes, out_);
  else
    out_(bytes);
}

void Decoder::decide(bool at_end) {
  constexpr std::size_t kLongestMark = 3;
  constexpr std::string_view kOpening = "<?xml";
  if (head_.size() < kLongestMark && !at_end) return;
  std::size_t mark = 0;
  if (head_.starts_with(kUtf16LittleMark)) {
    mark = kUtf16LittleMark.size();
    convert_from("UTF-16LE", 2);
  } else if (head_.starts_with(kUtf16BigMark)) {
    mark = kUtf16BigMark.size();
    convert_from("UTF-16BE", 2);
  } else {
    if (head_.starts_with(kUtf8Mark)) mark = kUtf8Mark.size();
    const std::string_view text = std::string_view(head_).substr(mark);
    const bool may_declare = text.starts_with(kOpening.substr(0, text.size()));
    const bool is_whole = text.find("?>") != std::string_view::npos ||
                          head_.size() >= kMaxDeclaration;
    if (may_declare && !is_whole && !at_end) return;
    head_.erase(0, mark);
    if (may_declare) decide_by_name(mark > 0);
    mark = 0;
  }
  decided_ = true;
  if (refusal_) return;
  const std::string head = std::move(head_);
  pass(std::string_view(head).substr(mark));
}

// A declaration that is damaged is left to the scanner, which refuses it.
void Decoder::decide_by_name(bool has_mark) {
  const std::size_t end = head_.find("?>");
  if (end == std::string::npos) return;
  const std::optional<Declaration> declaration =
      read_declaration(std::string_view(head_).substr(0, end + 2));
  if (!declaration || declaration->encoding.empty()) return;
  const std::string& written = declaration->encoding;
  const std::string name = to_lower(trim(written));
  const std::string eight_bit = eight_bit_encoding(name);
  if (is_one_of(name, {"utf-8", "us-ascii", "ascii"})) {
    if (name.size() != written.size()) odd_name_ = written;
  } else if (has_mark || is_harmless_name(name)) {
    odd_name_ = written;  // a byte order mark is proof, a name a claim
  } else if (!eight_bit.empty()) {
    convert_from(eight_bit, 1);
  } else {
    refusal_ =
        "it says that its encoding is \"" + printable(written) +
        "\", which is not read: expected UTF-8, UTF-16 with a byte order "
        "mark, iso-8859-x or windows-125x";
  }
}

void Decoder::convert_from(const std::string& encoding, std::size_t unit) {
  conversion_ = std::make_unique<Conversion>(encoding, unit);
  is_wide_ = unit > 1;
  if (!conversion_->is_open())
    refusal_ = "this system cannot convert " + encoding +
               ": write the report in UTF-8";
}

}  // namespace gate::junit
