// A record as it stands now: begins, moves or voids its conversation.
#include <algorithm>

#include "engine/answer.h"
#include "engine/asked.h"
#include "engine/decide.h"
#include "engine/draft.h"

namespace smsflow {
namespace {

// A record's `start` is a name of the file that read it. In the file that the conversation began in
// it is the stage with the same condition, else the one of the same name; null when that has none.
const State* start_in(const Workflow& pinned, const Workflow* reader,
                      const RecordSnapshot& record) {
  const std::vector<RecordStage>& stages = pinned.trigger.stages;
  if (stages.empty() || record.start.empty()) return pinned.find(pinned.trigger.start);
  if (reader && reader->revision != pinned.revision) {
    for (const RecordStage& read : reader->trigger.stages) {
      if (read.start != record.start) continue;
      for (const RecordStage& stage : stages) {
        if (stage.when == read.when) return pinned.find(stage.start);
      }
    }
  }
  for (const RecordStage& stage : stages) {
    if (stage.start == record.start) return pinned.find(stage.start);
  }
  return nullptr;
}

const Intent* find(const std::vector<Intent>& texts, std::string_view id) {
  const auto found =
      std::find_if(texts.begin(), texts.end(), [&](const Intent& text) { return text.id == id; });
  return found == texts.end() ? nullptr : &*found;
}

class RecordNews {
 public:
  RecordNews(const Setting& setting, const RecordSnapshot& record,
             const std::optional<Conversation>& conversation, const std::vector<Intent>& texts,
             const Contact& contact, Instant now)
      : draft_(setting, contact, now),
        record_(record),
        texts_(texts),
        asked_(conversation ? find(texts, conversation->ask_intent) : nullptr),
        today_(setting.find(record.workflow)),
        program_(conversation ? setting.pinned(conversation->workflow, conversation->revision)
                              : today_),
        known_(conversation),
        start_(program_ ? start_in(*program_->workflow, today_ ? today_->workflow : nullptr, record)
                        : nullptr) {}

  Decision run();

 private:
  Decision begin();
  Decision vanish(Conversation& conversation);
  Decision update(Conversation& conversation);
  void ask(Conversation& conversation, std::string_view why);
  void drop_ask(BlockReason reason, std::string_view why);
  void make_void(Conversation& conversation, std::string_view why);
  Decision revive(Conversation& conversation);
  Decision strand(Conversation& conversation, std::string_view what);
  Draft::Cause cause_now() const {
    return {.kind = SendKind::kProactive,
            .occurrence = "record " + std::to_string(to_ms(draft_.now())),
            .due = draft_.now(),
            .expires = {}};
  }
  bool is_silent(const State& state) const { return state.say.empty() && state.handoff.empty(); }
  Decision enter_stage(Conversation& conversation);
  bool comes_back(const Conversation& conversation) const;
  Decision take_back(Conversation& conversation);
  const Intent* told() const {
    return start_ ? told_about(texts_, start_->name, record_.at) : nullptr;
  }
  Decision stand(Conversation& conversation, const Intent& told);
  static void run_anew(Conversation& conversation);
  bool passed() const { return record_.expires && draft_.now() >= *record_.expires; }
  bool ask_is_pending() const { return asked_ && asked_->state == IntentState::kPlanned; }
  void drop(Intent moved, BlockReason reason, std::string_view why);
  // The contact has the question, or may have it.
  bool ask_left() const {
    if (!asked_) return false;
    if (known_->asked_at) return true;  // a nudge that came to nothing undoes no question
    return has_left(*asked_);
  }
  // A question about the record reached the contact, or may have: the one that stands, one that was
  // answered, or one about an earlier moment or stage.
  bool was_asked() const {
    return ask_left() || known_->replies > 0 || (known_->run > 0 && !known_->sender.empty());
  }
  bool ask_came_to_nothing() const {
    return asked_ &&
           (asked_->state == IntentState::kSuppressed || asked_->state == IntentState::kExpired);
  }

  Draft draft_;
  const RecordSnapshot& record_;
  const std::vector<Intent>& texts_;
  const Intent* asked_;     // puts or shall put the question; or null
  const Program* today_;    // the workflow as it is now, which read the record; or null
  const Program* program_;  // the one the conversation began in; or null
  const std::optional<Conversation>& known_;
  const State* start_;  // where the record stands, in the states of `program_`; or null
};

Decision RecordNews::run() {
  if (!known_ && !program_) {
    return draft_.finish("ignored", "workflow " + record_.workflow + " is not loaded");
  }
  if (!known_) return begin();
  if (is_older_version(record_.version, known_->record.version)) {
    return draft_.finish("ignored", "older than what is known");
  }
  draft_.add(RecordSeen{record_, known_->id});
  Conversation& conversation = draft_.conversation(*known_);
  return update(conversation);
}

Decision RecordNews::begin() {
  draft_.add(RecordSeen{record_, {}});
  if (record_.vanished || !record_.eligible || !record_.phone) {
    return draft_.finish("waiting", "does not meet the trigger");
  }
  if (!record_.begins) return draft_.finish("waiting", "its stage begins no conversation");
  if (passed()) return draft_.finish("stale", "its moment has passed");
  const Workflow& workflow = *program_->workflow;
  Conversation fresh{
      .workflow = workflow.log_name(), .revision = workflow.revision, .record = record_};
  fresh.id = conversation_id(fresh.workflow, record_.key);
  fresh.opened_at = draft_.now();
  Conversation& conversation = draft_.conversation(std::move(fresh));
  ask(conversation, "meets the trigger");
  return draft_.finish("planned", "meets the trigger");
}

// The moment, and what the workflow says of one that passed.
void RecordNews::ask(Conversation& conversation, std::string_view why) {
  const Instant moment = record_.at.value_or(draft_.now());
  Draft::Cause cause{.kind = SendKind::kProactive,
                     .occurrence = about(record_.at) + std::to_string(conversation.run),
                     .due = moment,
                     .expires = record_.expires};
  const LatePolicy late = program_->workflow->trigger.late;
  const bool is_late = moment < draft_.now();
  if (is_late && late == LatePolicy::kShift && cause.expires) {
    *cause.expires += draft_.now() - moment;
  }
  conversation.status = ConversationStatus::kWaiting;
  draft_.enter(*program_, conversation, start_ ? start_->name : record_.start, cause, why);
  if (is_late && late == LatePolicy::kSkip) {
    draft_.suppress(conversation.ask_intent, BlockReason::kSkippedLate, "its moment passed: skip");
  }
}

void RecordNews::drop_ask(BlockReason reason, std::string_view why) {
  for (const Intent& text : texts_) {
    const bool is_told = is_begun_by_state(text) && text.channel == Channel::kSms;
    if (text.state == IntentState::kPlanned && (&text == asked_ || is_told)) {
      drop(text, reason, why);
    }
  }
}

void RecordNews::drop(Intent moved, BlockReason reason, std::string_view why) {
  moved.state = IntentState::kSuppressed;
  moved.block = reason;
  moved.changed_at = draft_.now();
  draft_.add(IntentMoved{std::move(moved), IntentState::kPlanned, std::string(why)});
}

void RecordNews::make_void(Conversation& conversation, std::string_view why) {
  drop_ask(BlockReason::kVoid, why);
  conversation.status = ConversationStatus::kVoid;
  conversation.visit += 1;  // its timers go stale
  draft_.changed(conversation, why);
}

Decision RecordNews::vanish(Conversation& conversation) {
  conversation.record.vanished = true;  // what was promised about it is void, too
  if (conversation.status == ConversationStatus::kWaiting ||
      conversation.status == ConversationStatus::kOpen) {
    make_void(conversation, "the record vanished from its source");
    if (was_asked()) {
      draft_.emit(conversation, conversation.workflow + std::string(kGone),
                  {.kind = SendKind::kProactive,
                   .occurrence = "gone/" + std::to_string(conversation.visit),
                   .due = draft_.now(),
                   .expires = {}});
    }
  } else if (!known_->record.vanished) {
    draft_.changed(conversation, "the record vanished from its source");
  }
  return draft_.finish("void", "vanished");
}

Decision RecordNews::update(Conversation& conversation) {
  if (record_.vanished) return vanish(conversation);
  const std::optional<Instant> old_at = conversation.record.at;
  const std::string old_start = conversation.record.start;
  const ConversationStatus status = conversation.status;
  if (!program_) {
    conversation.record = record_;
    return strand(conversation, kRevisionIsGone);
  }
  const bool staged = !program_->workflow->trigger.stages.empty();
  const bool stage_changed =
      staged && (start_ ? start_->name : record_.start) != conversation.record.start;
  conversation.record = record_;
  if (start_) conversation.record.start = start_->name;
  if (!record_.eligible) {
    // What it was asked for, should the record come back.
    conversation.record.at = old_at;
    conversation.record.start = old_start;
    if (status == ConversationStatus::kWaiting || status == ConversationStatus::kOpen) {
      make_void(conversation, "the record no longer meets the trigger");
      return draft_.finish("void", "no longer meets the trigger");
    }
    draft_.changed(conversation, "record changed");
    return draft_.finish("updated", "record changed");
  }
  if (stage_changed) return enter_stage(conversation);
  // Within a stage only a moment that is still ahead is another one: a later edit of an order that
  // was told already is no news.
  const bool ahead = record_.at && *record_.at > draft_.now();
  const bool untold = ask_is_pending() && !known_->asked_at;
  const bool window_moved = untold && asked_->expires != record_.expires;
  const bool moved = (record_.at != old_at && (!staged || ahead || untold)) || window_moved;
  if (status == ConversationStatus::kVoid && !moved && ask_left()) return revive(conversation);
  const bool again = status == ConversationStatus::kVoid ||
                     (status == ConversationStatus::kWaiting && ask_came_to_nothing());
  if (status == ConversationStatus::kOwned || (!moved && !again) ||
      conversation.outcome == "opted_out") {
    draft_.changed(conversation, "record changed");
    return draft_.finish("updated", "record changed");
  }
  drop_ask(BlockReason::kVoid, "the moment moved");
  if (passed()) {
    make_void(conversation, "moved to a moment that has passed");
    return draft_.finish("stale", "moved to the past");
  }
  if (const Intent* before = told()) return stand(conversation, *before);
  run_anew(conversation);
  conversation.last_label.clear();
  ask(conversation, moved ? "the moment moved: asks anew" : "meets the trigger again");
  return draft_.finish("planned", moved ? "the moment moved" : "meets the trigger again");
}

// Booked, cancelled, booked: who was asked about this moment is not asked again, and may answer.
Decision RecordNews::revive(Conversation& conversation) {
  if (passed()) {
    draft_.changed(conversation, "record changed");
    return draft_.finish("stale", "its moment has passed");
  }
  conversation.status = ConversationStatus::kOpen;
  if (!conversation.asked_at && is_taken(asked_->state)) {  // known only while it was void
    conversation.asked_at = asked_->accepted_at.value_or(draft_.now());
    const State* state = program_->workflow->find(conversation.state);
    if (state && state->asks()) conversation.asked_state = state->name;
  }
  draft_.changed(conversation, "meets the trigger again: its question stands");
  restart_clock(draft_, *program_, conversation, asked_);
  return draft_.finish("updated", "meets the trigger again, and was asked about this moment");
}

// What the conversation began in does not say what is next: a person does, once.
Decision RecordNews::strand(Conversation& conversation, std::string_view what) {
  drop_ask(BlockReason::kVoid, what);
  const bool is_over = !record_.eligible || conversation.outcome == "opted_out" ||
                       (!program_ && conversation.status == ConversationStatus::kEnded);
  if (is_over || conversation.status == ConversationStatus::kOwned) {
    draft_.changed(conversation, "record changed");
    return draft_.finish("updated", "record changed");
  }
  const Workflow* workflow = program_ ? program_->workflow : today_ ? today_->workflow : nullptr;
  draft_.strand(workflow, conversation, what, cause_now());
  return draft_.finish("handed_off", std::string(what));
}

// The record was in a stage that says nothing, such as paid, and is back where a question was put
// about this very moment.
bool RecordNews::comes_back(const Conversation& conversation) const {
  const Workflow& workflow = *program_->workflow;
  const State* left = workflow.find(known_->record.start);
  const State* question = question_state(workflow, conversation);
  if (!left || !is_silent(*left) || !question || !ask_left()) return false;
  const std::vector<RecordStage>& stages = workflow.trigger.stages;
  const bool of_another_stage =
      question != start_ && std::any_of(stages.begin(), stages.end(), [&](const RecordStage& one) {
        return one.start == question->name;
      });
  const bool same_moment =
      asked_->kind != SendKind::kProactive || asked_->expires == record_.expires;
  return !of_another_stage && same_moment;
}

Decision RecordNews::take_back(Conversation& conversation) {
  conversation.state = question_state(*program_->workflow, conversation)->name;
  conversation.status = ConversationStatus::kOpen;
  conversation.visit += 1;
  run_anew(conversation);
  draft_.changed(conversation, "back in its stage: its question stands");
  restart_clock(draft_, *program_, conversation, asked_);
  return draft_.finish("updated", "back in its stage, and was asked about this moment");
}

void RecordNews::run_anew(Conversation& conversation) {
  conversation.run += 1;
  conversation.outcome.clear();
  conversation.resolution.clear();
  conversation.ended_at.reset();
}

// The record is back where its contact was told of it, at this very moment: nothing is said again,
// and the question of then is the one that a reply answers.
Decision RecordNews::stand(Conversation& conversation, const Intent& told) {
  constexpr std::string_view kWhy = "back where it stood: its contact was told of this moment";
  run_anew(conversation);
  if (!start_->asks()) {
    conversation.status = ConversationStatus::kWaiting;
    Draft::Cause cause = cause_now();
    cause.was_said = true;
    draft_.enter(*program_, conversation, start_->name, cause, kWhy);
    return draft_.finish("updated", std::string(kWhy));
  }
  const Intent& question = standing_question(texts_, told, *program_->workflow);
  const bool was_answered =
      std::any_of(texts_.begin() + (&question - texts_.data()), texts_.end(),
                  [](const Intent& text) { return text.kind == SendKind::kReply; });
  conversation.state = question.step.substr(0, question.step.rfind('.'));
  conversation.status = ConversationStatus::kOpen;
  conversation.visit += 1;
  conversation.unclear = 0;
  conversation.offered.clear();
  conversation.asked_state = conversation.state;
  conversation.ask_intent = question.id;
  conversation.asked_at = question.accepted_at;
  draft_.changed(conversation, kWhy);
  if (conversation.asked_at) start_clock(draft_, *program_, conversation, was_answered);
  return draft_.finish("updated", std::string(kWhy));
}

// The record stands elsewhere now: what was planned for the old stage is superseded.
Decision RecordNews::enter_stage(Conversation& conversation) {
  const State* state = start_;
  const std::string why = "the record moved on to " + conversation.record.start;
  if (conversation.outcome == "opted_out") {
    draft_.changed(conversation, "record changed");
    return draft_.finish("updated", "record changed");
  }
  if (!state) return strand(conversation, why + ", which the workflow it began in does not have");
  if (conversation.status == ConversationStatus::kOwned) {
    // The person who has it tells the customer; the outcome is the record's all the same.
    if (!state->end.empty()) {
      conversation.outcome = state->end;
      if (!state->emit.empty()) {
        draft_.emit(conversation, state->emit,
                    {.occurrence = record_.hash.substr(0, 16), .due = draft_.now(), .expires = {}});
      }
    }
    draft_.changed(conversation, why);
    return draft_.finish("updated", why);
  }
  drop_ask(BlockReason::kVoid, "superseded: " + why);
  if (passed() && !is_silent(*state)) {
    make_void(conversation, why + ", whose moment has passed");
    return draft_.finish("stale", why + ", whose moment has passed");
  }
  if (comes_back(conversation)) return take_back(conversation);
  if (const Intent* before = told()) return stand(conversation, *before);
  run_anew(conversation);
  conversation.last_label.clear();
  ask(conversation, why);
  return draft_.finish("planned", why);
}

}  // namespace

Decision decide(const Setting& setting, const RecordSnapshot& record,
                const std::optional<Conversation>& conversation, const std::vector<Intent>& texts,
                const Contact& contact, Instant now) {
  return RecordNews(setting, record, conversation, texts, contact, now).run();
}

}  // namespace smsflow
