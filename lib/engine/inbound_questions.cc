// The stations that look at questions: which one, open ones, answered and void ones; then keywords,
// the catch-all workflow and a person.
#include <algorithm>
#include <cassert>
#include <cctype>

#include "engine/answer.h"
#include "engine/inbound.h"
#include "text/normalise.h"

namespace smsflow {

bool Inbound::choice() {
  if (!contact_.choice) return false;
  const PendingChoice pending = *contact_.choice;
  contact_.choice.reset();
  draft_.contact_changed("answered which one", message_.id);
  const std::string words = normalise(message_.text);
  const bool digit = words.size() == 1 && std::isdigit(static_cast<unsigned char>(words[0])) != 0;
  const std::size_t index = digit ? static_cast<std::size_t>(words[0] - '0') : 0;
  if (index == 0 || index > pending.conversations.size()) return false;
  for (const Conversation& original : conversations_) {
    if (original.id != pending.conversations[index - 1]) continue;
    if (original.status != ConversationStatus::kOpen) break;
    verdict_ = {.label = pending.label,
                .layer = Layer::kKeyword,
                .rule = "choice " + words,
                .confidence = 1,
                .automatic = true};
    take(original, verdict_, false);
    return true;
  }
  return false;
}

bool Inbound::open_questions() {
  struct Accepting {
    const Conversation* conversation;
    Verdict verdict;
  };
  std::vector<Accepting> accepting;
  for (const Conversation* conversation : with_status(ConversationStatus::kOpen)) {
    const Program* program = program_of(*conversation);
    if (!program) continue;
    Verdict verdict = read_reply(*program, *conversation, message_.text);
    classifier_ = program->classifier->revision();
    if (accepts(*program, *conversation, verdict)) accepting.push_back({conversation, verdict});
    if (verdict_.layer == Layer::kNone) verdict_ = verdict;
  }
  if (accepting.empty()) return false;
  std::vector<const Conversation*> rivals;  // same workflow as the one asked last
  for (const Accepting& one : accepting) {
    if (one.conversation->workflow == accepting.front().conversation->workflow) {
      rivals.push_back(one.conversation);
    }
  }
  const Verdict& verdict = accepting.front().verdict;
  const Program* program = program_of(*accepting.front().conversation);
  if (rivals.size() > 1 && changes_record(*program, *accepting.front().conversation, verdict)) {
    ask_which(rivals, verdict);
    return true;
  }
  take(*accepting.front().conversation, verdict, false);
  return true;
}

void Inbound::ask_which(const std::vector<const Conversation*>& meant, const Verdict& verdict) {
  verdict_ = verdict;
  PendingChoice pending{.label = verdict.label, .message = message_.id, .asked_at = draft_.now()};
  const Program* program = program_of(*meant.front());
  std::vector<const Conversation*> options(
      meant.begin(), meant.begin() + std::min<std::ptrdiff_t>(9, std::ssize(meant)));
  std::reverse(options.begin(), options.end());  // the one asked first is number 1
  for (const Conversation* conversation : options) {
    pending.conversations.push_back(conversation->id);
  }
  const std::string text = which_one_text(*program->workflow, options, draft_.now());
  Intent intent{.kind = SendKind::kReply, .to = contact_.phone};
  intent.workflow = program->workflow->name;
  intent.revision = program->workflow->revision;
  intent.conversation = meant.front()->id;
  intent.key = meant.front()->record.key;
  intent.step = "which_one";
  intent.occurrence = cause_.occurrence;
  intent.sender = contact_.sender;
  intent.text = text;
  intent.literal = true;
  intent.language = meant.front()->record.language;
  intent.planned_at = intent.changed_at = intent.due = draft_.now();
  draft_.plan(std::move(intent));
  contact_.choice = std::move(pending);
  draft_.contact_changed("asked which one", message_.id);
  conversation_ = meant.front()->id;
  taken("clarified",
        verdict.rule + ", but " + std::to_string(options.size()) + " open questions accept it");
}

void Inbound::take(const Conversation& original, Verdict verdict, bool reopened) {
  const Program* program = program_of(original);
  assert(program);
  Conversation& conversation = draft_.conversation(original);
  count_reply(conversation);
  conversation_ = conversation.id;
  classifier_ = program->classifier->revision();
  const Answer answer =
      answer_question(draft_, *program, conversation, verdict, message_, cause_, reopened);
  verdict_ = std::move(verdict);
  late_ = answer.late;
  taken(answer.handled, answer.reason);
}

// An answer that comes after the answer: the same again changes nothing, another one counts while
// the entity is still ahead; whatever is unclear now goes to a person with the first in view.
bool Inbound::answered() {
  for (const Conversation* original : with_status(ConversationStatus::kEnded)) {
    const Program* program = program_of(*original);
    if (!program || original->asked_state.empty() || !is_recent(*original, draft_.now())) continue;
    Verdict verdict = read_reply(*program, *original, message_.text);
    if (verdict.label == original->last_label || verdict.label == "thanks") {
      Conversation& conversation = draft_.conversation(*original);
      count_reply(conversation);
      draft_.changed(conversation, "said " + verdict.label + " again");
      conversation_ = conversation.id;
      verdict_ = verdict;
      taken("duplicate_reply", verdict.rule + ": already " + original->outcome);
      return true;
    }
    take(*original, std::move(verdict), true);
    return true;
  }
  return false;
}

bool Inbound::unclear_answer() {
  for (const Conversation* original : with_status(ConversationStatus::kOpen)) {
    const Program* program = program_of(*original);
    if (!program) continue;
    take(*original, read_reply(*program, *original, message_.text), false);
    return true;
  }
  return false;
}

bool Inbound::void_question() {
  std::vector<const Conversation*> candidates = with_status(ConversationStatus::kVoid);
  for (const Conversation* waiting : with_status(ConversationStatus::kWaiting)) {
    if (!waiting->asked_state.empty() && waiting->run > 0) candidates.push_back(waiting);
  }
  for (const Conversation* original : candidates) {
    const Program* program = program_of(*original);
    if (!program || original->asked_state.empty()) continue;
    verdict_ = read_reply(*program, *original, message_.text);
    Conversation& conversation = draft_.conversation(*original);
    count_reply(conversation);
    conversation_ = conversation.id;
    const ConversationStatus status = conversation.status;
    draft_.hand_off(program->workflow, &conversation, {},
                    "answered a question that is void: " + verdict_.label, {}, cause_, true);
    if (status == ConversationStatus::kWaiting) conversation.status = status;
    draft_.say(BuiltInText::kVoidQuestion, program->workflow, &conversation, "void", cause_);
    taken("handed_off", "the question is void (" + std::string(name(status)) + ")");
    return true;
  }
  return false;
}

bool Inbound::keyword_trigger() {
  const std::string words = normalise(message_.text);
  for (const Program& program : draft_.setting().current) {
    for (const std::string& keyword : program.workflow->trigger.keywords) {
      if (words.empty() || normalise(keyword) != words) continue;
      open(program, "keyword " + keyword);
      return true;
    }
  }
  return false;
}

bool Inbound::catch_all() {
  for (const Program& program : draft_.setting().current) {
    if (!program.workflow->trigger.catch_all) continue;
    open(program, "catch-all workflow " + program.workflow->name);
    return true;
  }
  return false;
}

void Inbound::open(const Program& program, std::string_view why) {
  const Workflow& workflow = *program.workflow;
  Conversation fresh{.workflow = workflow.name, .revision = workflow.revision};
  fresh.record.workflow = workflow.name;
  fresh.record.key = message_.provider + ":" + message_.id;
  fresh.record.phone = message_.from;
  fresh.record.zone = workflow.hours.zone.name();
  fresh.record.eligible = true;
  fresh.record.seen_at = draft_.now();
  fresh.id = conversation_id(workflow.name, fresh.record.key);
  fresh.sender = message_.to.value;
  fresh.opened_at = draft_.now();
  Conversation& conversation = draft_.conversation(fresh);
  count_reply(conversation);
  conversation_ = conversation.id;
  draft_.enter(program, conversation, workflow.trigger.start, cause_, why);
  taken("opened", std::string(why));
}

bool Inbound::person() {
  const Workflow* workflow = voice();
  if (verdict_.layer == Layer::kNone && first_program()) {
    verdict_ = first_program()->classifier->classify(message_.text, {});
    classifier_ = first_program()->classifier->revision();
  }
  draft_.hand_off(workflow, nullptr, {}, "no open question", {}, cause_);
  taken("handed_off", "no open question, no keyword, no catch-all");
  return true;
}

}  // namespace smsflow
