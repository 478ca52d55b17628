#include "store/hold.h"
#include "store/transcript.h"

namespace smsflow {
namespace {

// Read by due_text_at(); a condition on the row follows. Not by the index: of those many may wait.
std::string due_text_columns() {
  return "SELECT t.n, t.kind, t.expires, t.due, t.workflow, t.revision, t.sender, t.contact, "
         "c.phone FROM intent t NOT INDEXED JOIN contact c ON c.id = t.contact "
         "WHERE t.state = 0 AND t.channel = 0 AND ";
}

DueText due_text_at(const Query& query) {
  const std::string phone(query.text(8));
  DueText text{.row = query.integer(0),
               .waiting = {.kind = static_cast<SendKind>(query.integer(1)),
                           .expires = std::nullopt,
                           .due = from_ms(query.integer(3))},
               .workflow = std::string(query.text(4)),
               .revision = std::string(query.text(5)),
               .sender = std::string(query.text(6)),
               .to = phone.empty() ? erased_number(query.integer(7)) : stored_number(phone)};
  if (!query.is_null(2)) text.waiting.expires = from_ms(query.integer(2));
  return text;
}

}  // namespace

// In the order of the index of planned texts, so that a walk costs what it passes.
std::vector<TextPlace> ReadTransaction::due_places(const TextPlace& behind, Instant now,
                                                   int limit) {
  std::vector<TextPlace> places;
  const auto take = [&](Query query) {
    while (std::ssize(places) < limit && query.step()) {
      places.push_back({from_ms(query.integer(0)), query.integer(1), query.integer(2)});
    }
  };
  Database& database = hold_->database();
  const std::int64_t due = to_ms(behind.due);
  if (behind.row > 0) {
    take(
        database.query("SELECT due, kind, n FROM intent WHERE state = 0 AND channel = 0 AND "
                       "due = ? AND kind = ? AND n > ? ORDER BY n",
                       due, behind.kind, behind.row));
    take(
        database.query("SELECT due, kind, n FROM intent WHERE state = 0 AND channel = 0 AND "
                       "due = ? AND kind > ? ORDER BY kind, n",
                       due, behind.kind));
  }
  take(
      database.query("SELECT due, kind, n FROM intent WHERE state = 0 AND channel = 0 AND "
                     "due > ? AND due <= ? ORDER BY due, kind, n",
                     due, to_ms(now)));
  return places;
}

std::vector<DueText> ReadTransaction::due_texts_behind(std::int64_t row, Instant now) {
  std::vector<DueText> texts;
  Query query =
      hold_->database().query(due_text_columns() + "t.n > ? AND t.due <= ?", row, to_ms(now));
  while (query.step()) texts.push_back(due_text_at(query));
  return texts;
}

std::optional<DueText> ReadTransaction::due_text(std::int64_t row) {
  Query query = hold_->database().query(due_text_columns() + "t.n = ?", row);
  if (!query.step()) return std::nullopt;
  return due_text_at(query);
}

std::optional<Intent> ReadTransaction::planned_text(std::int64_t row) {
  const std::vector<TableRow> rows =
      hold_->tables().rows(intent_layout(), "t.n = ? AND t.state = 0 AND t.channel = 0", row);
  if (rows.empty()) return std::nullopt;
  return to_intent(rows.front());
}

std::int64_t ReadTransaction::last_intent_row() {
  return hold_->database().number("SELECT max(n) FROM intent").value_or(0);
}

}  // namespace smsflow
