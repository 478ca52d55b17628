// What became of a text: the question counts as put, the reply clock starts, a fault has a way out.
#include "engine/answer.h"
#include "engine/asked.h"
#include "engine/decide.h"
#include "engine/draft.h"

namespace smsflow {
namespace {

// From now on a reply answers this question. `sent` and `delivered` say it once more.
void question_left(Draft& draft, const Program* program, Conversation& conversation,
                   const Intent& intent) {
  const Instant at = intent.accepted_at.value_or(draft.now());
  if (conversation.asked_at && *conversation.asked_at >= at) return;
  conversation.asked_at = at;
  const State* state = program ? program->workflow->find(conversation.state) : nullptr;
  if (state && state->asks()) conversation.asked_state = state->name;
  draft.changed(conversation, "asked");
  if (program && conversation.status == ConversationStatus::kOpen) {
    start_clock(draft, *program, conversation);
  }
}

// What a reply led to never left: nobody would ever answer it, and no clock starts. Texts that we
// begin have their own ends.
void answer_lost(Draft& draft, const Program* program, Conversation& conversation,
                 const Intent& intent) {
  const bool open = conversation.status == ConversationStatus::kOpen;
  const bool lost = program ? open && !conversation.asked_at && intent.kind != SendKind::kProactive
                            : open || conversation.status == ConversationStatus::kWaiting;
  if (!lost) return;
  std::string why = program ? "our next question did not leave" : std::string(kRevisionIsGone);
  why += ": " +
         std::string(intent.block == BlockReason::kNone ? name(intent.state) : name(intent.block));
  const Draft::Cause cause{.kind = SendKind::kProactive,
                           .occurrence = intent.id + "/lost",
                           .due = draft.now(),
                           .expires = {}};
  const Program* today = draft.setting().find(conversation.workflow);
  draft.strand(program ? program->workflow
               : today ? today->workflow
                       : nullptr,
               conversation, why, cause);
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
  const State* state = question_state(*program.workflow, conversation);
  if (const Reaction* reaction = reaction_of(program, state, "undelivered")) {
    draft.react(program, conversation, *reaction,
                (state ? state->name : conversation.asked_state) + ".on.undelivered", cause, why);
  } else if (intent.kind == SendKind::kProactive) {
    draft.changed(conversation, why);
  } else {
    answer_lost(draft, &program, conversation, intent);
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

// From now on a number chooses from it.
void menu_left(Draft& draft, Contact& contact, const Intent& intent) {
  if (!contact.choice || contact.choice->asked_at || !intent.accepted_at) return;
  if (!intent.occurrence.ends_with(":" + contact.choice->message)) return;
  contact.choice->asked_at = intent.accepted_at;
  draft.contact_changed("asked which one");
}

}  // namespace

Decision decide(const Setting& setting, const Intent& intent,
                const std::optional<Conversation>& conversation, const Contact& contact,
                Instant now) {
  Draft draft(setting, contact, now);
  Contact& known = draft.contact();
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
  if (intent.step == kWhichOneStep) menu_left(draft, known, intent);
  if (!conversation || conversation->ask_intent != intent.id) {
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
      if (open && !current.asked_at && intent.kind == SendKind::kProactive) {
        current.status = ConversationStatus::kWaiting;
        draft.changed(current, "question did not leave");
      }
      break;
    case IntentState::kAccepted:
    case IntentState::kSent:
    case IntentState::kDelivered:
      if (open || current.status == ConversationStatus::kOwned ||
          intent.step == kSatisfactionStep) {
        question_left(draft, program, current, intent);
      }
      break;
    case IntentState::kRejected:
    case IntentState::kUndelivered:
      if (program && (waiting || open)) {
        undelivered(draft, *program, current, intent);
        break;
      }
      [[fallthrough]];
    case IntentState::kSuppressed:
    case IntentState::kExpired:
    case IntentState::kExpiredUnknown:
      answer_lost(draft, program, current, intent);
      break;
    default:
      break;
  }
  return draft.finish("settled", std::string(name(intent.state)));
}

}  // namespace smsflow
