// Remembers identities as 64-bit fingerprints, up to a limit.  Two different
// names with one fingerprint can only make a verdict worse.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace gate::junit {

using Fingerprint = std::uint64_t;

// Chains: fingerprint(fingerprint(0, "a"), "bc") is not that of "ab" and "c".
Fingerprint fingerprint(Fingerprint seed, std::string_view text);

class IdentitySet {
 public:
  explicit IdentitySet(std::size_t limit) : limit_(limit), slots_(1024) {}

  // Whether it was there already.  A new one beyond the limit is not
  // remembered, only counted.
  bool add(Fingerprint identity);
  bool contains(Fingerprint identity) const;
  std::uint64_t forgotten() const { return forgotten_; }

 private:
  std::size_t slot_of(Fingerprint identity) const;
  void grow();

  std::size_t limit_;
  std::size_t size_ = 0;
  std::uint64_t forgotten_ = 0;
  std::vector<Fingerprint> slots_;  // open addressing; 0: free
};

}  // namespace gate::junit
