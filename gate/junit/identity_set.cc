#include "gate/junit/identity_set.h"

#include <functional>

namespace gate::junit {

Fingerprint fingerprint(Fingerprint seed, std::string_view text) {
  std::uint64_t mixed =
      (seed ^ std::hash<std::string_view>{}(text)) * 0x9E3779B97F4A7C15ull;
  mixed ^= mixed >> 32;
  mixed *= 0xD6E8FEB86659FD93ull;
  // Zero marks a free slot.
  return mixed == 0 ? 1 : mixed;
}

bool IdentitySet::add(Fingerprint identity) {
  std::size_t slot = slot_of(identity);
  if (slots_[slot] != 0) return true;
  if (size_ == limit_) {
    ++forgotten_;
    return false;
  }
  if (++size_ * 2 > slots_.size()) {
    grow();
    slot = slot_of(identity);
  }
  slots_[slot] = identity;
  return false;
}

bool IdentitySet::contains(Fingerprint identity) const {
  return slots_[slot_of(identity)] != 0;
}

// Where it is, or where it would be.
std::size_t IdentitySet::slot_of(Fingerprint identity) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = identity & mask;
  while (slots_[at] != 0 && slots_[at] != identity) at = (at + 1) & mask;
  return at;
}

void IdentitySet::grow() {
  std::vector<Fingerprint> old(slots_.size() * 2);
  old.swap(slots_);
  for (const Fingerprint identity : old)
    if (identity != 0) slots_[slot_of(identity)] = identity;
}

}  // namespace gate::junit
