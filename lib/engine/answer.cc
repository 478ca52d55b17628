#include "engine/answer.h"

#include "engine/asked.h"
#include "engine/capture.h"
#include "engine/render.h"
#include "time/zone.h"
#include "workflow/intents.h"

namespace smsflow {
namespace {

constexpr Duration kRecent = std::chrono::hours{72};
constexpr Duration kSameBreath = std::chrono::minutes{10};

// Labels that need no answer where the state says nothing about them.
bool needs_nothing(std::string_view label) {
  return label == "thanks";
}

// For the person who may get it: the model's name says nothing to them.
std::string doubt(const Verdict& verdict) {
  if (verdict.rule.empty() || verdict.label == "unclear") return "not understood";
  if (verdict.layer == Layer::kModel) return "perhaps " + verdict.label;
  return "perhaps " + verdict.label + ", by " + verdict.rule;
}

Answer unclear(Draft& draft, const Program& program, Conversation& conversation,
               const Verdict& verdict, const Draft::Cause& cause) {
  const Reaction* reaction = reaction_for(program, conversation, "unclear");
  conversation.unclear += 1;
  conversation.last_label = verdict.label;
  const std::string why = doubt(verdict);
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
  const Reaction* reaction = reaction_for(program, conversation, "late");
  if (reaction && (reaction->handoff.empty() || !reaction->say.empty())) {
    draft.react(program, conversation, *reaction, conversation.asked_state + ".on.late", cause,
                why);
  } else {
    draft.hand_off(program.workflow, &conversation, reaction ? reaction->handoff : std::string(),
                   why, reaction ? reaction->priority : std::string(), cause, true);
    draft.say(BuiltInText::kLate, program.workflow, &conversation, "late", cause);
  }
  return {"late", why, true};
}

Verdict by_capture(std::string_view label, const CaptureSpec& capture) {
  return {.label = std::string(label),
          .layer = Layer::kKeyword,
          .rule = "value " + capture.name,
          .confidence = 1,
          .automatic = true};
}

std::string outcome_word(const Conversation& conversation) {
  if (conversation.status == ConversationStatus::kOwned) return "handed_off";
  return "auto_resolved";
}

// What the state asked for: kept when clear, asked back once when it may mean two things.
Answer take_value(Draft& draft, const Program& program, Conversation& conversation,
                  const InboundMessage& message, const Draft::Cause& cause) {
  const Workflow& workflow = *program.workflow;
  const State* state = workflow.find(conversation.asked_state);
  const CaptureSpec* capture = state ? workflow.find_capture(state->ask) : nullptr;
  const Reaction* then = capture ? reaction_for(program, conversation, "value") : nullptr;
  if (!then) {
    draft.strand(&workflow, conversation, "the question that was asked is not in its workflow",
                 cause);
    return {"handed_off", "the question is gone"};
  }
  const CaptureReading reading = read_asked(workflow, conversation, message.text, draft.now());
  const std::string step = state->name + ".on.value";
  if (reading.size() == 1) {
    conversation.captured[capture->name] = reading.front();
    conversation.offered.clear();
    const std::string why = "said " + capture->name;
    draft.react(program, conversation, *then, step, cause, why);
    return {outcome_word(conversation), why};
  }
  const std::string why =
      "may mean " + std::to_string(reading.size()) + " values of " + capture->name;
  if (!conversation.offered.empty()) {
    draft.hand_off(&workflow, &conversation, {}, why, {}, cause);
    return {"handed_off", why};
  }
  conversation.offered = reading;
  conversation.ask_intent =
      draft.say_as_is(&workflow, &conversation,
                      which_value_text(workflow, *capture, conversation, reading, draft.now()),
                      state->name + ".which_value", cause);
  conversation.asked_at.reset();
  draft.changed(conversation, "asked back: " + why);
  return {"clarified", why};
}

// "Yes" and, in the same breath, "but can we do 4pm?": the first answer is not undone by a guess.
bool is_second_thought(const Conversation& conversation, const Verdict& verdict, Instant at) {
  return conversation.ended_at && at - *conversation.ended_at < kSameBreath &&
         verdict.layer == Layer::kModel;
}

// The same two the other way round, for carriers keep no order: what is an answer by itself came
// with something else that was not understood, and cannot be the reply to our asking again.
bool crosses(const Conversation& conversation, const Verdict& verdict, Instant at) {
  const std::string& first = conversation.last_label;
  const bool meant_something =
      !first.empty() && first != "unclear" && first != "other" && first != "thanks";
  return conversation.unclear > 0 && meant_something && first != verdict.label &&
         verdict.label != "value" && at - conversation.changed_at < kUnread;
}

}  // namespace

const Reaction* reaction_for(const Program& program, const Conversation& conversation,
                             std::string_view label) {
  return reaction_of(program, program.workflow->find(conversation.asked_state), label);
}

const Reaction* reaction_of(const Program& program, const State* state, std::string_view label) {
  if (!state) return nullptr;
  const auto found = state->on.find(label);
  if (found != state->on.end()) return &found->second;
  const auto exception = program.workflow->exceptions.find(label);
  return exception == program.workflow->exceptions.end() ? nullptr : &exception->second;
}

Verdict read_reply(const Program& program, const Conversation& conversation, Reading& reading,
                   Instant now) {
  const std::string_view text = reading.utterance().raw();
  const State* state = program.workflow->find(conversation.asked_state);
  const Wording* wording =
      state ? choose_wording(state->say, conversation.record.language, conversation.id) : nullptr;
  const std::string_view context = wording ? std::string_view(wording->text.source) : "";
  const Verdict& verdict =
      reading.verdict(*program.classifier, {state ? state->name : std::string_view(), context});
  const bool decided = verdict.layer == Layer::kNet || verdict.layer == Layer::kOptOut ||
                       (verdict.automatic && (verdict.label == "agent" || verdict.label == "help"));
  if (decided || !state) return verdict;
  if (const CaptureSpec* capture = find_mismatch(*program.workflow, conversation, text)) {
    return by_capture("mismatch", *capture);
  }
  const CaptureSpec* asked = program.workflow->find_capture(state->ask);
  if (!asked || read_asked(*program.workflow, conversation, text, now).empty()) return verdict;
  // Any words are a text: what is understood as something else is that.
  const bool other =
      asked->kind == CaptureKind::kText && (verdict.automatic || leads_to_person(verdict.label));
  return other ? verdict : by_capture("value", *asked);
}

bool accepts(const Program&, const Conversation&, const Verdict& verdict) {
  return verdict.label != "unclear" && (verdict.automatic || leads_to_person(verdict.label));
}

bool changes_record(const Program& program, const Conversation& conversation,
                    const Verdict& verdict) {
  const Reaction* reaction = reaction_for(program, conversation, verdict.label);
  return verdict.automatic && reaction && !reaction->go.empty();
}

bool says_again(const Program& program, const Conversation& conversation, const Verdict& verdict,
                std::string_view text, Instant now) {
  if (verdict.label == "unclear" || verdict.label != conversation.last_label) return false;
  if (verdict.label != "value") return true;
  const State* state = program.workflow->find(conversation.asked_state);
  const auto kept = conversation.captured.find(state ? state->ask : "");
  const CaptureReading reading = read_asked(*program.workflow, conversation, text, now);
  return kept != conversation.captured.end() && reading == CaptureReading{kept->second};
}

bool is_recent(const Conversation& conversation, Instant now) {
  if (conversation.outcome == "opted_out" || conversation.outcome == "wrong_number") return false;
  const std::optional<Instant> until =
      conversation.record.respond_by ? conversation.record.respond_by : conversation.record.expires;
  if (until && now < *until) return true;
  return conversation.ended_at && now - *conversation.ended_at < kRecent;
}

void start_clock(Draft& draft, const Program& program, const Conversation& conversation,
                 bool was_answered) {
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
  if (!was_answered) set("silence", TimerKind::kSilence, "");
  set("promise", TimerKind::kPromise, "/" + conversation.asked_state);
}

void restart_clock(Draft& draft, const Program& program, const Conversation& conversation,
                   const Intent* asked) {
  // A nudge that may have left, or is to be posted again, starts it when it is known to have left.
  const bool is_nudge = asked && (conversation.asked_state != conversation.state ||
                                  asked->step != conversation.asked_state + ".say");
  const bool awaited = is_nudge && (has_left(*asked) || asked->state == IntentState::kPlanned);
  if (conversation.asked_at && !awaited) start_clock(draft, program, conversation);
}

Answer answer_question(Draft& draft, const Program& program, Conversation& conversation,
                       const Verdict& verdict, const InboundMessage& message,
                       const Draft::Cause& cause, bool reopened) {
  const bool is_late =
      conversation.record.respond_by && message.received_at > *conversation.record.respond_by;
  if (!accepts(program, conversation, verdict)) {
    if (reopened || is_late) {
      const Escalation to = escalation_for(program.workflow, reopened ? "after_answer" : "late");
      draft.hand_off(program.workflow, &conversation, to.queue,
                     "wrote again after " + conversation.outcome, to.priority, cause);
      return {"handed_off", "after the answer, not understood", is_late};
    }
    return unclear(draft, program, conversation, verdict, cause);
  }
  if (is_late && !leads_to_person(verdict.label) && verdict.label != "mismatch") {
    Answer answer = late(draft, program, conversation, verdict, cause);
    conversation.last_label = verdict.label;
    return answer;
  }
  const std::string previous = conversation.last_label;
  if (reopened && is_second_thought(conversation, verdict, message.received_at)) {
    const Escalation to = escalation_for(program.workflow, "after_answer");
    const std::string why = "wrote " + verdict.label + " right after " + previous;
    draft.hand_off(program.workflow, &conversation, to.queue, why, to.priority, cause);
    return {"handed_off", why, is_late};
  }
  if (changes_record(program, conversation, verdict) &&
      crosses(conversation, verdict, message.received_at)) {
    const Escalation to = escalation_for(program.workflow, "after_answer");
    const std::string why = "wrote " + previous + " and " + verdict.label + " within seconds";
    draft.hand_off(program.workflow, &conversation, to.queue, why, to.priority, cause);
    return {"handed_off", why, is_late};
  }
  conversation.last_label = verdict.label;
  if (verdict.label == "value") return take_value(draft, program, conversation, message, cause);
  const Reaction* reaction = reaction_for(program, conversation, verdict.label);
  const std::string step = conversation.asked_state + ".on." + verdict.label;
  std::string why = verdict.label + " by " + verdict.rule;
  if (reopened) why += " after " + previous;
  draft.heard(read_along(*program.workflow, conversation, reaction, message.text, draft.now()));
  if (reaction && (verdict.automatic || !reaction->handoff.empty())) {
    draft.react(program, conversation, *reaction, step, cause, why);
    return {outcome_word(conversation), why, is_late};
  }
  if (needs_nothing(verdict.label)) {
    draft.changed(conversation, why);
    return {"auto_resolved", why, is_late};
  }
  const std::string reason =
      leads_to_person(verdict.label) ? why
      : verdict.label == "mismatch"
          ? "names an id that is none of this customer's (" + verdict.rule + ")"
          : why + ", which state " + conversation.asked_state + " does not answer";
  const auto& exceptions = program.workflow->exceptions;
  if (const auto exception = exceptions.find(verdict.label);
      exception != exceptions.end() && !exception->second.handoff.empty()) {
    draft.react(program, conversation, exception->second, "exceptions." + verdict.label, cause,
                reason);
    return {"handed_off", reason, is_late};
  }
  const Escalation to =
      escalation_for(program.workflow, verdict.label, verdict.label == "sensitive" ? "high" : "");
  draft.hand_off(program.workflow, &conversation, to.queue, reason, to.priority, cause);
  return {"handed_off", reason, is_late};
}

std::string which_one_text(const Workflow& workflow,
                           const std::vector<const Conversation*>& options, Instant now) {
  const std::string language = options.front()->record.language;
  std::string list;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const RecordSnapshot& record = options[i]->record;
    std::string shown = record.key;
    if (workflow.trigger.at && workflow.trigger.stages.empty()) {
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
