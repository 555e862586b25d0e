// Result<T>: a value, or the Error that says why there is none.  Member names
// follow std::expected, which gcc 12 has under C++23 only.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace gate {

// What the caller has to choose from: the kind decides the exit status, the
// message is a lower-case fragment that reads outside-in ("gate.yml:3:5: ...").
enum class ErrorKind {
  usage,     // the words of the command line or of a configuration file
  not_found, // a file, folder or repository that should be there is not
  refused,   // it is there, and may not be used (owner, type, size, damage)
  busy,      // somebody else holds it
  failed,    // the operating system or a peer said no
  internal,  // a broken promise of ours
};

struct Error {
  ErrorKind kind = ErrorKind::failed;
  std::string message;

  bool operator==(const Error&) const = default;
};

// The same error with words in front: with_context("reading gate.yml", e).
inline Error with_context(const std::string& where, Error error) {
  error.message = where + ": " + error.message;
  return error;
}

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

// A Result without a value: success, or the Error.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), ok_(false) {}

  bool has_value() const { return ok_; }
  explicit operator bool() const { return ok_; }
  const Error& error() const& { return error_; }
  Error&& error() && { return std::move(error_); }

 private:
  Error error_;
  bool ok_ = true;
};

}  // namespace gate
