// Which keys a source has shown already, and with which content: 12 bytes a key and no texts, so
// that a hundred thousand rows stay within a few megabytes. Internal to lib/record.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace smsflow {

class SeenKeys {
 public:
  enum class Before { kNew, kSame, kOther };

  // Keeps the first content of each key. `content` is a hash of it.
  Before add(std::string_view key, std::uint32_t content);
  bool contains(std::string_view key) const;

 private:
  void grow();
  std::size_t slot(std::uint64_t key) const;

  // Open addressing; 0 marks a free slot.
  std::vector<std::uint64_t> keys_ = std::vector<std::uint64_t>(1024);
  std::vector<std::uint32_t> contents_ = std::vector<std::uint32_t>(1024);
  std::size_t size_ = 0;
};

}  // namespace smsflow
