// A text of a contact: the order of the stations, from opt-out to a person.
#include <algorithm>
#include <cassert>
#include <cctype>

#include "engine/answer.h"
#include "engine/decide.h"
#include "engine/draft.h"
#include "text/mask.h"
#include "text/normalise.h"

namespace smsflow {
namespace {

// One inbound message on its way down the stations. Each station either takes it (and says how) or
// passes it on.
class Inbound {
 public:
  Inbound(const Setting& setting, const InboundMessage& message, const Contact& contact,
          const std::vector<Conversation>& conversations, Instant now)
      : draft_(setting, now),
        message_(message),
        contact_(draft_.contact(contact)),
        conversations_(conversations) {
    cause_.kind = SendKind::kReply;
    cause_.occurrence = message.provider + ":" + message.id;
    cause_.message = message.id;
    cause_.due = now;
    contact_.sender = message.to.value;
  }

  Decision run();

 private:
  using Station = bool (Inbound::*)();

  bool opt_out();
  bool suspected_opt_out();
  bool opt_in();
  bool wrong_number();
  bool noise();
  bool no_answer_allowed();
  bool help();
  bool owned();
  bool choice();
  bool open_questions();
  bool answered();
  bool void_question();
  bool keyword_trigger();
  bool unclear_answer();
  bool catch_all();
  bool person();

  void taken(std::string handled, std::string reason) {
    handled_ = std::move(handled);
    reason_ = std::move(reason);
  }
  const Program* program_of(const Conversation& conversation) const {
    return draft_.setting().pinned(conversation.workflow, conversation.revision);
  }
  const Program* first_program() const {
    return draft_.setting().current.empty() ? nullptr : &draft_.setting().current.front();
  }
  // The workflow a text without a conversation is answered in the name of.
  const Workflow* voice() const;
  std::vector<const Conversation*> with_status(ConversationStatus status) const;
  void take(const Conversation& original, Verdict verdict, bool reopened);
  void ask_which(const std::vector<const Conversation*>& meant, const Verdict& verdict);
  void open(const Program& program, std::string_view why);
  void count_reply(Conversation& conversation) const;
  void close_all(std::string_view outcome);

  Draft draft_;
  const InboundMessage& message_;
  Contact& contact_;
  const std::vector<Conversation>& conversations_;
  Draft::Cause cause_;
  Verdict verdict_;
  std::string classifier_;
  std::string conversation_;
  std::string handled_;
  std::string reason_;
  bool late_ = false;
};

Decision Inbound::run() {
  verdict_ = classify_contact_level(message_.text);
  static constexpr Station kStations[] = {&Inbound::opt_out,        &Inbound::suspected_opt_out,
                                          &Inbound::opt_in,         &Inbound::wrong_number,
                                          &Inbound::noise,          &Inbound::no_answer_allowed,
                                          &Inbound::help,           &Inbound::owned,
                                          &Inbound::choice,         &Inbound::open_questions,
                                          &Inbound::answered,       &Inbound::keyword_trigger,
                                          &Inbound::unclear_answer, &Inbound::void_question,
                                          &Inbound::catch_all,      &Inbound::person};
  for (Station station : kStations) {
    if ((this->*station)()) break;
  }
  assert(!handled_.empty() && "a person takes what nothing else does");
  InboundRecorded record{.message = message_,
                         .verdict = verdict_,
                         .classifier = classifier_,
                         .conversation = conversation_,
                         .handled = handled_,
                         .reason = reason_,
                         .late = late_};
  record.message.text = mask_sensitive(message_.text);
  Decision decision = draft_.finish(handled_, reason_);
  decision.changes.insert(decision.changes.begin(), std::move(record));
  return decision;
}

std::vector<const Conversation*> Inbound::with_status(ConversationStatus status) const {
  std::vector<const Conversation*> found;
  for (const Conversation& conversation : conversations_) {
    const bool same_sender =
        conversation.sender.empty() || conversation.sender == message_.to.value;
    if (conversation.status == status && same_sender) found.push_back(&conversation);
  }
  return found;
}

const Workflow* Inbound::voice() const {
  for (const Conversation& conversation : conversations_) {
    if (const Program* program = program_of(conversation)) return program->workflow;
  }
  const Program* first = first_program();
  return first ? first->workflow : nullptr;
}

void Inbound::count_reply(Conversation& conversation) const {
  conversation.replies += 1;
  if (!conversation.first_reply_at) conversation.first_reply_at = message_.received_at;
}

void Inbound::close_all(std::string_view outcome) {
  for (const Conversation& original : conversations_) {
    if (original.status != ConversationStatus::kWaiting &&
        original.status != ConversationStatus::kOpen) {
      continue;
    }
    Conversation& conversation = draft_.conversation(original);
    count_reply(conversation);
    draft_.end(conversation, outcome, "auto");
    draft_.changed(conversation, outcome);
    if (conversation_.empty()) conversation_ = conversation.id;
  }
}

bool Inbound::opt_out() {
  if (message_.flag == CarrierFlag::kStop) {
    verdict_ = {.label = "stop", .layer = Layer::kOptOut, .rule = "carrier flag", .confidence = 1};
  }
  if (verdict_.label != "stop" || verdict_.suspected_opt_out) return false;
  const std::string words = normalise(message_.text);
  const bool ambiguous = words == "cancel" || words == "end" || words == "quit";
  const std::vector<const Conversation*> open = with_status(ConversationStatus::kOpen);
  const bool booking_open = ambiguous && !open.empty();
  const Conversation* asked = open.empty() ? nullptr : open.front();
  const Workflow* workflow = voice();
  if (!contact_.opted_out_at) {
    contact_.opted_out_at = draft_.now();
    contact_.opt_out_rule = verdict_.rule;
    contact_.opt_out_confirmed_at.reset();
    contact_.choice.reset();
    contact_.paused = false;
    close_all("opted_out");
    if (booking_open) {
      // The slot is not touched: a person finds out which of the two was meant.
      Conversation& conversation = draft_.conversation(*asked);
      draft_.hand_off(workflow, &conversation, {},
                      "texted " + words + ": opted out; asked to cancel the booking too?", "high",
                      cause_, true);
    }
    draft_.contact_changed("opted out: " + verdict_.rule, message_.id);
    if (message_.flag != CarrierFlag::kStop) {  // else the carrier has answered
      Draft::Cause confirm = cause_;
      confirm.kind = SendKind::kOptOutConfirmation;
      confirm.expires = draft_.now() + std::chrono::minutes{5};
      draft_.say(booking_open ? BuiltInText::kOptOutAmbiguous : BuiltInText::kOptOutConfirmed,
                 workflow, nullptr, "opt_out", confirm);
    }
  }
  taken("opted_out", verdict_.rule);
  return true;
}

bool Inbound::suspected_opt_out() {
  if (verdict_.label != "stop" || !verdict_.suspected_opt_out) return false;
  contact_.paused = true;
  const std::vector<const Conversation*> open = with_status(ConversationStatus::kOpen);
  Conversation* conversation = open.empty() ? nullptr : &draft_.conversation(*open.front());
  if (conversation) {
    count_reply(*conversation);
    conversation_ = conversation->id;
  }
  draft_.hand_off(voice(), conversation, {}, "may want no more texts: " + verdict_.rule, "high",
                  cause_, true);
  taken("handed_off", "paused: " + verdict_.rule);
  return true;
}

bool Inbound::opt_in() {
  const bool start = verdict_.label == "start" || message_.flag == CarrierFlag::kStart;
  if (!start || (!contact_.opted_out_at && !contact_.paused)) return false;
  verdict_.label = "start";
  if (verdict_.rule.empty()) verdict_.rule = "carrier flag";
  contact_.opted_out_at.reset();
  contact_.opt_out_rule.clear();
  contact_.paused = false;
  draft_.contact_changed("opted in: " + verdict_.rule, message_.id);
  if (message_.flag != CarrierFlag::kStart) {
    draft_.say(BuiltInText::kOptedIn, voice(), nullptr, "opt_in", cause_);
  }
  taken("opted_in", verdict_.rule);
  return true;
}

bool Inbound::wrong_number() {
  if (verdict_.label != "wrong_number") return false;
  contact_.wrong_number = true;
  const std::vector<const Conversation*> open = with_status(ConversationStatus::kOpen);
  close_all("wrong_number");
  Conversation* conversation = open.empty() ? nullptr : &draft_.conversation(*open.front());
  draft_.hand_off(voice(), conversation, {}, "the number belongs to somebody else", {}, cause_,
                  true);
  draft_.contact_changed("wrong number: " + verdict_.rule, message_.id);
  taken("wrong_number", verdict_.rule);
  return true;
}

bool Inbound::noise() {
  if (verdict_.label != "noise") return false;
  taken("noise", verdict_.rule);
  return true;
}

// Who opted out and writes all the same gets no automatic answer, so nothing is decided by one.
bool Inbound::no_answer_allowed() {
  if (!contact_.opted_out_at) return false;
  if (first_program()) {
    verdict_ = first_program()->classifier->classify(message_.text, {});
    classifier_ = first_program()->classifier->revision();
  }
  if (contact_.handoff.empty()) {
    draft_.hand_off(voice(), nullptr, {}, "wrote after opting out", {}, cause_, true);
  }
  taken("handed_off", "opted out: only START undoes it, and a person reads the rest");
  return true;
}

bool Inbound::help() {
  if (verdict_.label != "help" && message_.flag != CarrierFlag::kHelp) return false;
  verdict_.label = "help";
  const std::vector<const Conversation*> open = with_status(ConversationStatus::kOpen);
  if (contact_.handoff.empty() && !open.empty()) {
    const Program* program = program_of(*open.front());
    if (program && reaction_for(*program, *open.front(), "help")) {
      take(*open.front(), verdict_, false);
      return true;
    }
  }
  Conversation* conversation = open.empty() ? nullptr : &draft_.conversation(*open.front());
  if (conversation) {
    count_reply(*conversation);
    conversation_ = conversation->id;
  }
  const Workflow* workflow = voice();
  if (contact_.handoff.empty()) {
    draft_.hand_off(workflow, conversation, {}, "asked for help", {}, cause_, true);
  }
  if (message_.flag != CarrierFlag::kHelp) {
    draft_.say(BuiltInText::kHelp, workflow, conversation, "help", cause_);
  }
  taken("handed_off", "HELP");
  return true;
}

bool Inbound::owned() {
  if (contact_.handoff.empty()) return false;
  for (const Conversation& original : conversations_) {
    if (original.handoff != contact_.handoff) continue;
    Conversation& conversation = draft_.conversation(original);
    count_reply(conversation);
    draft_.changed(conversation, "kept for the person who has it");
    conversation_ = conversation.id;
  }
  taken("kept", "a person has this contact (" + contact_.handoff + ")");
  return true;
}

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

}  // namespace

Decision decide(const Setting& setting, const InboundMessage& message, const Contact& contact,
                const std::vector<Conversation>& conversations, Instant now) {
  return Inbound(setting, message, contact, conversations, now).run();
}

const Program* Setting::find(std::string_view workflow) const {
  for (const Program& program : current) {
    if (program.workflow->name == workflow) return &program;
  }
  return nullptr;
}

}  // namespace smsflow
