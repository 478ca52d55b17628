// A small workflow without faults, to be edited by tests.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "reserved.h"
#include "workflow/load.h"

inline constexpr std::string_view kDemo = R"(name = "demo"
brand = "Northside Dental"
purpose = "appointment-reminder"
owners = { rules = "a", integration = "b", escalation = "c", consent = "d" }

[record]
source = "scheduling system"
key = "appointment_id"
phone = "phone"
zone = "zone"
fields = { first_name = "text", starts_at = "time", note = "text?" }

[trigger]
at = "starts_at - 24h"
expires = "starts_at - 2h"
start = "asked"

[intents.confirm]
keywords = ["C"]

[intents.reschedule]
keywords = ["R"]

[states.asked]
say = "Hi {first_name}, {brand} here. Reply C to confirm or R to move."
[states.asked.on]
confirm = { go = "confirmed" }
reschedule = { handoff = "desk" }

[states.confirmed]
end = "confirmed"
say = "See you {starts_at:day_time}."
)";

// The demo with each `first` replaced by `second`, once.
inline std::string demo(const std::vector<std::pair<std::string, std::string>>& edits = {}) {
  std::string text(kDemo);
  for (const auto& [from, to] : edits) {
    const std::size_t at = text.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, from);
    text.replace(at, from.size(), to);
  }
  return text;
}

inline smsflow::LoadedWorkflow load_demo(
    const std::vector<std::pair<std::string, std::string>>& edits = {}) {
  return smsflow::load_workflow(demo(edits), "demo.toml", kReserved);
}

// The codes of all faults in file order, joined by blanks; "" for none.
inline std::string codes(const std::vector<std::pair<std::string, std::string>>& edits = {}) {
  std::string out;
  for (const smsflow::Diagnostic& fault : load_demo(edits).diagnostics) {
    out += (out.empty() ? "" : " ") + fault.code;
  }
  return out;
}

inline constexpr const char* kAskedOn = "reschedule = { handoff = \"desk\" }\n";
