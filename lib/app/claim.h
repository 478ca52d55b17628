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
  std::optional<Route> route;              // with the message
};

// The sender that a workflow names; "" for none.
std::string sender_of(const Setting& setting, std::string_view workflow, std::string_view revision);

// Renders, checks and asks policy. Pure but for the reads of `log`. Never posting without
// may_send's yes; quiet hours plan it again for later.
Claim judge(Transaction& log, Programs& programs, const Carriers& carriers, const Intent& intent,
            Instant now);

}  // namespace smsflow
