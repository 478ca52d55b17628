#include "app/claim.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/standing.h"
#include "engine/asked.h"
#include "engine/capture.h"
#include "engine/render.h"
#include "text/mailbox.h"
#include "text/mask.h"
#include "text/segment.h"

namespace smsflow {
namespace {

constexpr Duration kHeldDay = std::chrono::hours{24};  // without an end it is looked at again then

std::string shown(const Evidence& evidence) {
  std::string line;
  for (const auto& [key, value] : evidence) {
    line += fmt::format("{}{}: {}", line.empty() ? "" : "; ", key, value);
  }
  return line;
}

Claim stopped(Intent intent, IntentState state, BlockReason block, std::string reason) {
  intent.state = state;
  intent.block = block;
  return {.next = std::move(intent), .reason = std::move(reason)};
}

// It came back unsent, and its question was put anew meanwhile.
bool is_superseded(const Intent& intent, const Conversation& conversation) {
  return intent.step == conversation.asked_state + ".say" && !conversation.ask_intent.empty() &&
         conversation.ask_intent != intent.id;
}

// A text we begin is void when something happened after it was planned: the conversation ended, a
// person took it, or it moved on to another state.
bool is_void(const Intent& intent, const Conversation& conversation) {
  if (conversation.record.vanished) return true;
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

SendQuestion question_of(const Intent& intent, const Workflow* workflow, const Contact& contact,
                         const std::optional<Conversation>& conversation, Instant now) {
  SendQuestion ask{.kind = intent.kind, .contact = &contact, .window = kFederalWindow, .now = now};
  ask.expires = intent.expires;
  if (workflow && conversation && conversation->record.expires && keeps_window(intent, *workflow)) {
    const Instant end = *conversation->record.expires;
    ask.expires = std::min(ask.expires.value_or(end), end);  // it may have moved since
  }
  if (workflow) {
    ask.message_class = workflow->message_class;
    ask.purpose = workflow->purpose;
  }
  if (conversation) {
    ask.record_consent = conversation->record.consent;
    ask.conversation_void = is_void(intent, *conversation);
    if (const auto zone = Zone::find(conversation->record.zone)) ask.zones.push_back(*zone);
  }
  return ask;
}

// Until its record is seen again (app/held.h) or it expires.
Claim held(Intent intent, const std::string& evidence, Instant now) {
  intent.due = intent.expires.value_or(now + kHeldDay);
  intent.block = BlockReason::kNotSeen;
  intent.detail = evidence;
  return {.next = std::move(intent), .reason = evidence};
}

Claim not_permitted(const Intent& intent, const Permission& permission, Instant now) {
  const std::string evidence = shown(permission.evidence);
  if (permission.reason == BlockReason::kStale) {
    // Held until then: why is more than when.
    const bool was_held = intent.block == BlockReason::kNotSeen;
    return stopped(intent, IntentState::kExpired, was_held ? intent.block : permission.reason,
                   was_held ? evidence + "; held: " + intent.detail : evidence);
  }
  if (permission.reason == BlockReason::kNotSeen) return held(intent, evidence, now);
  if (permission.reason == BlockReason::kQuietHours && permission.later &&
      (!intent.expires || *permission.later < *intent.expires)) {
    Intent later = intent;
    later.due = *permission.later;
    later.block = BlockReason::kQuietHours;
    return {.next = std::move(later), .reason = evidence};
  }
  return stopped(intent, IntentState::kSuppressed, permission.reason, evidence);
}

Claim posting(Intent intent, const Route& route, std::string text, std::string evidence,
              Instant now) {
  const Segmentation size = segment(text, route.provider->cut());
  intent.segments = size.segments;
  intent.state = IntentState::kPosting;
  intent.block = BlockReason::kNone;
  intent.attempt += 1;
  intent.sender = route.number;
  intent.provider = route.provider->setup().name;
  intent.sent_text = text;
  OutboundMessage message{.intent = intent.id,
                          .to = intent.to,
                          .from = {route.number},
                          .text = std::move(text),
                          .status_url = route.provider->status_url(intent.id)};
  if (intent.expires) message.validity = std::max(Duration{0}, *intent.expires - now);
  return {.next = std::move(intent),
          .reason = std::move(evidence),
          .message = std::move(message),
          .route = route};
}

// A number that gets no texts is why a mail is written.
Contact addressee(Transaction& log, const Intent& intent) {
  Contact contact = log.contact(intent.to).value_or(Contact{.phone = intent.to});
  if (intent.channel == Channel::kMail) contact.unreachable = ErrorClass::kNone;
  return contact;
}

Claim by_mail(Intent intent, const std::optional<Conversation>& conversation,
              const MailConfig& mail, const Workflow* workflow, std::string text,
              std::string evidence, Instant now) {
  const RecordSnapshot record = conversation ? conversation->record : RecordSnapshot{};
  const auto email = record.fields.find("email");
  const std::string to = email == record.fields.end() ? "" : to_text(email->second);
  if (!is_mail_address(to)) {
    return stopped(std::move(intent), IntentState::kSuppressed, BlockReason::kMissingField,
                   "the record's email is no address");
  }
  const Rendered subject =
      render_text(mail.subject, record, workflow ? workflow->brand : "", intent.language, now);
  if (!subject.missing.empty()) {
    return stopped(std::move(intent), IntentState::kSuppressed, BlockReason::kMissingField,
                   "no value for {" + subject.missing + "} of the subject");
  }
  intent.state = IntentState::kPosting;
  intent.block = BlockReason::kNone;
  intent.attempt += 1;
  intent.sender = parse_mailbox(mail.from).value_or(Mailbox{}).address;
  intent.provider = "mail";
  intent.sent_text = text;
  return {.next = std::move(intent),
          .reason = std::move(evidence),
          .letter = Letter{to, subject.text, std::move(text)}};
}

const Workflow* workflow_of(const Setting& setting, std::string_view workflow,
                            std::string_view revision) {
  const Program* program = setting.pinned(workflow, revision);
  if (!program) program = setting.find(workflow);
  return program ? program->workflow : nullptr;
}

std::string_view sender_of(const Workflow* workflow) {
  return workflow ? std::string_view(workflow->sender) : std::string_view();
}

}  // namespace

std::string sender_of(const Setting& setting, std::string_view workflow,
                      std::string_view revision) {
  return std::string(sender_of(workflow_of(setting, workflow, revision)));
}

Claim judge(Transaction& log, Programs& programs, const Carriers& carriers, const Intent& intent,
            Instant now) {
  const Setting setting = programs.setting(&log);
  const Workflow* workflow = workflow_of(setting, intent.workflow, intent.revision);
  const Contact contact = addressee(log, intent);
  std::optional<Conversation> conversation;
  if (!intent.conversation.empty()) conversation = log.conversation(intent.conversation);

  SendQuestion ask = question_of(intent, workflow, contact, conversation, now);
  if (intent.kind == SendKind::kProactive && intent.step != kSatisfactionStep && conversation &&
      !conversation->record.hash.empty()) {
    ask.record_eligible = programs.eligible(conversation->record, conversation->revision, now);
    const Program* today = setting.find(conversation->workflow);
    if (const Workflow* spec = today ? today->workflow : workflow) {
      const Standing standing =
          standing_of(log, spec->record, conversation->record.workflow, conversation->record.key);
      ask.record_seen_at = standing.seen_at;
      ask.record_missing = standing.missing;
      ask.fresh = standing.fresh;
    }
  }
  const Permission permission = may_send(ask);
  if (!permission.granted()) return not_permitted(intent, permission, now);

  std::optional<RecordSnapshot> record;
  if (conversation) {
    record = workflow ? with_captured(*workflow, *conversation) : conversation->record;
  }
  const Rendered rendered = render_intent(intent, record ? &*record : nullptr,
                                          workflow ? workflow->brand : std::string_view(), now);
  if (!rendered.missing.empty()) {
    return stopped(intent, IntentState::kSuppressed, BlockReason::kMissingField,
                   "no value for {" + rendered.missing + "}");
  }
  if (mask_sensitive(rendered.text) != rendered.text) {
    return stopped(intent, IntentState::kSuppressed, BlockReason::kSensitive,
                   "the text holds a card or social security number");
  }
  if (intent.channel == Channel::kMail) {
    return by_mail(intent, conversation, carriers.config().mail, workflow, rendered.text,
                   shown(permission.evidence), now);
  }
  const std::optional<Route> route =
      carriers.route(intent.sender, sender_of(workflow), intent.to.e164());
  if (!route) {
    return stopped(intent, IntentState::kSuppressed, BlockReason::kNoSender,
                   "no configured sender can carry it");
  }
  std::string evidence = shown(permission.evidence);
  for (const Zone& zone : ask.zones) {
    evidence += "; local: " + format_time(now, "iso", zone, now).value_or("");
  }
  return posting(intent, *route, rendered.text, std::move(evidence), now);
}

}  // namespace smsflow
