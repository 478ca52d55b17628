// The log: one append-only sequence of events with projections folded from it, in a SQLite file or
// in memory. It holds no rules: it keeps what it is told and answers plain questions.
//
//   const auto log = open_log("log.db", {.writer = "send"});
//   const auto view = log->read();           // a snapshot; takes no lock, never writes
//   const auto tx = log->write(clock.now()); // waits for the write lock
//   tx->write(change); ...
//   tx->commit();                            // durable, or throws: then nothing may be assumed
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/asked.h"
#include "engine/change.h"
#include "policy/leaving_order.h"
#include "store/log_error.h"
#include "time/clock.h"

namespace smsflow {

// A text that is due, as far as it takes to say when it leaves, and from which number.
struct DueText {
  std::int64_t row = 0;
  Waiting waiting;
  std::string workflow;
  std::string revision;
  std::string sender;  // number chosen before; "": none yet
  PhoneNumber to;
  std::string id;
  std::string conversation;
};

// Where a walk over the texts that are due stands.
struct TextPlace {
  Instant due{Duration::min()};
  std::int64_t kind = 0;
  std::int64_t row = 0;
};

// What the log knows of a row of a business system.
struct SeenRecord {
  std::string hash;  // "": it was erased
  std::string version;
  bool eligible = false;  // when it was seen
  std::string scope;
  Instant seen_at;  // of the look that brought its content or its standing
  std::optional<Instant> over_at;
  bool posted = false;
  RecordStanding standing = RecordStanding::kStands;
  bool operator==(const SeenRecord&) const = default;
};

// What became of a text of a contact.
struct HandledText {
  std::string handled;       // InboundRecorded::handled
  std::string conversation;  // may be ""
};

// When somebody went on with a log, and what was copied last if it was a copy.
struct Adoption {
  Instant at;
  std::optional<Instant> copied;
};

// What a log is, since somebody adopted it if anybody did.
struct Nature {
  bool live = false;  // holds live events
  bool simulated = false;
  bool replayed = false;
  std::optional<Instant> copied;  // of a copy: the moment of the last event it was made with
};

struct Hold;     // what a transaction holds of an open log (store/hold.h)
struct Writing;  // the batch that is being written
class OpenLog;
class Imagined;

// A snapshot of the log: what others commit later is not seen. It keeps the write-ahead log from
// being emptied, so do not hold it for hours. One thread at a time.
class ReadTransaction {
 public:
  explicit ReadTransaction(std::unique_ptr<Hold> hold);
  virtual ~ReadTransaction();
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

  virtual std::optional<Contact> contact(const PhoneNumber& phone);
  virtual std::optional<Conversation> conversation(std::string_view id);
  virtual bool has_conversation(std::string_view id);
  bool has_conversations(std::string_view workflow);
  // All of a contact, newest question first: a reply to a void one is answered with the truth.
  std::vector<Conversation> conversations_of(const PhoneNumber& phone);
  // The text with that id of the carrier; nothing when it never came.
  std::optional<HandledText> text_handled(std::string_view provider, std::string_view id);
  // What a contact wrote since then, newest first: the engine tells repeats by it.
  std::vector<EarlierReply> replies_since(const PhoneNumber& phone, Instant since);
  virtual std::optional<Intent> intent(std::string_view id);
  std::optional<Intent> intent_by_provider_id(std::string_view provider,
                                              std::string_view provider_id);
  virtual std::vector<Intent> intents_of(std::string_view conversation);
  // Texts that are planned and due: `limit` places behind one; those that were planned behind a
  // row; one, and the whole of it. Nothing for a row that is no planned text any more.
  std::vector<TextPlace> due_places(const TextPlace& behind, Instant now, int limit);
  std::vector<DueText> due_texts_behind(std::int64_t row, Instant now);
  void each_due_text(std::int64_t behind_row, Instant now,
                     const std::function<void(const DueText&)>& use);
  std::optional<DueText> due_text(std::int64_t row);
  std::optional<Intent> planned_text(std::int64_t row);
  std::int64_t last_intent_row();
  // Planned and due, first to leave first (policy/leaving_order.h).
  std::vector<Intent> due_intents(Channel channel, Instant now, int limit);
  // Those of one endpoint of hooks, due longest first.
  std::vector<Intent> due_hooks(std::string_view endpoint, Instant now, int limit);
  // In `posting` past their deadline, or owned by `owner`; and in `unknown`.
  std::vector<Intent> posting_intents(Instant deadline_before);
  std::vector<Intent> unknown_intents(int limit);
  std::vector<Timer> due_timers(Instant now, int limit);
  virtual std::optional<Timer> timer(std::string_view id);
  virtual std::optional<Handoff> handoff(std::string_view id);
  std::vector<Handoff> open_handoffs(std::string_view queue);  // "" for all
  // Nothing for a row that never came.
  virtual std::optional<SeenRecord> record_seen(std::string_view workflow, std::string_view key);
  // The rows of a workflow that an export should list at `now`: they are not gone, and their matter
  // is not over, or a text about it may yet leave. Neither hash nor version is filled.
  void each_expected(std::string_view workflow, Instant now,
                     const std::function<void(const std::string& key, const SeenRecord&)>& use);
  // The latest look at a source, or at one part of it.
  virtual std::optional<LookTaken> look(std::string_view workflow, std::string_view scope);
  // When the latest text of a contact came, and when this log began.
  std::optional<Instant> last_heard();
  std::optional<Instant> begun();
  // Planned ones that are held because their record was not seen, by their id, from behind `after`.
  std::vector<Intent> held_intents(std::string_view after, int limit);
  std::string revision_source(std::string_view revision);  // "" when unknown
  std::vector<RevisionKept> revisions();
  // Receipts that came before their intent knew its provider id.
  std::vector<DeliveryReceipt> orphan_receipts(std::string_view provider,
                                               std::string_view provider_id);
  // What was accepted or posted from `sender` since `since`, oldest first; and its segments.
  std::vector<Departure> departures(std::string_view sender, Instant since);
  std::int64_t segments_since(std::string_view sender, Instant since);
  // The moment of the earliest due planned intent or timer; nothing when idle.
  std::optional<Instant> next_due();

  // The accounts of carriers it serves, in the order they came.
  std::vector<AccountServed> accounts();
  Nature nature();
  std::optional<Adoption> adoption();  // the last one of a copy

  // Texts of a conversation or a contact, oldest first: what a person is shown.
  struct Line {
    Instant at;
    bool from_contact = false;
    std::string text;
    std::string detail;  // label and rule, or intent state
  };
  std::vector<Line> transcript(std::string_view conversation, const PhoneNumber& phone);

 protected:
  std::unique_ptr<Hold> hold_;
};

// Holds the write lock of the log until it is destroyed; rolls back what was not committed. Its
// reads see its own writes.
class Transaction : public ReadTransaction {
 public:
  Transaction(std::unique_ptr<Hold> hold, Instant now);
  ~Transaction() override;

  // False: an event with that key is in the log already (a repeat), nothing was written.
  virtual bool write(const Change& change);
  // The same; what is written may be kept instead of copied.
  virtual bool write(Change&& change) { return write(std::as_const(change)); }
  // The moment it was begun with, which its events bear.
  Instant at() const;
  // Durable when it returns (fsync). Throws LogGone when nothing was committed because the log is
  // not where it was; any other Error{kOutside} when that is not sure: the caller must not send,
  // not answer 2xx, not retry in this process.
  virtual void commit();

 protected:
  explicit Transaction(std::unique_ptr<Hold> hold);  // of one that is never committed

 private:
  std::unique_ptr<Writing> writing_;
};

enum class Source { kLive = 0, kSimulated = 1, kReplayed = 2 };  // do not renumber
std::string_view name(Source source);

// The path of a log that is nowhere but in memory, and gone with its Log.
inline constexpr const char* kInMemory = ":memory:";

enum class Access { kReadWrite, kReadOnly };

// What to do with a copy: one that `log backup` marked, or an older one in the log's place.
enum class Copies {
  kRefuse,  // nothing is written to it
  kWrite,   // as to any log, if it is marked
  kAdopt,   // either: it goes on as the log, and is marked until LogAdopted is written
};

struct StoreOptions {
  std::string writer = "smsflow";  // names this process's chain of batches
  Source source = Source::kLive;   // stamped on every event
  int busy_ms = 60'000;            // how long write() and opening wait for other processes
  // Of the file and those beside it, when it is made and, by its owner, whenever it is opened for
  // writing; nothing: 0600, and left as it is.
  std::optional<unsigned> mode;
  Copies copies = Copies::kRefuse;
  Access access = Access::kReadWrite;  // read-only: nothing is made or changed, no lock is taken
};

class Log {
 public:
  explicit Log(std::unique_ptr<OpenLog> open);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // From any thread, any number at a time; a log in memory gives one transaction at a time.
  std::unique_ptr<ReadTransaction> read();
  // One at a time in the whole system. Waits for the other threads of this process as long as it
  // takes, for other processes `wait_ms` at most: then LogBusy, and nothing was begun.
  std::unique_ptr<Transaction> write(Instant now);
  std::unique_ptr<Transaction> write(Instant now, int wait_ms);
  // What would be if somebody wrote now (store/imagined.h): a snapshot, too.
  std::unique_ptr<Imagined> imagine();
  // The same at the moment the lock was had.
  std::unique_ptr<Transaction> write(const Clock& clock, int wait_ms);
  // Another number when anybody but this Log has committed since it was asked last.
  std::int64_t version();

  // Folds the events again into empty projections and compares; the differences, for people.
  std::vector<std::string> check_projections();
  // Recomputes the hash chain; the faults, for people.
  std::vector<std::string> verify();

 private:
  std::unique_ptr<OpenLog> open_;
};

// Throws Error{kBadInput} when there is no log at the path though its lock file knows of one.
void require_not_lost(const std::string& path);
// Throws Error{kBadInput} when there is no log at the path.
void require_there(const std::string& path);

// Opens the log at `path`, for writing makes it if need be (directories are not made). Throws
// Error{kOutside}, and Error{kBadInput} for a file that is no log or of a newer version.
std::unique_ptr<Log> open_log(const std::string& path, const StoreOptions& options);

// The run lock beside the log, a courtesy between two `send` runs. Throws Error{kLocked} when
// another run still holds it after `wait_ms`.
class RunLock {
 public:
  explicit RunLock(const std::string& log_path, int wait_ms = 0);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace smsflow
