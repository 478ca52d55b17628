#include "store/hold.h"
#include "store/transcript.h"

namespace smsflow {
namespace {

// Those on the index of what is due may be many: who knows the row, or asks for the latest, does
// without.
constexpr std::string_view kByRow = "NOT INDEXED ";

// Read by due_text_at(); a condition follows.
std::string due_text_columns(std::string_view index) {
  return "SELECT t.n, t.kind, t.expires, t.due, t.workflow, t.revision, t.sender, t.contact, "
         "c.phone, t.id, t.conversation FROM intent t " +
         std::string(index) +
         "JOIN contact c ON c.id = t.contact "
         "WHERE t.state = 0 AND t.channel = 0 AND ";
}

DueText due_text_at(const Query& query) {
  const std::string phone(query.text(8));
  DueText text{.row = query.integer(0),
               .waiting = {.kind = static_cast<SendKind>(query.integer(1)),
                           .expires = std::nullopt,
                           .due = from_ms(query.integer(3)),
                           .place = query.integer(0)},
               .workflow = std::string(query.text(4)),
               .revision = std::string(query.text(5)),
               .sender = std::string(query.text(6)),
               .to = phone.empty() ? erased_number(query.integer(7)) : stored_number(phone),
               .id = std::string(query.text(9)),
               .conversation = std::string(query.text(10))};
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
  hold_->tables().write_pending();
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
  each_due_text(row, now, [&](const DueText& text) { texts.push_back(text); });
  return texts;
}

void ReadTransaction::each_due_text(std::int64_t behind_row, Instant now,
                                    const std::function<void(const DueText&)>& use) {
  static const std::string kBehind = due_text_columns(kByRow) + "t.n > ? AND t.due <= ?";
  static const std::string kAll = due_text_columns("") + "t.n > ? AND t.due <= ?";
  hold_->tables().write_pending();
  Query query = hold_->database().query(behind_row > 0 ? kBehind : kAll, behind_row, to_ms(now));
  while (query.step()) use(due_text_at(query));
}

std::optional<DueText> ReadTransaction::due_text(std::int64_t row) {
  static const std::string kOne = due_text_columns(kByRow) + "t.n = ?";
  hold_->tables().write_pending();
  Query query = hold_->database().query(kOne, row);
  if (!query.step()) return std::nullopt;
  return due_text_at(query);
}

std::optional<Intent> ReadTransaction::planned_text(std::int64_t row) {
  static const ColumnMask kLooksAt = intent_layout().mask({"state", "channel"});
  std::vector<Intent> found =
      hold_->tables().select<Intent>(kLooksAt, "t.n = ? AND t.state = 0 AND t.channel = 0", row);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::int64_t ReadTransaction::last_intent_row() {
  hold_->tables().write_pending();
  return hold_->database().number("SELECT max(n) FROM intent").value_or(0);
}

}  // namespace smsflow
