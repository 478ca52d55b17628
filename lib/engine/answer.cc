#include "engine/answer.h"

#include <cassert>

#include "engine/render.h"
#include "time/zone.h"
#include "workflow/intents.h"

namespace smsflow {
namespace {

constexpr Duration kRecent = std::chrono::hours{72};

// Labels that need no answer where the state says nothing about them.
bool needs_nothing(std::string_view label) {
  return label == "thanks";
}

Answer unclear(Draft& draft, const Program& program, Conversation& conversation,
               const Verdict& verdict, const Draft::Cause& cause) {
  const Reaction* reaction = reaction_for(program, conversation, "unclear");
  conversation.unclear += 1;
  const std::string why = verdict.rule.empty() ? "not understood" : "not sure: " + verdict.rule;
  const std::string step = conversation.asked_state + ".on.unclear";
  if (reaction && conversation.unclear <= reaction->times && !reaction->say.empty()) {
    draft.say(program, conversation, reaction->say, step, cause);
    draft.changed(conversation, "clarified once more: " + why);
    return {"clarified", why};
  }
  if (reaction && reaction->then) {
    draft.react(program, conversation, *reaction->then, step + ".then", cause, "unclear: " + why);
    return {conversation.handoff.empty() ? "auto_resolved" : "handed_off", "unclear again: " + why};
  }
  draft.hand_off(program.workflow, &conversation, reaction ? reaction->handoff : std::string(),
                 "unclear: " + why, {}, cause);
  return {"handed_off", "unclear: " + why};
}

Answer late(Draft& draft, const Program& program, Conversation& conversation,
            const Verdict& verdict, const Draft::Cause& cause) {
  const std::string why = "late: " + verdict.label + " after respond_by";
  if (const Reaction* reaction = reaction_for(program, conversation, "late")) {
    draft.react(program, conversation, *reaction, conversation.asked_state + ".on.late", cause,
                why);
  } else {
    draft.hand_off(program.workflow, &conversation, {}, why, {}, cause, true);
    draft.say(BuiltInText::kLate, program.workflow, &conversation, "late", cause);
  }
  return {"late", why, true};
}

std::string outcome_word(const Conversation& conversation) {
  if (conversation.status == ConversationStatus::kOwned) return "handed_off";
  return "auto_resolved";
}

}  // namespace

const Reaction* reaction_for(const Program& program, const Conversation& conversation,
                             std::string_view label) {
  const State* state = program.workflow->find(conversation.asked_state);
  if (!state) return nullptr;
  const auto found = state->on.find(label);
  return found == state->on.end() ? nullptr : &found->second;
}

Verdict read_reply(const Program& program, const Conversation& conversation,
                   std::string_view text) {
  const State* state = program.workflow->find(conversation.asked_state);
  const Wording* wording =
      state ? choose_wording(state->say, conversation.record.language, conversation.id) : nullptr;
  const std::string_view context = wording ? std::string_view(wording->text.source) : "";
  return program.classifier->classify(text, {conversation.asked_state, context});
}

bool accepts(const Program&, const Conversation&, const Verdict& verdict) {
  return verdict.label != "unclear" && (verdict.automatic || leads_to_person(verdict.label));
}

bool changes_record(const Program& program, const Conversation& conversation,
                    const Verdict& verdict) {
  const Reaction* reaction = reaction_for(program, conversation, verdict.label);
  return verdict.automatic && reaction && !reaction->go.empty();
}

bool is_recent(const Conversation& conversation, Instant now) {
  if (conversation.outcome == "opted_out" || conversation.outcome == "wrong_number") return false;
  const std::optional<Instant> until =
      conversation.record.respond_by ? conversation.record.respond_by : conversation.record.expires;
  if (until && now < *until) return true;
  return conversation.ended_at && now - *conversation.ended_at < kRecent;
}

Answer answer_question(Draft& draft, const Program& program, Conversation& conversation,
                       const Verdict& verdict, const InboundMessage& message,
                       const Draft::Cause& cause, bool reopened) {
  const bool is_late =
      conversation.record.respond_by && message.received_at > *conversation.record.respond_by;
  if (!accepts(program, conversation, verdict)) {
    if (reopened || is_late) {
      draft.hand_off(program.workflow, &conversation, {},
                     "wrote again after " + conversation.outcome, {}, cause);
      return {"handed_off", "after the answer, not understood", is_late};
    }
    return unclear(draft, program, conversation, verdict, cause);
  }
  if (is_late && !leads_to_person(verdict.label)) {
    Answer answer = late(draft, program, conversation, verdict, cause);
    conversation.last_label = verdict.label;
    return answer;
  }
  const std::string previous = conversation.last_label;
  conversation.last_label = verdict.label;
  const Reaction* reaction = reaction_for(program, conversation, verdict.label);
  const std::string step = conversation.asked_state + ".on." + verdict.label;
  std::string why = verdict.label + " by " + verdict.rule;
  if (reopened) why += " after " + previous;
  if (reaction && (verdict.automatic || !reaction->handoff.empty())) {
    draft.react(program, conversation, *reaction, step, cause, why);
    return {outcome_word(conversation), why, is_late};
  }
  if (needs_nothing(verdict.label)) {
    draft.changed(conversation, why);
    return {"auto_resolved", why, is_late};
  }
  const std::string reason =
      leads_to_person(verdict.label)
          ? why
          : why + ", which state " + conversation.asked_state + " does not answer";
  draft.hand_off(program.workflow, &conversation, {}, reason,
                 verdict.label == "sensitive" ? "high" : "", cause);
  return {"handed_off", reason, is_late};
}

std::string which_one_text(const Workflow& workflow,
                           const std::vector<const Conversation*>& options, Instant now) {
  const std::string language = options.front()->record.language;
  std::string list;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const RecordSnapshot& record = options[i]->record;
    std::string shown = record.key;
    if (workflow.trigger.at) {
      const std::string format = "{" + workflow.trigger.at->field + ":day_time}";
      const Rendered moment = render_text(format, record, workflow.brand, language, now);
      if (moment.missing.empty()) shown = moment.text;
    }
    list += (i == 0 ? "" : ", ") + std::to_string(i + 1) + ") " + shown;
  }
  const std::string count = std::to_string(options.size());
  if (language == "es") {
    return workflow.brand + ": tiene " + count + " citas pendientes: " + list +
           ". ¿A cuál se refiere? Responda con su número.";
  }
  return workflow.brand + ": you have " + count + " open requests: " + list +
         ". Which one do you mean? Reply with its number.";
}

}  // namespace smsflow
