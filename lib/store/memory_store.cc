// The log in memory, for `simulate` and tests: same promises but for durability.
#include <utility>

#include "store/memory_tables.h"
#include "store/turn.h"

namespace smsflow {
namespace {

class MemoryTransaction final : public Transaction {
 public:
  MemoryTransaction(MemoryTables& tables, Turn turn) : tables_(tables), turn_(std::move(turn)) {
    tables_.remember();
  }
  ~MemoryTransaction() override {
    if (!done_) tables_.take_back();
  }

  bool write(const Change& change) override {
    const std::string key = event_key(change);
    if (!key.empty() && !tables_.add_key(key)) return false;
    if (admit(change, tables_) != Admission::kEvent) return false;
    project(change, tables_);
    return true;
  }

  std::optional<Contact> contact(const PhoneNumber& phone) override {
    return tables_.contact(phone);
  }
  std::optional<Conversation> conversation(std::string_view id) override {
    return tables_.conversation(id);
  }
  std::vector<Conversation> conversations_of(const PhoneNumber& phone) override {
    return tables_.conversations_of(phone);
  }
  std::optional<Intent> intent(std::string_view id) override { return tables_.intent(id); }
  std::optional<Intent> intent_by_provider_id(std::string_view provider,
                                              std::string_view provider_id) override {
    return tables_.intent_by_provider_id(provider, provider_id);
  }
  std::vector<Intent> intents_of(std::string_view conversation) override {
    return tables_.intents_of(conversation);
  }
  std::vector<Intent> due_intents(Channel channel, Instant now, int limit) override {
    return tables_.due_intents(channel, now, limit);
  }
  std::vector<Intent> due_hooks(std::string_view endpoint, Instant now, int limit) override {
    return tables_.due_hooks(endpoint, now, limit);
  }
  std::vector<Intent> posting_intents(Instant deadline_before) override {
    return tables_.posting_intents(deadline_before);
  }
  std::vector<Intent> unknown_intents(int limit) override { return tables_.unknown_intents(limit); }
  std::vector<Timer> due_timers(Instant now, int limit) override {
    return tables_.due_timers(now, limit);
  }
  std::optional<Timer> timer(std::string_view id) override { return tables_.timer(id); }
  std::optional<Handoff> handoff(std::string_view id) override { return tables_.handoff(id); }
  std::vector<Handoff> open_handoffs(std::string_view queue) override {
    return tables_.open_handoffs(queue);
  }
  std::optional<SeenRecord> record_seen(std::string_view workflow, std::string_view key) override {
    return tables_.record_seen(workflow, key);
  }
  std::string revision_source(std::string_view revision) override {
    return tables_.revision_source(revision);
  }
  std::vector<DeliveryReceipt> orphan_receipts(std::string_view provider,
                                               std::string_view provider_id) override {
    return tables_.orphan_receipts(provider, provider_id);
  }
  std::int64_t segments_since(std::string_view sender, Instant since) override {
    return tables_.segments_since(sender, since);
  }
  std::optional<Instant> next_due() override { return tables_.next_due(); }
  std::vector<Line> transcript(std::string_view conversation, const PhoneNumber& phone) override {
    return tables_.transcript(conversation, phone);
  }

  void commit() override {
    tables_.keep();
    done_ = true;
  }

 private:
  MemoryTables& tables_;
  Turn turn_;
  bool done_ = false;
};

class MemoryStore final : public Store {
 public:
  explicit MemoryStore(const StoreOptions& options) : busy_ms_(options.busy_ms) {
    tables_.stamp(options.source);
  }

  std::unique_ptr<Transaction> begin(Instant) override {
    return std::make_unique<MemoryTransaction>(tables_, Turn(turns_, busy_ms_));
  }
  // The maps are the only copy; what can differ are their indexes.
  std::vector<std::string> check_projections() override {
    const Turn turn(turns_, busy_ms_);
    return tables_.index_faults();
  }
  std::vector<std::string> verify() override { return {}; }

 private:
  int busy_ms_;
  Turns turns_;
  MemoryTables tables_;
};

}  // namespace

std::unique_ptr<Store> memory_store(const StoreOptions& options) {
  return std::make_unique<MemoryStore>(options);
}

}  // namespace smsflow
