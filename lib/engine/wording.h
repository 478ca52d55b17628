// Texts smsflow says by itself, where neither the workflow nor the queue has its own: templates in
// English and Spanish.
#pragma once

#include <string_view>

#include "workflow/workflow.h"

namespace smsflow {

enum class BuiltInText {
  kOptOutConfirmed,  // the one text after STOP
  kOptOutAmbiguous,  // the same after a bare CANCEL, END or QUIT with a question open
  kOptedIn,
  kHelp,          // brand, a person, STOP: what carriers ask of HELP
  kHolding,       // a hand-off within hours
  kAfterHours,    // outside them; {back} says when people are back
  kVoidQuestion,  // what we asked about changed or passed
  kLate,          // a reply after respond_by
};

std::string_view built_in_text(BuiltInText text, std::string_view language);

// The wording of a `say` for a language and a unit: that language, else "en", else the first; of
// several variants one by weight, always the same for the same unit (SHA-256).
const Wording* choose_wording(const Say& say, std::string_view language, std::string_view unit);

}  // namespace smsflow
