// What the channels of a dispatcher have in common: a row is claimed in a transaction, leaves after
// its commit and never before, and what became of it is written down in a later one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/claim.h"
#include "app/round.h"
#include "provider/provider.h"

namespace smsflow {

// The calls of a channel: each has its `intent`.
template <typename Call>
class InFlight {
 public:
  // It leaves with the commit of this turn.
  void choose(Call call) { chosen_.push_back(std::move(call)); }
  // The call whose result came, which is written down with this turn; null for another channel's.
  Call* settle(std::uint64_t tag) {
    const auto found = running_.find(tag);
    if (found == running_.end()) return nullptr;
    settled_.push_back(tag);
    return &found->second;
  }
  // After the commit. `send(call)` lets a call leave and tells its tag.
  template <typename Send>
  void start(Send&& send) {
    for (const std::uint64_t tag : std::exchange(settled_, {})) running_.erase(tag);
    for (Call& call : std::exchange(chosen_, {})) {
      const std::uint64_t tag = send(call);
      if (tag != 0) running_.emplace(tag, std::move(call));
    }
  }
  // Takes back what belongs to a transaction that came to nothing.
  void roll_back() {
    settled_.clear();
    chosen_.clear();
  }

  int count() const { return static_cast<int>(running_.size() - settled_.size() + chosen_.size()); }
  // Those of a sender: chosen, or running and not settled.
  int count(std::string_view sender) const {
    const auto is_of = [&](const Call& call) { return call.intent.sender == sender ? 1 : 0; };
    int found = 0;
    for (const Call& call : chosen_) found += is_of(call);
    for (const auto& [tag, call] : running_) found += is_of(call);
    for (const std::uint64_t tag : settled_) found -= is_of(running_.at(tag));
    return found;
  }
  bool is_running(std::string_view intent) const {
    return std::any_of(running_.begin(), running_.end(),
                       [&](const auto& entry) { return entry.second.intent.id == intent; });
  }
  bool is_busy() const { return !running_.empty(); }
  bool has_settled() const { return !settled_.empty(); }
  bool has_chosen() const { return !chosen_.empty(); }

 private:
  std::map<std::uint64_t, Call> running_;  // by tag
  std::vector<std::uint64_t> settled_;
  std::vector<Call> chosen_;
};

// A text or a mail that surely was not sent is tried again.
struct Retries {
  int most = 0;
  Duration pause{0};
};

// Writes down what became of a text or a mail; how it stands now. A row that is set aside stays as
// it was.
Intent write_result(Round& round, const Intent& posted, const SendResult& result, Retries retries);

// Writes down what was decided of a row that was due; `current` as move_intent() has it. True: it
// has changed, and is posted when its state says so.
bool write_claim(Round& round, Claim& claim, const Intent* current = nullptr);

// Writes down that a row that was due never leaves. True: it has changed.
bool suppress(Round& round, Intent due, BlockReason block, const std::string& reason);

}  // namespace smsflow
