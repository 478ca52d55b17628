// Words and their numbers, found in a few nanoseconds: every word of every message is looked up.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace smsflow {

class WordTable {
 public:
  WordTable() : places_(1024) {}

  // The number of `word`, which is `next` if it was not there. The text must outlive the table.
  std::uint32_t add(std::string_view word, std::uint32_t next);
  // Its number, or 0.
  std::uint32_t find(std::string_view word) const;
  std::size_t size() const { return size_; }

 private:
  struct Place {
    std::string_view word;
    std::uint32_t number = 0;  // 0: free
  };

  std::size_t place_of(std::string_view word) const;
  void grow();

  std::vector<Place> places_;  // a power of two, at most half full
  std::size_t size_ = 0;
};

}  // namespace smsflow
