#include <fmt/format.h>

#include <algorithm>

#include "store/hold.h"
#include "store/project.h"
#include "store/transcript.h"

namespace smsflow {
namespace {

template <typename T>
std::vector<T> all(const std::vector<TableRow>& rows, T (*make)(const TableRow&)) {
  std::vector<T> out;
  out.reserve(rows.size());
  for (const TableRow& row : rows) out.push_back(make(row));
  return out;
}

template <typename T>
std::optional<T> one(const TableRow& row, T (*make)(const TableRow&)) {
  if (row.n == 0) return std::nullopt;
  return make(row);
}

Cells cells_from(const Query& query, int first, std::size_t count) {
  Cells cells;
  for (std::size_t i = 0; i < count; ++i) {
    cells.push_back(cell_at(query, first + static_cast<int>(i)));
  }
  return cells;
}

// The columns scope, seen_at, over_at, posted and standing.
SeenRecord seen_at(const Query& query, int first) {
  SeenRecord seen{.scope = std::string(query.text(first)),
                  .seen_at = from_ms(query.integer(first + 1)),
                  .posted = query.integer(first + 3) != 0,
                  .standing = static_cast<RecordStanding>(query.integer(first + 4))};
  if (!query.is_null(first + 2)) seen.over_at = from_ms(query.integer(first + 2));
  return seen;
}

constexpr std::string_view kTimer =
    "SELECT id, kind, conversation, handoff, run, visit, due FROM timer ";

// leaves_before() in SQL, for the table called `t`.
const std::string& leaving_order() {
  static const std::string order = [] {
    std::string ranks;
    for (const SendKind kind : {SendKind::kProactive, SendKind::kReply,
                                SendKind::kOptOutConfirmation, SendKind::kAgent}) {
      ranks += fmt::format(" WHEN {} THEN {}", static_cast<int>(kind), leaving_rank(kind));
    }
    return "CASE t.kind" + ranks + " END, t.expires NULLS LAST, t.due, t.n";
  }();
  return order;
}

}  // namespace

ReadTransaction::ReadTransaction(std::unique_ptr<Hold> hold) : hold_(std::move(hold)) {}

ReadTransaction::~ReadTransaction() = default;

std::optional<Contact> ReadTransaction::contact(const PhoneNumber& phone) {
  std::optional<Contact> found =
      one(hold_->tables().load(contact_layout(), phone.e164()), to_contact);
  if (found) found->phone = phone;  // erased or not: who asks by it knows it
  return found;
}

std::optional<Conversation> ReadTransaction::conversation(std::string_view id) {
  return one(hold_->tables().load(conversation_layout(), std::string(id)), to_conversation);
}

bool ReadTransaction::has_conversation(std::string_view id) {
  return hold_->database().number("SELECT 1 FROM conversation WHERE id = ?", id).has_value();
}

bool ReadTransaction::has_conversations(std::string_view workflow) {
  return hold_->database()
      .number("SELECT 1 FROM conversation WHERE workflow = ? LIMIT 1", workflow)
      .has_value();
}

std::vector<Conversation> ReadTransaction::conversations_of(const PhoneNumber& phone) {
  const std::int64_t contact = hold_->tables().contacts().find(phone.e164()).id;
  if (contact == 0) return {};
  std::vector<Conversation> found =
      all(hold_->tables().rows(conversation_layout(),
                               "t.contact = ? ORDER BY t.asked_at DESC NULLS LAST, "
                               "t.opened_at DESC, t.n DESC",
                               contact),
          to_conversation);
  for (Conversation& each : found) each.record.phone = phone;
  return found;
}

std::optional<HandledText> ReadTransaction::text_handled(std::string_view provider,
                                                         std::string_view id) {
  const std::string key = message_key(provider, id);
  Query query = hold_->database().query(
      "SELECT r.handled, r.conversation FROM event_key k JOIN reply r ON r.id = k.event "
      "WHERE k.key = ?",
      Blob{key});
  if (!query.step()) return std::nullopt;
  return HandledText{std::string(query.text(0)), std::string(query.text(1))};
}

std::vector<EarlierReply> ReadTransaction::replies_since(const PhoneNumber& phone, Instant since) {
  const std::int64_t contact = hold_->tables().contacts().find(phone.e164()).id;
  std::vector<EarlierReply> replies;
  if (contact == 0) return replies;
  Query query = hold_->database().query(
      "SELECT r.provider, r.message, m.body, r.received_at, r.conversation, r.handled, "
      "r.suspected_opt_out FROM reply r LEFT JOIN message m ON m.id = r.id "
      "WHERE r.contact = ? AND r.received_at >= ? ORDER BY r.id DESC",
      contact, to_ms(since));
  while (query.step()) {
    replies.push_back({std::string(query.text(0)), std::string(query.text(1)),
                       std::string(query.text(2)), from_ms(query.integer(3)),
                       std::string(query.text(4)), std::string(query.text(5)),
                       query.integer(6) != 0});
  }
  return replies;
}

std::optional<Intent> ReadTransaction::intent(std::string_view id) {
  return one(hold_->tables().load(intent_layout(), std::string(id)), to_intent);
}

std::optional<Intent> ReadTransaction::intent_by_provider_id(std::string_view provider,
                                                             std::string_view provider_id) {
  const std::vector<TableRow> rows = hold_->tables().rows(
      intent_layout(),
      "t.provider_id = ? AND t.provider_id <> '' AND t.provider = ? ORDER BY t.n DESC LIMIT 1",
      provider_id, provider);
  if (rows.empty()) return std::nullopt;
  return to_intent(rows.front());
}

std::vector<Intent> ReadTransaction::intents_of(std::string_view conversation) {
  return all(hold_->tables().rows(intent_layout(),
                                  "t.conversation = ? AND t.conversation <> '' ORDER BY t.n",
                                  conversation),
             to_intent);
}

std::vector<Intent> ReadTransaction::due_texts(DueKind kind, Instant now, int limit,
                                               const std::function<bool(const DueText&)>& wanted) {
  const std::string_view kinds = kind == DueKind::kAnswers ? "<>" : "=";
  Query query = hold_->database().query(
      fmt::format("SELECT t.n, t.id, t.workflow, t.revision, t.sender, t.contact, c.phone "
                  "FROM intent t JOIN contact c ON c.id = t.contact "
                  "WHERE t.state = 0 AND t.channel = 0 AND t.due <= ? AND t.kind {} {} ORDER BY {}",
                  kinds, static_cast<int>(SendKind::kProactive), leaving_order()),
      to_ms(now));
  std::vector<std::int64_t> chosen;
  while (static_cast<int>(chosen.size()) < limit && query.step()) {
    const std::string phone(query.text(6));
    const DueText text{
        .id = std::string(query.text(1)),
        .workflow = std::string(query.text(2)),
        .revision = std::string(query.text(3)),
        .sender = std::string(query.text(4)),
        .to = phone.empty() ? erased_number(query.integer(5)) : stored_number(phone)};
    if (wanted(text)) chosen.push_back(query.integer(0));
  }
  std::vector<Intent> texts;
  for (const std::int64_t n : chosen) {
    for (const TableRow& row : hold_->tables().rows(intent_layout(), "t.n = ?", n)) {
      texts.push_back(to_intent(row));
    }
  }
  return texts;
}

std::vector<Intent> ReadTransaction::due_intents(Channel channel, Instant now, int limit) {
  // A channel that is bound makes SQLite plan the statement anew at each use: whether it may take
  // the index of hooks depends on the value.
  const std::string where = fmt::format(
      "t.n IN (SELECT n FROM intent t WHERE state = 0 AND channel = {0} AND due <= ? "
      "ORDER BY {1} LIMIT ?) ORDER BY {1}",
      static_cast<int>(channel), leaving_order());
  return all(hold_->tables().rows(intent_layout(), where, to_ms(now), std::max(limit, 0)),
             to_intent);
}

std::vector<Intent> ReadTransaction::due_hooks(std::string_view endpoint, Instant now, int limit) {
  return all(hold_->tables().rows(intent_layout(),
                                  "t.n IN (SELECT n FROM intent WHERE state = 0 AND channel = 1 "
                                  "AND sender = ? AND due <= ? ORDER BY due, n LIMIT ?) "
                                  "ORDER BY t.due, t.n",
                                  endpoint, to_ms(now), std::max(limit, 0)),
             to_intent);
}

std::vector<Intent> ReadTransaction::posting_intents(Instant deadline_before) {
  return all(hold_->tables().rows(intent_layout(),
                                  "t.state IN (1, 7) AND t.state = 1 AND "
                                  "(t.deadline IS NULL OR t.deadline < ?) ORDER BY t.deadline, t.n",
                                  to_ms(deadline_before)),
             to_intent);
}

std::vector<Intent> ReadTransaction::unknown_intents(int limit) {
  return all(
      hold_->tables().rows(intent_layout(),
                           "t.state IN (1, 7) AND t.state = 7 ORDER BY t.changed_at, t.n LIMIT ?",
                           std::max(limit, 0)),
      to_intent);
}

std::vector<Timer> ReadTransaction::due_timers(Instant now, int limit) {
  std::vector<Timer> out;
  Query query =
      hold_->database().query(std::string(kTimer) + "WHERE due <= ? ORDER BY due, id LIMIT ?",
                              to_ms(now), std::max(limit, 0));
  while (query.step()) out.push_back(to_timer(cells_from(query, 0, timer_columns().size())));
  return out;
}

std::optional<Timer> ReadTransaction::timer(std::string_view id) {
  Query query = hold_->database().query(std::string(kTimer) + "WHERE id = ?", id);
  if (!query.step()) return std::nullopt;
  return to_timer(cells_from(query, 0, timer_columns().size()));
}

std::optional<Handoff> ReadTransaction::handoff(std::string_view id) {
  return one(hold_->tables().load(handoff_layout(), std::string(id)), to_handoff);
}

std::vector<Handoff> ReadTransaction::open_handoffs(std::string_view queue) {
  return all(hold_->tables().rows(
                 handoff_layout(),
                 "t.status <> 2 AND (?1 = '' OR t.queue = ?1) ORDER BY "
                 "t.priority <> 'high', t.first_response_due NULLS LAST, t.opened_at, t.id",
                 queue),
             to_handoff);
}

std::optional<SeenRecord> ReadTransaction::record_seen(std::string_view workflow,
                                                       std::string_view key) {
  Query query = hold_->database().query(
      "SELECT s.scope, s.seen_at, s.over_at, s.posted, s.standing, json_extract(r.body, '$.hash'), "
      "json_extract(r.body, '$.version'), json_extract(r.body, '$.eligible') "
      "FROM record_seen s JOIN record r ON r.id = s.side WHERE s.workflow = ? AND s.key = ?",
      workflow, key);
  if (!query.step()) return std::nullopt;
  SeenRecord seen = seen_at(query, 0);
  seen.hash = query.text(5);
  seen.version = query.text(6);
  seen.eligible = query.integer(7) != 0;
  return seen;
}

void ReadTransaction::each_expected(
    std::string_view workflow, Instant now,
    const std::function<void(const std::string& key, const SeenRecord&)>& use) {
  // Planned texts that we begin, but for the question after the matter; nudges to come; promises.
  static const std::string kText = fmt::format(
      "SELECT i.key FROM intent i WHERE i.state = 0 AND i.channel = 0 AND i.kind = {} "
      "AND i.workflow = ?1 AND i.step <> '{}' AND (i.expires IS NULL OR i.expires > ?2)",
      static_cast<int>(SendKind::kProactive), kSatisfactionStep);
  static const std::string kClock = fmt::format(
      "SELECT c.key FROM timer t JOIN conversation c ON c.id = t.conversation "
      "JOIN record r ON r.id = c.side WHERE c.workflow = ?1 AND c.run = t.run AND (t.kind = {0} "
      "AND c.status = {1} AND c.visit = t.visit AND "
      "coalesce(json_extract(r.body, '$.expires') > ?2, 1) OR t.kind = {2} AND c.status <> {3})",
      static_cast<int>(TimerKind::kSilence), static_cast<int>(ConversationStatus::kOpen),
      static_cast<int>(TimerKind::kPromise), static_cast<int>(ConversationStatus::kVoid));
  Query query = hold_->database().query(
      "SELECT key, scope, seen_at, over_at, posted, standing FROM record_seen WHERE workflow = ?1 "
      "AND (over_at IS NULL OR over_at > ?2 OR key IN (" +
          kText + ") OR key IN (" + kClock + ")) AND standing <> ?3",
      workflow, to_ms(now), static_cast<std::int64_t>(RecordStanding::kGone));
  while (query.step()) use(std::string(query.text(0)), seen_at(query, 1));
}

std::optional<LookTaken> ReadTransaction::look(std::string_view workflow, std::string_view scope) {
  Query query = hold_->database().query(
      "SELECT at, rows, missing, digest FROM look WHERE workflow = ? AND scope = ?", workflow,
      scope);
  if (!query.step()) return std::nullopt;
  return LookTaken{.workflow = std::string(workflow),
                   .scope = std::string(scope),
                   .at = from_ms(query.integer(0)),
                   .rows = query.integer(1),
                   .missing = query.integer(2),
                   .digest = std::string(query.text(3))};
}

std::optional<Instant> ReadTransaction::last_heard() {
  const auto at =
      hold_->database().number("SELECT received_at FROM reply ORDER BY id DESC LIMIT 1");
  return at ? std::optional(from_ms(*at)) : std::nullopt;
}

std::optional<Instant> ReadTransaction::begun() {
  const auto at = hold_->database().number("SELECT at FROM event ORDER BY id LIMIT 1");
  return at ? std::optional(from_ms(*at)) : std::nullopt;
}

std::vector<Intent> ReadTransaction::held_intents(std::string_view after, int limit) {
  return all(hold_->tables().rows(intent_layout(),
                                  fmt::format("t.state = 0 AND t.block = {} AND t.id > ? "
                                              "ORDER BY t.id LIMIT ?",
                                              static_cast<int>(BlockReason::kNotSeen)),
                                  after, limit),
             to_intent);
}

std::vector<RevisionKept> ReadTransaction::revisions() {
  std::vector<RevisionKept> revisions;
  Query query = hold_->database().query("SELECT id, workflow, source FROM revision ORDER BY id");
  while (query.step()) {
    revisions.push_back(
        {std::string(query.text(0)), std::string(query.text(1)), std::string(query.text(2))});
  }
  return revisions;
}

std::string ReadTransaction::revision_source(std::string_view revision) {
  Query query = hold_->database().query("SELECT source FROM revision WHERE id = ?", revision);
  return query.step() ? std::string(query.text(0)) : std::string();
}

std::vector<DeliveryReceipt> ReadTransaction::orphan_receipts(std::string_view provider,
                                                              std::string_view provider_id) {
  std::vector<DeliveryReceipt> out;
  Query query = hold_->database().query(
      "SELECT provider, event_key, intent, provider_id, status, raw_status, error, received_at "
      "FROM orphan WHERE provider_id = ? AND provider = ? ORDER BY id",
      provider_id, provider);
  while (query.step()) out.push_back(to_receipt(cells_from(query, 0, receipt_columns().size())));
  return out;
}

std::vector<Departure> ReadTransaction::departures(std::string_view sender, Instant since) {
  std::vector<Departure> left;
  Query query = hold_->database().query(
      "SELECT left_at, segments FROM intent WHERE sender = ? AND left_at >= ? ORDER BY left_at",
      sender, to_ms(since));
  while (query.step()) {
    left.push_back({from_ms(query.integer(0)), static_cast<int>(query.integer(1))});
  }
  return left;
}

std::int64_t ReadTransaction::segments_since(std::string_view sender, Instant since) {
  return hold_->database()
      .number("SELECT sum(segments) FROM intent WHERE sender = ? AND left_at >= ?", sender,
              to_ms(since))
      .value_or(0);
}

std::optional<Instant> ReadTransaction::next_due() {
  const std::optional<std::int64_t> due = hold_->database().number(
      "SELECT min(due) FROM ("
      "SELECT min(due) AS due FROM intent WHERE state = 0 AND channel = 0 UNION ALL "
      "SELECT min(due) FROM intent WHERE state = 0 AND channel = 1 UNION ALL "
      "SELECT min(due) FROM intent WHERE state = 0 AND channel = 2 UNION ALL "
      "SELECT min(due) FROM timer)");
  if (!due) return std::nullopt;
  return from_ms(*due);
}

std::vector<ReadTransaction::Line> ReadTransaction::transcript(std::string_view conversation,
                                                               const PhoneNumber& phone) {
  const std::int64_t contact = hold_->tables().contacts().find(phone.e164()).id;
  const std::int64_t own =
      hold_->tables().load(conversation_layout(), std::string(conversation)).contact;
  std::vector<Reply> replies;
  Query query = hold_->database().query(
      "SELECT r.received_at, m.body, r.label, r.rule FROM reply r "
      "LEFT JOIN message m ON m.id = r.id "
      "WHERE r.contact IN (?1, ?2) AND (?3 = '' OR r.conversation = ?3) ORDER BY r.id",
      contact, own, conversation);
  while (query.step()) {
    replies.push_back({from_ms(query.integer(0)), std::string(query.text(1)),
                       std::string(query.text(2)), std::string(query.text(3))});
  }
  if (!conversation.empty()) return interleave(replies, intents_of(conversation));
  std::vector<Intent> intents =
      all(hold_->tables().rows(intent_layout(),
                               "t.contact = ? AND t.conversation = '' ORDER BY t.n", contact),
          to_intent);
  for (const Conversation& one : conversations_of(phone)) {
    for (Intent& intent : intents_of(one.id)) intents.push_back(std::move(intent));
  }
  return interleave(replies, intents);
}

}  // namespace smsflow
