// A sliding window over a stream's bytes: readers look at what is buffered, ask for more, and drop
// what they are done with. Never holds more than one row and one block. Internal to lib/record.
#pragma once

#include <cstddef>
#include <istream>
#include <string_view>
#include <vector>

namespace smsflow {

class ByteWindow {
 public:
  explicit ByteWindow(std::istream& in) : in_(in) {}

  // What is buffered and not dropped. Invalid after `more`.
  std::string_view bytes() const { return {block_.data() + begin_, end_ - begin_}; }
  void drop(std::size_t count) { begin_ += count; }
  // Reads on; false at the end. Throws Error{kBadInput} when the stream fails.
  bool more();
  // True once the stream has ended, though bytes may be left.
  bool ended() const { return ended_; }

 private:
  std::istream& in_;
  std::vector<char> block_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool ended_ = false;
};

}  // namespace smsflow
