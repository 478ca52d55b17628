// The views: the public face of the log for analysts, with words for the stored numbers.
#include <fmt/format.h>

#include <string_view>

#include "engine/change.h"
#include "store/event.h"
#include "store/schema.h"
#include "store/store.h"

namespace smsflow {
namespace {

// CASE over all values of an enumeration, 0 to `last`.
template <typename Enum>
std::string words(std::string_view column, Enum last) {
  std::string sql = fmt::format("CASE {}", column);
  for (int value = 0; value <= static_cast<int>(last); ++value) {
    sql += fmt::format(" WHEN {} THEN '{}'", value, name(static_cast<Enum>(value)));
  }
  return sql + " END";
}

// mask_phone of text/mask.h for E.164 numbers, in SQL.
constexpr std::string_view kMasked =
    "CASE WHEN phone IS NULL THEN NULL WHEN length(phone) < 8 THEN '***' ELSE "
    "substr(phone, 1, min(5, length(phone) - 7)) || '***' || substr(phone, -4) END";

std::string message_view() {
  return fmt::format(
      "CREATE VIEW v_message AS SELECT id, workflow, key, step, occurrence, conversation, "
      "contact, {} AS kind, variant, language, revision, sender, {} AS state, planned_at, due, "
      "expires, left_at, accepted_at, CASE state WHEN {} THEN changed_at END AS delivered_at, "
      "changed_at, attempt, segments, provider, provider_id, {} AS error, {} AS block, detail, "
      "{} AS source FROM intent WHERE channel = 0;\n",
      words("kind", SendKind::kAgent), words("state", IntentState::kExpired),
      static_cast<int>(IntentState::kDelivered), words("error", ErrorClass::kOther),
      words("block", BlockReason::kNotSeen), words("source", Source::kReplayed));
}

std::string hook_view() {
  return fmt::format(
      "CREATE VIEW v_hook AS SELECT id, sender AS endpoint, step AS event, workflow, key, "
      "conversation, contact, {} AS state, state = {} AS dead, attempt, detail, planned_at, due, "
      "accepted_at AS delivered_at, changed_at, {} AS block, {} AS source "
      "FROM intent WHERE channel = 1;\n",
      words("state", IntentState::kExpired), static_cast<int>(IntentState::kRejected),
      words("block", BlockReason::kNotSeen), words("source", Source::kReplayed));
}

std::string mail_view() {
  return fmt::format(
      "CREATE VIEW v_mail AS SELECT id, workflow, key, step, conversation, contact, language, "
      "{} AS state, planned_at, due, expires, accepted_at, changed_at, attempt, provider_id, "
      "{} AS block, detail, {} AS source FROM intent WHERE channel = 2;\n",
      words("state", IntentState::kExpired), words("block", BlockReason::kNotSeen),
      words("source", Source::kReplayed));
}

std::string reply_view() {
  return fmt::format(
      "CREATE VIEW v_reply AS SELECT r.id, r.received_at AS at, r.conversation, c.workflow, c.key, "
      "r.contact, r.provider, r.message, r.sender, r.label, {} AS layer, r.rule, r.confidence, "
      "r.runner_up, r.runner_up_confidence, r.automatic, r.classifier, r.handled, r.reason, "
      "r.late, "
      "r.media, {} AS source FROM reply r LEFT JOIN conversation c ON c.id = r.conversation;\n",
      words("r.layer", Layer::kModel), words("r.source", Source::kReplayed));
}

std::string conversation_view() {
  return fmt::format(
      "CREATE VIEW v_conversation AS SELECT t.id, t.workflow, t.key, t.revision, t.contact, "
      "{} AS status, t.state, t.visit, t.run, t.outcome, t.resolution, t.asked_state, "
      "t.opened_at, t.asked_at, t.first_reply_at, t.ended_at, t.changed_at, t.last_label, "
      "t.unclear, t.replies, t.sender, t.handoff, t.rating_asked_at, t.rating, t.respond_by, "
      "s.body AS record, "
      "{} AS source "
      "FROM conversation t LEFT JOIN record s ON s.id = t.side;\n",
      words("t.status", ConversationStatus::kVoid), words("t.source", Source::kReplayed));
}

std::string handoff_view() {
  return fmt::format(
      "CREATE VIEW v_handoff AS SELECT id, queue, reason, priority, conversation, workflow, key, "
      "contact, message, {} AS status, agent, label, opened_at, first_response_due, "
      "resolution_due, responded_at, resolved_at, alerts, changed_at, {} AS source "
      "FROM handoff;\n",
      words("status", HandoffStatus::kResolved), words("source", Source::kReplayed));
}

// The reply that a person read otherwise, as a text to learn from; the question is what the contact
// was last sent before.
std::string correction_view() {
  return fmt::format(
      "CREATE VIEW v_correction AS SELECT h.id, coalesce(h.resolved_at, h.changed_at) AS at, "
      "m.body AS text, (SELECT o.body FROM outbox_text o JOIN intent i ON i.id = o.intent "
      "WHERE o.contact = h.contact AND o.id < r.id AND i.channel = 0 "
      "ORDER BY o.id DESC LIMIT 1) AS context, h.label, r.label AS read_as, h.workflow, {} AS "
      "source "
      "FROM handoff h JOIN reply r ON r.contact = h.contact AND r.message = h.message "
      "JOIN message m ON m.id = r.id "
      "WHERE h.label <> '' AND m.body IS NOT NULL;\n",
      words("h.source", Source::kReplayed));
}

// A contact of whom only a record, a text or a reply is known has no state of its own.
constexpr std::string_view kContactSource =
    "coalesce(s.source, (SELECT n.source FROM conversation n WHERE n.contact = c.id LIMIT 1), "
    "(SELECT r.source FROM reply r WHERE r.contact = c.id LIMIT 1), "
    "(SELECT e.source FROM event e ORDER BY e.id LIMIT 1))";

// Who never wrote has been texted by a conversation's number; whoever wrote, by the one written to.
constexpr std::string_view kTextedFrom =
    "coalesce(nullif(s.sender, ''), (SELECT n.sender FROM conversation n WHERE n.contact = c.id "
    "AND n.sender <> '' ORDER BY n.asked_at DESC NULLS LAST LIMIT 1), '')";

std::string contact_view() {
  return fmt::format(
      "CREATE VIEW v_contact AS SELECT c.id, {} AS phone, s.opted_out_at, s.opt_out_rule, "
      "s.opt_out_confirmed_at, s.paused, s.wrong_number, {} AS unreachable, s.consents, s.handoff, "
      "{} AS sender, c.phone IS NULL AS erased, {} AS source "
      "FROM contact c LEFT JOIN contact_state s ON s.contact = c.id;\n",
      kMasked, words("s.unreachable", ErrorClass::kOther), kTextedFrom,
      words(kContactSource, Source::kReplayed));
}

std::string record_view() {
  return fmt::format(
      "CREATE VIEW v_record AS SELECT workflow, key, scope, {} AS standing, seen_at, over_at, "
      "posted FROM record_seen;\n",
      words("standing", RecordStanding::kGone));
}

std::string look_view() {
  return "CREATE VIEW v_look AS SELECT workflow, scope, at, rows, missing, digest FROM look;\n";
}

std::string event_view() {
  return fmt::format(
      "CREATE VIEW v_event AS SELECT id, at, {} AS kind, conversation, contact, intent, handoff, "
      "data, {} AS source FROM event;\n",
      words("kind", EventKind::kAdopted), words("source", Source::kReplayed));
}

}  // namespace

std::string view_schema() {
  return message_view() + hook_view() + mail_view() + reply_view() + conversation_view() +
         handoff_view() + correction_view() + contact_view() + record_view() + look_view() +
         event_view();
}

}  // namespace smsflow
