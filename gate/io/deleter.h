// Makes a unique_ptr of the handle of a C library: the function that frees it is
// the type.
#pragma once

namespace gate::io {

template <auto Free>
struct Deleter {
  template <typename Handle>
  void operator()(Handle* handle) const {
    Free(handle);
  }
};

}  // namespace gate::io
