// The projections in SQLite. Writing one fills the draft of the event that causes it, because only
// here is known what changed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/event.h"
#include "store/project.h"
#include "store/sqlite_contacts.h"

namespace smsflow {

class SqliteTables final : public Projections {
 public:
  SqliteTables(Database& database, const Identity& identity)
      : database_(database), contacts_(database, identity) {}

  // What was read belongs to one transaction.
  void forget();
  // The event that the next put() or drop_timer() belongs to.
  void open_event(std::int64_t event, Source source, EventDraft& draft);

  std::optional<IntentState> state_of(std::string_view intent) override;
  bool knows_provider_id(std::string_view provider, std::string_view provider_id) override;
  bool has_timer(std::string_view id) override;
  bool has_revision(std::string_view id) override;
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

  SqliteContacts& contacts() { return contacts_; }

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
  // Every row of a table.
  template <typename Use>
  void each(const Layout& layout, Use&& use) {
    Query query = database_.query(layout.select);
    while (query.step()) use(row_of(layout, query));
  }

 private:
  struct RecordSide {
    std::int64_t id = 0;
    std::int64_t contact = 0;
    std::string body;
  };

  // What was found is most often what is changed next.
  void remember(const Layout& layout, const TableRow& row) {
    loaded_[layout.slot].try_emplace(row.id, row);
  }
  TableRow& slot(const Layout& layout, const std::string& id);
  static TableRow row_of(const Layout& layout, const Query& query);
  void save(const Layout& layout, TableRow now);
  void place_body(const Layout& layout, const TableRow& before, TableRow& now);
  void insert(const Layout& layout, const TableRow& now);
  void update(const Layout& layout, const TableRow& before, const TableRow& now);

  Database& database_;
  SqliteContacts contacts_;
  std::array<std::unordered_map<std::string, TableRow>, kLayouts> loaded_;
  std::unordered_map<std::string, RecordSide> records_;  // brought in this transaction
  std::int64_t event_ = 0;
  Source source_ = Source::kLive;
  EventDraft* draft_ = nullptr;
};

// A cell as it comes out of a query, and goes into one.
Cell cell_at(const Query& query, int column);
void bind_cell(Query& query, int at, const Cell& cell);

}  // namespace smsflow
