// May this text leave now, and in which words? The only place that says so: a run asks it in the
// transaction that writes `posting`, a plan asks it of what would be. Pure: what it needs to know
// of the log stands in its arguments.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/conversation.h"
#include "engine/intent.h"
#include "workflow/workflow.h"

namespace smsflow {

// How the record of a conversation stands in its source.
struct Standing {
  std::optional<Instant> seen_at;  // of the last look in which it stood
  bool missing = false;            // from the latest one
  std::optional<Duration> fresh;   // how old that look may be; nothing where no look is needed
};

// Seen lately enough to be written about.
bool is_seen(const Standing& standing, Instant now);

// What else bears on it.
struct Grounds {
  const Workflow* workflow = nullptr;  // it was planned by; null when that cannot be had
  bool eligible = true;                // its record still meets `when`
  std::optional<Standing> standing;    // of its record, where depends_on_record()
  bool has_sender = true;              // somebody can carry it; not asked of a mail
  std::string_view mail_subject = {};  // template, of a mail
};

// Whether eligible and standing are asked for.
bool depends_on_record(const Intent& intent, const std::optional<Conversation>& conversation);

struct Evaluated {
  bool leaves = false;
  Intent next;            // where it does not leave: as it shall be written
  Permission permission;  // with the evidence
  std::string reason;     // for the log and for people
  std::string text;       // where it leaves: its words, and for a mail
  std::string subject;
  std::string mail_to;
};

// `contact` is whom it goes to. What may not leave at this hour is planned again for later.
Evaluated evaluate(const Intent& intent, const Contact& contact,
                   const std::optional<Conversation>& conversation, const Grounds& grounds,
                   Instant now);

}  // namespace smsflow
