#include "engine/draft.h"

#include <algorithm>
#include <cassert>

#include "time/zone.h"

namespace smsflow {

Contact& Draft::contact(const Contact& original) {
  if (!contact_) contact_ = std::make_unique<Contact>(original);
  return *contact_;
}

Conversation& Draft::conversation(const Conversation& original) {
  return conversations_.try_emplace(original.id, Touched{original, {}}).first->second.value;
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
  assert(contact_ || (conversation && conversation->record.phone));
  const PhoneNumber& to = contact_ ? contact_->phone : *conversation->record.phone;
  Intent intent{.kind = cause.kind, .to = to};
  if (conversation) {
    intent.conversation = conversation->id;
    intent.revision = conversation->revision;
    intent.key = conversation->record.key;
    intent.language = conversation->record.language;
    intent.sender = conversation->sender;
  }
  if (workflow) intent.workflow = workflow->name;
  if (intent.sender.empty() && contact_) intent.sender = contact_->sender;
  intent.step = step;
  intent.occurrence = cause.occurrence;
  intent.planned_at = now_;
  intent.changed_at = now_;
  intent.due = std::max(cause.due, now_);
  intent.expires = cause.expires;
  return intent;
}

void Draft::plan(Intent intent) {
  if (intent.id.empty()) {
    // Without a conversation the occurrence, which no other contact has, says whose it is: an id
    // made of the number would tell it.
    intent.id = intent_id(intent.workflow, intent.key, intent.step, intent.occurrence);
  }
  if (intent.conversation.empty()) intent.key.clear();
  changes_.emplace_back(IntentPlanned{std::move(intent)});
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

void Draft::say_as_is(const Workflow* workflow, const Conversation* conversation, std::string text,
                      std::string_view step, const Cause& cause) {
  Intent intent = draft_intent(conversation, workflow, step, cause);
  intent.text = std::move(text);
  intent.literal = true;
  plan(std::move(intent));
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
  assert(state && "the checker lets no unknown state pass");
  conversation.state = state->name;
  conversation.visit += 1;
  conversation.unclear = 0;
  conversation.offered.clear();
  // A question whose answer is known is not put. Bounded: values might lead in a circle.
  if (is_known(*program.workflow, conversation, state->ask) &&
      skipped_++ < program.workflow->states.size()) {
    if (const auto value = state->on.find("value"); value != state->on.end()) {
      conversation.asked_state = state->name;
      react(program, conversation, value->second, state->name + ".on.value", cause, reason);
      return;
    }
  }
  Cause here = cause;
  here.occurrence += "/" + std::to_string(conversation.visit);
  std::string id;
  const bool said = say(program, conversation, state->say, state->name + ".say", here, &id);
  if (state->asks()) {
    conversation.asked_state = state->name;
    conversation.asked_at.reset();
    conversation.ask_intent = said ? id : "";
    // A nudge that has not left yet does not close the question that stands.
    if (conversation.status != ConversationStatus::kOpen) {
      const bool leaves_later = said && cause.kind == SendKind::kProactive;
      conversation.status = leaves_later ? ConversationStatus::kWaiting : ConversationStatus::kOpen;
    }
  }
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

Escalation escalation_for(const Workflow* workflow, std::string_view exception,
                          std::string_view priority) {
  if (workflow) {
    const auto found = workflow->exceptions.find(exception);
    if (found != workflow->exceptions.end()) {
      return {found->second.handoff, found->second.priority};
    }
  }
  return {{}, std::string(priority)};
}

std::string default_queue(const Workflow* workflow) {
  if (workflow) {
    if (!workflow->queue.empty()) return workflow->queue;
    for (const State& state : workflow->states) {
      if (!state.handoff.empty()) return state.handoff;
      for (const auto& [intent, reaction] : state.on) {
        if (!reaction.handoff.empty()) return reaction.handoff;
        if (reaction.then && !reaction.then->handoff.empty()) return reaction.then->handoff;
      }
    }
  }
  return "people";
}

std::string Draft::acknowledgement(const Desk& desk, std::string_view language,
                                   std::string& detail) const {
  if (is_open(desk.hours, now_)) {
    detail = "within hours";
    return desk.holding.empty() ? std::string(built_in_text(BuiltInText::kHolding, language))
                                : desk.holding;
  }
  const std::optional<Instant> back = next_open(desk.hours, now_);
  detail = "after hours";
  std::string text = desk.after_hours.empty()
                         ? std::string(built_in_text(BuiltInText::kAfterHours, language))
                         : desk.after_hours;
  const std::string when =
      back ? format_time(*back, "day_time", desk.hours.zone, now_, language).value_or("") : "";
  for (std::size_t at = text.find("{back}"); at != std::string::npos; at = text.find("{back}")) {
    text.replace(at, 6, when.empty() ? "soon" : when);
  }
  return text;
}

void Draft::hand_off(const Workflow* workflow, Conversation* conversation, std::string_view queue,
                     std::string_view reason, std::string_view priority, const Cause& cause,
                     bool quiet) {
  assert(contact_);
  Desk desk = setting_.desk(queue.empty() ? default_queue(workflow) : queue, workflow);
  if (priority == "high" && !desk.priority_queue.empty()) {
    desk = setting_.desk(desk.priority_queue, workflow);
  }
  std::string ack_detail;
  const std::string language = conversation ? conversation->record.language : "en";
  const std::string ack = acknowledgement(desk, language, ack_detail);

  Handoff handoff{.contact = contact_->phone};
  // Of nothing that tells the number.
  handoff.id = handoff_id(conversation ? conversation->id : "", cause.occurrence, reason);
  handoff.queue = desk.name;
  handoff.reason = reason;
  handoff.priority = priority;
  handoff.message = cause.message;
  if (conversation) {
    handoff.conversation = conversation->id;
    handoff.key = conversation->record.key;
    conversation->handoff = handoff.id;
    conversation->status = ConversationStatus::kOwned;
  }
  if (workflow) handoff.workflow = workflow->name;
  handoff.opened_at = now_;
  handoff.changed_at = now_;
  const auto due = [&](std::optional<Duration> span) -> std::optional<Instant> {
    if (!span) return std::nullopt;
    return desk.business_clock ? add_open_time(desk.hours, now_, *span) : now_ + *span;
  };
  handoff.first_response_due = due(desk.first_response);
  handoff.resolution_due = due(desk.resolution);
  if (handoff.first_response_due) {
    changes_.emplace_back(TimerSet{{.id = handoff.id + "/alert",
                                    .kind = TimerKind::kAlert,
                                    .conversation = {},
                                    .handoff = handoff.id,
                                    .due = *handoff.first_response_due}});
  }
  contact_->handoff = handoff.id;
  contact_->choice.reset();
  contact_changed("handed off: " + handoff.reason, cause.message);
  tell_desk(desk, handoff, conversation, cause);
  changes_.emplace_back(HandoffChanged{handoff, handoff.reason + " (" + ack_detail + ")"});
  if (!quiet && cause.kind != SendKind::kProactive) {
    Intent intent = draft_intent(conversation, workflow, "handoff.ack", cause);
    intent.text = ack;
    plan(std::move(intent));
  }
  if (conversation) changed(*conversation, "handed off to " + desk.name + ": " + handoff.reason);
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
  const bool said =
      reaction.fallback.empty() && say(program, conversation, reaction.say, step, cause);
  if (!reaction.emit.empty()) emit(conversation, reaction.emit, cause);
  if (!reaction.handoff.empty()) {
    hand_off(program.workflow, &conversation, reaction.handoff, reason, reaction.priority, cause,
             said);
  } else if (!reaction.go.empty()) {
    enter(program, conversation, reaction.go, cause, reason);
  } else if (!reaction.fallback.empty()) {
    const State* asked = program.workflow->find(conversation.asked_state);
    fall_back(program, conversation, reaction.fallback,
              !reaction.say.empty() || !asked ? reaction.say : asked->say, cause);
  } else {
    changed(conversation, reason);
  }
}

Decision Draft::finish(std::string handled, std::string reason) {
  Decision decision;
  decision.handled = std::move(handled);
  decision.reason = std::move(reason);
  // Standing before plans: a reader of the log sees why before what.
  if (contact_changed_) {
    decision.changes.emplace_back(ContactChanged{*contact_, contact_reason_, contact_message_});
  }
  for (auto& [id, touched] : conversations_) {
    if (touched.reason.empty()) continue;
    decision.changes.emplace_back(ConversationChanged{touched.value, touched.reason});
  }
  for (Change& change : changes_) decision.changes.push_back(std::move(change));
  return decision;
}

}  // namespace smsflow
