// What became of a text: the question counts as put, the reply clock starts, a fault has a way out.
#include "engine/answer.h"
#include "engine/decide.h"
#include "engine/draft.h"

namespace smsflow {
namespace {

// The clock starts at the confirmed send, not when the text was queued.
void start_clock(Draft& draft, const Program& program, Conversation& conversation,
                 const Intent& intent) {
  if (conversation.asked_at) return;
  conversation.asked_at = intent.accepted_at.value_or(draft.now());
  draft.changed(conversation, "asked");
  const auto set = [&](const char* name, TimerKind kind, const std::string& suffix) {
    const Reaction* reaction = reaction_for(program, conversation, name);
    if (!reaction) return;
    draft.add(TimerSet{{.id = conversation.id + "/" + std::to_string(conversation.run) + "/" +
                              std::to_string(conversation.visit) + "/" + name + suffix,
                        .kind = kind,
                        .conversation = conversation.id,
                        .handoff = {},
                        .run = conversation.run,
                        .visit = conversation.visit,
                        .due = *conversation.asked_at + reaction->after}});
  };
  set("silence", TimerKind::kSilence, "");
  set("promise", TimerKind::kPromise, "/" + conversation.asked_state);
}

// A carrier's refusal may say something of the number that holds for every workflow.
void learn(Draft& draft, Contact& contact, const Intent& intent) {
  if (intent.error == ErrorClass::kOptedOut && !contact.opted_out_at) {
    contact.opted_out_at = draft.now();
    contact.opt_out_rule = "carrier refused: " + intent.detail;
    draft.contact_changed("opted out at the carrier");
  }
  const bool useless = intent.error == ErrorClass::kInvalidNumber ||
                       intent.error == ErrorClass::kNotMobile || intent.error == ErrorClass::kGone;
  if (useless && contact.unreachable == ErrorClass::kNone) {
    contact.unreachable = intent.error;
    draft.contact_changed("the carrier says the number gets no texts");
  }
}

void undelivered(Draft& draft, const Program& program, Conversation& conversation,
                 const Intent& intent) {
  const Draft::Cause cause{.kind = SendKind::kProactive,
                           .occurrence = intent.id + "/undelivered",
                           .due = draft.now(),
                           .expires = conversation.record.expires};
  const std::string why = "not delivered: " + intent.detail;
  if (const Reaction* reaction = reaction_for(program, conversation, "undelivered")) {
    draft.react(program, conversation, *reaction, conversation.asked_state + ".on.undelivered",
                cause, why);
  } else {
    draft.changed(conversation, why);
  }
}

// The last channel failed as well: only a person can reach them now.
void mail_failed(Draft& draft, const Program& program, Conversation& conversation,
                 const Intent& intent) {
  const bool unsendable =
      intent.state == IntentState::kSuppressed &&
      (intent.block == BlockReason::kNoSender || intent.block == BlockReason::kMissingField ||
       intent.block == BlockReason::kUnreachable);
  const bool failed = unsendable || intent.state == IntentState::kRejected ||
                      intent.state == IntentState::kUndelivered;
  const bool waits = conversation.status == ConversationStatus::kWaiting ||
                     conversation.status == ConversationStatus::kOpen;
  if (!failed || !waits) return;
  const Draft::Cause cause{.kind = SendKind::kProactive,
                           .occurrence = intent.id + "/undelivered",
                           .due = draft.now(),
                           .expires = conversation.record.expires};
  draft.hand_off(program.workflow, &conversation, {}, "neither text nor mail reached them", {},
                 cause, true);
}

}  // namespace

Decision decide(const Setting& setting, const Intent& intent,
                const std::optional<Conversation>& conversation, const Contact& contact,
                Instant now) {
  Draft draft(setting, now);
  Contact& known = draft.contact(contact);
  if (intent.kind == SendKind::kOptOutConfirmation && intent.state == IntentState::kPosting) {
    known.opt_out_confirmed_at = now;
    draft.contact_changed("opt-out confirmed");
  }
  if (intent.kind == SendKind::kReply && intent.state == IntentState::kPosting) {
    std::erase_if(known.recent_replies,
                  [now](Instant at) { return now - at >= std::chrono::hours{1}; });
    known.recent_replies.push_back(now);
    draft.contact_changed("answered");
  }
  if (intent.state == IntentState::kRejected || intent.state == IntentState::kUndelivered) {
    learn(draft, known, intent);
  }
  const Program* program =
      conversation ? setting.pinned(conversation->workflow, conversation->revision) : nullptr;
  if (program && intent.channel == Channel::kMail) {
    mail_failed(draft, *program, draft.conversation(*conversation), intent);
    return draft.finish("settled", std::string(name(intent.state)));
  }
  if (!program || conversation->ask_intent != intent.id) {
    return draft.finish("settled", std::string(name(intent.state)));
  }
  Conversation& current = draft.conversation(*conversation);
  const bool waiting = current.status == ConversationStatus::kWaiting;
  const bool open = current.status == ConversationStatus::kOpen;
  switch (intent.state) {
    case IntentState::kPosting:
      current.sender = intent.sender;
      if (waiting) current.status = ConversationStatus::kOpen;
      draft.changed(current, "question leaves");
      break;
    case IntentState::kPlanned:  // proven not sent: nobody can have read it
      if (open && !current.asked_at) {
        current.status = ConversationStatus::kWaiting;
        draft.changed(current, "question did not leave");
      }
      break;
    case IntentState::kAccepted:
    case IntentState::kSent:
    case IntentState::kDelivered:
      if (open) start_clock(draft, *program, current, intent);
      break;
    case IntentState::kRejected:
    case IntentState::kUndelivered:
      if (waiting || open) undelivered(draft, *program, current, intent);
      break;
    default:
      break;
  }
  return draft.finish("settled", std::string(name(intent.state)));
}

}  // namespace smsflow
