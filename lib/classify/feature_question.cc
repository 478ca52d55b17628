#include "classify/feature_question.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>

namespace smsflow {
namespace {

bool has_any(std::string_view words, std::initializer_list<std::string_view> phrases) {
  for (const std::string_view phrase : phrases) {
    if (words.find(phrase) != std::string_view::npos) return true;
  }
  return false;
}

// "What time do you want it?" asks for a time although "do you want" comes later.
constexpr std::size_t kClause = 28;

// The last sentence that asks starts with the last question word; earlier ones only lead up to it.
std::size_t last(std::string_view words, std::initializer_list<std::string_view> phrases) {
  std::size_t found = 0;
  for (const std::string_view phrase : phrases) {
    const std::size_t at = words.rfind(phrase);
    if (at != std::string_view::npos && at + 1 > found) found = at + 1;
  }
  return found;
}

constexpr std::array<std::string_view, 12> kPronouns = {" you ", " i ",    " we ", " he ",
                                                        " she ", " they ", " it ", " my ",
                                                        " the ", " your ", " is ", " this "};

constexpr std::array<std::string_view, 19> kYesNoBeginnings = {
    " is ",   " are ", " was ",   " were ",  " do ",    " does ", " did ",
    " have ", " has ", " had ",   " can ",   " could ", " will ", " am ",
    " got ",  " any ", " would ", " shall ", " should "};

bool begins_with_any(std::string_view words, std::span<const std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view each) { return words.starts_with(each); });
}

// "Can you tell me which one?" wants to know which one.
bool asks_to_tell(std::string_view words) {
  return has_any(words, {" tell me ", " let me know ", " know what ", " know when ", " know where ",
                         " know which ", " know how ", " i have your ", " i get your ", " provide ",
                         " share ", " give me ", " i know "});
}

// "... when you were young?": the question word at `at` (counted from 1) begins no question.
bool is_subordinate(std::string_view words, std::size_t at) {
  if (at == 0) return false;
  const std::size_t end = words.find(' ', at);
  if (end == std::string_view::npos || end + 1 >= words.size()) return true;
  const std::string_view next = words.substr(end);
  return begins_with_any(next, kPronouns) || next.substr(1, next.find(' ', 1) - 1).ends_with("ing");
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
  if (has_any(words, {" else can i ", " anything else ", " something else i ", " any other ",
                      " more i can "})) {
    return QuestionKind::kMore;
  }
  if (has_any(words, {" reply ", " respond ", " answer c ", " press "}))
    return QuestionKind::kReminder;
  if (!asks && has_any(words, {" due ", " overdue ", " invoice ", " balance ", " payment "}))
    return QuestionKind::kPayment;
  if (has_any(words, {" confirm ", " make sure ", " is that correct ", " is that right ",
                      " is this correct ", " verify ", " correct ", " details "})) {
    return QuestionKind::kConfirm;
  }
  const bool yes_no = begins_with_any(words, kYesNoBeginnings) && !asks_to_tell(words);
  const std::size_t time = last(
      words, {" what time ", " when ", " which day ", " what day ", " what date ", " which date "});
  const std::size_t open = last(words, {" what ", " which ", " where ", " who ", " how ", " why "});
  const std::size_t offer =
      last(words, {" would you ", " want to ", " want me ", " shall i ", " should i ", " can i ",
                   " may i ", " do you want ", " you want ", " interested in ", " how about ",
                   " what about ", " like to ", " like me ", " does that work ", " sound "});
  const std::size_t auxiliary = last(
      words, {" are ", " is ", " do ", " does ", " did ", " have ", " has ", " will ", " was ",
              " can ", " could ", " would ", " should ", " shall ", " got ", " any ", " ever "});
  const bool subordinate = yes_no && is_subordinate(words, std::max(time, open));
  if (time != 0 && time + kClause >= offer && !subordinate) return QuestionKind::kTime;
  if (open != 0 && open + kClause >= offer && !subordinate) return QuestionKind::kOpen;
  if (offer != 0) return QuestionKind::kOffer;
  if (asks) return auxiliary != 0 ? QuestionKind::kYesNo : QuestionKind::kOpen;
  return QuestionKind::kStatement;
}

}  // namespace smsflow
