// Work for a person: whose desk, what the contact is told meanwhile, and what outlived its file.
#include "engine/draft.h"
#include "time/zone.h"

namespace smsflow {

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

Desk desk_of(const Setting& setting, std::string_view queue, const Workflow* workflow) {
  Desk desk = setting.desk(queue, workflow);
  const Program* today = workflow ? setting.find(workflow->log_name()) : nullptr;
  if (desk.configured || !today) return desk;
  Desk other = setting.desk(default_queue(today->workflow), today->workflow);
  return other.configured ? other : desk;
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
  const std::string wanted = queue.empty() ? default_queue(workflow) : std::string(queue);
  Desk desk = desk_of(setting_, wanted, workflow);
  const bool queue_is_gone = desk.name != wanted;
  if (priority == "high" && !desk.priority_queue.empty()) {
    desk = desk_of(setting_, desk.priority_queue, workflow);
  }
  std::string ack_detail;
  const std::string language = conversation ? conversation->record.language : language_;
  const std::string ack = acknowledgement(desk, language, ack_detail);

  Handoff handoff{.contact = contact_.phone};
  handoff.id = handoff_id(conversation ? conversation->id : "", cause.occurrence, reason);
  handoff.queue = desk.name;
  handoff.reason = reason;
  if (queue_is_gone) handoff.reason += "; queue " + wanted + " is not configured";
  handoff.priority = priority;
  handoff.message = cause.message;
  if (conversation) {
    handoff.conversation = conversation->id;
    handoff.key = conversation->record.key;
    conversation->handoff = handoff.id;
    conversation->status = ConversationStatus::kOwned;
  }
  if (workflow) handoff.workflow = workflow->log_name();
  if (!workflow && conversation) handoff.workflow = conversation->workflow;
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
  contact_.handoff = handoff.id;
  contact_.choice.reset();
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

void Draft::strand(const Workflow* workflow, Conversation& conversation, std::string_view what,
                   const Cause& cause) {
  if (conversation.status == ConversationStatus::kOwned) {
    changed(conversation, what);
    return;
  }
  hand_off(workflow, &conversation, {}, what, {}, cause);
}

}  // namespace smsflow
