#include "message/contact.h"

namespace smsflow {

bool opt_out(Contact& contact, Instant at, std::string_view rule) {
  if (contact.opted_out_at && *contact.opted_out_at >= at) return false;
  contact.opted_out_at = at;
  contact.opt_out_rule = rule;
  contact.paused = false;
  return true;
}

}  // namespace smsflow
