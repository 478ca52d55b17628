#include "engine/draft.h"

#include <algorithm>

#include "engine/asked.h"
#include "time/zone.h"

namespace smsflow {

Conversation& Draft::conversation(Conversation original) {
  const auto known = conversations_.find(original.id);
  if (known != conversations_.end()) return known->second.value;
  std::string id = original.id;
  return conversations_.emplace(std::move(id), Touched{std::move(original), {}})
      .first->second.value;
}

void Draft::contact_changed(std::string_view reason, std::string_view message) {
  contact_changed_ = true;
  contact_reason_ = reason;
  contact_message_ = message;
}

void Draft::changed(const Conversation& conversation, std::string_view reason) {
  Touched& touched = conversations_.find(conversation.id)->second;
  touched.value.changed_at = now_;
  if (!touched.reason.empty()) touched.reason += "; ";
  touched.reason += reason;
}

Intent Draft::draft_intent(const Conversation* conversation, const Workflow* workflow,
                           std::string_view step, const Cause& cause) const {
  Intent intent{.kind = cause.kind, .to = contact_.phone, .language = language_};
  if (conversation) {
    intent.conversation = conversation->id;
    intent.revision = conversation->revision;
    intent.key = conversation->record.key;
    intent.language = conversation->record.language;
    intent.sender = conversation->sender;
  }
  if (workflow) intent.workflow = workflow->log_name();
  // What we begin goes by the workflow's own sender.
  const bool answers = cause.kind != SendKind::kProactive;
  if (intent.sender.empty() && answers) intent.sender = contact_.sender;
  intent.step = step;
  intent.occurrence = cause.occurrence;
  intent.planned_at = now_;
  intent.changed_at = now_;
  intent.due = std::max(cause.due, now_);
  intent.expires = cause.expires;
  return intent;
}

std::string Draft::plan(Intent intent) {
  if (intent.id.empty()) {
    // Without a conversation the occurrence, which no other contact has, says whose it is: an id
    // made of the number would tell it.
    intent.id = intent_id(intent.workflow, intent.key, intent.step, intent.occurrence);
  }
  if (intent.conversation.empty()) intent.key.clear();
  std::string id = intent.id;
  changes_.emplace_back(IntentPlanned{std::move(intent)});
  return id;
}

void Draft::suppress(std::string_view intent_id, BlockReason block, std::string_view reason) {
  for (const Change& change : changes_) {
    const auto* planned = std::get_if<IntentPlanned>(&change);
    if (!planned || planned->intent.id != intent_id) continue;
    Intent suppressed = planned->intent;
    suppressed.state = IntentState::kSuppressed;
    suppressed.block = block;
    changes_.emplace_back(
        IntentMoved{std::move(suppressed), IntentState::kPlanned, std::string(reason)});
    return;
  }
}

bool Draft::say(const Program& program, const Conversation& conversation, const Say& say,
                std::string_view step, const Cause& cause, std::string* id) {
  const Wording* wording =
      choose_wording(say, conversation.record.language, conversation.id + std::string(step));
  if (!wording) return false;
  Intent intent = draft_intent(&conversation, program.workflow, step, cause);
  intent.text = wording->text.source;
  intent.language = wording->language;
  intent.variant = wording->variant;
  intent.id = intent_id(intent.workflow, intent.key, intent.step, intent.occurrence);
  if (id) *id = intent.id;
  plan(std::move(intent));
  return true;
}

void Draft::say(BuiltInText text, const Workflow* workflow, const Conversation* conversation,
                std::string_view step, const Cause& cause) {
  Intent intent = draft_intent(conversation, workflow, step, cause);
  intent.text = built_in_text(text, intent.language);
  plan(std::move(intent));
}

std::string Draft::say_as_is(const Workflow* workflow, const Conversation* conversation,
                             std::string text, std::string_view step, const Cause& cause) {
  Intent intent = draft_intent(conversation, workflow, step, cause);
  intent.text = std::move(text);
  intent.literal = true;
  return plan(std::move(intent));
}

// An id stays what it is; anything else was said before about another question.
bool Draft::is_known(const Workflow& workflow, const Conversation& conversation,
                     std::string_view capture) const {
  const CaptureSpec* spec = workflow.find_capture(capture);
  if (!spec || !conversation.captured.contains(spec->name)) return false;
  return spec->kind == CaptureKind::kPattern ||
         std::find(heard_.begin(), heard_.end(), spec->name) != heard_.end();
}

void Draft::enter(const Program& program, Conversation& conversation, std::string_view state_name,
                  const Cause& cause, std::string_view reason) {
  const State* state = program.workflow->find(state_name);
  if (!state) {
    strand(program.workflow, conversation,
           "state " + std::string(state_name) + " is not in its workflow", cause);
    return;
  }
  conversation.state = state->name;
  conversation.visit += 1;
  conversation.unclear = 0;
  conversation.offered.clear();
  // A question whose answer is known is not put. Bounded: values might lead in a circle.
  if (is_known(*program.workflow, conversation, state->ask) &&
      skipped_++ < program.workflow->states.size()) {
    if (const auto value = state->on.find("value"); value != state->on.end()) {
      react(program, conversation, value->second, state->name + ".on.value", cause, reason);
      return;
    }
  }
  Cause here = cause;
  here.occurrence += "/" + std::to_string(conversation.visit);
  std::string id;
  const bool said =
      cause.was_said || say(program, conversation, state->say, state->name + ".say", here, &id);
  if (state->asks()) put_question(conversation, *state, said ? id : cause.question, cause);
  if (!state->emit.empty()) emit(conversation, state->emit, here);
  if (!state->handoff.empty()) {
    hand_off(program.workflow, &conversation, state->handoff, "state " + state->name, {}, here,
             said);
  }
  if (!state->end.empty()) {
    const bool owned = conversation.status == ConversationStatus::kOwned;
    end(conversation, state->end, "auto");
    ask_satisfaction(*program.workflow, conversation);
    if (owned) conversation.status = ConversationStatus::kOwned;
  }
  changed(conversation, reason);
}

// What the contact has read is what a reply answers: until the new question has left (settled.cc),
// `asked_state` stays the state whose question did. Only a first question has none before it.
void Draft::put_question(Conversation& conversation, const State& state, std::string_view intent,
                         const Cause& cause) const {
  const bool proactive = cause.kind == SendKind::kProactive;
  const bool stands = conversation.status == ConversationStatus::kOpen;
  const bool is_first =
      conversation.asked_state.empty() || intent.empty() || (proactive && !stands);
  conversation.ask_intent = intent;
  if (is_first) conversation.asked_state = state.name;
  // A nudge that has not left yet does not close the question that stands.
  if (is_first || !proactive) conversation.asked_at.reset();
  if (stands) return;
  const bool leaves_later = !intent.empty() && proactive;
  conversation.status = leaves_later ? ConversationStatus::kWaiting : ConversationStatus::kOpen;
}

void Draft::end(Conversation& conversation, std::string_view outcome, std::string_view resolution) {
  conversation.status = ConversationStatus::kEnded;
  conversation.outcome = outcome;
  conversation.resolution = resolution;
  conversation.ended_at = now_;
}

void Draft::ask_satisfaction(const Workflow& workflow, const Conversation& conversation) {
  if (!workflow.satisfaction || conversation.rating_asked_at || conversation.replies == 0) return;
  const std::vector<std::string>& outcomes = workflow.satisfaction->outcomes;
  const bool wanted = outcomes.empty() ? !conversation.resolution.empty()
                                       : std::find(outcomes.begin(), outcomes.end(),
                                                   conversation.outcome) != outcomes.end();
  if (!wanted) return;
  add(TimerSet{{.id = conversation.id + "/" + std::to_string(conversation.run) + "/" +
                      std::to_string(conversation.visit) + "/satisfaction",
                .kind = TimerKind::kSatisfaction,
                .conversation = conversation.id,
                .handoff = {},
                .run = conversation.run,
                .visit = conversation.visit,
                .due = now_ + workflow.satisfaction->after}});
}

void Draft::fall_back(const Program& program, Conversation& conversation, std::string_view channel,
                      const Say& text, const Cause& cause) {
  const auto address = conversation.record.fields.find("email");
  const bool has_address =
      address != conversation.record.fields.end() && !to_text(address->second).empty();
  const Wording* wording = choose_wording(text, conversation.record.language, conversation.id);
  if (channel != "email" || !has_address || !wording) {
    hand_off(program.workflow, &conversation, {}, "undelivered, and no other channel is known", {},
             cause, true);
    return;
  }
  Intent intent = draft_intent(&conversation, program.workflow, "fallback.email", cause);
  intent.channel = Channel::kMail;
  intent.text = wording->text.source;
  intent.language = wording->language;
  plan(std::move(intent));
  changed(conversation, "undelivered: falls back to email");
}

void Draft::react(const Program& program, Conversation& conversation, const Reaction& reaction,
                  std::string_view step, const Cause& cause, std::string_view reason) {
  for (const auto& [key, value] : reaction.set) conversation.captured[key] = value;
  // A fallback's words go by the other channel: the number has just failed.
  Cause next = cause;
  const bool said = reaction.fallback.empty() &&
                    say(program, conversation, reaction.say, step, cause, &next.question);
  if (!reaction.emit.empty()) emit(conversation, reaction.emit, cause);
  if (!reaction.handoff.empty()) {
    hand_off(program.workflow, &conversation, reaction.handoff, reason, reaction.priority, cause,
             said);
  } else if (!reaction.go.empty()) {
    enter(program, conversation, reaction.go, next, reason);
  } else if (!reaction.fallback.empty()) {
    const State* asked = question_state(*program.workflow, conversation);
    fall_back(program, conversation, reaction.fallback,
              !reaction.say.empty() || !asked ? reaction.say : asked->say, cause);
  } else {
    changed(conversation, reason);
  }
}

Decision Draft::finish(std::string handled, std::string reason, Changes first) {
  Decision decision{.changes = std::move(first)};
  decision.changes.reserve(decision.changes.size() + 1 + conversations_.size() + changes_.size());
  decision.handled = std::move(handled);
  decision.reason = std::move(reason);
  // Standing before plans: a reader of the log sees why before what.
  if (contact_changed_) {
    decision.changes.emplace_back(ContactChanged{std::move(contact_), std::move(contact_reason_),
                                                 std::move(contact_message_)});
  }
  for (auto& [id, touched] : conversations_) {
    if (touched.reason.empty()) continue;
    decision.changes.emplace_back(
        ConversationChanged{std::move(touched.value), std::move(touched.reason)});
  }
  for (Change& change : changes_) decision.changes.push_back(std::move(change));
  return decision;
}

}  // namespace smsflow
