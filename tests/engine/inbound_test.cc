#include <algorithm>
#include <random>

#include "fixture.h"

namespace smsflow::inbound_test {
namespace {

struct Asked : World {
  Asked() {
    see(record());
    deliver();
    now += std::chrono::minutes{10};
  }
};

using Steps = std::vector<std::string>;

}  // namespace

TEST_CASE("replies lead where the state says") {
  struct Case {
    const char* text;
    const char* state;
    ConversationStatus status;
    const char* handled;
  };
  for (const Case& one : {
           Case{"C", "confirmed", ConversationStatus::kEnded, "auto_resolved"},
           Case{"(c)", "confirmed", ConversationStatus::kEnded, "auto_resolved"},
           Case{"R", "rescheduling", ConversationStatus::kOpen, "auto_resolved"},
           Case{"Sorry, can't make it", "cancelled", ConversationStatus::kEnded, "auto_resolved"},
           Case{"Do you take Delta insurance?", "asked", ConversationStatus::kOwned, "handed_off"},
           Case{"HELP", "asked", ConversationStatus::kOwned, "handed_off"},
       }) {
    CAPTURE(one.text);
    Asked world;
    world.hear(one.text);
    CHECK(world.conversation().state == one.state);
    CHECK(world.conversation().status == one.status);
    CHECK(world.last.handled == one.handled);
    CHECK_FALSE(world.verdict().rule.empty());
  }
}

TEST_CASE("C never matches CANCEL: the bare word is an opt-out, and a person asks what was meant") {
  Asked world;
  world.hear("CANCEL");
  CHECK(world.contact.opted_out_at == world.now);
  CHECK(world.conversation().outcome == "opted_out");
  REQUIRE(world.handoffs.size() == 1);
  CHECK(world.handoffs.begin()->second.reason.find("cancel") != std::string::npos);
  CHECK(world.planned() == Steps{"opt_out"});
}

TEST_CASE("only START undoes an opt-out") {
  Asked world;
  world.hear("stop");
  REQUIRE(world.contact.opted_out_at);
  for (const char* word : {"yes", "C", "ok", "hello", "Y"}) {
    world.hear(word);
    CHECK(world.contact.opted_out_at);
  }
  world.hear("START");
  CHECK_FALSE(world.contact.opted_out_at);
  CHECK(world.planned() == Steps{"opt_in"});
}

TEST_CASE("a START that was written before the latest STOP changes nothing") {
  Asked world;
  const Instant first = world.now;
  world.hear("STOP");
  world.now += std::chrono::minutes{40};
  world.hear("STOP");
  CHECK(world.contact.opted_out_at == world.now);
  // Not even in the second of the STOP, for a carrier's list tells no less.
  for (const Instant written : {first + std::chrono::minutes{20}, world.now}) {
    world.fetch("START", written);
    CHECK(world.contact.opted_out_at);
    CHECK(world.planned().empty());
    CHECK(world.last.handled == "ignored");
    CHECK(world.verdict().label == "start");
    CHECK_FALSE(world.verdict().rule.empty());
  }
  world.fetch("START", world.now + std::chrono::seconds{1});
  CHECK_FALSE(world.contact.opted_out_at);
  CHECK(world.planned() == Steps{"opt_in"});
}

TEST_CASE("a STOP that comes late opts out, also one written before a START: in doubt no text") {
  Asked world;
  const Instant first = world.now;
  world.hear("STOP");
  world.now += std::chrono::hours{2};
  world.hear("START");
  REQUIRE_FALSE(world.contact.opted_out_at);
  world.fetch("STOP", first + std::chrono::hours{1});
  CHECK(world.contact.opted_out_at == first + std::chrono::hours{1});
  // What was asked an hour ago is not confirmed any more.
  for (const auto& [id, intent] : world.intents) {
    if (intent.planned_at == world.now && intent.step == "opt_out") {
      CHECK(*intent.expires < world.now);
    }
  }
  // A carrier whose clock is ahead opts out as of now.
  Asked ahead;
  ahead.fetch("STOP", ahead.now + std::chrono::minutes{1});
  CHECK(ahead.contact.opted_out_at == ahead.now);
}

TEST_CASE("a START that was written before what may be an opt-out does not undo the pause") {
  Asked world;
  world.hear("Cancl");
  REQUIRE(world.contact.paused);
  world.now += std::chrono::hours{1};
  world.fetch("START", world.now - std::chrono::hours{2});
  CHECK(world.contact.paused);
  CHECK(world.last.handled == "ignored");
  world.fetch("START", world.now);
  CHECK_FALSE(world.contact.paused);
}

TEST_CASE("a second STOP is recorded and not answered again") {
  Asked world;
  world.hear("STOP");
  CHECK(world.planned() == Steps{"opt_out"});
  world.hear("STOP");
  CHECK(world.planned().empty());
  CHECK(world.last.handled == "opted_out");
}

TEST_CASE("what the carrier answered is not answered again") {
  Asked world;
  world.hear("basta", CarrierFlag::kStop);
  CHECK(world.contact.opted_out_at);
  CHECK(world.planned().empty());
}

TEST_CASE("one clarification, then a person, then silence from the bot") {
  Asked world;
  world.hear("purple 77 elephants");
  CHECK(world.last.handled == "clarified");
  CHECK(world.planned() == Steps{"asked.on.unclear"});
  world.hear("zzz");
  CHECK(world.last.handled == "handed_off");
  world.hear("C");
  CHECK(world.last.handled == "kept");
  CHECK(world.planned().empty());
}

TEST_CASE("an answer after the answer") {
  SUBCASE("the same again changes nothing") {
    Asked world;
    world.hear("C");
    world.hear("yes");
    CHECK(world.last.handled == "duplicate_reply");
    CHECK(world.planned().empty());
  }
  SUBCASE("another one counts while the visit is ahead") {
    Asked world;
    world.hear("C");
    world.hear("sorry, I can't make it after all");
    CHECK(world.conversation().outcome == "cancelled");
  }
  SUBCASE("a question reaches a person with the first answer in view") {
    Asked world;
    world.hear("yes");
    world.hear("but can we do 4pm?");
    CHECK(world.conversation().status == ConversationStatus::kOwned);
    CHECK(world.last.handled == "handed_off");
    CHECK(world.conversation().replies == 2);
  }
}

TEST_CASE("a reply after respond_by is late, whatever it says") {
  Asked world;
  world.now = at("2026-03-03T14:01:00-06:00");
  world.hear("C");
  CHECK(world.last.handled == "late");
  CHECK(world.conversation().outcome.empty());
  CHECK(world.conversation().status == ConversationStatus::kOwned);
  CHECK(std::get<InboundRecorded>(world.last.changes.front()).late);
}

TEST_CASE("a reply to a question that is void is answered with the truth") {
  Asked world;
  RecordSnapshot cancelled = world.record();
  cancelled.eligible = false;
  cancelled.hash = "cancelled";
  world.see(cancelled);
  CHECK(world.conversation().status == ConversationStatus::kVoid);
  world.hear("C");
  CHECK(world.planned() == Steps{"void"});
  CHECK(world.last.handled == "handed_off");
  CHECK(world.conversation().outcome.empty());
}

TEST_CASE("texts without a conversation reach a person, and noise nobody") {
  World world;
  world.hear("hello?");
  CHECK(world.last.handled == "handed_off");
  CHECK(world.handoffs.size() == 1);
  World other;
  other.hear("Liked \u201cSee you tomorrow\u201d");
  CHECK(other.last.handled == "noise");
  CHECK(other.handoffs.empty());
}

TEST_CASE("card numbers are masked before they are kept") {
  Asked world;
  world.hear("charge 4111 1111 1111 1111 please");
  const auto& record = std::get<InboundRecorded>(world.last.changes.front());
  CHECK(record.message.text.find("4111 1111") == std::string::npos);
}

// Whatever is said in whatever order: every message ends somewhere, an opted-out contact is planned
// no text but the one confirmation, and a decision is the same twice.
TEST_CASE("random conversations keep the promises") {
  const std::vector<std::string> words = {
      "C",      "R",    "yes",           "no",           "STOP",
      "START",  "HELP", "can't make it", "what time?",   "???",
      "thanks", "1",    "CANCEL",        "wrong number", "\xff\xfe",
      "",       "ok",   "call me",       "late sorry"};
  std::mt19937_64 chance(7);
  for (int round = 0; round < 300; ++round) {
    CAPTURE(round);
    Asked world;
    for (int step = 0; step < 8; ++step) {
      const bool opted_out_before = world.contact.opted_out_at.has_value();
      const std::string& word = words[chance() % words.size()];
      CAPTURE(word);
      world.hear(word);
      CHECK_FALSE(world.last.handled.empty());
      CHECK_FALSE(world.last.reason.empty());
      if (opted_out_before && world.contact.opted_out_at) {
        const Steps steps = world.planned();
        CHECK(std::count(steps.begin(), steps.end(), "opt_out") == 0);
      }
      if (world.contact.opted_out_at) {
        CHECK(world.conversation().status != ConversationStatus::kOpen);
      }
      world.now += std::chrono::minutes{1 + static_cast<int>(chance() % 600)};
    }
  }
}

TEST_CASE("a reply to a question whose workflow cannot be had is a person's") {
  World world;
  world.see(world.record());
  world.deliver();
  world.lose_revisions();
  world.hear("C");
  CHECK(world.last.handled == "handed_off");
  CHECK(world.conversation().status == ConversationStatus::kOwned);
  CHECK(world.conversation().handoff == world.handoffs.begin()->second.id);
  CHECK(world.handoffs.begin()->second.workflow == "appointment");
}

TEST_CASE("a choice among conversations of which one has lost its workflow is a person's") {
  World world;
  world.see(world.record());
  world.deliver();
  world.contact.choice = PendingChoice{
      .conversations = {world.id()}, .label = "confirm", .message = "m0", .asked_at = world.now};
  world.lose_revisions();
  world.setting.current.clear();
  world.hear("1");
  CHECK(world.last.handled == "handed_off");
  CHECK(world.handoffs.size() == 1);
}

TEST_CASE("a queue that is no longer configured: today's takes the hand-off, and says so") {
  World world;
  world.see(world.record());
  world.deliver();
  world.gone_queues = {"front-desk"};
  world.edit({{"queue   = \"front-desk\"", "queue   = \"reception\""}});
  world.hear("is there parking?");
  REQUIRE(world.handoffs.size() == 1);
  const Handoff& handoff = world.handoffs.begin()->second;
  CHECK(handoff.queue == "reception");
  CHECK(handoff.reason.ends_with("queue front-desk is not configured"));
}

TEST_CASE("the confirmation of an opt-out speaks the contact's language") {
  struct Row {
    const char* said;
    const char* record;
    const char* language;
  };
  for (const Row& row : {Row{"STOP", "es", "es"}, Row{"STOP", "en", "en"}, Row{"BAJA", "en", "es"},
                         Row{"BAJA", "es", "es"}}) {
    CAPTURE(row.said);
    World world;
    RecordSnapshot record = world.record();
    record.language = row.record;
    world.see(record);
    world.deliver();
    world.hear(row.said);
    REQUIRE(world.planned() == std::vector<std::string>{"opt_out"});
    for (const auto& [id, intent] : world.intents) {
      if (intent.step == "opt_out") CHECK(intent.language == row.language);
    }
    world.now += std::chrono::minutes{1};
    world.hear("START");
    for (const auto& [id, intent] : world.intents) {
      if (intent.step == "opt_in") CHECK(intent.language == row.record);
    }
  }
}

TEST_CASE("a word that may have meant the booking opts out, and a person asks, in any language") {
  for (const char* word : {"CANCEL", "end", "Quit", "CANCELAR"}) {
    CAPTURE(word);
    World world;
    world.see(world.record());
    world.deliver();
    world.hear(word);
    CHECK(world.contact.opted_out_at);
    CHECK(world.handoffs.size() == 1);
  }
  World world;
  world.see(world.record());
  world.deliver();
  world.hear("STOP");
  CHECK(world.handoffs.empty());
}

}  // namespace smsflow::inbound_test
