// Which keys a source has shown already, in which line and with which content: 20 bytes a key and
// no texts, so that a hundred thousand rows stay within a few megabytes. Internal to lib/record.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace smsflow {

class SeenKeys {
 public:
  enum class Before { kNew, kSame, kOther };
  struct Seen {
    Before before = Before::kNew;
    long line = 0;         // of the first row with this key
    bool refused = false;  // no row of this key is to be used
  };

  // Keeps the first content of each key, a hash, and its line.
  Seen add(std::string_view key, std::uint32_t content, long line);
  void refuse(std::string_view key);  // of a key that was added
  void accept(std::string_view key);  // takes that back
  bool contains(std::string_view key) const;
  bool is_refused(std::string_view key) const;

 private:
  struct First {
    std::uint32_t content;
    std::uint32_t line;
    bool refused;
  };
  void grow();
  std::size_t slot(std::uint64_t key) const;

  // Open addressing; 0 marks a free slot.
  std::vector<std::uint64_t> keys_ = std::vector<std::uint64_t>(1024);
  std::vector<First> firsts_ = std::vector<First>(1024);
  std::size_t size_ = 0;
};

}  // namespace smsflow
