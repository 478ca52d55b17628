#include "store/nature.h"

#include "store/hold.h"

namespace smsflow {
namespace {

std::int64_t adopted_at(Database& database) {
  return database.number("SELECT max(id) FROM adoption").value_or(-1);
}

}  // namespace

std::optional<std::int64_t> copied_after(Database& database) {
  const std::optional<std::int64_t> marked = database.number("SELECT copied_after FROM meta");
  return marked && *marked >= adopted_at(database) ? marked : std::nullopt;
}

void mark_copy(Database& database) {
  if (copied_after(database)) return;
  database.run("UPDATE meta SET copied_after = (SELECT coalesce(max(id), 0) FROM event)");
}

Nature ReadTransaction::nature() {
  hold_->tables().write_pending();
  Database& database = hold_->database();
  const std::int64_t adopted = adopted_at(database);
  const auto holds = [&](Source source) {
    return database
        .number("SELECT 1 FROM event WHERE source = ? AND source > 0 AND id > ? LIMIT 1",
                static_cast<std::int64_t>(source), adopted)
        .has_value();
  };
  Nature nature;
  nature.live = database.number("SELECT 1 FROM event WHERE source = 0 LIMIT 1").has_value();
  nature.simulated = holds(Source::kSimulated) || (adopted < 0 && hold_->log.identity().simulated);
  nature.replayed = holds(Source::kReplayed);
  if (const std::optional<std::int64_t> last = copied_after(database)) {
    nature.copied =
        from_ms(database.number("SELECT at FROM event WHERE id = ?", *last).value_or(0));
  }
  return nature;
}

std::optional<Adoption> ReadTransaction::adoption() {
  return hold_->tables().adoption();
}

std::vector<AccountServed> ReadTransaction::accounts() {
  std::vector<AccountServed> accounts;
  hold_->tables().write_pending();
  Query query = hold_->database().query("SELECT kind, account FROM account ORDER BY id");
  while (query.step()) {
    accounts.push_back({std::string(query.text(0)), std::string(query.text(1))});
  }
  return accounts;
}

}  // namespace smsflow
