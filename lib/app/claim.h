// One due text: what evaluate() is asked of it, and what becomes of it in the transaction that
// would write `posting`.
#pragma once

#include <optional>
#include <string>

#include "app/carriers.h"
#include "app/programs.h"
#include "engine/evaluate.h"
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
  Permission permission;                   // what policy said
  std::string reason;                      // evidence, for the log
  std::optional<OutboundMessage> message;  // set when next.state is kPosting, unless it is a mail
  std::optional<Letter> letter;            // set when it is
  std::optional<Route> route;              // with the message
};

// What bears on a text, as the log has it.
struct Case {
  Contact contact;
  std::optional<Conversation> conversation;
  Grounds grounds;
  std::optional<Route> route;
};
Case case_of(ReadTransaction& log, Programs& programs, const Carriers& carriers,
             const Intent& intent, Instant now);

// The sender that a workflow names; "" for none.
std::string sender_of(const Setting& setting, std::string_view workflow, std::string_view revision);

// Never posting without evaluate()'s yes.
Claim claim_of(const Case& known, const Intent& intent, Instant now);
Claim claim_of(ReadTransaction& log, Programs& programs, const Carriers& carriers,
               const Intent& intent, Instant now);

}  // namespace smsflow
