// Turns a document of any encoding that is read into UTF-8, as it arrives: byte
// order mark, declaration, conversion.  Does not judge characters.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gate::junit {

class Decoder {
 public:
  using Out = std::function<void(std::string_view utf8)>;
  explicit Decoder(Out out);
  ~Decoder();

  // Ill-formed input comes out as bytes that are not UTF-8 either, so that it
  // is judged in one place.
  void feed(std::string_view bytes);
  void finish();

  // Why the document's encoding is not read; nothing comes out then.
  const std::optional<std::string>& refusal() const { return refusal_; }
  // The document is in UTF-16, as its byte order mark says.
  bool is_wide() const { return is_wide_; }
  // The name that the document gives its encoding, if that is no proper name of
  // the encoding that it is in; empty otherwise.
  const std::string& odd_name() const { return odd_name_; }

 private:
  class Conversion;

  void decide(bool at_end);
  void decide_by_name(bool has_mark);
  void convert_from(const std::string& encoding, std::size_t unit);
  void pass(std::string_view bytes);

  Out out_;
  std::string head_;  // what arrived before the encoding was known
  bool decided_ = false;
  bool is_wide_ = false;
  std::unique_ptr<Conversion> conversion_;
  std::optional<std::string> refusal_;
  std::string odd_name_;
};

}  // namespace gate::junit
