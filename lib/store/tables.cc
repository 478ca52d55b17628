#include "store/tables.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/fields.h"

namespace smsflow {
namespace {

// Rows of each table that are kept: in use are those of some batches.
constexpr std::size_t kRows = 1'024;
constexpr std::size_t kContactRows = 2'048;
constexpr std::size_t kNames = 4'096;
constexpr std::size_t kSources = 32;
// Rows that wait at most: a large transaction needs no more memory than this.
constexpr std::size_t kMostWaiting = 2'048;

// Columns of Layout::select before the cells.
constexpr int kFirstCell = 7;

std::vector<Inserts> plain_tables() {
  Columns reply = {"id", "source", "contact"};
  Columns orphan = {"id"};
  const auto append = [](Columns& to, const Columns& more) {
    to.insert(to.end(), more.begin(), more.end());
  };
  append(reply, columns_of<InboundRecorded>());
  append(orphan, columns_of<DeliveryReceipt>());
  constexpr std::string_view kInsert = "INSERT OR FAIL INTO";  // see make_layout()
  constexpr std::string_view kReplace = "INSERT OR REPLACE INTO";
  return {{kInsert,
           "event",
           {"id", "at", "source", "kind", "conversation", "intent", "handoff", "data", "contact",
            "key", "side", "personal"}},
          {kInsert, "message", {"id", "contact", "body", "raw"}},
          {kInsert, "record", {"id", "conversation", "contact", "body"}},
          {kInsert, "outbox_text", {"id", "intent", "contact", "body"}},
          {kInsert, "reply", reply},
          {kInsert, "orphan", orphan},
          {kReplace, "timer", columns_of<Timer>()},
          {kReplace,
           "record_seen",
           {"workflow", "key", "side", "scope", "seen_at", "posted", "standing", "over_at"}},
          {kReplace, "look", columns_of<LookTaken>()},
          {kInsert, "revision", {"id", "workflow", "source"}},
          {kInsert, "account", {"id", "kind", "account"}},
          {kInsert, "adoption", {"id", "copied"}}};
}

void bind_id(Query& query, int at, std::int64_t id) {
  if (id == 0) {
    query.bind(at, nullptr);
  } else {
    query.bind(at, id);
  }
}

const Layout& layout_at(std::size_t slot) {
  static const std::array<const Layout*, kLayouts> kAll = [] {
    std::array<const Layout*, kLayouts> all{};
    for (const Layout* one :
         {&conversation_layout(), &contact_layout(), &intent_layout(), &handoff_layout()}) {
      all[one->slot] = one;
    }
    return all;
  }();
  return *kAll[slot];
}

}  // namespace

Tables::Tables(Database& database, const Identity& identity)
    : database_(database),
      contacts_(database, identity),
      plain_(plain_tables()),
      sheets_{Sheet(kRows), Sheet(kContactRows), Sheet(kRows), Sheet(kRows)},
      conversations_(kContactRows),
      replies_(kContactRows),
      named_(kNames),
      timers_(kNames),
      revisions_(kSources) {}

void Tables::forget() {
  contacts_.forget();
  for (Inserts& table : plain_) table.rows().clear();
  for (Sheet& sheet : sheets_) {
    sheet.kept.clear();
    sheet.waiting.clear();
    sheet.waits = 0;
    sheet.last = -1;
  }
  conversations_.clear();
  replies_.clear();
  named_.clear();
  timers_.clear();
  revisions_.clear();
  orphans_.reset();
  adoption_.reset();
  waiting_ = 0;
  end_transaction();
}

void Tables::end_transaction() {
  records_.clear();
}

void Tables::write_pending() {
  if (waiting_ == 0) return;
  for (Inserts& table : plain_) table.write(database_);
  for (std::size_t slot = 0; slot < kLayouts; ++slot) write_rows(layout_at(slot));
  waiting_ = 0;
}

void Tables::open_event(std::int64_t event, Source source, EventDraft& draft) {
  if (waiting_ >= kMostWaiting) write_pending();
  event_ = event;
  source_ = source;
  draft_ = &draft;
}

void Tables::open_again(const Event& event) {
  again_ = {};
  again_.contact = event.contact;
  again_.side = event.side;
  open_event(event.id, static_cast<Source>(event.source), again_);
}

TableRow Tables::row_of(const Layout& layout, const Query& query) {
  TableRow row{.n = query.integer(0),
               .source = query.integer(1),
               .contact = query.integer(2),
               .side = query.integer(5),
               .id = std::string(query.text(kIdCell)),
               .phone = std::string(query.text(3)),
               .body = std::string(query.text(6))};
  if (row.contact != 0 && row.phone.empty()) row.phone = erased_number(row.contact).e164();
  if (row.id.empty()) row.id = row.phone;
  row.cells.reserve(layout.columns.size());
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    row.cells.push_back(cell_at(query, kFirstCell + static_cast<int>(i)));
  }
  return row;
}

// What waits must not be dropped: it is written before.
void Tables::keep(Sheet& sheet, Row row) {
  if (sheet.kept.find(row.row.id) != nullptr) return;
  if (sheet.kept.drops()) write_pending();
  sheet.kept.add(row.row.id) = std::move(row);
}

Tables::Row& Tables::slot(const Layout& layout, std::string_view id) {
  Sheet& sheet = sheets_[layout.slot];
  if (Row* const known = sheet.kept.find(id)) return *known;
  if (sheet.kept.drops()) write_pending();
  Row found;
  {
    Query query = database_.query(layout.select_one);
    if (layout.is_of_contacts()) {
      query.bind(1, static_cast<std::int64_t>(std::stoll(std::string(id))));
    } else {
      query.bind(1, id);
    }
    if (query.step()) found.row = row_of(layout, query);
  }
  return sheet.kept.add(std::string(id)) = std::move(found);
}

// Whoever was erased and comes back has a number again in all that is kept of him.
const ContactSide& Tables::identified(const std::string& phone) {
  const ContactSide& known = contacts_.find(phone);
  if (known.id != 0 && !known.erased && known.salt.empty()) {
    write_pending();
    auto records = std::move(records_);
    forget();
    records_ = std::move(records);
  }
  return contacts_.ensure(phone);
}

// A row that is surely not there is not looked for.
void Tables::begin_state(const ContactSide& who) {
  if (who.may_have_state) return;
  Sheet& sheet = sheets_[contact_layout().slot];
  const std::string id = std::to_string(who.id);
  if (sheet.kept.drops()) write_pending();
  if (sheet.kept.find(id) == nullptr) sheet.kept.add(id);
  contacts_.has_state(who.phone);
}

void Tables::place_body(const Layout& layout, const TableRow& before, TableRow& now) {
  if (layout.side.empty() || now.body.empty()) return;
  const auto same = [&](std::int64_t contact, const std::string& body) {
    return contact == now.contact && body == now.body;
  };
  const auto brought = records_.find(now.id);
  if (before.side != 0 && same(before.contact, before.body)) {
    now.side = before.side;
  } else if (brought != records_.end() && same(brought->second.contact, brought->second.body)) {
    now.side = brought->second.id;
  } else {
    now.side = event_;
    draft_->body = now.body;
  }
}

void Tables::place(const Layout& layout, const TableRow& before, TableRow& now) {
  if (draft_ == &again_) {
    now.side = again_.side;
    return;
  }
  place_body(layout, before, now);
  draft_->now =
      changed_json(layout.columns, before.n != 0 ? before.cells : layout.zeros, now.cells);
  draft_->contact = now.contact;
  draft_->side = now.side;
}

std::int64_t Tables::next_n(const Layout& layout, const TableRow& row) {
  if (layout.is_of_contacts()) return row.contact;
  std::int64_t& last = sheets_[layout.slot].last;
  if (last < 0) {
    last = database_.number(fmt::format("SELECT max(n) FROM {}", layout.table)).value_or(0);
  }
  return ++last;
}

void Tables::save(const Layout& layout, TableRow now) {
  if (draft_ == &again_) {
    now.contact = again_.contact;
  } else if (!now.phone.empty()) {
    const ContactSide& who = identified(now.phone);
    now.contact = who.id;
    draft_->who = &who;
    if (layout.is_of_contacts()) begin_state(who);
  }
  Row& row = slot(layout, layout.is_of_contacts() ? std::to_string(now.contact) : now.id);
  const TableRow& before = row.row;
  place(layout, before, now);
  ColumnMask changed = 0;
  if (before.contact != now.contact) changed |= kContactColumn;
  if (before.side != now.side) changed |= kSideColumn;
  if (before.n == 0) {
    now.n = next_n(layout, now);
    now.source = static_cast<std::int64_t>(source_);
    row.is_new = true;
    changed = ~ColumnMask{0};
  } else {
    now.n = before.n;
    now.source = before.source;
    for (std::size_t i = 0; i < now.cells.size(); ++i) {
      if (before.cells[i] != now.cells[i]) changed |= ColumnMask{1} << i;
    }
  }
  follow(layout, before, now);
  Sheet& sheet = sheets_[layout.slot];
  if (row.waits == 0 && changed != 0) sheet.waiting.push_back(&row);
  row.waits |= changed;
  sheet.waits |= changed;
  waiting_ += changed != 0;
  row.row = std::move(now);
  row.noun.reset();
}

void Tables::write_rows(const Layout& layout) {
  Sheet& sheet = sheets_[layout.slot];
  std::vector<const Row*> fresh;
  for (const Row* row : sheet.waiting) {
    if (row->is_new) fresh.push_back(row);
  }
  layout.insert.run(database_, fresh.size(), [&](Query& query, int at, std::size_t i) {
    const TableRow& row = fresh[i]->row;
    if (!layout.is_of_contacts()) query.bind(at++, row.n);
    query.bind(at++, row.source);
    bind_id(query, at++, row.contact);
    if (!layout.is_of_contacts()) query.bind(at++, std::string_view(row.id));
    if (!layout.side.empty()) bind_id(query, at++, row.side);
    for (const Cell& cell : row.cells) bind_cell(query, at++, cell);
    return at;
  });
  for (Row* row : sheet.waiting) {
    if (!row->is_new) update(layout, *row);
    row->is_new = false;
    row->waits = 0;
  }
  sheet.waiting.clear();
  sheet.waits = 0;
}

// Only the columns that changed: naming another would rewrite its indexes.
void Tables::update(const Layout& layout, const Row& row) {
  const auto waits = [&](std::size_t i) { return (row.waits >> i & 1U) != 0; };
  std::string& sql = sheets_[layout.slot].updates[row.waits];
  if (sql.empty()) {
    Columns names;
    if ((row.waits & kContactColumn) != 0) names.emplace_back("contact");
    if ((row.waits & kSideColumn) != 0) names.emplace_back("side");
    for (std::size_t i = 0; i < layout.columns.size(); ++i) {
      if (waits(i)) names.push_back(layout.columns[i]);
    }
    sql = fmt::format("UPDATE {} SET {} = ? WHERE rowid = ?", layout.table,
                      fmt::join(names, " = ?, "));
  }
  Query query = database_.query(sql);
  int at = 1;
  if ((row.waits & kContactColumn) != 0) bind_id(query, at++, row.row.contact);
  if ((row.waits & kSideColumn) != 0) bind_id(query, at++, row.row.side);
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    if (waits(i)) bind_cell(query, at++, row.row.cells[i]);
  }
  query.bind(at, row.row.n);
  query.step();
}

}  // namespace smsflow
