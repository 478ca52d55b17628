#include "store/tables.h"

#include <fmt/format.h>

#include <algorithm>

namespace smsflow {
namespace {

// Rows of a table that are remembered at most: a plan reads every one.
constexpr std::size_t kRemembered = 4'096;

// Columns of Layout::select before the cells.
constexpr int kFirstCell = 7;

std::string insert_sql(std::string_view table, const Columns& columns) {
  std::string names;
  std::string marks;
  for (const std::string_view column : columns) {
    names.append(", ").append(column);
    marks += ", ?";
  }
  return fmt::format("INSERT INTO {} (id, source, contact{}) VALUES (?, ?, ?{})", table, names,
                     marks);
}

void bind_id(Query& query, int at, std::int64_t id) {
  if (id == 0) {
    query.bind(at, nullptr);
  } else {
    query.bind(at, id);
  }
}

void bind_moment(Query& query, int at, const std::optional<Instant>& moment) {
  if (moment) {
    query.bind(at, to_ms(*moment));
  } else {
    query.bind(at, nullptr);
  }
}

}  // namespace

Cell cell_at(const Query& query, int column) {
  if (query.is_null(column)) return {};
  if (query.is_integer(column)) return query.integer(column);
  if (query.is_real(column)) return query.real(column);
  return std::string(query.text(column));
}

void bind_cell(Query& query, int at, const Cell& cell) {
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    query.bind(at, *integer);
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    query.bind(at, std::string_view(*text));
  } else if (const auto* real = std::get_if<double>(&cell)) {
    query.bind(at, *real);
  } else {
    query.bind(at, nullptr);
  }
}

void Tables::forget() {
  contacts_.forget();
  records_.clear();
  for (auto& rows : loaded_) rows.clear();
}

void Tables::open_event(std::int64_t event, Source source, EventDraft& draft) {
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

void Tables::remember(const Layout& layout, const TableRow& row) {
  auto& rows = loaded_[layout.slot];
  if (rows.size() >= kRemembered) rows.clear();
  rows.try_emplace(row.id, row);
}

TableRow Tables::row_of(const Layout& layout, const Query& query) {
  TableRow row{.n = query.integer(0),
               .source = query.integer(1),
               .contact = query.integer(2),
               .side = query.integer(5),
               .id = std::string(query.text(4)),
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

TableRow& Tables::slot(const Layout& layout, const std::string& id) {
  auto& rows = loaded_[layout.slot];
  if (rows.size() >= kRemembered) rows.clear();
  const auto [place, fresh] = rows.try_emplace(id);
  if (!fresh) return place->second;
  const bool by_contact = layout.id == "contact";
  const std::int64_t contact = by_contact ? contacts_.find(id).id : 0;
  if (by_contact && contact == 0) return place->second;
  Query query = database_.query(layout.select_one);
  if (by_contact) {
    query.bind(1, contact);
  } else {
    query.bind(1, id);
  }
  if (query.step()) place->second = row_of(layout, query);
  return place->second;
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
    now.contact = again_.contact;
    now.side = again_.side;
    return;
  }
  if (!now.phone.empty()) now.contact = contacts_.ensure(now.phone).id;
  place_body(layout, before, now);
  draft_->now =
      changed_json(layout.columns, before.n != 0 ? before.cells : layout.zeros, now.cells);
  draft_->contact = now.contact;
  draft_->side = now.side;
}

void Tables::save(const Layout& layout, TableRow now) {
  TableRow& before = slot(layout, now.id);
  place(layout, before, now);
  now.source = before.n != 0 ? before.source : static_cast<std::int64_t>(source_);
  if (before.n == 0) {
    insert(layout, now);
    now.n = database_.last_rowid();
  } else {
    update(layout, before, now);
    now.n = before.n;
  }
  before = std::move(now);
}

void Tables::insert(const Layout& layout, const TableRow& now) {
  Query query = database_.query(layout.insert, now.source);
  int at = 2;
  bind_id(query, at++, now.contact);
  if (layout.id == "id") query.bind(at++, now.id);
  if (!layout.side.empty()) bind_id(query, at++, now.side);
  for (const Cell& cell : now.cells) bind_cell(query, at++, cell);
  query.step();
}

// Only the columns that changed: naming another would rewrite its indexes.
void Tables::update(const Layout& layout, const TableRow& before, const TableRow& now) {
  std::string sql;
  const auto name = [&](std::string_view column) {
    sql.append(sql.empty() ? "" : ", ").append(column).append(" = ?");
  };
  const bool contact = before.contact != now.contact;
  const bool side = before.side != now.side;
  if (contact) name("contact");
  if (side) name("side");
  for (std::size_t i = 0; i < now.cells.size(); ++i) {
    if (before.cells[i] != now.cells[i]) name(layout.columns[i]);
  }
  if (sql.empty()) return;
  Query query = database_.query(fmt::format("UPDATE {} SET {} WHERE rowid = ?", layout.table, sql));
  int at = 1;
  if (contact) bind_id(query, at++, now.contact);
  if (side) bind_id(query, at++, now.side);
  for (std::size_t i = 0; i < now.cells.size(); ++i) {
    if (before.cells[i] != now.cells[i]) bind_cell(query, at++, now.cells[i]);
  }
  query.bind(at, before.n);
  query.step();
}

std::optional<IntentState> Tables::state_of(std::string_view intent) {
  static const auto kState = [] {
    const Columns& columns = intent_layout().columns;
    return std::find(columns.begin(), columns.end(), "state") - columns.begin();
  }();
  if (intent.empty()) return std::nullopt;
  const TableRow& row = load(intent_layout(), std::string(intent));
  if (row.n == 0) return std::nullopt;
  return static_cast<IntentState>(
      std::get<std::int64_t>(row.cells[static_cast<std::size_t>(kState)]));
}

bool Tables::knows_provider_id(std::string_view provider, std::string_view provider_id) {
  return database_
      .number("SELECT 1 FROM intent WHERE provider_id = ? AND provider_id <> '' AND provider = ?",
              provider_id, provider)
      .has_value();
}

bool Tables::has_timer(std::string_view id) {
  return database_.number("SELECT 1 FROM timer WHERE id = ?", id).has_value();
}

bool Tables::has_revision(std::string_view id) {
  return database_.number("SELECT 1 FROM revision WHERE id = ?", id).has_value();
}

bool Tables::has_account(const AccountServed& account) {
  return database_
      .number("SELECT 1 FROM account WHERE kind = ? AND account = ?", account.kind, account.account)
      .has_value();
}

void Tables::put(const InboundRecorded& reply) {
  static const std::string kInsert = insert_sql("reply", reply_columns());
  if (draft_ != &again_) draft_->contact = contacts_.ensure(reply.message.from.e164()).id;
  draft_->side = event_;
  Query query =
      database_.query(kInsert, event_, static_cast<std::int64_t>(source_), draft_->contact);
  int at = 4;
  const Cells cells = reply_cells(reply);
  for (const Cell& cell : cells) bind_cell(query, at++, cell);
  query.step();
}

void Tables::put(const DeliveryReceipt& orphan) {
  Query query = database_.query(
      "INSERT INTO orphan (id, provider, event_key, intent, provider_id, status, raw_status, "
      "error, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      event_);
  int at = 2;
  const Cells cells = receipt_cells(orphan);
  for (const Cell& cell : cells) bind_cell(query, at++, cell);
  query.step();
}

void Tables::put(const RecordSeen& seen) {
  if (draft_ != &again_) {
    if (seen.record.phone) draft_->contact = contacts_.ensure(seen.record.phone->e164()).id;
    draft_->side = event_;
    draft_->body = record_body(seen.record, {});
    records_[conversation_id(seen.record.workflow, seen.record.key)] = {event_, draft_->contact,
                                                                        draft_->body};
  }
  Query query = database_.query(
      "INSERT OR REPLACE INTO record_seen (workflow, key, side, scope, seen_at, posted, standing, "
      "over_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      seen.record.workflow, seen.record.key, event_, seen.record.scope, to_ms(seen.record.seen_at),
      static_cast<std::int64_t>(seen.record.posted),
      static_cast<std::int64_t>(seen.record.vanished ? RecordStanding::kGone
                                                     : RecordStanding::kStands));
  bind_moment(query, 8, seen.record.over_at);
  query.step();
}

bool Tables::has_record(std::string_view workflow, std::string_view key) {
  return database_.number("SELECT 1 FROM record_seen WHERE workflow = ? AND key = ?", workflow, key)
      .has_value();
}

void Tables::put(const StandingChanged& row) {
  Query query = database_.query(
      "UPDATE record_seen SET scope = ?, seen_at = ?, posted = ?, standing = ?, over_at = ? "
      "WHERE workflow = ? AND key = ?",
      row.scope, to_ms(row.seen_at), static_cast<std::int64_t>(row.posted),
      static_cast<std::int64_t>(row.standing));
  bind_moment(query, 5, row.over_at);
  query.bind(6, row.workflow);
  query.bind(7, row.key);
  query.step();
}

void Tables::put(const LookTaken& look) {
  database_.run(
      "INSERT OR REPLACE INTO look (workflow, scope, at, rows, missing, digest) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      look.workflow, look.scope, to_ms(look.at), look.rows, look.missing, look.digest);
}

void Tables::put(const Conversation& conversation) {
  save(conversation_layout(), to_row(conversation));
}

void Tables::put(const Contact& contact) {
  save(contact_layout(), to_row(contact));
}

void Tables::put(const Intent& intent) {
  save(intent_layout(), to_row(intent));
}

void Tables::put(const Handoff& handoff) {
  save(handoff_layout(), to_row(handoff));
}

void Tables::put(const Timer& timer) {
  Query query = database_.query(
      "INSERT OR REPLACE INTO timer (id, kind, conversation, handoff, run, visit, due) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)");
  int at = 1;
  const Cells cells = timer_cells(timer);
  for (const Cell& cell : cells) bind_cell(query, at++, cell);
  query.step();
}

void Tables::drop_timer(std::string_view id) {
  database_.run("DELETE FROM timer WHERE id = ?", id);
}

void Tables::put(const RevisionKept& revision) {
  database_.run("INSERT INTO revision (id, workflow, source) VALUES (?, ?, ?)", revision.revision,
                revision.workflow, revision.source);
}

void Tables::put(const AccountServed& account) {
  database_.run("INSERT INTO account (id, kind, account) VALUES (?, ?, ?)", event_, account.kind,
                account.account);
}

void Tables::put(const LogAdopted& adopted) {
  Query query = database_.query("INSERT INTO adoption (id, copied) VALUES (?, ?)", event_);
  if (adopted.copied) {
    query.bind(2, to_ms(*adopted.copied));
  } else {
    query.bind(2, nullptr);
  }
  query.step();
}

}  // namespace smsflow
