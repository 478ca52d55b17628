#include "store/fold.h"

#include "store/event_reader.h"

namespace smsflow {
namespace {

// What the fold so far says of a noun.
class Folded final : public Before {
 public:
  explicit Folded(const MemoryTables& tables) : tables_(tables) {}

  std::optional<TableRow> row(const Layout& layout, const std::string& id) const override {
    if (&layout == &conversation_layout()) return row_of(tables_.conversation(id));
    if (&layout == &intent_layout()) return row_of(tables_.intent(id));
    if (&layout == &handoff_layout()) return row_of(tables_.handoff(id));
    return row_of(tables_.contact(stored_number(id)));
  }

 private:
  template <typename T>
  static std::optional<TableRow> row_of(const std::optional<T>& value) {
    if (!value) return std::nullopt;
    return to_row(*value);
  }

  const MemoryTables& tables_;
};

}  // namespace

void fold_events(Database& database, MemoryTables& folded,
                 const std::function<void(const Event&, const Change&)>& seen) {
  const Folded before(folded);
  EventReader events(database);
  while (events.next()) {
    const StoredEvent& stored = events.event().stored;
    folded.stamp(static_cast<Source>(stored.event.source));
    const std::optional<Change> change = decode(stored, before);
    if (!change) continue;
    seen(stored.event, *change);
    project(*change, folded);
  }
}

}  // namespace smsflow
