// A timer that is due: silence after a question, or nobody attending to a hand-off.
#include "engine/answer.h"
#include "engine/decide.h"
#include "engine/draft.h"

namespace smsflow {
namespace {

Decision alert(const Setting& setting, const Timer& timer, const std::optional<Handoff>& handoff,
               const std::optional<Conversation>& conversation, const Contact& contact,
               Instant now) {
  Draft draft(setting, now);
  draft.contact(contact);
  draft.add(TimerDropped{timer.id, true});
  if (!handoff || handoff->status == HandoffStatus::kResolved || handoff->responded_at) {
    return draft.finish("stale", "somebody attends to it");
  }
  Handoff alerted = *handoff;
  alerted.alerts += 1;
  alerted.changed_at = now;
  const Program* program = setting.find(alerted.workflow);
  const Desk desk = setting.desk(alerted.queue, program ? program->workflow : nullptr);
  if (desk.first_response && alerted.alerts < 4) {
    const std::optional<Instant> next = desk.business_clock
                                            ? add_open_time(desk.hours, now, *desk.first_response)
                                            : now + *desk.first_response;
    if (next) {
      Timer again = timer;
      again.due = *next;
      draft.add(TimerSet{again});
    }
  }
  draft.tell_desk(desk, alerted, conversation ? &*conversation : nullptr,
                  {.occurrence = timer.id + "/" + std::to_string(alerted.alerts), .due = now});
  draft.add(HandoffChanged{alerted, "unattended: first response overdue"});
  return draft.finish("alerted", "unattended");
}

}  // namespace

Decision decide(const Setting& setting, const Timer& timer,
                const std::optional<Conversation>& conversation,
                const std::optional<Handoff>& handoff, const Contact& contact, Instant now) {
  if (timer.kind == TimerKind::kAlert) {
    return alert(setting, timer, handoff, conversation, contact, now);
  }
  Draft draft(setting, now);
  draft.contact(contact);
  draft.add(TimerDropped{timer.id, true});
  const Program* program =
      conversation ? setting.pinned(conversation->workflow, conversation->revision) : nullptr;
  if (!program || conversation->run != timer.run || conversation->visit != timer.visit ||
      conversation->status != ConversationStatus::kOpen) {
    return draft.finish("stale", "another visit");
  }
  Conversation& current = draft.conversation(*conversation);
  const Reaction* silence = reaction_for(*program, current, "silence");
  if (!silence) return draft.finish("stale", "the state says nothing of silence");
  const Draft::Cause cause{.kind = SendKind::kProactive,
                           .occurrence = timer.id,
                           .due = now,
                           .expires = current.record.expires};
  if (current.record.expires && now >= *current.record.expires) {
    draft.changed(current, "silent until its moment passed");
    return draft.finish("stale", "its moment passed");
  }
  draft.react(*program, current, *silence, current.asked_state + ".on.silence", cause,
              "no answer for " + format_duration(silence->after));
  return draft.finish("silence", "no answer");
}

}  // namespace smsflow
