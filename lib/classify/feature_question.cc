#include "classify/feature_question.h"

#include <array>
#include <initializer_list>

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
  const std::size_t time = last(
      words, {" what time ", " when ", " which day ", " what day ", " what date ", " which date "});
  const std::size_t open = last(words, {" what ", " which ", " where ", " who ", " how ", " why "});
  const std::size_t offer =
      last(words, {" would you ", " want to ", " want me ", " shall i ", " should i ", " can i ",
                   " may i ", " do you want ", " you want ", " interested in ", " how about ",
                   " what about ", " like to ", " like me ", " does that work ", " sound "});
  const std::size_t yes_no = last(
      words, {" are ", " is ", " do ", " does ", " did ", " have ", " has ", " will ", " was "});
  if (time != 0 && time + kClause >= offer) return QuestionKind::kTime;
  if (open != 0 && open + kClause >= offer) return QuestionKind::kOpen;
  if (offer != 0) return QuestionKind::kOffer;
  if (asks) return yes_no != 0 ? QuestionKind::kYesNo : QuestionKind::kOpen;
  return QuestionKind::kStatement;
}

}  // namespace smsflow
