#include "policy/may_send.h"

#include <doctest/doctest.h>

#include <sstream>

namespace smsflow::may_send_test {
namespace {

// A case a line: local time | zones | contact | record consent | kind | more -> verdict.
//   contact: new, opted_out, paused, wrong_number, landline, granted, withdrawn, busy
//   more: -, void, ineligible, expired, marketing; seen_26h: a look of that age, where "26h" is
//         fresh; missing: from the latest look; never: no look at all
constexpr std::string_view kCases = R"(
12:00 America/Chicago                    new          yes proactive            -          -> none
08:00 America/Chicago                    new          yes proactive            -          -> none
07:59 America/Chicago                    new          yes proactive            -          -> quiet_hours
20:59 America/Chicago                    new          yes proactive            -          -> none
21:00 America/Chicago                    new          yes proactive            -          -> quiet_hours
03:00 America/Chicago                    new          yes reply                -          -> none
03:00 America/Chicago                    new          yes agent                -          -> none
08:30 America/Chicago,America/Denver     new          yes proactive            -          -> quiet_hours
09:30 America/Chicago,America/Denver     new          yes proactive            -          -> none
12:00 -                                  new          yes proactive            -          -> quiet_hours
12:00 UTC                                new          yes proactive            -          -> none
23:00 UTC                                new          yes proactive            -          -> quiet_hours
12:00 America/Chicago                    new          no  proactive            -          -> no_consent
12:00 America/Chicago                    new          ?   proactive            -          -> no_consent
12:00 America/Chicago                    granted      ?   proactive            -          -> none
12:00 America/Chicago                    granted      no  proactive            -          -> no_consent
12:00 America/Chicago                    withdrawn    yes proactive            -          -> no_consent
12:00 America/Chicago                    withdrawn    yes reply                -          -> none
12:00 America/Chicago                    opted_out    yes proactive            -          -> opted_out
12:00 America/Chicago                    opted_out    yes reply                -          -> opted_out
12:00 America/Chicago                    opted_out    yes agent                -          -> opted_out
12:00 America/Chicago                    opted_out    yes opt_out_confirmation -          -> none
12:00 America/Chicago                    confirmed    yes opt_out_confirmation -          -> opted_out
12:00 America/Chicago                    long_ago     yes opt_out_confirmation -          -> opted_out
12:00 America/Chicago                    paused       yes proactive            -          -> paused
12:00 America/Chicago                    paused       yes reply                -          -> paused
12:00 America/Chicago                    paused       yes agent                -          -> none
12:00 America/Chicago                    wrong_number yes proactive            -          -> wrong_number
12:00 America/Chicago                    landline     yes proactive            -          -> unreachable
12:00 America/Chicago                    busy         yes reply                -          -> capped
12:00 America/Chicago                    busy         yes agent                -          -> none
12:00 America/Chicago                    new          yes proactive            void       -> void
12:00 America/Chicago                    new          yes proactive            ineligible -> void
12:00 America/Chicago                    new          yes reply                void       -> none
12:00 America/Chicago                    new          yes proactive            expired    -> stale
12:00 America/Chicago                    new          yes proactive            seen_0h    -> none
12:00 America/Chicago                    new          yes proactive            seen_26h   -> none
12:00 America/Chicago                    new          yes proactive            seen_27h   -> not_seen
12:00 America/Chicago                    new          yes proactive            never      -> not_seen
12:00 America/Chicago                    new          yes proactive            missing    -> not_seen
12:00 America/Chicago                    new          yes reply                seen_27h   -> none
12:00 America/Chicago                    new          yes reply                missing    -> none
12:00 America/Chicago                    new          yes agent                missing    -> none
12:00 America/Chicago                    new          no  proactive            missing    -> not_seen
22:00 America/Chicago                    new          yes proactive            missing    -> not_seen
12:00 America/Chicago                    opted_out    yes proactive            missing    -> opted_out
12:00 America/Chicago                    new          yes reply                expired    -> stale
22:00 America/Chicago                    opted_out    no  proactive            expired    -> opted_out
12:00 America/Chicago                    new          yes proactive            marketing  -> no_consent
12:00 America/Chicago                    new          ?   proactive            marketing  -> no_consent
12:00 America/Chicago                    granted      ?   proactive            marketing  -> none
12:00 America/Chicago                    granted      yes proactive            marketing  -> none
12:00 America/Chicago                    withdrawn    yes proactive            marketing  -> no_consent
12:00 America/Chicago                    new          yes reply                marketing  -> none
)";

Instant at_chicago(const std::string& clock) {
  return *parse_local("2026-03-02T" + clock, *Zone::find("America/Chicago"));
}

Contact contact_like(const std::string& word, Instant now) {
  Contact contact{.phone = *PhoneNumber::from_e164("+13125550101")};
  if (word == "opted_out" || word == "confirmed") contact.opted_out_at = now;
  if (word == "confirmed") contact.opt_out_confirmed_at = now;
  if (word == "long_ago") contact.opted_out_at = now - std::chrono::minutes{6};
  contact.paused = word == "paused";
  contact.wrong_number = word == "wrong_number";
  if (word == "landline") contact.unreachable = ErrorClass::kNotMobile;
  if (word == "granted" || word == "withdrawn") {
    contact.consents = {{.purpose = "reminder", .granted = word == "granted", .at = now}};
  }
  if (word == "busy") contact.recent_replies.assign(6, now - std::chrono::minutes{5});
  return contact;
}

SendKind kind_of(const std::string& word) {
  for (SendKind kind : {SendKind::kReply, SendKind::kOptOutConfirmation, SendKind::kAgent}) {
    if (name(kind) == word) return kind;
  }
  return SendKind::kProactive;
}

}  // namespace

TEST_CASE("every gate, a case a line") {
  std::istringstream lines{std::string(kCases)};
  std::string line;
  int count = 0;
  while (std::getline(lines, line)) {
    if (line.empty()) continue;
    CAPTURE(line);
    std::istringstream words(line);
    std::string clock, zones, who, consent, kind, more, arrow, verdict;
    words >> clock >> zones >> who >> consent >> kind >> more >> arrow >> verdict;
    // A zone named UTC reads its own wall clock: offset 0 is a zone, not a missing one.
    const Instant now =
        zones == "UTC" ? *parse_local("2026-03-02T" + clock, Zone::utc()) : at_chicago(clock);
    const Contact contact = contact_like(who, now);
    SendQuestion ask{.kind = kind_of(kind), .purpose = "reminder", .contact = &contact, .now = now};
    if (consent != "?") ask.record_consent = consent == "yes";
    ask.conversation_void = more == "void";
    ask.record_eligible = more != "ineligible";
    if (more == "expired") ask.expires = now;
    ask.record_missing = more == "missing";
    const bool is_seen = more.starts_with("seen_");
    if (is_seen || more == "never") ask.fresh = std::chrono::hours{26};
    if (is_seen) ask.record_seen_at = now - *parse_duration(more.substr(5));
    if (more == "marketing") ask.message_class = MessageClass::kMarketing;
    std::istringstream zone_names(zones == "-" ? "" : zones);
    std::string zone;
    while (std::getline(zone_names, zone, ',')) ask.zones.push_back(*Zone::find(zone));
    const Permission permission = may_send(ask);
    CHECK(std::string(name(permission.reason)) == verdict);
    ++count;
  }
  CHECK(count == 54);
}

TEST_CASE("quiet hours say when they end, also across a clock change") {
  const Contact contact{.phone = *PhoneNumber::from_e164("+12125550101")};
  const Zone zone = *Zone::find("America/New_York");
  SendQuestion ask{.contact = &contact, .record_consent = true, .zones = {zone}};
  ask.now = *parse_local("2026-03-07T22:00", zone);  // the night before the clocks go forward
  const Permission permission = may_send(ask);
  REQUIRE(permission.later);
  CHECK(*permission.later == *parse_local("2026-03-08T08:00", zone));
  CHECK(format_rfc3339(*permission.later) == "2026-03-08T12:00:00Z");
}

TEST_CASE("a yes and a no both come with their evidence") {
  const Instant now = at_chicago("12:00");
  Contact contact = contact_like("granted", now);
  SendQuestion ask{.purpose = "reminder", .contact = &contact, .now = now};
  ask.zones = {*Zone::find("America/Chicago")};
  const auto has = [](const Permission& permission, std::string_view key) {
    for (const auto& [name_of, value] : permission.evidence) {
      if (name_of == key) return true;
    }
    return false;
  };
  CHECK(has(may_send(ask), "consent_at"));
  CHECK(has(may_send(ask), "zones"));
  contact.opted_out_at = now;
  contact.opt_out_rule = "opt-out word STOP (en)";
  CHECK(has(may_send(ask), "opted_out_at"));
}

TEST_CASE("a look that is too old is told with its age and its bound") {
  const Instant now = at_chicago("12:00");
  const Contact contact = contact_like("granted", now);
  SendQuestion ask{.purpose = "reminder", .contact = &contact, .now = now};
  ask.record_seen_at = now - std::chrono::hours{30};
  ask.fresh = std::chrono::hours{26};
  const Permission held = may_send(ask);
  CHECK(held.reason == BlockReason::kNotSeen);
  const Evidence expected = {{"kind", "proactive"},
                             {"record_seen_at", "2026-03-01T12:00:00Z"},
                             {"fresh", "1d 2h"},
                             {"look", "older than fresh allows"}};
  CHECK(held.evidence == expected);
}

TEST_CASE("the latest consent of a purpose counts, and * is every purpose") {
  Contact contact{.phone = *PhoneNumber::from_e164("+12125550101")};
  const Instant now = from_ms(0);
  CHECK_FALSE(consent_for(contact, "a"));
  contact.consents.push_back({.purpose = "*", .granted = true, .at = now});
  contact.consents.push_back({.purpose = "b", .granted = false, .at = now});
  CHECK(consent_for(contact, "a")->granted);
  CHECK_FALSE(consent_for(contact, "b")->granted);
}

TEST_CASE("replies older than an hour do not count against the cap") {
  const Instant now = at_chicago("12:00");
  Contact contact = contact_like("busy", now);
  SendQuestion ask{.kind = SendKind::kReply, .contact = &contact, .now = now};
  CHECK(may_send(ask).reason == BlockReason::kCapped);
  ask.now = now + std::chrono::minutes{56};
  CHECK(may_send(ask).granted());
}

}  // namespace smsflow::may_send_test
