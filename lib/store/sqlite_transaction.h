// A transaction of the SQLite log.
#pragma once

#include "store/sqlite_log.h"

namespace smsflow {

class SqliteTransaction final : public Transaction {
 public:
  SqliteTransaction(SqliteLog& log, Instant now);
  ~SqliteTransaction() override;

  bool write(const Change& change) override;
  void commit() override;

  std::optional<Contact> contact(const PhoneNumber& phone) override;
  std::optional<Conversation> conversation(std::string_view id) override;
  std::vector<Conversation> conversations_of(const PhoneNumber& phone) override;
  std::optional<Intent> intent(std::string_view id) override;
  std::optional<Intent> intent_by_provider_id(std::string_view provider,
                                              std::string_view provider_id) override;
  std::vector<Intent> intents_of(std::string_view conversation) override;
  std::vector<Intent> due_intents(Channel channel, Instant now, int limit) override;
  std::vector<Intent> due_hooks(std::string_view endpoint, Instant now, int limit) override;
  std::vector<Intent> posting_intents(Instant deadline_before) override;
  std::vector<Intent> unknown_intents(int limit) override;
  std::vector<Timer> due_timers(Instant now, int limit) override;
  std::optional<Timer> timer(std::string_view id) override;
  std::optional<Handoff> handoff(std::string_view id) override;
  std::vector<Handoff> open_handoffs(std::string_view queue) override;
  std::optional<SeenRecord> record_seen(std::string_view workflow, std::string_view key) override;
  std::string revision_source(std::string_view revision) override;
  std::vector<DeliveryReceipt> orphan_receipts(std::string_view provider,
                                               std::string_view provider_id) override;
  std::int64_t segments_since(std::string_view sender, Instant since) override;
  std::optional<Instant> next_due() override;
  std::vector<Line> transcript(std::string_view conversation, const PhoneNumber& phone) override;

 private:
  bool write_event(const Change& change);
  void append(const EventDraft& draft, const std::string& key);
  void append_side(const EventDraft& draft);
  std::string personal_of(const EventDraft& draft, const ContactSide* side) const;
  std::vector<Intent> intents(std::string_view where, std::string_view value);

  SqliteLog& log_;
  Turn turn_;
  HeldLock held_;
  Database& database_;
  SqliteTables& tables_;
  Instant now_;
  Batch batch_;
  std::string previous_;   // hash of the writer's previous batch
  std::string canonical_;  // bytes of this batch's events
  bool failed_ = false;
  bool done_ = false;
};

}  // namespace smsflow
