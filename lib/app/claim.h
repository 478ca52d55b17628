// One due intent, judged: what happens to it in the transaction that would write `posting`.
#pragma once

#include <optional>
#include <string>

#include "app/carriers.h"
#include "app/programs.h"
#include "store/store.h"

namespace smsflow {

// A text on its way as a mail.
struct Letter {
  std::string to;
  std::string subject;
  std::string text;
};

struct Claim {
  Intent next;                             // as it shall be written
  std::string reason;                      // evidence, for the log
  std::optional<OutboundMessage> message;  // set when next.state is kPosting, unless it is a mail
  std::optional<Letter> letter;            // set when it is
  const Provider* provider = nullptr;
  const SenderConfig* sender = nullptr;
};

// Renders, checks and asks policy. Pure but for the reads of `log`. Never posting without
// may_send's yes; quiet hours plan it again for later.
Claim judge(Transaction& log, Programs& programs, const Carriers& carriers, const Intent& intent,
            Instant now);

}  // namespace smsflow
