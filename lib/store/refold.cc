// Folds the events once more and compares: projections hold nothing that the events do not say.
#include <fmt/format.h>

#include <algorithm>

#include "store/audit.h"
#include "store/faults.h"
#include "store/fold.h"

namespace smsflow {
namespace {

std::string shown(const Cell& cell) {
  std::string text;
  append_json(text, cell);
  return text;
}

class Comparison {
 public:
  Comparison(SqliteLog& log, const MemoryTables& folded) : log_(log), folded_(folded) {}

  void run() {
    compare(conversation_layout(), folded_.conversations(), to_conversation);
    compare(contact_layout(), folded_.contacts(), to_contact);
    compare(intent_layout(), folded_.intents(), to_intent);
    compare(handoff_layout(), folded_.handoffs(), to_handoff);
    compare_timers();
    compare_replies();
    compare_orphans();
    compare_records();
    compare_revisions();
  }

  Faults faults;

 private:
  template <typename T>
  void compare(const Layout& layout, const Table<T>& table, T (*make)(const TableRow&)) {
    std::size_t count = 0;
    log_.tables().each(layout, [&](const TableRow& stored) {
      ++count;
      const auto found = table.find(stored.id);
      if (found == table.end()) {
        faults.add(fmt::format("{} {} is in no event", layout.table, stored.id));
        return;
      }
      // Made and unmade, so that an erased body reads as one that never was.
      differ(layout, stored, to_row(make(stored)), to_row(found->second.value),
             static_cast<std::int64_t>(found->second.source));
    });
    expect(layout.table, count, table.size());
  }

  void differ(const Layout& layout, const TableRow& stored, const TableRow& now,
              const TableRow& folded, std::int64_t source) {
    for (std::size_t i = 0; i < layout.columns.size(); ++i) {
      if (stored.cells[i] == folded.cells[i]) continue;
      faults.add(fmt::format("{} {}: {} is {}, its events say {}", layout.table, stored.id,
                             layout.columns[i], shown(stored.cells[i]), shown(folded.cells[i])));
    }
    if (now.phone != folded.phone || now.body != folded.body || stored.source != source) {
      faults.add(fmt::format("{} {}: its personal part or source is another than its events'",
                             layout.table, stored.id));
    }
  }

  void expect(std::string_view table, std::size_t stored, std::size_t folded) {
    if (stored == folded) return;
    faults.add(fmt::format("{} has {} rows, its events make {}", table, stored, folded));
  }

  static Cells cells_at(const Query& query, int first, std::size_t count) {
    Cells cells;
    for (std::size_t i = 0; i < count; ++i) {
      cells.push_back(cell_at(query, first + static_cast<int>(i)));
    }
    return cells;
  }

  void compare_timers();
  void compare_replies();
  void compare_orphans();
  void compare_records();
  void compare_revisions();

  SqliteLog& log_;
  const MemoryTables& folded_;
};

void Comparison::compare_timers() {
  std::size_t count = 0;
  Query query =
      log_.database().query("SELECT id, kind, conversation, handoff, run, visit, due FROM timer");
  for (; query.step(); ++count) {
    const Cells stored = cells_at(query, 0, timer_columns().size());
    const std::optional<Timer> timer = folded_.timer(query.text(0));
    if (timer && timer_cells(*timer) == stored) continue;
    faults.add(fmt::format("timer {} is another than its events'", query.text(0)));
  }
  expect("timer", count, folded_.timers().size());
}

void Comparison::compare_replies() {
  std::string sql = "SELECT r.id, r.source, c.phone, r.contact, m.body";
  for (const std::string_view column : reply_columns()) sql.append(", r.").append(column);
  sql +=
      " FROM reply r LEFT JOIN message m ON m.id = r.id LEFT JOIN contact c ON c.id = r.contact "
      "ORDER BY r.id";
  std::size_t count = 0;
  Query query = log_.database().query(sql);
  for (; query.step() && count < folded_.replies().size(); ++count) {
    const Kept<InboundRecorded>& folded = folded_.replies()[count];
    const std::string phone =
        query.is_null(2) ? erased_number(query.integer(3)).e164() : std::string(query.text(2));
    const bool same = query.integer(1) == static_cast<std::int64_t>(folded.source) &&
                      phone == folded.value.message.from.e164() &&
                      query.text(4) == folded.value.message.text &&
                      cells_at(query, 5, reply_columns().size()) == reply_cells(folded.value);
    if (!same) faults.add(fmt::format("reply {} is another than its event's", query.integer(0)));
  }
  const auto stored = log_.database().number("SELECT count(*) FROM reply").value_or(0);
  expect("reply", static_cast<std::size_t>(stored), folded_.replies().size());
}

void Comparison::compare_orphans() {
  std::size_t count = 0;
  Query query = log_.database().query(
      "SELECT id, provider, event_key, intent, provider_id, status, raw_status, error, received_at "
      "FROM orphan ORDER BY id");
  for (; query.step(); ++count) {
    const Cells stored = cells_at(query, 1, receipt_columns().size());
    const std::vector<DeliveryReceipt> folded =
        folded_.orphan_receipts(query.text(1), query.text(4));
    const bool same = std::any_of(
        folded.begin(), folded.end(),
        [&](const DeliveryReceipt& receipt) { return receipt_cells(receipt) == stored; });
    if (!same) faults.add(fmt::format("orphan {} is another than its event's", query.integer(0)));
  }
  expect("orphan", count, folded_.orphans());
}

void Comparison::compare_records() {
  std::size_t count = 0;
  Query query = log_.database().query(
      "SELECT s.workflow, s.key, json_extract(r.body, '$.hash'), "
      "json_extract(r.body, '$.version'), json_extract(r.body, '$.eligible') FROM record_seen s "
      "LEFT JOIN record r ON r.id = s.side");
  for (; query.step(); ++count) {
    const SeenRecord stored{.hash = std::string(query.text(2)),
                            .version = std::string(query.text(3)),
                            .eligible = query.integer(4) != 0};
    if (folded_.record_seen(query.text(0), query.text(1)) == stored) continue;
    faults.add(
        fmt::format("record {} of {} is another than its events'", query.text(1), query.text(0)));
  }
  expect("record_seen", count, folded_.records_seen().size());
}

void Comparison::compare_revisions() {
  std::size_t count = 0;
  Query query = log_.database().query("SELECT id, workflow, source FROM revision");
  for (; query.step(); ++count) {
    const auto found = folded_.revisions().find(query.text(0));
    const bool same = found != folded_.revisions().end() &&
                      found->second.value.workflow == query.text(1) &&
                      found->second.value.source == query.text(2);
    if (!same) faults.add(fmt::format("revision {} is another than its event's", query.text(0)));
  }
  expect("revision", count, folded_.revisions().size());
}

std::vector<std::string> compare_with_fold(SqliteLog& log) {
  MemoryTables folded;
  fold_events(log.database(), folded, [](const Event&, const Change&) {});
  Comparison comparison(log, folded);
  comparison.run();
  return comparison.faults.take();
}

}  // namespace

std::vector<std::string> projection_faults(SqliteLog& log) {
  log.database().run("BEGIN");
  std::vector<std::string> faults;
  try {
    faults = compare_with_fold(log);
  } catch (const Error& error) {
    faults = {error.what()};
  }
  log.database().run("COMMIT");
  return faults;
}

}  // namespace smsflow
