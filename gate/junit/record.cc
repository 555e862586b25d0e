#include "gate/junit/record.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace gate::junit {

void Record::leave() {
  settle();
  piece_ = {};
}

void Record::begin(std::string_view raw) {
  kept_.clear();
  view_ = {};
  elided_ = 0;
  is_overfull_ = false;
  append(raw);
}

// std::less orders pointers that have nothing to do with each other, too.
bool Record::is_in_piece(std::string_view raw) const {
  const std::less<const char*> less;
  return !less(raw.data(), piece_.data()) &&
         !less(piece_.data() + piece_.size(), raw.data() + raw.size());
}

void Record::append(std::string_view raw) {
  if (raw.empty()) return;
  if (size() + raw.size() > kMaxRecord) {
    is_overfull_ = true;
    return;
  }
  if (!is_in_piece(raw)) {
    settle();
    kept_.append(raw);
  } else if (view_.empty()) {
    view_ = raw;
  } else if (view_.data() + view_.size() == raw.data()) {
    view_ = {view_.data(), view_.size() + raw.size()};
  } else {
    kept_.append(view_);
    view_ = raw;
  }
}

void Record::append_text(std::string_view raw, std::size_t room) {
  // Text goes on being left out where it began to be, however it is cut.
  const std::size_t left =
      elided_ > 0 || size() >= kTextfulRecord ? 0 : kTextfulRecord - size();
  room = std::min(room, left);
  std::size_t wanted = std::min(room, raw.size());
  // References are not to be cut, and come alone.
  if (wanted < raw.size() && raw[0] == '&') wanted = 0;
  while (wanted > 0 && wanted < raw.size() &&
         (static_cast<unsigned char>(raw[wanted]) & 0xC0) == 0x80)
    --wanted;
  append(raw.substr(0, wanted));
  elided_ += raw.size() - wanted;
}

void Record::append_note() {
  if (elided_ == 0) return;
  settle();
  kept_ += "... (" + std::to_string(elided_) + " more bytes)";
  elided_ = 0;
}

void Record::settle() {
  kept_.append(view_);
  view_ = {};
}

std::string_view Record::finish() {
  if (kept_.empty()) return std::exchange(view_, {});
  settle();
  return kept_;
}

}  // namespace gate::junit
