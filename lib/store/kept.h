// Values by their key as far as memory is given for them: those that were not asked for since as
// many others came are dropped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace smsflow {

// Hashes any text, so that a view finds a string.
struct KeyHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
  std::size_t operator()(std::int64_t number) const { return std::hash<std::int64_t>{}(number); }
};

template <typename Key, typename Value>
class Kept {
 public:
  // Holds about `limit` values; at least half as many of the latest.
  explicit Kept(std::size_t limit) : half_(limit / 2) {}

  // Null when it is not kept. Good until the next add(), and longer unless that drops().
  template <typename Probe>
  Value* find(const Probe& key) {
    if (const auto young = young_.find(key); young != young_.end()) return &young->second;
    const auto old = old_.find(key);
    if (old == old_.end()) return nullptr;
    return &young_.insert(old_.extract(old)).position->second;
  }
  // Whether the next add() drops values.
  bool drops() const { return young_.size() >= half_ && !old_.empty(); }
  // A blank one under a key that is not kept.
  Value& add(Key key) {
    if (young_.size() >= half_) old_ = std::exchange(young_, {});
    return young_.try_emplace(std::move(key)).first->second;
  }
  template <typename Probe>
  void erase(const Probe& key) {
    if (find(key) != nullptr) young_.erase(young_.find(key));
  }
  void clear() {
    young_.clear();
    old_.clear();
  }

 private:
  using Map = std::unordered_map<Key, Value, KeyHash, std::equal_to<>>;
  std::size_t half_;
  Map young_;
  Map old_;
};

}  // namespace smsflow
