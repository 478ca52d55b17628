// Texts that the original of an adopted copy may have sent: they are looked up at the carrier
// first, as those whose POST ended unclear are (app/lookups.h).
#pragma once

#include <optional>
#include <string>

#include "app/carriers.h"
#include "app/programs.h"
#include "store/store.h"

namespace smsflow {

// Since when the original may have sent a text that is about to be posted for the first time;
// nothing when it cannot have.
std::optional<Instant> may_have_left_since(ReadTransaction& log, const Adoption& adoption,
                                           const Intent& intent, Instant now);

// A text or mail that was found fit to leave (app/claim.h) becomes `unknown` instead, as if it had
// left at `left`; `expired_unknown` where its carrier cannot be asked. Which of them it is now.
IntentState set_in_doubt(Transaction& log, Programs& programs, const Carriers& carriers,
                         Intent claimed, const std::string& evidence, Instant left, Instant now);

}  // namespace smsflow
