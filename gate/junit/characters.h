// Lets through only what XML 1.0 calls characters, as valid UTF-8; everything
// else becomes U+FFFD.  Bytes arrive in pieces, cut anywhere.
#pragma once

#include <string>
#include <string_view>

namespace gate::junit {

class CharacterSink {
 public:
  virtual ~CharacterSink() = default;
  // Valid characters, never cut inside one; the view dies with the call.
  virtual void characters(std::string_view text) = 0;
  // The next characters() is a U+FFFD that replaces what was no character.
  virtual void replaced() = 0;
  // A NUL byte stands here; nothing comes after it.
  virtual void nul() = 0;
};

class Characters {
 public:
  explicit Characters(CharacterSink& sink) : sink_(sink) {}
  void feed(std::string_view bytes);
  // A character that the document's end cut off is replaced, too.
  void finish();

 private:
  void replace();
  std::string_view complete_pending(std::string_view bytes);
  std::string_view replace_front(std::string_view bytes);

  CharacterSink& sink_;
  std::string pending_;  // the beginning of a character, cut by a piece's end
  bool stopped_ = false;
};

}  // namespace gate::junit
