// Words and their numbers, found in a few nanoseconds: every word of every message is looked up.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace smsflow {

class WordTable {
 public:
  // Makes room for that many words.
  explicit WordTable(std::size_t words = 0);

  // The number of `word`, which is `next` if it was not there. The text must outlive the table.
  std::uint32_t add(std::string_view word, std::uint32_t next);
  // Its number, or 0.
  std::uint32_t find(std::string_view word) const;
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string_view word;
    std::uint32_t number = 0;
  };
  // Small, so that the table stays in the cache: most words of a message are in no rule.
  struct Place {
    std::uint32_t tag = 0;    // of the hash
    std::uint32_t entry = 0;  // counted from 1; 0: free
  };

  std::size_t place_of(std::uint64_t hash, std::string_view word) const;
  void grow();

  std::vector<Place> places_;  // a power of two, at most half full
  std::vector<Entry> entries_;
};

}  // namespace smsflow
