// The stations above any question: carrier's flag, opt-out, opt-in, wrong number, noise, HELP, a
// person who owns the contact.
#include "engine/inbound.h"

#include <algorithm>

#include "engine/answer.h"
#include "engine/asked.h"
#include "text/mask.h"
#include "text/normalise.h"

namespace smsflow {

Decision Inbound::run() {
  verdict_ = reading_.contact_level().verdict;
  draft_.speak(language());
  static constexpr Station kStations[] = {&Inbound::opt_out,
                                          &Inbound::repeat,
                                          &Inbound::suspected_opt_out,
                                          &Inbound::opt_in,
                                          &Inbound::wrong_number,
                                          &Inbound::noise,
                                          &Inbound::no_answer_allowed,
                                          &Inbound::help,
                                          &Inbound::owned,
                                          &Inbound::rating,
                                          &Inbound::choice,
                                          &Inbound::open_questions,
                                          &Inbound::stranded,
                                          &Inbound::answered,
                                          &Inbound::keyword_trigger,
                                          &Inbound::unclear_answer,
                                          &Inbound::void_question,
                                          &Inbound::catch_all,
                                          &Inbound::person};
  for (Station station : kStations) {
    if ((this->*station)()) break;
  }
  InboundRecorded record{.message = message_,
                         .verdict = std::move(verdict_),
                         .classifier = std::move(classifier_),
                         .conversation = std::move(conversation_),
                         .handled = handled_,
                         .reason = reason_,
                         .late = late_};
  record.message.text = mask_sensitive(message_.text);
  Changes first;
  first.reserve(8);
  first.emplace_back(std::move(record));
  return draft_.finish(std::move(handled_), std::move(reason_), std::move(first));
}

const Verdict& Inbound::reply_to(const Program& program, const Conversation& original) {
  classifier_ = program.classifier->revision();
  for (const auto& [known, verdict] : replies_) {
    if (known == &original) return verdict;
  }
  return replies_.emplace_back(&original, read_reply(program, original, reading_, draft_.now()))
      .second;
}

void Inbound::read_without_question(const Program& program) {
  verdict_ = reading_.verdict(*program.classifier, {});
  classifier_ = program.classifier->revision();
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

// STOP says nothing of a language, BAJA does; else the one we wrote in last.
std::string Inbound::language() const {
  if (!verdict_.language.empty() && verdict_.language != "en") return verdict_.language;
  for (const Conversation& conversation : conversations_) {
    if (!conversation.record.language.empty()) return conversation.record.language;
  }
  return "en";
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
    const bool ambiguous = verdict_.ambiguous_opt_out;
    verdict_ = {.label = "stop", .layer = Layer::kOptOut, .rule = "carrier flag", .confidence = 1};
    verdict_.ambiguous_opt_out = ambiguous;
  }
  if (verdict_.label != "stop" || verdict_.suspected_opt_out) return false;
  const bool was_out = contact_.opted_out_at.has_value();
  // A carrier's clock may be ahead of ours.
  const Instant said_at = std::min(message_.received_at, draft_.now());
  const bool is_news = smsflow::opt_out(contact_, said_at, verdict_.rule);
  if (!was_out) {
    end_for_good(said_at);
  } else if (is_news) {
    draft_.contact_changed("opted out again: " + verdict_.rule, message_.id);
  }
  taken("opted_out", verdict_.rule);
  return true;
}

void Inbound::end_for_good(Instant said_at) {
  const std::vector<const Conversation*> open = with_status(ConversationStatus::kOpen);
  const bool booking_open = verdict_.ambiguous_opt_out && !open.empty();
  const Workflow* workflow = voice();
  contact_.opt_out_confirmed_at.reset();
  contact_.choice.reset();
  close_all("opted_out");
  if (booking_open) {
    // The slot is not touched: a person finds out which of the two was meant.
    Conversation& conversation = draft_.conversation(*open.front());
    const Escalation to = escalation_for(workflow, "opt_out_unsure", "high");
    draft_.hand_off(
        workflow, &conversation, to.queue,
        "texted " + normalise(message_.text) + ": opted out; asked to cancel the booking too?",
        to.priority, cause_, true);
  }
  draft_.contact_changed("opted out: " + verdict_.rule, message_.id);
  if (message_.flag == CarrierFlag::kStop) return;  // the carrier has answered
  Draft::Cause confirm = cause_;
  confirm.kind = SendKind::kOptOutConfirmation;
  confirm.expires = said_at + std::chrono::minutes{5};
  draft_.say(booking_open ? BuiltInText::kOptOutAmbiguous : BuiltInText::kOptOutConfirmed, workflow,
             nullptr, "opt_out", confirm);
}

// A person who has the contact is shown everything, so `owned` keeps it.
bool Inbound::repeat() {
  const bool above_questions = verdict_.label != "unclear";
  if (verdict_.label == "noise" || (!contact_.handoff.empty() && !above_questions)) return false;
  const EarlierReply* before = repeated_reply(message_, earlier_, conversations_);
  if (!before) return false;
  for (const Conversation& original : conversations_) {
    if (original.id != before->conversation) continue;
    if (const Program* program = program_of(original); program && !above_questions) {
      verdict_ = reply_to(*program, original);
    }
    Conversation& conversation = draft_.conversation(original);
    count_reply(conversation);
    draft_.changed(conversation, "said the same again within seconds");
    conversation_ = conversation.id;
  }
  taken("duplicate_reply", "the same words within seconds: they answer once");
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
  const Escalation to = escalation_for(voice(), "opt_out_unsure", "high");
  draft_.hand_off(voice(), conversation, to.queue, "may want no more texts: " + verdict_.rule,
                  to.priority, cause_, true);
  taken("handed_off", "paused: " + verdict_.rule);
  return true;
}

bool Inbound::opt_in() {
  const bool start = verdict_.label == "start" || message_.flag == CarrierFlag::kStart;
  if (!start || (!contact_.opted_out_at && !contact_.paused)) return false;
  verdict_.label = "start";
  if (verdict_.rule.empty()) verdict_.rule = "carrier flag";
  const bool stopped_since = contact_.opted_out_at && is_before(message_, *contact_.opted_out_at);
  if (stopped_since || (contact_.paused && is_doubted_since(message_, earlier_))) {
    taken(std::string(kIgnored), verdict_.rule + ": written before the opt-out that stands");
    return true;
  }
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
  const Escalation to = escalation_for(voice(), "wrong_number");
  draft_.hand_off(voice(), conversation, to.queue, "the number belongs to somebody else",
                  to.priority, cause_, true);
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
  if (first_program()) read_without_question(*first_program());
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

Decision decide(const Setting& setting, const InboundMessage& message, const Contact& contact,
                const std::vector<Conversation>& conversations,
                const std::vector<EarlierReply>& earlier, Instant now) {
  return Inbound(setting, message, contact, conversations, earlier, now).run();
}

const Program* Setting::find(std::string_view workflow) const {
  for (const Program& program : current) {
    if (program.workflow->log_name() == workflow) return &program;
  }
  return nullptr;
}

}  // namespace smsflow
