// The log: one append-only sequence of events with projections folded from it. Two
// implementations, SQLite and memory, under the same tests; a PostgreSQL one joins later. A store
// holds no rules: it keeps what it is told and answers plain questions.
//
//   auto log = open_store("log.db", {.writer = "send"});
//   auto tx = log->begin(clock.now());       // waits for the write lock
//   tx->write(change); ...
//   tx->commit();                            // durable, or throws: then nothing may be assumed
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/change.h"

namespace smsflow {

// What the log knows of a row of a business system.
struct SeenRecord {
  std::string hash;  // "": it was erased
  std::string version;
  bool eligible = false;  // when it was seen
  bool operator==(const SeenRecord&) const = default;
};

// False from write(): an event with that key is in the log already (a repeat), nothing was written.
class Transaction {
 public:
  virtual ~Transaction() = default;  // rolls back what was not committed

  virtual bool write(const Change& change) = 0;

  // Reads see the transaction's own writes.
  virtual std::optional<Contact> contact(const PhoneNumber& phone) = 0;
  virtual std::optional<Conversation> conversation(std::string_view id) = 0;
  // All of a contact, newest question first: a reply to a void one is answered with the truth.
  virtual std::vector<Conversation> conversations_of(const PhoneNumber& phone) = 0;
  virtual std::optional<Intent> intent(std::string_view id) = 0;
  virtual std::optional<Intent> intent_by_provider_id(std::string_view provider,
                                                      std::string_view provider_id) = 0;
  virtual std::vector<Intent> intents_of(std::string_view conversation) = 0;
  // Planned and due, earliest deadline (expires, then due) first.
  virtual std::vector<Intent> due_intents(Channel channel, Instant now, int limit) = 0;
  // Those of one endpoint of hooks, due longest first.
  virtual std::vector<Intent> due_hooks(std::string_view endpoint, Instant now, int limit) = 0;
  // In `posting` past their deadline, or owned by `owner`; and in `unknown`.
  virtual std::vector<Intent> posting_intents(Instant deadline_before) = 0;
  virtual std::vector<Intent> unknown_intents(int limit) = 0;
  virtual std::vector<Timer> due_timers(Instant now, int limit) = 0;
  virtual std::optional<Timer> timer(std::string_view id) = 0;
  virtual std::optional<Handoff> handoff(std::string_view id) = 0;
  virtual std::vector<Handoff> open_handoffs(std::string_view queue) = 0;  // "" for all
  // Nothing for a row that never came.
  virtual std::optional<SeenRecord> record_seen(std::string_view workflow,
                                                std::string_view key) = 0;
  virtual std::string revision_source(std::string_view revision) = 0;  // "" when unknown
  // Receipts that came before their intent knew its provider id.
  virtual std::vector<DeliveryReceipt> orphan_receipts(std::string_view provider,
                                                       std::string_view provider_id) = 0;
  // Segments accepted or posted from `sender` since `since`: daily caps and throttles.
  virtual std::int64_t segments_since(std::string_view sender, Instant since) = 0;
  // The moment of the earliest due planned intent or timer; nothing when idle.
  virtual std::optional<Instant> next_due() = 0;

  // Texts of a conversation or a contact, oldest first: what a person is shown.
  struct Line {
    Instant at;
    bool from_contact = false;
    std::string text;
    std::string detail;  // label and rule, or intent state
  };
  virtual std::vector<Line> transcript(std::string_view conversation, const PhoneNumber& phone) = 0;

  // Durable when it returns (fsync). Throws Error{kOutside} when that is not sure: the caller must
  // not send, not answer 2xx, not retry in this process.
  virtual void commit() = 0;
};

class Store {
 public:
  virtual ~Store() = default;
  // One at a time in the whole system: waits for the write lock (at most `busy_ms`, then
  // Error{kOutside}).
  virtual std::unique_ptr<Transaction> begin(Instant now) = 0;
  // Folds the events again into empty projections and compares; the differences, for people.
  virtual std::vector<std::string> check_projections() = 0;
  // Recomputes the hash chain; the faults, for people.
  virtual std::vector<std::string> verify() = 0;
};

enum class Source { kLive = 0, kSimulated = 1, kReplayed = 2 };  // do not renumber
std::string_view name(Source source);

struct StoreOptions {
  std::string writer = "smsflow";  // names this process's chain of batches
  Source source = Source::kLive;   // stamped on every event
  int busy_ms = 5'000;
};

// Opens or makes the SQLite log at `path` (directories are not made). Throws Error{kOutside}, and
// Error{kBadInput} for a file that is no log or of a newer version.
std::unique_ptr<Store> open_store(const std::string& path, const StoreOptions& options);
std::unique_ptr<Store> memory_store(const StoreOptions& options);

// The run lock beside the log, a courtesy between two `send` runs. Throws Error{kLocked}.
class RunLock {
 public:
  explicit RunLock(const std::string& log_path);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace smsflow
