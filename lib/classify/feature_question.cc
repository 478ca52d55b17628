#include "classify/feature_question.h"

#include <algorithm>
#include <array>
#include <vector>

#include "classify/word_table.h"

namespace smsflow {
namespace {

// "What time do you want it?" asks for a time although "do you want" comes later.
constexpr std::size_t kClause = 28;

enum class Cue {
  kMore,
  kReminder,
  kPayment,
  kConfirm,
  kReadBack,
  kYesNo,
  kTell,
  kTime,
  kOpen,
  kOffer,
  kVerb
};
constexpr std::size_t kCues = 11;

struct CueWords {
  Cue cue;
  std::string_view phrase;
};

// clang-format off
constexpr CueWords kCueWords[] = {
    {Cue::kMore, "else can i"}, {Cue::kMore, "anything else"}, {Cue::kMore, "something else i"},
    {Cue::kMore, "any other"}, {Cue::kMore, "more i can"},
    {Cue::kReminder, "reply"}, {Cue::kReminder, "respond"}, {Cue::kReminder, "answer c"},
    {Cue::kReminder, "press"},
    {Cue::kPayment, "due"}, {Cue::kPayment, "overdue"}, {Cue::kPayment, "invoice"},
    {Cue::kPayment, "balance"}, {Cue::kPayment, "payment"},
    {Cue::kConfirm, "confirm"}, {Cue::kConfirm, "make sure"}, {Cue::kConfirm, "is that correct"},
    {Cue::kConfirm, "is that right"}, {Cue::kConfirm, "is this correct"}, {Cue::kConfirm, "verify"},
    {Cue::kConfirm, "correct"}, {Cue::kConfirm, "details"},
    // "Can you tell me which one?" wants to know which one.
    {Cue::kTell, "tell me"}, {Cue::kTell, "let me know"}, {Cue::kTell, "know what"},
    {Cue::kTell, "know when"}, {Cue::kTell, "know where"}, {Cue::kTell, "know which"},
    {Cue::kTell, "know how"}, {Cue::kTell, "i have your"}, {Cue::kTell, "i get your"},
    {Cue::kTell, "provide"}, {Cue::kTell, "share"}, {Cue::kTell, "give me"}, {Cue::kTell, "i know"},
    {Cue::kTime, "what time"}, {Cue::kTime, "when"}, {Cue::kTime, "which day"},
    {Cue::kTime, "what day"}, {Cue::kTime, "what date"}, {Cue::kTime, "which date"},
    {Cue::kOpen, "what"}, {Cue::kOpen, "which"}, {Cue::kOpen, "where"}, {Cue::kOpen, "who"},
    {Cue::kOpen, "how"}, {Cue::kOpen, "why"},
    {Cue::kOffer, "would you"}, {Cue::kOffer, "want to"}, {Cue::kOffer, "want me"},
    {Cue::kOffer, "shall i"}, {Cue::kOffer, "should i"}, {Cue::kOffer, "can i"},
    {Cue::kOffer, "may i"}, {Cue::kOffer, "do you want"}, {Cue::kOffer, "you want"},
    {Cue::kOffer, "interested in"}, {Cue::kOffer, "how about"}, {Cue::kOffer, "what about"},
    {Cue::kOffer, "like to"}, {Cue::kOffer, "like me"}, {Cue::kOffer, "does that work"},
    {Cue::kOffer, "sound"},
    {Cue::kVerb, "are"}, {Cue::kVerb, "is"}, {Cue::kVerb, "do"}, {Cue::kVerb, "does"},
    {Cue::kVerb, "did"}, {Cue::kVerb, "have"}, {Cue::kVerb, "has"}, {Cue::kVerb, "will"},
    {Cue::kVerb, "was"}, {Cue::kVerb, "can"}, {Cue::kVerb, "could"}, {Cue::kVerb, "would"},
    {Cue::kVerb, "should"}, {Cue::kVerb, "shall"}, {Cue::kVerb, "got"}, {Cue::kVerb, "any"},
    {Cue::kVerb, "ever"},
    // Only as the first words. "You want two tickets?" reads back what was said.
    {Cue::kReadBack, "you want"}, {Cue::kReadBack, "you would like"}, {Cue::kReadBack, "you d like"},
    {Cue::kReadBack, "so you"}, {Cue::kReadBack, "so thats"}, {Cue::kReadBack, "so that is"},
    {Cue::kReadBack, "you need"}, {Cue::kReadBack, "youd like"}, {Cue::kReadBack, "just to check"},
    {Cue::kYesNo, "is"}, {Cue::kYesNo, "are"}, {Cue::kYesNo, "was"}, {Cue::kYesNo, "were"},
    {Cue::kYesNo, "do"}, {Cue::kYesNo, "does"}, {Cue::kYesNo, "did"}, {Cue::kYesNo, "have"},
    {Cue::kYesNo, "has"}, {Cue::kYesNo, "had"}, {Cue::kYesNo, "can"}, {Cue::kYesNo, "could"},
    {Cue::kYesNo, "will"}, {Cue::kYesNo, "am"}, {Cue::kYesNo, "got"}, {Cue::kYesNo, "any"},
    {Cue::kYesNo, "would"}, {Cue::kYesNo, "shall"}, {Cue::kYesNo, "should"},
};
// clang-format on

// The cues by their first word: every word of every question is looked up.
struct CueTable {
  CueTable() {
    for (const CueWords& cue : kCueWords) {
      const std::string_view first = cue.phrase.substr(0, cue.phrase.find(' '));
      const auto next = static_cast<std::uint32_t>(by_word.size() + 1);
      const std::uint32_t number = words.add(first, next);
      if (number == next) by_word.emplace_back();
      by_word[number - 1].push_back(&cue);
    }
  }
  WordTable words;
  std::vector<std::vector<const CueWords*>> by_word;
};

// Where the last phrase of each kind begins; 0: none does. The last sentence that asks starts with
// the last question word; earlier ones only lead up to it.
std::array<std::size_t, kCues> find_cues(std::string_view words) {
  static const CueTable kTable;
  std::array<std::size_t, kCues> last{};
  for (std::size_t begin = 1; begin < words.size();) {
    const std::size_t end = std::min(words.find(' ', begin), words.size() - 1);
    const std::uint32_t number = kTable.words.find(words.substr(begin, end - begin));
    if (number != 0) {
      const std::string_view rest = words.substr(begin);
      for (const CueWords* cue : kTable.by_word[number - 1]) {
        const bool opens = cue->cue == Cue::kYesNo || cue->cue == Cue::kReadBack;
        if (opens && begin != 1) continue;
        const std::size_t size = cue->phrase.size();
        if (rest.size() > size && rest[size] == ' ' && rest.starts_with(cue->phrase))
          last[static_cast<std::size_t>(cue->cue)] = begin;
      }
    }
    begin = end + 1;
  }
  return last;
}

constexpr std::array<std::string_view, 12> kPronouns = {" you ", " i ",    " we ", " he ",
                                                        " she ", " they ", " it ", " my ",
                                                        " the ", " your ", " is ", " this "};

// "... when you were young?": the question word at `at` (counted from 1) begins no question.
bool is_subordinate(std::string_view words, std::size_t at) {
  if (at == 0) return false;
  const std::size_t end = words.find(' ', at);
  if (end == std::string_view::npos || end + 1 >= words.size()) return true;
  const std::string_view next = words.substr(end);
  const auto begins = [&](std::string_view each) { return next.starts_with(each); };
  return std::any_of(kPronouns.begin(), kPronouns.end(), begins) ||
         next.substr(1, next.find(' ', 1) - 1).ends_with("ing");
}

}  // namespace

std::string_view name(QuestionKind kind) {
  constexpr std::array<std::string_view, 10> kNames = {"none",    "reminder", "confirm", "more",
                                                       "offer",   "time",     "open",    "yes-no",
                                                       "payment", "statement"};
  return kNames[static_cast<std::size_t>(kind)];
}

QuestionKind question_kind(std::string_view words, bool asks) {
  if (words.size() <= 1) return QuestionKind::kNone;
  const std::array<std::size_t, kCues> cues = find_cues(words);
  const auto at = [&](Cue cue) { return cues[static_cast<std::size_t>(cue)]; };
  if (at(Cue::kMore) != 0) return QuestionKind::kMore;
  if (at(Cue::kReminder) != 0) return QuestionKind::kReminder;
  if (!asks && at(Cue::kPayment) != 0) return QuestionKind::kPayment;
  if (at(Cue::kConfirm) != 0 || at(Cue::kReadBack) != 0) return QuestionKind::kConfirm;
  const bool yes_no = at(Cue::kYesNo) != 0 && at(Cue::kTell) == 0;
  const std::size_t time = at(Cue::kTime);
  const std::size_t open = at(Cue::kOpen);
  const std::size_t offer = at(Cue::kOffer);
  const bool subordinate = yes_no && is_subordinate(words, std::max(time, open));
  if (time != 0 && time + kClause >= offer && !subordinate) return QuestionKind::kTime;
  // "How about noon?" is an offer, though "how" asks for anything.
  if (open != 0 && open != offer && open + kClause >= offer && !subordinate)
    return QuestionKind::kOpen;
  if (offer != 0) return QuestionKind::kOffer;
  if (asks) return at(Cue::kVerb) != 0 ? QuestionKind::kYesNo : QuestionKind::kOpen;
  return QuestionKind::kStatement;
}

}  // namespace smsflow
