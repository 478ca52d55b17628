#include <fmt/format.h>

#include <algorithm>

#include "store/fields.h"
#include "store/hold.h"
#include "store/project.h"
#include "store/transcript.h"

namespace smsflow {
namespace {

template <typename Noun>
std::optional<Noun> if_any(const std::shared_ptr<const Noun>& noun) {
  return noun ? std::optional(*noun) : std::nullopt;
}

// Columns of intents that a condition or an order looks at.
ColumnMask looked_at(const Columns& names) {
  return intent_layout().mask(names);
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

ColumnMask left_columns() {
  static const ColumnMask columns = looked_at({"sender", "left_at", "segments"});
  return columns;
}

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
  const ContactSide& side = hold_->tables().contacts().find(phone.e164());
  if (side.id == 0 || !side.may_have_state) return std::nullopt;
  std::optional<Contact> found = if_any(hold_->tables().find<Contact>(std::to_string(side.id)));
  if (found) found->phone = phone;  // erased or not: who asks by it knows it
  return found;
}

std::optional<Conversation> ReadTransaction::conversation(std::string_view id) {
  return if_any(hold_->tables().find<Conversation>(id));
}

bool ReadTransaction::has_conversation(std::string_view id) {
  return hold_->tables().load(conversation_layout(), id).n != 0;
}

bool ReadTransaction::has_conversations(std::string_view workflow) {
  hold_->tables().write_pending();
  return hold_->database()
      .number("SELECT 1 FROM conversation WHERE workflow = ? LIMIT 1", workflow)
      .has_value();
}

std::vector<Conversation> ReadTransaction::conversations_of(const PhoneNumber& phone) {
  const std::int64_t contact = hold_->tables().contacts().find(phone.e164()).id;
  std::vector<Conversation> found;
  if (contact == 0) return found;
  for (const auto& one : hold_->tables().conversations_of(contact)) {
    found.push_back(*one);
    found.back().record.phone = phone;
  }
  return found;
}

std::optional<HandledText> ReadTransaction::text_handled(std::string_view provider,
                                                         std::string_view id) {
  const std::optional<std::int64_t> event = hold_->database().number(
      "SELECT event FROM event_key WHERE key = ?", Blob{message_key(provider, id)});
  if (!event) return std::nullopt;
  hold_->tables().write_pending();  // it may have come a moment ago
  Query query =
      hold_->database().query("SELECT handled, conversation FROM reply WHERE id = ?", *event);
  if (!query.step()) return HandledText{};
  return HandledText{std::string(query.text(0)), std::string(query.text(1))};
}

std::vector<EarlierReply> ReadTransaction::replies_since(const PhoneNumber& phone, Instant since) {
  const std::int64_t contact = hold_->tables().contacts().find(phone.e164()).id;
  std::vector<EarlierReply> replies;
  if (contact == 0) return replies;
  for (const EarlierReply& reply : hold_->tables().replies_of(contact, since)) {
    if (reply.received_at >= since) replies.push_back(reply);
  }
  return replies;
}

std::optional<Intent> ReadTransaction::intent(std::string_view id) {
  return if_any(hold_->tables().find<Intent>(id));
}

std::optional<Intent> ReadTransaction::intent_by_provider_id(std::string_view provider,
                                                             std::string_view provider_id) {
  const std::string id = hold_->tables().intent_named(provider, provider_id);
  return id.empty() ? std::nullopt : intent(id);
}

std::vector<Intent> ReadTransaction::intents_of(std::string_view conversation) {
  static const ColumnMask kLooksAt = looked_at({"conversation"});
  return hold_->tables().select<Intent>(
      kLooksAt, "t.conversation = ? AND t.conversation <> '' ORDER BY t.n", conversation);
}

std::vector<Intent> ReadTransaction::due_intents(Channel channel, Instant now, int limit) {
  // A channel that is bound makes SQLite plan the statement anew at each use: whether it may take
  // the index of hooks depends on the value.
  const std::string where = fmt::format(
      "t.n IN (SELECT n FROM intent t WHERE state = 0 AND channel = {0} AND due <= ? "
      "ORDER BY {1} LIMIT ?) ORDER BY {1}",
      static_cast<int>(channel), leaving_order());
  static const ColumnMask kLooksAt = looked_at({"state", "channel", "due", "kind", "expires"});
  return hold_->tables().select<Intent>(kLooksAt, where, to_ms(now), std::max(limit, 0));
}

std::vector<Intent> ReadTransaction::due_hooks(std::string_view endpoint, Instant now, int limit) {
  static const ColumnMask kLooksAt = looked_at({"state", "channel", "sender", "due"});
  return hold_->tables().select<Intent>(
      kLooksAt,
      "t.n IN (SELECT n FROM intent WHERE state = 0 AND channel = 1 "
      "AND sender = ? AND due <= ? ORDER BY due, n LIMIT ?) ORDER BY t.due, t.n",
      endpoint, to_ms(now), std::max(limit, 0));
}

std::vector<Intent> ReadTransaction::posting_intents(Instant deadline_before) {
  static const ColumnMask kLooksAt = looked_at({"state", "deadline"});
  return hold_->tables().select<Intent>(kLooksAt,
                                        "t.state IN (1, 7) AND t.state = 1 AND (t.deadline IS NULL "
                                        "OR t.deadline < ?) ORDER BY t.deadline, t.n",
                                        to_ms(deadline_before));
}

std::vector<Intent> ReadTransaction::unknown_intents(int limit) {
  static const ColumnMask kLooksAt = looked_at({"state", "changed_at"});
  return hold_->tables().select<Intent>(
      kLooksAt, "t.state IN (1, 7) AND t.state = 7 ORDER BY t.changed_at, t.n LIMIT ?",
      std::max(limit, 0));
}

std::vector<Timer> ReadTransaction::due_timers(Instant now, int limit) {
  std::vector<Timer> out;
  hold_->tables().write_pending();
  Query query =
      hold_->database().query(std::string(kTimer) + "WHERE due <= ? ORDER BY due, id LIMIT ?",
                              to_ms(now), std::max(limit, 0));
  while (query.step()) {
    out.push_back(from_cells<Timer>(cells_from(query, 0, columns_of<Timer>().size())));
    hold_->tables().know_timer(out.back().id);
  }
  return out;
}

std::optional<Timer> ReadTransaction::timer(std::string_view id) {
  hold_->tables().write_pending();
  Query query = hold_->database().query(std::string(kTimer) + "WHERE id = ?", id);
  if (!query.step()) return std::nullopt;
  return from_cells<Timer>(cells_from(query, 0, columns_of<Timer>().size()));
}

std::optional<Handoff> ReadTransaction::handoff(std::string_view id) {
  return if_any(hold_->tables().find<Handoff>(id));
}

std::vector<Handoff> ReadTransaction::open_handoffs(std::string_view queue) {
  return hold_->tables().select<Handoff>(
      ~ColumnMask{0},
      "t.status <> 2 AND (?1 = '' OR t.queue = ?1) ORDER BY "
      "t.priority <> 'high', t.first_response_due NULLS LAST, t.opened_at, t.id",
      queue);
}

std::optional<SeenRecord> ReadTransaction::record_seen(std::string_view workflow,
                                                       std::string_view key) {
  hold_->tables().write_pending_record(workflow, key);
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
  hold_->tables().write_pending();
  Query query = hold_->database().query(
      "SELECT key, scope, seen_at, over_at, posted, standing FROM record_seen WHERE workflow = ?1 "
      "AND (over_at IS NULL OR over_at > ?2 OR key IN (" +
          kText + ") OR key IN (" + kClock + ")) AND standing <> ?3",
      workflow, to_ms(now), static_cast<std::int64_t>(RecordStanding::kGone));
  while (query.step()) use(std::string(query.text(0)), seen_at(query, 1));
}

std::optional<LookTaken> ReadTransaction::look(std::string_view workflow, std::string_view scope) {
  hold_->tables().write_pending();
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
  hold_->tables().write_pending();
  const auto at =
      hold_->database().number("SELECT received_at FROM reply ORDER BY id DESC LIMIT 1");
  return at ? std::optional(from_ms(*at)) : std::nullopt;
}

std::optional<Instant> ReadTransaction::begun() {
  hold_->tables().write_pending();
  const auto at = hold_->database().number("SELECT at FROM event ORDER BY id LIMIT 1");
  return at ? std::optional(from_ms(*at)) : std::nullopt;
}

std::vector<Intent> ReadTransaction::held_intents(std::string_view after, int limit) {
  static const ColumnMask kLooksAt = looked_at({"state", "block"});
  static const std::string kHeld =
      fmt::format("t.state = 0 AND t.block = {} AND t.id > ? ORDER BY t.id LIMIT ?",
                  static_cast<int>(BlockReason::kNotSeen));
  return hold_->tables().select<Intent>(kLooksAt, kHeld, after, limit);
}

std::vector<RevisionKept> ReadTransaction::revisions() {
  std::vector<RevisionKept> revisions;
  hold_->tables().write_pending();
  Query query = hold_->database().query("SELECT id, workflow, source FROM revision ORDER BY id");
  while (query.step()) {
    revisions.push_back(
        {std::string(query.text(0)), std::string(query.text(1)), std::string(query.text(2))});
  }
  return revisions;
}

std::string ReadTransaction::revision_source(std::string_view revision) {
  return hold_->tables().revision_source(revision);
}

std::vector<DeliveryReceipt> ReadTransaction::orphan_receipts(std::string_view provider,
                                                              std::string_view provider_id) {
  std::vector<DeliveryReceipt> out;
  if (!hold_->tables().may_be_orphan(provider, provider_id)) return out;
  Query query = hold_->database().query(
      "SELECT provider, event_key, intent, provider_id, status, raw_status, error, received_at "
      "FROM orphan WHERE provider_id = ? AND provider = ? ORDER BY id",
      provider_id, provider);
  while (query.step())
    out.push_back(
        from_cells<DeliveryReceipt>(cells_from(query, 0, columns_of<DeliveryReceipt>().size())));
  return out;
}

std::vector<Departure> ReadTransaction::departures(std::string_view sender, Instant since) {
  std::vector<Departure> left;
  hold_->tables().write_before<Intent>(left_columns());
  Query query = hold_->database().query(
      "SELECT left_at, segments FROM intent WHERE sender = ? AND left_at >= ? ORDER BY left_at",
      sender, to_ms(since));
  while (query.step()) {
    left.push_back({from_ms(query.integer(0)), static_cast<int>(query.integer(1))});
  }
  return left;
}

std::int64_t ReadTransaction::segments_since(std::string_view sender, Instant since) {
  hold_->tables().write_before<Intent>(left_columns());
  return hold_->database()
      .number("SELECT sum(segments) FROM intent WHERE sender = ? AND left_at >= ?", sender,
              to_ms(since))
      .value_or(0);
}

std::optional<Instant> ReadTransaction::next_due() {
  hold_->tables().write_pending();
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
  const std::int64_t own = hold_->tables().load(conversation_layout(), conversation).contact;
  hold_->tables().write_pending();
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
  std::vector<Intent> intents = hold_->tables().select<Intent>(
      ~ColumnMask{0}, "t.contact = ? AND t.conversation = '' ORDER BY t.n", contact);
  for (const Conversation& one : conversations_of(phone)) {
    for (Intent& intent : intents_of(one.id)) intents.push_back(std::move(intent));
  }
  return interleave(replies, intents);
}

}  // namespace smsflow
