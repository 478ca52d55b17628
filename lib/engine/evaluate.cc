#include "engine/evaluate.h"

#include <algorithm>

#include "engine/asked.h"
#include "engine/capture.h"
#include "engine/render.h"
#include "text/mailbox.h"
#include "text/mask.h"

namespace smsflow {
namespace {

constexpr Duration kHeldDay = std::chrono::hours{24};  // without an end it is looked at again then

std::string in_words(const Evidence& evidence) {
  std::string line;
  for (const auto& [key, value] : evidence) {
    line.append(line.empty() ? "" : "; ").append(key).append(": ").append(value);
  }
  return line;
}

// It came back unsent, and its question was put anew meanwhile.
bool is_superseded(const Intent& intent, const Conversation& conversation) {
  return intent.step == conversation.asked_state + ".say" && !conversation.ask_intent.empty() &&
         conversation.ask_intent != intent.id;
}

// A text we begin is void when something happened after it was planned: the conversation ended, a
// person took it, or it moved on to another state. One that was posted before, perhaps in vain, is
// not posted again once its record has moved: it would tell of another moment than it told of then.
bool is_void(const Intent& intent, const Conversation& conversation) {
  if (conversation.record.vanished) return true;
  if (intent.attempt > 0 && is_about_another_moment(intent, conversation.record.at)) return true;
  switch (conversation.status) {
    case ConversationStatus::kVoid:
      return true;
    case ConversationStatus::kEnded:
      return conversation.ended_at && *conversation.ended_at > intent.planned_at;
    case ConversationStatus::kOwned:
      return conversation.changed_at > intent.planned_at;
    default:
      return intent.step.ends_with(".say") &&
             (intent.step != conversation.state + ".say" || is_superseded(intent, conversation));
  }
}

class Evaluating {
 public:
  Evaluating(const Intent& intent, const Contact& contact,
             const std::optional<Conversation>& conversation, const Grounds& grounds, Instant now)
      : intent_(intent),
        contact_(contact),
        conversation_(conversation),
        grounds_(grounds),
        now_(now),
        made_{.next = intent} {}

  Evaluated run();

 private:
  SendQuestion question() const;
  Evaluated stopped(IntentState state, BlockReason block, std::string reason);
  Evaluated suppressed(BlockReason block, std::string reason) {
    return stopped(IntentState::kSuppressed, block, std::move(reason));
  }
  Evaluated deferred(BlockReason block, Instant due, std::string detail);
  Evaluated not_permitted();
  Evaluated worded();
  Evaluated by_mail(const RecordSnapshot& record, std::string_view brand);

  const Intent& intent_;
  const Contact& contact_;
  const std::optional<Conversation>& conversation_;
  const Grounds& grounds_;
  Instant now_;
  Evaluated made_;
};

SendQuestion Evaluating::question() const {
  const Workflow* workflow = grounds_.workflow;
  SendQuestion ask{
      .kind = intent_.kind, .contact = &contact_, .window = kFederalWindow, .now = now_};
  ask.expires = intent_.expires;
  if (workflow) {
    ask.message_class = workflow->message_class;
    ask.purpose = workflow->purpose;
  }
  if (conversation_) {
    const RecordSnapshot& record = conversation_->record;
    if (workflow && record.expires && keeps_window(intent_, *workflow)) {
      // It may have moved since.
      ask.expires = std::min(ask.expires.value_or(*record.expires), *record.expires);
    }
    ask.record_consent = record.consent;
    ask.conversation_void = is_void(intent_, *conversation_);
    if (const auto zone = Zone::find(record.zone)) ask.zones.push_back(*zone);
  }
  ask.record_eligible = grounds_.eligible;
  if (grounds_.standing) {
    ask.record_seen_at = grounds_.standing->seen_at;
    ask.record_missing = grounds_.standing->missing;
    ask.fresh = grounds_.standing->fresh;
  }
  return ask;
}

Evaluated Evaluating::stopped(IntentState state, BlockReason block, std::string reason) {
  made_.next.state = state;
  made_.next.block = block;
  made_.reason = std::move(reason);
  return std::move(made_);
}

Evaluated Evaluating::deferred(BlockReason block, Instant due, std::string detail) {
  made_.reason = in_words(made_.permission.evidence);
  made_.next.block = block;
  made_.next.due = due;
  made_.next.detail = std::move(detail);
  return std::move(made_);
}

Evaluated Evaluating::not_permitted() {
  const Permission& no = made_.permission;
  const std::string evidence = in_words(no.evidence);
  if (no.reason == BlockReason::kStale) {
    // Held until then: why is more than when.
    const bool was_held = intent_.block == BlockReason::kNotSeen;
    return stopped(IntentState::kExpired, was_held ? intent_.block : no.reason,
                   was_held ? evidence + "; held: " + intent_.detail : evidence);
  }
  if (no.reason == BlockReason::kNotSeen) {  // until its record is seen again, or it expires
    return deferred(no.reason, intent_.expires.value_or(now_ + kHeldDay), evidence);
  }
  if (no.reason == BlockReason::kQuietHours && no.later &&
      (!intent_.expires || *no.later < *intent_.expires)) {
    return deferred(no.reason, *no.later, intent_.detail);
  }
  return suppressed(no.reason, evidence);
}

Evaluated Evaluating::by_mail(const RecordSnapshot& record, std::string_view brand) {
  const auto email = record.fields.find("email");
  made_.mail_to = email == record.fields.end() ? "" : to_text(email->second);
  if (!is_mail_address(made_.mail_to)) {
    return suppressed(BlockReason::kMissingField, "the record's email is no address");
  }
  Rendered subject = render_text(grounds_.mail_subject, record, brand, intent_.language, now_);
  if (!subject.missing.empty()) {
    return suppressed(BlockReason::kMissingField,
                      "no value for {" + subject.missing + "} of the subject");
  }
  made_.subject = std::move(subject.text);
  made_.leaves = true;
  return std::move(made_);
}

Evaluated Evaluating::worded() {
  const Workflow* workflow = grounds_.workflow;
  const std::string_view brand = workflow ? std::string_view(workflow->brand) : std::string_view();
  RecordSnapshot captured;
  const RecordSnapshot* record = conversation_ ? &conversation_->record : nullptr;
  if (workflow && conversation_ && !conversation_->captured.empty()) {
    captured = with_captured(*workflow, *conversation_);
    record = &captured;
  }
  Rendered rendered = render_intent(intent_, record, brand, now_);
  if (!rendered.missing.empty()) {
    return suppressed(BlockReason::kMissingField, "no value for {" + rendered.missing + "}");
  }
  if (mask_sensitive(rendered.text) != rendered.text) {
    return suppressed(BlockReason::kSensitive, "the text holds a card or social security number");
  }
  made_.text = std::move(rendered.text);
  made_.reason = in_words(made_.permission.evidence);
  if (intent_.channel == Channel::kMail) {
    return by_mail(conversation_ ? conversation_->record : RecordSnapshot{}, brand);
  }
  if (!grounds_.has_sender) {
    return suppressed(BlockReason::kNoSender, "no configured sender can carry it");
  }
  made_.leaves = true;
  return std::move(made_);
}

Evaluated Evaluating::run() {
  const SendQuestion ask = question();
  made_.permission = may_send(ask);
  if (!made_.permission.granted()) return not_permitted();
  Evaluated made = worded();
  if (made.leaves && intent_.channel != Channel::kMail) {
    for (const Zone& zone : ask.zones) {
      made.reason += "; local: " + format_time(now_, "iso", zone, now_).value_or("");
    }
  }
  return made;
}

}  // namespace

bool is_seen(const Standing& standing, Instant now) {
  if (standing.missing) return false;
  return !standing.fresh || (standing.seen_at && now - *standing.seen_at <= *standing.fresh);
}

bool depends_on_record(const Intent& intent, const std::optional<Conversation>& conversation) {
  return intent.kind == SendKind::kProactive && intent.step != kSatisfactionStep && conversation &&
         !conversation->record.hash.empty();
}

Evaluated evaluate(const Intent& intent, const Contact& contact,
                   const std::optional<Conversation>& conversation, const Grounds& grounds,
                   Instant now) {
  if (intent.channel == Channel::kMail && contact.unreachable != ErrorClass::kNone) {
    Contact by_mail = contact;  // a number that gets no texts is why a mail is written
    by_mail.unreachable = ErrorClass::kNone;
    return Evaluating(intent, by_mail, conversation, grounds, now).run();
  }
  return Evaluating(intent, contact, conversation, grounds, now).run();
}

}  // namespace smsflow
