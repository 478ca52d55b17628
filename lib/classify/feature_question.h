// What kind of question a context asks: a bare "no" means another thing after "Shall I book it?"
// than after "Anything else?".
#pragma once

#include <string_view>

namespace smsflow {

enum class QuestionKind {
  kNone,       // no context
  kReminder,   // "Reply C to confirm or R to reschedule"
  kConfirm,    // "Please confirm: two tickets for Friday"
  kMore,       // "Anything else I can do for you?"
  kOffer,      // "Would you like to book a table?"
  kTime,       // "What time suits you?"
  kOpen,       // "Which city?"
  kYesNo,      // "Are you at home?"
  kPayment,    // "Your invoice of $80 is due on Friday"
  kStatement,  // "Your table is booked."
};
std::string_view name(QuestionKind kind);

// `words`: the words of the context in one spelling, joined and bounded by single spaces;
// `asks`: it has a question mark.
QuestionKind question_kind(std::string_view words, bool asks);

}  // namespace smsflow
