#include "record/seen_keys.h"

#include <utility>

#include "text/digest.h"

namespace smsflow {

std::size_t SeenKeys::slot(std::uint64_t key) const {
  const std::size_t mask = keys_.size() - 1;
  std::size_t at = key & mask;
  while (keys_[at] != 0 && keys_[at] != key) at = (at + 1) & mask;
  return at;
}

void SeenKeys::grow() {
  const std::vector<std::uint64_t> keys = std::exchange(keys_, {});
  const std::vector<std::uint32_t> contents = std::exchange(contents_, {});
  keys_.resize(2 * keys.size());
  contents_.resize(2 * keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] == 0) continue;
    const std::size_t at = slot(keys[i]);
    keys_[at] = keys[i];
    contents_[at] = contents[i];
  }
}

namespace {

std::uint64_t hash_of(std::string_view key) {
  return hash64(key) | (std::uint64_t{1} << 63);  // Never 0.
}

}  // namespace

bool SeenKeys::contains(std::string_view key) const {
  const std::uint64_t hash = hash_of(key);
  return keys_[slot(hash)] == hash;
}

SeenKeys::Before SeenKeys::add(std::string_view key, std::uint32_t content) {
  if (4 * (size_ + 1) > 3 * keys_.size()) grow();
  const std::uint64_t hash = hash_of(key);
  const std::size_t at = slot(hash);
  if (keys_[at] == hash) return contents_[at] == content ? Before::kSame : Before::kOther;
  keys_[at] = hash;
  contents_[at] = content;
  ++size_;
  return Before::kNew;
}

}  // namespace smsflow
