// A timer that is due: silence after a question, or nobody attending to a hand-off.
#include "engine/answer.h"
#include "engine/decide.h"
#include "engine/draft.h"

namespace smsflow {
namespace {

Decision alert(const Setting& setting, const Timer& timer, const std::optional<Handoff>& handoff,
               const std::optional<Conversation>& conversation, const Contact& contact,
               Instant now) {
  Draft draft(setting, contact, now);
  draft.add(TimerDropped{timer.id, true});
  if (!handoff || handoff->status == HandoffStatus::kResolved || handoff->responded_at) {
    return draft.finish("stale", "somebody attends to it");
  }
  Handoff alerted = *handoff;
  alerted.alerts += 1;
  alerted.changed_at = now;
  const Program* program = setting.find(alerted.workflow);
  const Desk desk = desk_of(setting, alerted.queue, program ? program->workflow : nullptr);
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

Draft::Cause late_news(const Draft& draft, const Timer& timer) {
  return {.kind = SendKind::kProactive, .occurrence = timer.id, .due = draft.now(), .expires = {}};
}

// The clock ran out on a question that nobody can read any more.
Decision strand(Draft& draft, const Timer& timer, const Conversation& known) {
  const bool waits = known.status == ConversationStatus::kOpen && known.run == timer.run;
  const bool same = timer.kind == TimerKind::kPromise || known.visit == timer.visit;
  if (!waits || !same || timer.kind == TimerKind::kSatisfaction) {
    return draft.finish("stale", std::string(kRevisionIsGone));
  }
  const Program* today = draft.setting().find(known.workflow);
  draft.strand(today ? today->workflow : nullptr, draft.conversation(known), kRevisionIsGone,
               late_news(draft, timer));
  return draft.finish("handed_off", std::string(kRevisionIsGone));
}

// What a text promised holds whoever replied meanwhile, until the record moves on. A person who has
// the conversation is reminded instead: it is theirs to tell.
Decision keep_promise(Draft& draft, const Timer& timer, const Program& program,
                      const Conversation& known, const std::optional<Handoff>& handoff) {
  const State* state = program.workflow->find(timer.id.substr(timer.id.rfind('/') + 1));
  const auto promise = state ? state->on.find("promise") : decltype(state->on.end()){};
  const bool gone = known.run != timer.run || known.status == ConversationStatus::kVoid ||
                    known.record.vanished || known.outcome == "opted_out" ||
                    known.outcome == "wrong_number";
  if (gone) return draft.finish("stale", "the record moved on");
  if (!state || promise == state->on.end()) {
    draft.strand(program.workflow, draft.conversation(known),
                 "a text promised news, and its state is not in its workflow",
                 late_news(draft, timer));
    return draft.finish("handed_off", "the state that promised news is gone");
  }
  Conversation& current = draft.conversation(known);
  if (current.status == ConversationStatus::kOwned) {
    if (handoff && handoff->status != HandoffStatus::kResolved) {
      Handoff reminded = *handoff;
      reminded.alerts += 1;
      reminded.changed_at = draft.now();
      draft.add(HandoffChanged{reminded, "news promised for now is due"});
    }
    return draft.finish("alerted", "a person has it: news promised for now is due");
  }
  draft.react(program, current, promise->second, state->name + ".on.promise",
              late_news(draft, timer),
              "promised " + format_duration(promise->second.after) + " ago");
  return draft.finish("promise", "kept what was promised");
}

Decision ask_rating(Draft& draft, const Timer& timer, const Program& program,
                    const Conversation& known, const Contact& contact) {
  const bool settled = known.status == ConversationStatus::kEnded && known.run == timer.run &&
                       !known.rating_asked_at && contact.handoff.empty();
  if (!settled || !program.workflow->satisfaction) {
    return draft.finish("stale", "the matter is not settled");
  }
  Conversation& current = draft.conversation(known);
  const Draft::Cause cause{.kind = SendKind::kProactive,
                           .occurrence = timer.id,
                           .due = draft.now(),
                           .expires = draft.now() + std::chrono::hours{24}};
  // Until it has left nothing rates it.
  if (draft.say(program, current, program.workflow->satisfaction->say, kSatisfactionStep, cause,
                &current.ask_intent)) {
    current.asked_at.reset();
  }
  current.rating_asked_at = draft.now();
  draft.changed(current, "asked how it went");
  return draft.finish("satisfaction", "asked how it went");
}

}  // namespace

Decision decide(const Setting& setting, const Timer& timer,
                const std::optional<Conversation>& conversation,
                const std::optional<Handoff>& handoff, const Contact& contact, Instant now) {
  if (timer.kind == TimerKind::kAlert) {
    return alert(setting, timer, handoff, conversation, contact, now);
  }
  Draft draft(setting, contact, now);
  draft.add(TimerDropped{timer.id, true});
  const Program* program =
      conversation ? setting.pinned(conversation->workflow, conversation->revision) : nullptr;
  if (!program && conversation) return strand(draft, timer, *conversation);
  if (program && timer.kind == TimerKind::kPromise) {
    return keep_promise(draft, timer, *program, *conversation, handoff);
  }
  if (program && timer.kind == TimerKind::kSatisfaction) {
    return ask_rating(draft, timer, *program, *conversation, contact);
  }
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
  const State* next = program->workflow->find(silence->go);
  const bool quiet = next && next->say.empty();  // an end without words is never too late
  if (!quiet && current.record.expires && now >= *current.record.expires) {
    draft.changed(current, "silent until its moment passed");
    return draft.finish("stale", "its moment passed");
  }
  draft.react(*program, current, *silence, current.asked_state + ".on.silence", cause,
              "no answer for " + format_duration(silence->after));
  return draft.finish("silence", "no answer");
}

}  // namespace smsflow
