// A workflow over few columns, to be edited by tests.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "workflow/load.h"

inline smsflow::Workflow demo(const std::vector<std::pair<std::string, std::string>>& edits = {}) {
  std::string text = R"(name = "demo"
brand = "Northside Dental"
purpose = "reminder"
owners = { rules = "a", integration = "b", escalation = "c", consent = "d" }
[record]
source = "system"
key = "id"
phone = "phone"
zone = "zone"
consent = "ok"
fields = { name = "text", starts_at = "time", note = "text?", fee = "number?" }
[trigger]
when = "status = 'booked'"
at = "starts_at - 24h"
expires = "starts_at - 2h"
respond_by = "starts_at - 1h"
start = "told"
[states.told]
say = "{brand}: see you {starts_at:day_time}, {name}."
end = "told"
)";
  for (const auto& [from, to] : edits) {
    const std::size_t at = text.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, from);
    text.replace(at, from.size(), to);
  }
  smsflow::LoadedWorkflow loaded = smsflow::load_workflow(text, "demo.toml", {});
  for (const smsflow::Diagnostic& fault : loaded.diagnostics) {
    REQUIRE_MESSAGE(fault.severity == smsflow::Severity::kWarning, smsflow::render(fault, text));
  }
  return std::move(loaded.value);
}
