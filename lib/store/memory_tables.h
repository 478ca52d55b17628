// The projections as maps: the memory store's only contents, and what the events of any other
// store are folded into when its own projections are checked.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "store/memory_indexes.h"
#include "store/project.h"
#include "store/transcript.h"

namespace smsflow {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

template <typename T>
using Table = std::unordered_map<std::string, Kept<T>, TextHash, std::equal_to<>>;

class MemoryTables final : public Projections {
 public:
  // Of the changes to come.
  void stamp(Source source) { source_ = source; }

  std::optional<IntentState> state_of(std::string_view intent) override;
  bool knows_provider_id(std::string_view provider, std::string_view provider_id) override;
  bool has_timer(std::string_view id) override { return timers_.contains(id); }
  bool has_revision(std::string_view id) override { return revisions_.contains(id); }
  void put(const InboundRecorded& reply) override;
  void put(const DeliveryReceipt& orphan) override;
  void put(const RecordSeen& seen) override;
  void put(const Conversation& conversation) override;
  void put(const Contact& contact) override;
  void put(const Intent& intent) override;
  void put(const Timer& timer) override;
  void drop_timer(std::string_view id) override;
  void put(const Handoff& handoff) override;
  void put(const RevisionKept& revision) override;

  // False: the key was there before.
  bool add_key(const std::string& key);

  // What Transaction asks, in the same words.
  std::optional<Contact> contact(const PhoneNumber& phone) const;
  std::optional<Conversation> conversation(std::string_view id) const;
  std::vector<Conversation> conversations_of(const PhoneNumber& phone) const;
  std::optional<Intent> intent(std::string_view id) const;
  std::optional<Intent> intent_by_provider_id(std::string_view provider,
                                              std::string_view provider_id) const;
  std::vector<Intent> intents_of(std::string_view conversation) const;
  std::vector<Intent> due_intents(Channel channel, Instant now, int limit) const;
  std::vector<Intent> due_hooks(std::string_view endpoint, Instant now, int limit) const;
  std::vector<Intent> posting_intents(Instant deadline_before) const;
  std::vector<Intent> unknown_intents(int limit) const;
  std::vector<Timer> due_timers(Instant now, int limit) const;
  std::optional<Timer> timer(std::string_view id) const;
  std::optional<Handoff> handoff(std::string_view id) const;
  std::vector<Handoff> open_handoffs(std::string_view queue) const;
  std::optional<SeenRecord> record_seen(std::string_view workflow, std::string_view key) const;
  std::string revision_source(std::string_view revision) const;
  std::vector<DeliveryReceipt> orphan_receipts(std::string_view provider,
                                               std::string_view provider_id) const;
  std::int64_t segments_since(std::string_view sender, Instant since) const;
  std::optional<Instant> next_due() const;
  std::vector<Transaction::Line> transcript(std::string_view conversation,
                                            const PhoneNumber& phone) const;

  const Table<Conversation>& conversations() const { return conversations_; }
  const Table<Contact>& contacts() const { return contacts_; }
  const Table<Intent>& intents() const { return intents_; }
  const Table<Handoff>& handoffs() const { return handoffs_; }
  const Table<Timer>& timers() const { return timers_; }
  const Table<SeenRecord>& records_seen() const { return records_seen_; }
  const Table<RevisionKept>& revisions() const { return revisions_; }
  const std::deque<Kept<InboundRecorded>>& replies() const { return replies_; }
  std::size_t orphans() const;
  // Compares every index with the values it should hold; what differs.
  std::vector<std::string> index_faults() const;

  // Changes from now on can be taken back, until `keep`.
  void remember() { remembering_ = true; }
  void keep();
  void take_back();

 private:
  template <typename T>
  void replace(Table<T>& table, const std::string& key, const T& value);
  template <typename T>
  void restore(Table<T>& table, const std::string& key, const std::optional<Kept<T>>& before);
  void on_take_back(std::function<void()> undo);
  std::vector<Intent> intents_at(const std::string& owner) const;

  Source source_ = Source::kLive;
  std::int64_t last_ = 0;
  Table<Conversation> conversations_;
  Table<Contact> contacts_;
  Table<Intent> intents_;
  Table<Handoff> handoffs_;
  Table<Timer> timers_;
  Table<SeenRecord> records_seen_;  // by workflow, unit separator, key
  Table<RevisionKept> revisions_;
  std::deque<Kept<InboundRecorded>> replies_;
  std::multimap<std::string, std::size_t> replies_from_;  // by number: places in replies_
  std::map<std::pair<std::string, std::string>, std::vector<DeliveryReceipt>> orphans_;
  std::unordered_set<std::string> keys_;
  MemoryIndexes indexes_;
  bool remembering_ = false;
  std::vector<std::function<void()>> undo_;
};

}  // namespace smsflow
