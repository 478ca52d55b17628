// The stations that look at questions: which one, open ones, answered and void ones; then keywords,
// the catch-all workflow and a person.
#include <algorithm>
#include <cctype>

#include "classify/values.h"
#include "engine/answer.h"
#include "engine/asked.h"
#include "engine/capture.h"
#include "engine/inbound.h"
#include "text/normalise.h"

namespace smsflow {
namespace {

constexpr Duration kRatingWait = std::chrono::hours{72};

}  // namespace

// The answer to [satisfaction], unless another question was put after it.
bool Inbound::rating() {
  for (const Conversation* original : with_status(ConversationStatus::kEnded)) {
    const Program* program = program_of(*original);
    if (!program || !program->workflow->satisfaction || !original->rating_asked_at ||
        original->rating != 0 || draft_.now() - *original->rating_asked_at > kRatingWait ||
        !original->asked_at || message_.received_at < *original->asked_at) {
      continue;
    }
    for (const Conversation* open : with_status(ConversationStatus::kOpen)) {
      if (open->asked_at && *open->asked_at > *original->asked_at) return false;
    }
    const ReadValue said = read_number(message_.text);
    if (!said.is_clear() || said.candidates.front() < "1" || said.candidates.front() > "5" ||
        said.candidates.front().size() != 1) {
      continue;
    }
    Conversation& conversation = draft_.conversation(*original);
    count_reply(conversation);
    conversation.rating = said.candidates.front()[0] - '0';
    conversation_ = conversation.id;
    verdict_ = {.label = "value",
                .layer = Layer::kKeyword,
                .rule = "satisfaction",
                .confidence = 1,
                .automatic = true};
    draft_.say(*program, conversation, program->workflow->satisfaction->thanks,
               "satisfaction.thanks", cause_);
    draft_.changed(conversation, "rated " + said.candidates.front() + " of 5");
    taken("auto_resolved", "rated " + said.candidates.front() + " of 5");
    return true;
  }
  return false;
}

bool Inbound::choice() {
  if (!contact_.choice) return false;
  const PendingChoice pending = *contact_.choice;
  const std::string& words = reading_.utterance().plain();
  const bool digit = words.size() == 1 && std::isdigit(static_cast<unsigned char>(words[0])) != 0;
  const std::size_t index = digit ? static_cast<std::size_t>(words[0] - '0') : 0;
  const bool chooses = index > 0 && index <= pending.conversations.size();
  contact_.choice.reset();
  draft_.contact_changed("answered which one", message_.id);
  if (!chooses) return false;
  if (!pending.asked_at || message_.received_at < *pending.asked_at) {
    draft_.hand_off(voice(), nullptr, {}, "wrote " + words + " before \"which one?\" had left", {},
                    cause_);
    taken("handed_off", "a number before our question had left");
    return true;
  }
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
    const Verdict& verdict = reply_to(*program, *conversation);
    if (accepts(*program, *conversation, verdict)) accepting.push_back({conversation, verdict});
    if (verdict_.layer == Layer::kNone) verdict_ = verdict;
  }
  if (accepting.empty()) return false;
  // An id names one of several: the others' mismatch is no exception then.
  const auto mismatches = [](const Accepting& one) { return one.verdict.label == "mismatch"; };
  if (!std::all_of(accepting.begin(), accepting.end(), mismatches)) {
    std::erase_if(accepting, mismatches);
  }
  // A word that one question offers is that question's, whatever was asked last.
  std::stable_partition(accepting.begin(), accepting.end(),
                        [](const Accepting& one) { return one.verdict.layer == Layer::kKeyword; });
  std::vector<const Conversation*> rivals;  // same workflow as the one asked last
  for (const Accepting& one : accepting) {
    if (one.conversation->workflow == accepting.front().conversation->workflow) {
      rivals.push_back(one.conversation);
    }
  }
  const Verdict& verdict = accepting.front().verdict;
  const Program* program = program_of(*accepting.front().conversation);
  if (rivals.size() > 1 && changes_record(*program, *accepting.front().conversation, verdict)) {
    const auto newer =
        std::find_if(rivals.begin(), rivals.end(), [&](const Conversation* conversation) {
          return is_outdated(message_, *conversation, earlier_);
        });
    newer == rivals.end() ? ask_which(rivals, verdict) : take(**newer, verdict, false);
    return true;
  }
  take(*accepting.front().conversation, verdict, false);
  return true;
}

void Inbound::ask_which(const std::vector<const Conversation*>& meant, const Verdict& verdict) {
  verdict_ = verdict;
  PendingChoice pending{.label = verdict.label, .message = message_.id};
  const Program* program = program_of(*meant.front());
  std::vector<const Conversation*> options(
      meant.begin(), meant.begin() + std::min<std::ptrdiff_t>(9, std::ssize(meant)));
  std::reverse(options.begin(), options.end());  // the one asked first is number 1
  for (const Conversation* conversation : options) {
    pending.conversations.push_back(conversation->id);
  }
  const std::string text = which_one_text(*program->workflow, options, draft_.now());
  draft_.say_as_is(program->workflow, meant.front(), text, kWhichOneStep, cause_);
  contact_.choice = std::move(pending);
  draft_.contact_changed("asked which one", message_.id);
  conversation_ = meant.front()->id;
  taken("clarified",
        verdict.rule + ", but " + std::to_string(options.size()) + " open questions accept it");
}

void Inbound::take(const Conversation& original, Verdict verdict, bool reopened) {
  const Program* program = program_of(original);
  if (!program) return strand(original);
  Conversation& conversation = draft_.conversation(original);
  count_reply(conversation);
  conversation_ = conversation.id;
  classifier_ = program->classifier->revision();
  // "YES" and "yes please" are one yes, but a second value or another answer is news.
  const bool once_more = is_fresh(message_, original, earlier_) && verdict.label != "value" &&
                         verdict.label == original.last_label;
  const bool outdated = is_outdated(message_, original, earlier_);
  if (outdated || (!reopened && (once_more || came_before(message_, original, earlier_)))) {
    return take_early(*program, conversation, std::move(verdict), outdated);
  }
  const Answer answer =
      answer_question(draft_, *program, conversation, verdict, message_, cause_, reopened);
  verdict_ = std::move(verdict);
  late_ = answer.late;
  taken(answer.handled, answer.reason);
}

// The contact had not read our next question, or has written again since: what repeats the answer
// that is known changes nothing, what says something else is a person's.
void Inbound::take_early(const Program& program, Conversation& conversation, Verdict verdict,
                         bool outdated) {
  // Two guesses of one kind may still be two matters.
  const bool again = (!outdated || verdict.automatic) &&
                     says_again(program, conversation, verdict, message_.text, draft_.now());
  verdict_ = std::move(verdict);
  const std::string early = outdated ? "a later answer is known" : "our next question had not left";
  if (again || verdict_.label == "thanks") {
    draft_.changed(conversation, "said " + verdict_.label + " again");
    taken("duplicate_reply", early + ": what was answered stands");
    return;
  }
  const std::string& other = conversation.last_label;
  const std::string why =
      outdated ? " before " + (other.empty() ? "another text" : other) + ", and it came in later"
               : " after " + other + ", before our next question had left";
  const Escalation to = escalation_for(program.workflow, "after_answer");
  draft_.hand_off(program.workflow, &conversation, to.queue, "wrote " + verdict_.label + why,
                  to.priority, cause_);
  taken("handed_off", early + ", and this is another one");
}

void Inbound::strand(const Conversation& original) {
  Conversation& conversation = draft_.conversation(original);
  count_reply(conversation);
  conversation_ = conversation.id;
  const Program* today = draft_.setting().find(original.workflow);
  if (verdict_.layer == Layer::kNone && today) read_without_question(*today);
  draft_.strand(today ? today->workflow : nullptr, conversation, kRevisionIsGone, cause_);
  taken("handed_off", std::string(kRevisionIsGone));
}

// Nobody can tell any more what the question was.
bool Inbound::stranded() {
  for (const Conversation* original : with_status(ConversationStatus::kOpen)) {
    if (program_of(*original)) continue;
    strand(*original);
    return true;
  }
  return false;
}

// An answer that comes after the answer: the same again changes nothing, another one counts while
// the entity is still ahead; whatever is unclear now goes to a person with the first in view.
bool Inbound::answered() {
  for (const Conversation* original : with_status(ConversationStatus::kEnded)) {
    const Program* program = program_of(*original);
    if (!program || original->asked_state.empty() || !is_recent(*original, draft_.now())) continue;
    const Verdict& verdict = reply_to(*program, *original);
    const bool again = verdict.label == original->last_label && verdict.automatic;
    if (again || verdict.label == "thanks") {
      Conversation& conversation = draft_.conversation(*original);
      count_reply(conversation);
      draft_.changed(conversation, "said " + verdict.label + " again");
      conversation_ = conversation.id;
      verdict_ = verdict;
      taken("duplicate_reply", verdict.rule + ": already " + original->outcome);
      return true;
    }
    take(*original, verdict, true);
    return true;
  }
  return false;
}

bool Inbound::unclear_answer() {
  for (const Conversation* original : with_status(ConversationStatus::kOpen)) {
    const Program* program = program_of(*original);
    if (!program) continue;
    take(*original, reply_to(*program, *original), false);
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
    verdict_ = reply_to(*program, *original);
    Conversation& conversation = draft_.conversation(*original);
    count_reply(conversation);
    conversation_ = conversation.id;
    const ConversationStatus status = conversation.status;
    const Escalation to = escalation_for(program->workflow, "void");
    draft_.hand_off(program->workflow, &conversation, to.queue,
                    "answered a question that is void: " + verdict_.label, to.priority, cause_,
                    true);
    if (status == ConversationStatus::kWaiting) conversation.status = status;
    draft_.say(BuiltInText::kVoidQuestion, program->workflow, &conversation, "void", cause_);
    taken("handed_off", "the question is void (" + std::string(name(status)) + ")");
    return true;
  }
  return false;
}

bool Inbound::keyword_trigger() {
  std::string words;
  for (const Program& program : draft_.setting().current) {
    const Trigger& trigger = program.workflow->trigger;
    if (words.empty() && !trigger.keywords.empty()) words = normalise(message_.text);
    for (std::size_t i = 0; i < trigger.keywords.size(); ++i) {
      if (words.empty() || trigger.normal_keywords[i] != words) continue;
      open(program, "keyword " + trigger.keywords[i]);
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
  Conversation fresh{.workflow = workflow.log_name(), .revision = workflow.revision};
  fresh.record.workflow = workflow.log_name();
  fresh.record.key = message_.provider + ":" + message_.id;
  fresh.record.phone = message_.from;
  fresh.record.zone = workflow.hours.zone.name();
  fresh.record.eligible = true;
  fresh.record.consent = true;  // who writes first asks for our answers
  fresh.record.seen_at = draft_.now();
  fresh.id = conversation_id(fresh.workflow, fresh.record.key);
  fresh.sender = message_.to.value;
  fresh.opened_at = draft_.now();
  Conversation& conversation = draft_.conversation(fresh);
  count_reply(conversation);
  conversation_ = conversation.id;
  if (open_with_answer(program, conversation)) return;
  draft_.heard(read_along(workflow, conversation, nullptr, message_.text, draft_.now()));
  draft_.enter(program, conversation, workflow.trigger.start, cause_, why);
  taken("opened", std::string(why));
}

// A first text that says what it is about is not asked what it is about.
bool Inbound::open_with_answer(const Program& program, Conversation& conversation) {
  const State* start = program.workflow->find(program.workflow->trigger.start);
  if (!start || !start->asks()) return false;
  conversation.state = conversation.asked_state = start->name;
  conversation.status = ConversationStatus::kOpen;
  const Verdict verdict = read_reply(program, conversation, reading_, draft_.now());
  classifier_ = program.classifier->revision();
  const bool at_once = verdict.layer == Layer::kNet || verdict.label == "agent";
  const bool said = verdict.automatic && start->on.contains(verdict.label);
  if (!accepts(program, conversation, verdict) || (!at_once && !said)) {
    verdict_ = verdict;
    return false;
  }
  conversation.visit = 1;
  const Answer answer =
      answer_question(draft_, program, conversation, verdict, message_, cause_, false);
  verdict_ = verdict;
  taken(answer.handled, answer.reason);
  return true;
}

bool Inbound::person() {
  const Workflow* workflow = voice();
  if (verdict_.layer == Layer::kNone && first_program()) read_without_question(*first_program());
  draft_.hand_off(workflow, nullptr, {}, "no open question", {}, cause_);
  taken("handed_off", "no open question, no keyword, no catch-all");
  return true;
}

}  // namespace smsflow
