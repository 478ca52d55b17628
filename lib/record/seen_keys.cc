#include "record/seen_keys.h"

#include <algorithm>
#include <utility>

#include "text/digest.h"

namespace smsflow {
namespace {

constexpr long kLastLine = 0xffff'ffff;

std::uint64_t hash_of(std::string_view key) {
  return hash64(key) | (std::uint64_t{1} << 63);  // Never 0.
}

}  // namespace

std::size_t SeenKeys::slot(std::uint64_t key) const {
  const std::size_t mask = keys_.size() - 1;
  std::size_t at = key & mask;
  while (keys_[at] != 0 && keys_[at] != key) at = (at + 1) & mask;
  return at;
}

void SeenKeys::grow() {
  const std::vector<std::uint64_t> keys = std::exchange(keys_, {});
  const std::vector<First> firsts = std::exchange(firsts_, {});
  keys_.resize(2 * keys.size());
  firsts_.resize(2 * keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] == 0) continue;
    const std::size_t at = slot(keys[i]);
    keys_[at] = keys[i];
    firsts_[at] = firsts[i];
  }
}

bool SeenKeys::contains(std::string_view key) const {
  const std::uint64_t hash = hash_of(key);
  return keys_[slot(hash)] == hash;
}

bool SeenKeys::is_refused(std::string_view key) const {
  return contains(key) && firsts_[slot(hash_of(key))].refused;
}

void SeenKeys::refuse(std::string_view key) {
  firsts_[slot(hash_of(key))].refused = true;
}

void SeenKeys::accept(std::string_view key) {
  firsts_[slot(hash_of(key))].refused = false;
}

SeenKeys::Seen SeenKeys::add(std::string_view key, std::uint32_t content, long line) {
  if (4 * (size_ + 1) > 3 * keys_.size()) grow();
  const std::uint64_t hash = hash_of(key);
  const std::size_t at = slot(hash);
  if (keys_[at] == hash) {
    const First& first = firsts_[at];
    return {first.content == content ? Before::kSame : Before::kOther, first.line, first.refused};
  }
  keys_[at] = hash;
  firsts_[at] = {content, static_cast<std::uint32_t>(std::min(line, kLastLine)), false};
  ++size_;
  return {};
}

}  // namespace smsflow
