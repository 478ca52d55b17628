#include <nlohmann/json.hpp>

#include "engine/draft.h"
#include "fixture.h"

namespace smsflow::emit_test {
namespace {

using nlohmann::json;

std::vector<Intent> rows_of(const Decision& decision) {
  std::vector<Intent> rows;
  for (const Change& change : decision.changes) {
    const auto* planned = std::get_if<IntentPlanned>(&change);
    if (planned && planned->intent.channel == Channel::kHook) rows.push_back(planned->intent);
  }
  return rows;
}

Conversation conversation_of(const World& world) {
  Conversation conversation{.id = "c1", .workflow = "appointment", .record = world.record()};
  conversation.sender = "+15550100";
  conversation.captured["slot"] = "10:30";
  return conversation;
}

}  // namespace

TEST_CASE("each receiver that wants an event gets a row of its own, always the same") {
  World world;
  world.setting.hooks = [](std::string_view event) -> std::vector<std::string> {
    if (event == "appointment.confirmed") return {"crm", "scheduler"};
    return {};
  };
  const Conversation conversation = conversation_of(world);
  const auto emitted = [&](const char* event, const char* occurrence) {
    Draft draft(world.setting, world.contact, world.now);
    draft.emit(conversation, event, {.occurrence = occurrence, .due = world.now});
    return rows_of(draft.finish("", ""));
  };
  const std::vector<Intent> rows = emitted("appointment.confirmed", "m1");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].sender == "crm");
  CHECK(rows[1].sender == "scheduler");
  CHECK(rows[0].id != rows[1].id);
  CHECK(emitted("appointment.confirmed", "m1")[1].id == rows[1].id);
  CHECK(emitted("appointment.confirmed", "m2")[1].id != rows[1].id);
  const json payload = json::parse(rows[0].text);
  CHECK(payload["type"] == "appointment.confirmed");
  CHECK(payload["data"]["key"] == "A1");
  CHECK(payload["data"]["contact"] == world.phone.e164());
  CHECK(payload["data"]["fields"]["slot"] == "10:30");
  const std::vector<Intent> unwanted = emitted("appointment.moved", "m1");
  REQUIRE(unwanted.size() == 1);
  CHECK(unwanted[0].sender.empty());
}

TEST_CASE("an event is told as one line, and what was said stands for the field of its name") {
  World world;
  Conversation conversation = conversation_of(world);
  conversation.state = "confirmed";
  conversation.record.fields = {{"at", at("2026-03-03T15:00:00.250-06:00")},
                                {"count", std::int64_t{3}},
                                {"slot", std::string("nine")},
                                {"text", std::string("a \"b\"\n")}};
  conversation.captured["zone"] = "\xff";
  Draft draft(world.setting, world.contact, world.now);
  draft.emit(conversation, "appointment.confirmed", {.occurrence = "m1", .due = world.now});
  const std::vector<Intent> rows = rows_of(draft.finish("", ""));
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].text ==
        R"({"data":{"conversation":"c1","fields":{"at":"2026-03-03T21:00:00.250Z","count":"3",)"
        R"("slot":"10:30","text":"a \"b\"\u000a","zone":"�"},"key":"A1","outcome":"",)"
        R"("state":"confirmed","workflow":"appointment","contact":"+13125550101"},)"
        R"("timestamp":"2026-03-02T21:00:00Z","type":"appointment.confirmed"})");
}

TEST_CASE("a desk is told of a hand-off with and without a conversation") {
  World world;
  const Desk desk{.name = "front-desk", .hook = "support.ticket"};
  Handoff handoff{.id = "h1", .queue = "front-desk", .contact = world.phone};
  handoff.reason = "asked for a person";
  handoff.priority = "high";
  handoff.opened_at = world.now;
  const Conversation conversation = conversation_of(world);
  for (const Conversation* about : {static_cast<const Conversation*>(nullptr), &conversation}) {
    Draft draft(world.setting, world.contact, world.now);
    draft.tell_desk(desk, handoff, about, {.occurrence = "m1", .due = world.now});
    const std::vector<Intent> rows = rows_of(draft.finish("", ""));
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].kind == SendKind::kProactive);
    const json data = json::parse(rows[0].text)["data"];
    CHECK(data["handoff"] == "h1");
    CHECK(data["reason"] == "asked for a person");
    CHECK(data["priority"] == "high");
    CHECK(data["alerts"] == 0);
    CHECK(data["contact"] == world.phone.e164());
    CHECK(data.contains("fields") == (about != nullptr));
  }
}

TEST_CASE("a desk without a hook is told nothing") {
  World world;
  Draft draft(world.setting, world.contact, world.now);
  draft.tell_desk({.name = "people"}, {.contact = world.phone}, nullptr, {});
  CHECK(rows_of(draft.finish("", "")).empty());
}

}  // namespace smsflow::emit_test
