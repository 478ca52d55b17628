// The projections of what has no history, and what is known of them.
#include <algorithm>

#include "store/fields.h"
#include "store/tables.h"

namespace smsflow {
namespace {

// Rows that wait are looked through one by one.
constexpr std::size_t kFew = 64;
constexpr std::size_t kManyOrphans = 4'096;
constexpr std::size_t kManyReplies = 64;
// Of what waits: a large transaction needs no more memory than this.
constexpr std::size_t kMostEvents = 1'024;

Cell moment(const std::optional<Instant>& at) {
  return at ? Cell(to_ms(*at)) : Cell();
}

Cells named(std::initializer_list<std::int64_t> ids, Cells cells) {
  Cells row(ids.begin(), ids.end());
  row.insert(row.end(), std::make_move_iterator(cells.begin()),
             std::make_move_iterator(cells.end()));
  return row;
}

bool is_text(const Cell& cell, std::string_view text) {
  return std::get<std::string>(cell) == text;
}

EarlierReply earlier(const InboundRecorded& reply) {
  return {.provider = reply.message.provider,
          .id = reply.message.id,
          .text = reply.message.text,
          .received_at = reply.message.received_at,
          .conversation = reply.conversation,
          .handled = reply.handled,
          .suspected_opt_out = reply.verdict.suspected_opt_out};
}

std::string orphan_name(std::string_view provider, std::string_view provider_id) {
  return std::string(provider).append(1, '\x1f').append(provider_id);
}

}  // namespace

void Tables::add(Plain table, Cells row) {
  plain(table).add(std::move(row));
  ++waiting_;
}

void Tables::know(Kept<std::string, bool>& names, std::string_view name, bool is_there) {
  bool* const known = names.find(name);
  (known != nullptr ? *known : names.add(std::string(name))) = is_there;
}

template <typename Ask>
bool Tables::known(Kept<std::string, bool>& names, std::string_view name, Ask&& ask) {
  if (const bool* const is_there = names.find(name)) return *is_there;
  return names.add(std::string(name)) = ask();
}

bool Tables::has_timer(std::string_view id) {
  return known(timers_, id, [&] {
    for (const Cells& timer : plain(Plain::kTimer).rows()) {
      if (is_text(timer[0], id)) return true;
    }
    return database_.number("SELECT 1 FROM timer WHERE id = ?", id).has_value();
  });
}

bool Tables::has_revision(std::string_view id) {
  if (const std::string* const source = revisions_.find(id); source && !source->empty())
    return true;
  if (!plain(Plain::kRevision).rows().empty()) write_pending();
  return database_.number("SELECT 1 FROM revision WHERE id = ?", id).has_value();
}

const std::string& Tables::revision_source(std::string_view id) {
  if (const std::string* const source = revisions_.find(id)) return *source;
  if (!plain(Plain::kRevision).rows().empty()) write_pending();
  Query query = database_.query("SELECT source FROM revision WHERE id = ?", id);
  return revisions_.add(std::string(id)) = query.step() ? query.text(0) : std::string_view();
}

bool Tables::has_account(const AccountServed& account) {
  write_pending();
  return database_
      .number("SELECT 1 FROM account WHERE kind = ? AND account = ?", account.kind, account.account)
      .has_value();
}

std::optional<Adoption> Tables::adoption() {
  if (adoption_) return *adoption_;
  if (!plain(Plain::kAdoption).rows().empty()) write_pending();
  Query last = database_.query(
      "SELECT e.at, a.copied FROM adoption a JOIN event e ON e.id = a.id "
      "WHERE a.copied IS NOT NULL ORDER BY a.id DESC LIMIT 1");
  std::optional<Adoption> found;
  if (last.step()) found = Adoption{from_ms(last.integer(0)), from_ms(last.integer(1))};
  return adoption_.emplace(found);
}

void Tables::write_pending_record(std::string_view workflow, std::string_view key) {
  for (const Cells& row : plain(Plain::kRecordSeen).rows()) {
    if (is_text(row[0], workflow) && is_text(row[1], key)) return write_pending();
  }
}

bool Tables::has_record(std::string_view workflow, std::string_view key) {
  write_pending_record(workflow, key);
  return database_.number("SELECT 1 FROM record_seen WHERE workflow = ? AND key = ?", workflow, key)
      .has_value();
}

bool Tables::may_be_orphan(std::string_view provider, std::string_view provider_id) {
  if (!orphans_) {
    std::unordered_set<std::string> names;
    Query query = database_.query("SELECT provider, provider_id FROM orphan LIMIT ?",
                                  static_cast<std::int64_t>(kManyOrphans));
    while (query.step()) names.insert(orphan_name(query.text(0), query.text(1)));
    for (const Cells& row : plain(Plain::kOrphan).rows()) {
      names.insert(orphan_name(std::get<std::string>(row[1]), std::get<std::string>(row[4])));
    }
    orphans_ = std::move(names);
  }
  const bool may_be =
      orphans_->size() >= kManyOrphans || orphans_->contains(orphan_name(provider, provider_id));
  if (may_be) write_pending();
  return may_be;
}

const std::vector<EarlierReply>& Tables::replies_of(std::int64_t contact, Instant since) {
  Replies* known = replies_.find(contact);
  if (known != nullptr && known->since <= since) return known->newest_first;
  const std::vector<Cells>& waiting = plain(Plain::kReply).rows();
  if (std::any_of(waiting.begin(), waiting.end(),
                  [&](const Cells& row) { return row[2] == Cell(contact); })) {
    write_pending();
  }
  Replies found{.since = since, .newest_first = {}};
  Query query = database_.query(
      "SELECT r.provider, r.message, m.body, r.received_at, r.conversation, r.handled, "
      "r.suspected_opt_out FROM reply r LEFT JOIN message m ON m.id = r.id "
      "WHERE r.contact = ? AND r.received_at >= ? ORDER BY r.id DESC",
      contact, to_ms(since));
  while (query.step()) {
    found.newest_first.push_back({std::string(query.text(0)), std::string(query.text(1)),
                                  std::string(query.text(2)), from_ms(query.integer(3)),
                                  std::string(query.text(4)), std::string(query.text(5)),
                                  query.integer(6) != 0});
  }
  if (known == nullptr) known = &replies_.add(contact);
  *known = std::move(found);
  return known->newest_first;
}

void Tables::put(const InboundRecorded& reply) {
  if (draft_ != &again_) {
    draft_->who = &identified(reply.message.from.e164());
    draft_->contact = draft_->who->id;
  }
  draft_->side = event_;
  add(Plain::kReply,
      named({event_, static_cast<std::int64_t>(source_), draft_->contact}, cells_of(reply)));
  Replies* const known = replies_.find(draft_->contact);
  if (known == nullptr) return;
  if (known->newest_first.size() >= kManyReplies) return replies_.erase(draft_->contact);
  known->newest_first.insert(known->newest_first.begin(), earlier(reply));
}

void Tables::put(const DeliveryReceipt& orphan) {
  if (orphans_ && orphans_->size() < kManyOrphans) {
    orphans_->insert(orphan_name(orphan.provider, orphan.provider_id));
  }
  add(Plain::kOrphan, named({event_}, cells_of(orphan)));
}

void Tables::put(const RecordSeen& seen) {
  const RecordSnapshot& record = seen.record;
  if (draft_ != &again_) {
    if (record.phone) {
      draft_->who = &identified(record.phone->e164());
      draft_->contact = draft_->who->id;
    }
    draft_->side = event_;
    draft_->body = record_body(record, {});
    records_[conversation_id(record.workflow, record.key)] = {event_, draft_->contact,
                                                              draft_->body};
  }
  const RecordStanding standing = record.vanished ? RecordStanding::kGone : RecordStanding::kStands;
  if (plain(Plain::kRecordSeen).rows().size() >= kFew) write_pending();
  add(Plain::kRecordSeen, {record.workflow, record.key, event_, record.scope, to_ms(record.seen_at),
                           static_cast<std::int64_t>(record.posted),
                           static_cast<std::int64_t>(standing), moment(record.over_at)});
}

void Tables::put(const StandingChanged& row) {
  write_pending_record(row.workflow, row.key);
  Query query = database_.query(
      "UPDATE record_seen SET scope = ?, seen_at = ?, posted = ?, standing = ?, over_at = ? "
      "WHERE workflow = ? AND key = ?",
      row.scope, to_ms(row.seen_at), static_cast<std::int64_t>(row.posted),
      static_cast<std::int64_t>(row.standing));
  bind_cell(query, 5, moment(row.over_at));
  query.bind(6, row.workflow);
  query.bind(7, row.key);
  query.step();
}

void Tables::put(const LookTaken& look) {
  add(Plain::kLook, cells_of(look));
}

void Tables::put(const Timer& timer) {
  know(timers_, timer.id, true);
  add(Plain::kTimer, cells_of(timer));
}

void Tables::drop_timer(std::string_view id) {
  know(timers_, id, false);
  std::vector<Cells>& waiting = plain(Plain::kTimer).rows();
  std::erase_if(waiting, [&](const Cells& timer) { return is_text(timer[0], id); });
  database_.run("DELETE FROM timer WHERE id = ?", id);
}

void Tables::put(const RevisionKept& revision) {
  revisions_.erase(revision.revision);
  add(Plain::kRevision, cells_of(revision));
}

void Tables::put(const AccountServed& account) {
  add(Plain::kAccount, named({event_}, cells_of(account)));
}

void Tables::put(const LogAdopted& adopted) {
  adoption_.reset();
  add(Plain::kAdoption, named({event_}, cells_of(adopted)));
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

}  // namespace smsflow
