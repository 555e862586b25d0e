// Keeps the bytes of one element while it streams by: as a view as long as the
// bytes lie side by side in the piece of input at hand, as a copy otherwise,
// shortened within limits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gate::junit {

// Bytes of text that are kept of each child of a case.
inline constexpr std::size_t kKeptOutput = 4 * 1024;
// All of one element: no text is kept beyond the first, nothing beyond the
// second.
inline constexpr std::size_t kTextfulRecord = 256 * 1024;
inline constexpr std::size_t kMaxRecord = 4 * 1024 * 1024;

class Record {
 public:
  // The piece that is read now; bytes from elsewhere are copied at once.
  void enter(std::string_view piece) { piece_ = piece; }
  // The piece is about to go.
  void leave();

  void begin(std::string_view raw);
  void append(std::string_view raw);
  // Text of which at most `room` bytes are still wanted; counts the rest.
  void append_text(std::string_view raw, std::size_t room);
  // Says how much text is missing since the last note.
  void append_note();
  // Ends the record; the view dies with the piece or the next begin().
  std::string_view finish();
  // Text is being left out; append_note() ends that.
  bool is_shortening() const { return elided_ > 0; }
  // More than kMaxRecord arrived; the record is no whole element.
  bool is_overfull() const { return is_overfull_; }
  std::size_t size() const { return kept_.size() + view_.size(); }

 private:
  bool is_in_piece(std::string_view raw) const;
  void settle();

  std::string_view piece_;
  std::string kept_;
  std::string_view view_;
  std::uint64_t elided_ = 0;
  bool is_overfull_ = false;
};

}  // namespace gate::junit
