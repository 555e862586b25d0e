#include "gate/junit/characters.h"

#include <cstdint>

#include "gate/junit/xml_syntax.h"

namespace gate::junit {
namespace {

unsigned char byte_of(char c) { return static_cast<unsigned char>(c); }

bool is_plain(char c) {
  const unsigned char byte = byte_of(c);
  return (byte >= 0x20 && byte < 0x80) || c == '\n' || c == '\t' || c == '\r';
}

// The length of the run of ASCII characters at the front.  Blocks of 64 bytes
// are judged without a branch, so that the compiler can use vectors.
std::size_t plain_run(std::string_view bytes) {
  constexpr std::size_t kBlock = 64;
  std::size_t at = 0;
  for (; at + kBlock <= bytes.size(); at += kBlock) {
    unsigned char bad = 0;
    for (std::size_t i = 0; i < kBlock; ++i) {
      const unsigned char byte = byte_of(bytes[at + i]);
      const auto control = static_cast<unsigned char>(byte < 0x20);
      const auto blank = static_cast<unsigned char>(
          (byte == '\n') | (byte == '\t') | (byte == '\r'));
      bad |= static_cast<unsigned char>((control & (blank ^ 1)) | (byte >> 7));
    }
    if (bad != 0) break;
  }
  while (at < bytes.size() && is_plain(bytes[at])) ++at;
  return at;
}

// The length of a well-formed sequence that begins with this byte, as far as
// the first two bytes tell; 0: none can.
std::size_t sequence_length(unsigned char lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

bool may_follow(unsigned char lead, std::size_t index, unsigned char byte) {
  if (index == 1) {
    if (lead == 0xE0) return byte >= 0xA0 && byte <= 0xBF;
    if (lead == 0xED) return byte >= 0x80 && byte <= 0x9F;
    if (lead == 0xF0) return byte >= 0x90 && byte <= 0xBF;
    if (lead == 0xF4) return byte >= 0x80 && byte <= 0x8F;
  }
  return byte >= 0x80 && byte <= 0xBF;
}

// How many bytes at the front form, or begin, one well-formed sequence.
std::size_t valid_prefix(std::string_view bytes) {
  const unsigned char lead = byte_of(bytes[0]);
  const std::size_t length = sequence_length(lead);
  if (length == 0) return 0;
  std::size_t valid = 1;
  while (valid < length && valid < bytes.size() &&
         may_follow(lead, valid, byte_of(bytes[valid])))
    ++valid;
  return valid;
}

bool is_whole_character(std::string_view sequence) {
  if (sequence.size() != sequence_length(byte_of(sequence[0]))) return false;
  return is_xml_character(take_code_point(sequence));
}

// The length of the run of whole, legal characters at the front.
std::size_t clean_run(std::string_view bytes) {
  std::size_t run = 0;
  while (run < bytes.size()) {
    if (is_byte(bytes[run], kHigh)) {
      const std::size_t valid = valid_prefix(bytes.substr(run));
      if (valid == 0 || !is_whole_character(bytes.substr(run, valid))) break;
      run += valid;
    } else {
      const std::size_t plain = plain_run(bytes.substr(run));
      if (plain == 0) break;
      run += plain;
    }
  }
  return run;
}

}  // namespace

void Characters::feed(std::string_view bytes) {
  if (stopped_) return;
  if (!pending_.empty()) bytes = complete_pending(bytes);
  while (!bytes.empty() && !stopped_) {
    const std::size_t clean = clean_run(bytes);
    if (clean > 0) {
      sink_.characters(bytes.substr(0, clean));
      bytes.remove_prefix(clean);
    } else if (bytes[0] == '\0') {
      stopped_ = true;
      sink_.nul();
    } else {
      bytes = replace_front(bytes);
    }
  }
}

void Characters::finish() {
  if (!pending_.empty() && !stopped_) replace();
  pending_.clear();
}

void Characters::replace() {
  sink_.replaced();
  sink_.characters(kReplacement);
}

// Replaces what is no character at the front, or keeps what may become one.
std::string_view Characters::replace_front(std::string_view bytes) {
  const std::size_t valid = valid_prefix(bytes);
  if (valid > 0 && valid == bytes.size() &&
      valid < sequence_length(byte_of(bytes[0]))) {
    pending_ = bytes;
    return {};
  }
  replace();
  return bytes.substr(valid == 0 ? 1 : valid);
}

std::string_view Characters::complete_pending(std::string_view bytes) {
  while (!bytes.empty()) {
    const unsigned char lead = byte_of(pending_[0]);
    if (!may_follow(lead, pending_.size(), byte_of(bytes[0]))) {
      replace();
      break;
    }
    pending_.push_back(bytes[0]);
    bytes.remove_prefix(1);
    if (pending_.size() < sequence_length(lead)) continue;
    if (is_whole_character(pending_))
      sink_.characters(pending_);
    else
      replace();
    break;
  }
  if (bytes.empty() && pending_.size() < sequence_length(byte_of(pending_[0])))
    return bytes;
  pending_.clear();
  return bytes;
}

}  // namespace gate::junit
