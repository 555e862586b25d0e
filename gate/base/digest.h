// SHA-256, the only digest of the product.  The one file that includes the
// crypto library's hashing.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace gate {

// 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

// The digest of bytes that arrive in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view bytes);
  // The digest of all bytes so far; call it once.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Base64 with padding.
std::string base64(std::string_view bytes);

}  // namespace gate
