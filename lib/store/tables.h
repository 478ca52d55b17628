// The projections in SQLite. Writing one fills the draft of the event that causes it, because only
// here is known what changed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/contacts.h"
#include "store/event.h"

namespace smsflow {

class Tables {
 public:
  Tables(Database& database, const Identity& identity)
      : database_(database), contacts_(database, identity) {}

  // What was read belongs to one transaction.
  void forget();
  // The event that the next put() or drop_timer() belongs to.
  void open_event(std::int64_t event, Source source, EventDraft& draft);
  // The same of one that is folded again: who it is of and where its body is, it knows.
  void open_again(const Event& event);

  std::optional<IntentState> state_of(std::string_view intent);
  bool knows_provider_id(std::string_view provider, std::string_view provider_id);
  bool has_timer(std::string_view id);
  bool has_revision(std::string_view id);
  bool has_record(std::string_view workflow, std::string_view key);
  bool has_account(const AccountServed& account);

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

  // The row as it stands; n is 0 when there is none. `id` is the number for contacts.
  const TableRow& load(const Layout& layout, const std::string& id) { return slot(layout, id); }

  // Rows by whatever follows WHERE.
  template <typename... Values>
  std::vector<TableRow> rows(const Layout& layout, std::string_view where,
                             const Values&... values) {
    std::vector<TableRow> found;
    const std::string sql = layout.select + " WHERE " + std::string(where);
    Query query = database_.query(sql, values...);
    while (query.step()) {
      found.push_back(row_of(layout, query));
      remember(layout, found.back());
    }
    return found;
  }

 private:
  struct RecordSide {
    std::int64_t id = 0;
    std::int64_t contact = 0;
    std::string body;
  };

  // What was found is most often what is changed next.
  void remember(const Layout& layout, const TableRow& row);
  TableRow& slot(const Layout& layout, const std::string& id);
  static TableRow row_of(const Layout& layout, const Query& query);
  void save(const Layout& layout, TableRow now);
  void place(const Layout& layout, const TableRow& before, TableRow& now);
  void place_body(const Layout& layout, const TableRow& before, TableRow& now);
  void insert(const Layout& layout, const TableRow& now);
  void update(const Layout& layout, const TableRow& before, const TableRow& now);

  Database& database_;
  Contacts contacts_;
  std::array<std::unordered_map<std::string, TableRow>, kLayouts> loaded_;
  std::unordered_map<std::string, RecordSide> records_;  // brought in this transaction
  std::int64_t event_ = 0;
  Source source_ = Source::kLive;
  EventDraft* draft_ = nullptr;
  EventDraft again_;  // draft_ of an event that is folded again
};

// A cell as it comes out of a query, and goes into one.
Cell cell_at(const Query& query, int column);
void bind_cell(Query& query, int at, const Cell& cell);

}  // namespace smsflow
