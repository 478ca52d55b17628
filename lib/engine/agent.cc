// What a person does with a hand-off.
#include <algorithm>

#include "engine/answer.h"
#include "engine/asked.h"
#include "engine/decide.h"
#include "engine/draft.h"

namespace smsflow {
namespace {

void release(Draft& draft, Contact& contact, const Handoff& handoff) {
  if (contact.handoff != handoff.id) return;
  contact.handoff.clear();
  contact.paused = false;
  draft.contact_changed("hand-off " + handoff.id + " resolved");
}

void resolve(Draft& draft, const AgentAction& action, const Program* program,
             const Handoff& handoff, Conversation* conversation) {
  if (!conversation || conversation->handoff != handoff.id) return;
  conversation->handoff.clear();
  const State* state = program ? question_state(*program->workflow, *conversation) : nullptr;
  const Reaction* reaction =
      program && !action.label.empty() ? reaction_of(*program, state, action.label) : nullptr;
  if (action.hand_back && !conversation->ask_intent.empty()) {
    conversation->status = ConversationStatus::kOpen;
    draft.changed(*conversation, "handed back by " + action.agent);
    return;
  }
  conversation->status = ConversationStatus::kOpen;
  if (reaction && !reaction->go.empty()) {
    const Draft::Cause cause{.kind = SendKind::kAgent,
                             .occurrence = handoff.id + "/" + action.label,
                             .due = draft.now()};
    draft.enter(*program, *conversation, reaction->go, cause,
                "resolved as " + action.label + " by " + action.agent);
    conversation->resolution = "agent";
    return;
  }
  // What was answered before the hand-off still holds when the person says nothing else.
  const std::string outcome = !action.label.empty()            ? action.label
                              : !conversation->outcome.empty() ? conversation->outcome
                                                               : "resolved";
  draft.end(*conversation, outcome, "agent");
  if (program) draft.ask_satisfaction(*program->workflow, *conversation);
  draft.changed(*conversation, "resolved by " + action.agent);
}

}  // namespace

Decision decide(const Setting& setting, const AgentAction& action, const Handoff& handoff,
                const std::optional<Conversation>& conversation, const Contact& contact,
                Instant now) {
  Draft draft(setting, contact, now);
  Contact& known = draft.contact();
  Conversation* current = conversation ? &draft.conversation(*conversation) : nullptr;
  const Program* program = current ? setting.pinned(current->workflow, current->revision)
                                   : setting.find(handoff.workflow);
  Handoff next = handoff;
  next.changed_at = now;
  if (!action.agent.empty()) next.agent = action.agent;
  switch (action.kind) {
    case AgentAction::Kind::kClaim:
      next.status = HandoffStatus::kClaimed;
      draft.add(HandoffChanged{next, "claimed by " + next.agent});
      return draft.finish("claimed", next.agent);
    case AgentAction::Kind::kReply: {
      // Two answers in one instant are two.
      next.changed_at = std::max(now, handoff.changed_at + std::chrono::milliseconds{1});
      Intent intent{.kind = SendKind::kAgent, .to = known.phone};
      intent.workflow = handoff.workflow;
      if (current) {
        intent.conversation = current->id;
        intent.revision = current->revision;
      }
      intent.key = handoff.id;
      intent.step = "agent.reply";
      intent.occurrence = std::to_string(to_ms(next.changed_at));
      intent.sender = current && !current->sender.empty() ? current->sender : known.sender;
      intent.text = action.text;
      intent.literal = true;
      intent.planned_at = intent.changed_at = intent.due = now;
      intent.id = intent_id(intent.workflow, intent.key, intent.step, intent.occurrence);
      draft.plan(std::move(intent));
      next.status = HandoffStatus::kClaimed;
      if (!next.responded_at) next.responded_at = now;
      draft.add(HandoffChanged{next, "answered by " + next.agent});
      return draft.finish("answered", next.agent);
    }
    case AgentAction::Kind::kResolve:
      next.status = HandoffStatus::kResolved;
      next.label = action.label;
      next.resolved_at = now;
      if (!next.responded_at) next.responded_at = now;
      draft.add(HandoffChanged{next, "resolved by " + next.agent});
      release(draft, known, handoff);
      resolve(draft, action, program, handoff, current);
      return draft.finish("resolved", next.agent);
  }
  return draft.finish("ignored", "no such action");
}

}  // namespace smsflow
