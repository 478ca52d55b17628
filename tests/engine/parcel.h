// A workflow with stages, captured values, a promise and a rating, for the tests of those.
#pragma once

#include "fixture.h"
#include "tests/tree.h"

namespace smsflow {

class Parcel : public World {
 public:
  Parcel() : World(in_tree("testdata/workflows/parcel.toml")) {}

  // Order A1 as it stands: in a stage since now.
  RecordSnapshot stands(std::string_view stage, std::string version = {}) const {
    RecordSnapshot snapshot{.workflow = "parcel", .key = "A1"};
    snapshot.phone = phone;
    snapshot.zone = "America/Chicago";
    snapshot.consent = true;
    snapshot.version = std::move(version);
    snapshot.fields = {
        {"order_id", std::string("48291")}, {"status", std::string(stage)}, {"updated_at", now}};
    snapshot.hash = std::string(stage) + format_rfc3339(now);
    snapshot.eligible = true;
    snapshot.start = stage;
    snapshot.begins = stage != "delivered";
    snapshot.at = snapshot.begins ? std::optional(now) : std::nullopt;
    if (snapshot.begins) snapshot.expires = now + std::chrono::hours{12};
    snapshot.seen_at = now;
    return snapshot;
  }

  const Decision& fire(const std::string& suffix) {
    for (const auto& [name_of, timer] : timers) {
      if (!name_of.ends_with(suffix)) continue;
      now = timer.due;
      std::optional<Handoff> handoff;
      const std::string& open = conversation().handoff;
      if (!open.empty()) handoff = handoffs.at(open);
      return take(decide(setting, timer, conversation(), handoff, contact, now));
    }
    FAIL("no timer " << suffix);
    return last;
  }

  // Texts the last decision planned, as templates or as they are.
  std::vector<std::string> texts() const {
    std::vector<std::string> said;
    for (const Change& change : last.changes) {
      const auto* planned_intent = std::get_if<IntentPlanned>(&change);
      if (planned_intent && planned_intent->intent.channel == Channel::kSms) {
        said.push_back(planned_intent->intent.text);
      }
    }
    return said;
  }
};

}  // namespace smsflow
