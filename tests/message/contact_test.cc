#include "message/contact.h"

#include <doctest/doctest.h>

namespace smsflow::contact_test {

TEST_CASE("an opt-out is as old as the latest word of it") {
  const auto at = [](const char* text) { return *parse_rfc3339(text); };
  Contact contact{.phone = *PhoneNumber::from_e164("+13125550101")};
  contact.paused = true;
  CHECK(opt_out(contact, at("2026-03-02T10:00:00Z"), "STOP"));
  CHECK_FALSE(contact.paused);
  CHECK(opt_out(contact, at("2026-03-02T11:00:00Z"), "letter"));
  CHECK_FALSE(opt_out(contact, at("2026-03-02T11:00:00Z"), "STOP"));
  CHECK_FALSE(opt_out(contact, at("2026-03-02T10:30:00Z"), "STOP"));
  CHECK(contact.opted_out_at == at("2026-03-02T11:00:00Z"));
  CHECK(contact.opt_out_rule == "letter");
}

}  // namespace smsflow::contact_test
