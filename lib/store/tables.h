// The projections in SQLite. Writing one fills the draft of the event that causes it, because only
// here is known what changed.
//
// What was read or written is kept while nobody else commits, and answers instead of the tables.
// What is written waits until the transaction ends, or until a query looks at a column of which
// something waits: a row that changes five times is updated once.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/asked.h"
#include "store/contacts.h"
#include "store/event.h"
#include "store/inserts.h"
#include "store/kept.h"

namespace smsflow {

// Tables whose rows are inserted and, but for timers and records, never changed; in the order in
// which they refer to each other.
enum class Plain {
  kEvent,
  kMessage,
  kRecord,
  kOutboxText,
  kReply,
  kOrphan,
  kTimer,
  kRecordSeen,
  kLook,
  kRevision,
  kAccount,
  kAdoption,
};
inline constexpr std::size_t kPlainTables = 12;

// The table, columns and reader of a noun.
template <typename Noun>
struct StoredAs;

class Tables {
 public:
  Tables(Database& database, const Identity& identity);

  // What is kept is not so any more; what waits is dropped.
  void forget();
  void write_pending();
  // What only one transaction may know is forgotten.
  void end_transaction();

  // The event that the next put() or drop_timer() belongs to.
  void open_event(std::int64_t event, Source source, EventDraft& draft);
  // The same of one that is folded again: who it is of and where its body is, it knows.
  void open_again(const Event& event);
  // A row of an event or a side row; in the order of its columns.
  void add(Plain table, Cells row);

  std::optional<IntentState> state_of(std::string_view intent);
  // The latest intent that goes by that name; "" when there is none.
  std::string intent_named(std::string_view provider, std::string_view provider_id);
  bool has_timer(std::string_view id);
  bool has_revision(std::string_view id);
  bool has_record(std::string_view workflow, std::string_view key);
  bool has_account(const AccountServed& account);
  // Nobody waits for the key that the latest records came with: record_seen may be read.
  void write_pending_record(std::string_view workflow, std::string_view key);
  // False: there is surely no receipt without its intent under that name.
  bool may_be_orphan(std::string_view provider, std::string_view provider_id);
  const std::string& revision_source(std::string_view id);  // "" when unknown
  // Both newest first; of replies at least those since then.
  std::vector<std::shared_ptr<const Conversation>> conversations_of(std::int64_t contact);
  const std::vector<EarlierReply>& replies_of(std::int64_t contact, Instant since);
  std::optional<Adoption> adoption();  // the last one of a copy
  void know_timer(std::string_view id) { know(timers_, id, true); }

  // Each replaces the one of the same name.
  void put(const InboundRecorded& reply);
  void put(const DeliveryReceipt& orphan);
  void put(const RecordSeen& seen);
  void put(const Conversation& conversation);
  void put(const Contact& contact);
  void put(const Intent& intent);
  void put(const Timer& timer);
  void drop_timer(std::string_view id);
  void put(const Handoff& handoff);
  void put(const RevisionKept& revision);
  void put(const StandingChanged& row);
  void put(const LookTaken& look);
  void put(const AccountServed& account);
  void put(const LogAdopted& adopted);

  Contacts& contacts() { return contacts_; }

  // A row of an event that is folded again.
  void put(const Layout& layout, TableRow row) { save(layout, std::move(row)); }

  // The row as it stands; n is 0 when there is none. Of contacts, `id` is theirs in decimals. Good
  // until the next call.
  const TableRow& load(const Layout& layout, std::string_view id) { return slot(layout, id).row; }
  // The noun of that row; null when there is none.
  template <typename Noun>
  std::shared_ptr<const Noun> find(std::string_view id) {
    Row& row = slot(StoredAs<Noun>::layout(), id);
    return row.row.n == 0 ? nullptr : noun_of<Noun>(row);
  }

  // Writes what waits of these columns, before a query looks at them.
  template <typename Noun>
  void write_before(ColumnMask looks_at) {
    if ((sheets_[StoredAs<Noun>::layout().slot].waits & looks_at) != 0) write_pending();
  }

  // Nouns by whatever follows WHERE, of which `looks_at` names the columns that may change.
  template <typename Noun, typename... Values>
  std::vector<Noun> select(ColumnMask looks_at, std::string_view where, const Values&... values) {
    std::vector<Noun> found;
    each<Noun>(
        looks_at, where, [&](const auto& noun) { found.push_back(*noun); }, values...);
    return found;
  }

 private:
  struct Row {
    TableRow row;
    std::shared_ptr<const void> noun;  // read from the row, when somebody asked for it
    ColumnMask waits = 0;              // columns that the table does not have yet
    bool is_new = false;               // nor the row
  };
  struct Sheet {
    explicit Sheet(std::size_t limit) : kept(limit) {}
    Kept<std::string, Row> kept;
    std::vector<Row*> waiting;
    ColumnMask waits = 0;    // of all rows
    std::int64_t last = -1;  // n; -1: not known
    std::unordered_map<ColumnMask, std::string> updates;
  };
  struct RecordSide {
    std::int64_t id = 0;
    std::int64_t contact = 0;
    std::string body;
  };
  struct Replies {
    Instant since;
    std::vector<EarlierReply> newest_first;
  };

  template <typename Noun>
  static std::shared_ptr<const Noun> noun_of(Row& row) {
    if (!row.noun) row.noun = std::make_shared<const Noun>(StoredAs<Noun>::read(row.row));
    return std::static_pointer_cast<const Noun>(row.noun);
  }
  template <typename Noun, typename Use, typename... Values>
  void each(ColumnMask looks_at, std::string_view where, Use&& use, const Values&... values) {
    const Layout& layout = StoredAs<Noun>::layout();
    Sheet& sheet = sheets_[layout.slot];
    write_before<Noun>(looks_at);
    std::vector<Row> unknown;
    const std::string sql = layout.select + " WHERE " + std::string(where);
    {
      Query query = database_.query(sql, values...);
      while (query.step()) {
        Row* known = sheet.kept.find(query.text(kIdCell));
        if (known == nullptr) known = &unknown.emplace_back(Row{.row = row_of(layout, query)});
        use(noun_of<Noun>(*known));
      }
    }
    for (Row& row : unknown) keep(sheet, std::move(row));
  }

  static constexpr int kIdCell = 4;

  Inserts& plain(Plain table) { return plain_[static_cast<std::size_t>(table)]; }
  void know(Kept<std::string, bool>& names, std::string_view name, bool is_there);
  template <typename Ask>
  bool known(Kept<std::string, bool>& names, std::string_view name, Ask&& ask);
  void keep(Sheet& sheet, Row row);
  const ContactSide& identified(const std::string& phone);
  void begin_state(const ContactSide& who);
  Row& slot(const Layout& layout, std::string_view id);
  static TableRow row_of(const Layout& layout, const Query& query);
  void save(const Layout& layout, TableRow now);
  void place(const Layout& layout, const TableRow& before, TableRow& now);
  void place_body(const Layout& layout, const TableRow& before, TableRow& now);
  std::int64_t next_n(const Layout& layout, const TableRow& row);
  void follow(const Layout& layout, const TableRow& before, const TableRow& now);
  void write_rows(const Layout& layout);
  void update(const Layout& layout, const Row& row);

  Database& database_;
  Contacts contacts_;
  std::vector<Inserts> plain_;  // by Plain
  std::array<Sheet, kLayouts> sheets_;
  Kept<std::int64_t, std::vector<std::string>> conversations_;  // of a contact: ids, oldest first
  Kept<std::int64_t, Replies> replies_;                         // of a contact
  Kept<std::string, std::string> named_;                    // intents by provider and provider id
  Kept<std::string, bool> timers_;                          // whether they are there
  Kept<std::string, std::string> revisions_;                // sources
  std::optional<std::unordered_set<std::string>> orphans_;  // names
  std::optional<std::optional<Adoption>> adoption_;
  std::unordered_map<std::string, RecordSide> records_;  // brought in this transaction
  std::size_t waiting_ = 0;                              // at least as many as rows wait, none: 0
  std::int64_t event_ = 0;
  Source source_ = Source::kLive;
  EventDraft* draft_ = nullptr;
  EventDraft again_;  // draft_ of an event that is folded again
};

template <>
struct StoredAs<Conversation> {
  static const Layout& layout() { return conversation_layout(); }
  static Conversation read(const TableRow& row) { return to_conversation(row); }
};
template <>
struct StoredAs<Contact> {
  static const Layout& layout() { return contact_layout(); }
  static Contact read(const TableRow& row) { return to_contact(row); }
};
template <>
struct StoredAs<Intent> {
  static const Layout& layout() { return intent_layout(); }
  static Intent read(const TableRow& row) { return to_intent(row); }
};
template <>
struct StoredAs<Handoff> {
  static const Layout& layout() { return handoff_layout(); }
  static Handoff read(const TableRow& row) { return to_handoff(row); }
};

}  // namespace smsflow
