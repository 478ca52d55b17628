#include "parcel.h"

namespace smsflow::record_changed_test {

TEST_CASE("a record that meets the trigger plans one ask at its moment") {
  World world;
  world.now = at("2026-03-01T10:00:00-06:00");
  world.see(world.record());
  CHECK(world.conversation().status == ConversationStatus::kWaiting);
  const Intent& ask = world.intents.at(world.conversation().ask_intent);
  CHECK(ask.due == at("2026-03-02T15:00:00-06:00"));
  CHECK(ask.expires == at("2026-03-03T13:00:00-06:00"));
  CHECK(ask.kind == SendKind::kProactive);
  world.see(world.record());
  CHECK(world.intents.size() == 1);
}

TEST_CASE("one that does not, or whose moment has passed, plans nothing") {
  World world;
  RecordSnapshot record = world.record();
  record.eligible = false;
  world.see(record);
  CHECK(world.intents.empty());
  world.now = at("2026-03-03T13:00:00-06:00");
  world.see(world.record());
  CHECK(world.intents.empty());
}

TEST_CASE("when the date moves, the question moves: the old one never leaves") {
  World world;
  world.now = at("2026-03-01T10:00:00-06:00");
  world.see(world.record());
  const std::string old_ask = world.conversation().ask_intent;
  world.see(world.record("2026-03-05T09:00:00-06:00"));
  CHECK(world.intents.at(old_ask).state == IntentState::kSuppressed);
  CHECK(world.intents.at(old_ask).block == BlockReason::kVoid);
  CHECK(world.conversation().ask_intent != old_ask);
  CHECK(world.intents.at(world.conversation().ask_intent).due == at("2026-03-04T09:00:00-06:00"));
  // And back again: a third intent, not the first one woken.
  world.see(world.record());
  CHECK(world.intents.size() == 3);
}

TEST_CASE("a date that moves after the answer is asked anew") {
  World world;
  world.see(world.record());
  world.deliver();
  world.hear("C");
  REQUIRE(world.conversation().outcome == "confirmed");
  world.see(world.record("2026-03-06T09:00:00-06:00"));
  CHECK(world.conversation().status == ConversationStatus::kWaiting);
  CHECK(world.conversation().outcome.empty());
}

TEST_CASE("who opted out is not asked anew") {
  World world;
  world.see(world.record());
  world.deliver();
  world.hear("STOP");
  const std::size_t before = world.intents.size();
  world.see(world.record("2026-03-06T09:00:00-06:00"));
  CHECK(world.intents.size() == before);
}

TEST_CASE("a row that vanished voids what was planned") {
  World world;
  world.now = at("2026-03-01T10:00:00-06:00");
  world.see(world.record());
  RecordSnapshot gone = world.record();
  gone.vanished = true;
  world.see(gone);
  CHECK(world.conversation().status == ConversationStatus::kVoid);
  CHECK(world.intents.at(world.conversation().ask_intent).state == IntentState::kSuppressed);
}

TEST_CASE("an older version changes nothing") {
  World world;
  RecordSnapshot newer = world.record();
  newer.version = "10";
  world.see(newer);
  RecordSnapshot older = world.record("2026-03-06T09:00:00-06:00");
  older.version = "9";  // as numbers, not as words
  world.see(older);
  CHECK(world.last.handled == "ignored");
  CHECK(world.conversation().record.hash == newer.hash);
}

TEST_CASE("a moment that passed: send, skip or shift") {
  for (LatePolicy policy : {LatePolicy::kSend, LatePolicy::kSkip, LatePolicy::kShift}) {
    World world;
    Workflow late = world.workflow();
    late.trigger.late = policy;
    const Classifier classifier(&late, nullptr);
    const Program program{&late, &classifier};
    world.setting.current = {program};
    world.setting.pinned = [&program](std::string_view, std::string_view) { return &program; };
    world.now = at("2026-03-02T18:00:00-06:00");  // three hours after the moment
    world.see(world.record());
    const Intent& ask = world.intents.at(world.conversation().ask_intent);
    if (policy == LatePolicy::kSkip) {
      CHECK(ask.state == IntentState::kSuppressed);
      CHECK(ask.block == BlockReason::kSkippedLate);
      continue;
    }
    CHECK(ask.due == world.now);
    const Duration shift = policy == LatePolicy::kShift ? std::chrono::hours{3} : Duration{0};
    CHECK(ask.expires == at("2026-03-03T13:00:00-06:00") + shift);
  }
}

TEST_CASE("a record that moves on supersedes the text of the stage before") {
  Parcel parcel;
  parcel.see(parcel.stands("shipped"));
  const std::string old_ask = parcel.conversation().ask_intent;
  parcel.now += std::chrono::minutes{5};
  parcel.see(parcel.stands("delayed"));
  CHECK(parcel.intents.at(old_ask).state == IntentState::kSuppressed);
  CHECK(parcel.conversation().state == "delayed");
  CHECK(parcel.intents.at(parcel.conversation().ask_intent).state == IntentState::kPlanned);
}

TEST_CASE("a later edit within a stage is no news") {
  Parcel parcel;
  parcel.see(parcel.stands("shipped"));
  parcel.deliver();
  parcel.now += std::chrono::minutes{5};
  parcel.see(parcel.stands("shipped"));
  CHECK(parcel.texts().empty());
  CHECK(parcel.conversation().status == ConversationStatus::kOpen);
}

TEST_CASE("an event that comes out of order changes nothing") {
  Parcel parcel;
  parcel.see(parcel.stands("delayed", "2026-03-02T15:00:00"));
  parcel.deliver();
  parcel.see(parcel.stands("shipped", "2026-03-01T09:00:00"));
  CHECK(parcel.last.handled == "ignored");
  CHECK(parcel.conversation().state == "delayed");
}

TEST_CASE("a stage that begins nothing is only reached from another") {
  Parcel parcel;
  parcel.see(parcel.stands("delivered"));
  CHECK(parcel.conversations.empty());
  parcel.see(parcel.stands("shipped"));
  parcel.deliver();
  parcel.now += std::chrono::hours{40};  // after the trigger's own `expires`
  parcel.see(parcel.stands("delivered"));
  CHECK(parcel.conversation().outcome == "delivered");
  CHECK(parcel.texts().size() == 1);
}

TEST_CASE("while a person has the conversation, a new stage only settles its outcome") {
  Parcel parcel;
  parcel.see(parcel.stands("shipped"));
  parcel.deliver();
  parcel.hear("I want to talk to a human");
  REQUIRE(parcel.conversation().status == ConversationStatus::kOwned);
  parcel.see(parcel.stands("delivered"));
  CHECK(parcel.texts().empty());
  CHECK(parcel.conversation().outcome == "delivered");
  CHECK(parcel.conversation().status == ConversationStatus::kOwned);
}

TEST_CASE("a keyword means what the last question said") {
  Parcel parcel;
  parcel.see(parcel.stands("shipped"));
  parcel.deliver();
  parcel.now += std::chrono::minutes{5};
  parcel.see(parcel.stands("delayed"));
  parcel.deliver();
  parcel.hear("1");
  CHECK(parcel.verdict().label == "eta");
  CHECK(parcel.conversation().outcome == "told");
}

namespace {

// The shipped workflow with its first state under another name.
void rename_start(World& world) {
  world.edit({{"[states.asked]", "[states.question]"},
              {"[states.asked.on]", "[states.question.on]"},
              {"start      = \"asked\"", "start      = \"question\""}});
}

}  // namespace

TEST_CASE("a start state under a new name: what began before goes on by its own file") {
  World world;
  world.see(world.record());
  world.deliver();
  rename_start(world);
  world.see(world.record("2026-03-05T09:00:00-06:00"));
  CHECK(world.last.handled == "planned");
  CHECK(world.conversation().state == "asked");
  CHECK(world.conversation().status == ConversationStatus::kWaiting);
}

TEST_CASE("a stage under a new name is the stage with its condition") {
  Parcel world;
  world.see(world.stands("shipped"));
  world.deliver();
  world.edit({{"[states.delayed]", "[states.held_up]"},
              {"[states.delayed.on]", "[states.held_up.on]"},
              {"start = \"delayed\"", "start = \"held_up\""}});
  RecordSnapshot late = world.stands("delayed");
  late.start = "held_up";
  world.see(late);
  CHECK(world.last.handled == "planned");
  CHECK(world.conversation().state == "delayed");
  // The same row once more is no news.
  late.hash = "edited";
  world.see(late);
  CHECK(world.last.handled == "updated");
}

TEST_CASE("a stage that the file it began in does not have is a person's, once") {
  Parcel world;
  world.see(world.stands("shipped"));
  world.deliver();
  world.edit({{"when  = \"status = 'delayed'\"\nstart = \"delayed\"",
               "when  = \"status = 'lost'\"\nstart = \"lost\""},
              {"[states.delayed]", "[states.lost]"},
              {"[states.delayed.on]", "[states.lost.on]"}});
  RecordSnapshot lost = world.stands("lost");
  world.see(lost);
  CHECK(world.last.handled == "handed_off");
  CHECK(world.conversation().status == ConversationStatus::kOwned);
  REQUIRE(world.handoffs.size() == 1);
  lost.hash = "edited";
  world.see(lost);
  CHECK(world.last.handled == "updated");
  CHECK(world.handoffs.size() == 1);
}

TEST_CASE("a stage that hands off has a person at once") {
  Parcel world;
  world.edit({{"say = \"{brand}: order {order_id} has arrived.\"\nend = \"delivered\"",
               "handoff = \"care\"\nend = \"delivered\""}});
  world.see(world.stands("shipped"));
  world.deliver();
  world.see(world.stands("delivered"));
  CHECK(world.handoffs.size() == 1);
}

TEST_CASE("a revision that cannot be had: a moved record is a person's") {
  World world;
  world.see(world.record());
  world.deliver();
  world.lose_revisions();
  world.see(world.record("2026-03-05T09:00:00-06:00"));
  CHECK(world.last.handled == "handed_off");
  CHECK(world.conversation().status == ConversationStatus::kOwned);
  world.see(world.record("2026-03-06T09:00:00-06:00"));
  CHECK(world.handoffs.size() == 1);
}

TEST_CASE("a workflow that is gone: a new record is ignored, an old one a person's") {
  World world;
  world.see(world.record());
  world.deliver();
  world.lose_revisions();
  world.setting.current.clear();
  world.see(world.record("2026-03-05T09:00:00-06:00"));
  CHECK(world.last.handled == "handed_off");
  RecordSnapshot other = world.record();
  other.key = "A2";
  const Decision none = decide(world.setting, other, {}, {}, world.contact, world.now);
  CHECK(none.handled == "ignored");
}

TEST_CASE("booked, cancelled, booked: asked once about one moment") {
  World world;
  world.see(world.record());
  world.deliver();
  RecordSnapshot cancelled = world.record();
  cancelled.eligible = false;
  cancelled.at.reset();
  const std::size_t texts = world.intents.size();
  for (int i = 0; i < 3; ++i) {
    world.see(cancelled);
    CHECK(world.conversation().status == ConversationStatus::kVoid);
    world.see(world.record());
    CHECK(world.conversation().status == ConversationStatus::kOpen);
  }
  CHECK(world.intents.size() == texts);
  world.hear("C");
  CHECK(world.conversation().outcome == "confirmed");
}

TEST_CASE("a question that turns out to have left while its record was gone stands again") {
  World world;
  world.see(world.record());
  RecordSnapshot cancelled = world.record();
  cancelled.eligible = false;
  Intent& ask = world.intents.at(world.conversation().ask_intent);
  ask.state = IntentState::kUnknown;
  world.see(cancelled);
  ask.state = IntentState::kDelivered;
  ask.accepted_at = world.now;
  world.see(world.record());
  CHECK(world.conversation().status == ConversationStatus::kOpen);
  CHECK(world.conversation().asked_at == world.now);
  world.hear("C");
  CHECK(world.conversation().outcome == "confirmed");
}

TEST_CASE("taken for paid, and listed as open again: reminded once about one due date") {
  World world(in_tree("workflows/payment.toml"));
  const auto invoice = [&](std::string_view due, bool is_open) {
    RecordSnapshot snapshot{.workflow = "payment", .key = "A1"};
    snapshot.phone = world.phone;
    snapshot.zone = "America/New_York";
    snapshot.consent = true;
    snapshot.hash = std::string(due) + (is_open ? "open" : "paid");
    snapshot.eligible = true;
    snapshot.start = is_open ? "reminded" : "paid";
    snapshot.begins = is_open;
    if (is_open) {
      snapshot.at = at(due) - std::chrono::hours{62};
      snapshot.expires = at(due) + std::chrono::hours{20};
    }
    snapshot.seen_at = world.now;
    return snapshot;
  };
  constexpr std::string_view kDue = "2026-03-05T00:00:00-05:00";
  world.see(invoice(kDue, true));
  world.deliver();
  const std::size_t texts = world.intents.size();
  for (int i = 0; i < 3; ++i) {
    world.see(invoice(kDue, false));
    CHECK(world.conversation().outcome == "paid");
    world.see(invoice(kDue, true));
    CHECK(world.conversation().status == ConversationStatus::kOpen);
    CHECK(world.conversation().state == "reminded");
    CHECK(world.conversation().outcome.empty());
  }
  CHECK(world.intents.size() == texts);
  world.see(invoice(kDue, false));
  SUBCASE("for another date: asked anew") {
    world.see(invoice("2026-03-12T00:00:00-04:00", true));
    CHECK(world.intents.size() == texts + 1);
  }
  SUBCASE("and the contact wrote meanwhile") {
    world.hear("PAID");
    world.deliver();
    const std::size_t answered = world.intents.size();
    world.see(invoice(kDue, true));
    CHECK(world.intents.size() == answered);
    CHECK(world.conversation().state == "claimed");
    CHECK(world.conversation().status == ConversationStatus::kOpen);
  }
}

TEST_CASE("booked, cancelled, booked: a nudge that never left undoes no question") {
  World world;
  world.see(world.record());
  world.deliver();
  const Timer silence = world.timers.begin()->second;
  world.now = silence.due;
  world.take(
      decide(world.setting, silence, world.conversation(), std::nullopt, world.contact, world.now));
  REQUIRE(world.planned() == std::vector<std::string>{"nudged.say"});
  RecordSnapshot cancelled = world.record();
  cancelled.eligible = false;
  world.see(cancelled);
  world.see(world.record());
  CHECK(world.conversation().status == ConversationStatus::kOpen);
  CHECK(world.planned().empty());
}

TEST_CASE("booked, cancelled, booked: a nudge that may have left is not sent again") {
  World world;
  world.see(world.record());
  world.deliver();
  const Timer silence = world.timers.begin()->second;
  world.now = silence.due;
  world.take(
      decide(world.setting, silence, world.conversation(), std::nullopt, world.contact, world.now));
  REQUIRE(world.planned() == std::vector<std::string>{"nudged.say"});
  for (auto& [id, intent] : world.intents) {
    if (intent.state == IntentState::kPlanned) intent.state = IntentState::kUnknown;
  }
  const std::size_t before = world.timers.size();
  RecordSnapshot cancelled = world.record();
  cancelled.eligible = false;
  world.see(cancelled);
  world.see(world.record());
  CHECK(world.conversation().status == ConversationStatus::kOpen);
  CHECK(world.timers.size() == before);  // no clock that would nudge once more
}

TEST_CASE("booked, cancelled, booked: no clock starts beside a nudge that is posted once more") {
  World world;
  world.see(world.record());
  world.deliver();
  const Timer silence = world.timers.begin()->second;
  world.now = silence.due;
  world.take(
      decide(world.setting, silence, world.conversation(), std::nullopt, world.contact, world.now));
  RecordSnapshot cancelled = world.record();
  cancelled.eligible = false;
  Intent* nudge = nullptr;
  for (auto& [id, intent] : world.intents) {
    if (intent.state == IntentState::kPlanned) nudge = &intent;
  }
  REQUIRE(nudge != nullptr);
  nudge->state = IntentState::kUnknown;
  world.see(cancelled);
  nudge->state = IntentState::kPlanned;  // the carrier's list did not show it
  const std::size_t before = world.timers.size();
  world.see(world.record());
  CHECK(world.conversation().status == ConversationStatus::kOpen);
  CHECK(world.timers.size() == before);
}

TEST_CASE("a question that waits follows its window, also when its moment stays") {
  World world;
  world.now = at("2026-03-01T10:00:00-06:00");
  world.see(world.record());
  RecordSnapshot sooner = world.record();
  sooner.hash = "sooner";
  sooner.expires = *sooner.expires - std::chrono::hours{1};
  world.see(sooner);
  CHECK(world.intents.at(world.conversation().ask_intent).expires == sooner.expires);
  RecordSnapshot over = sooner;
  over.hash = "over";
  over.expires = world.now - std::chrono::hours{1};
  world.see(over);
  CHECK(world.last.handled == "stale");
  CHECK(world.planned().empty());
}

TEST_CASE("cancelled, and booked again for another moment: asked anew") {
  World world;
  world.see(world.record());
  world.deliver();
  RecordSnapshot cancelled = world.record();
  cancelled.eligible = false;
  world.see(cancelled);
  world.see(world.record("2026-03-05T09:00:00-06:00"));
  CHECK(world.last.handled == "planned");
}

TEST_CASE("cancelled before the question left, then booked: asked, for nobody was") {
  World world;
  world.now = at("2026-03-01T10:00:00-06:00");
  world.see(world.record());
  RecordSnapshot cancelled = world.record();
  cancelled.eligible = false;
  world.see(cancelled);
  world.see(world.record());
  CHECK(world.last.handled == "planned");
  CHECK(world.conversation().status == ConversationStatus::kWaiting);
}

namespace {

RecordSnapshot gone_record() {
  RecordSnapshot gone{.workflow = "appointment", .key = "A1"};
  gone.vanished = true;
  return gone;
}

int gone_hooks(const World& world) {
  int hooks = 0;
  for (const auto& [id, intent] : world.intents) hooks += intent.step == "appointment.gone" ? 1 : 0;
  return hooks;
}

}  // namespace

TEST_CASE("a record that is gone closes its question, and hooks say so") {
  World world;
  world.see(world.record());
  world.deliver();
  const RecordSnapshot gone = gone_record();
  world.see(gone);
  CHECK(world.conversation().status == ConversationStatus::kVoid);
  CHECK(gone_hooks(world) == 1);
  world.see(gone);
  CHECK(world.planned().empty());
  world.hear("C");
  CHECK(world.conversation().outcome.empty());
}

TEST_CASE("a record that is gone before anybody was asked is no news to hooks") {
  World world;
  world.now = at("2026-03-01T10:00:00-06:00");
  world.see(world.record());
  SUBCASE("while the question waits") {}
  SUBCASE("after the carrier refused it") {
    world.settle(IntentState::kPosting);
    world.settle(IntentState::kRejected);
  }
  SUBCASE("after it moved, and still waits") {
    world.see(world.record("2026-03-05T09:00:00-06:00"));
  }
  world.see(gone_record());
  CHECK(gone_hooks(world) == 0);
}

TEST_CASE("a record that is gone after its question left is news to hooks") {
  World world;
  world.see(world.record());
  SUBCASE("while nobody knows whether it arrived") {
    world.settle(IntentState::kPosting);
    world.settle(IntentState::kUnknown);
  }
  SUBCASE("asked anew for a moment it moved to") {
    world.deliver();
    world.see(world.record("2026-03-05T09:00:00-06:00"));
  }
  SUBCASE("while our next question waits to leave") {
    world.deliver();
    world.hear("R");
  }
  world.see(gone_record());
  CHECK(gone_hooks(world) == 1);
}

TEST_CASE("a deletion that is older than what is known changes nothing") {
  World world;
  RecordSnapshot newer = world.record();
  newer.version = "10";
  world.see(newer);
  RecordSnapshot gone{.workflow = "appointment", .key = "A1", .version = "9"};
  gone.vanished = true;
  world.see(gone);
  CHECK(world.last.handled == "ignored");
}

TEST_CASE("a workflow under a new name takes over what the old one began") {
  World world;
  world.see(world.record());
  world.deliver();
  const std::size_t texts = world.intents.size();
  world.edit({{"name    = \"appointment\"", "name = \"visits\"\nrenamed_from = \"appointment\""}});
  CHECK(world.workflow().log_name() == "appointment");
  world.see(world.record());
  CHECK(world.intents.size() == texts);
  CHECK(world.setting.find("appointment") != nullptr);
}

namespace {

// Out of every stage for a while: on hold, cancelled, not listed.
RecordSnapshot out_of_stage(const Parcel& world) {
  RecordSnapshot snapshot = world.stands("held");
  snapshot.start.clear();
  snapshot.eligible = false;
  return snapshot;
}

RecordSnapshot stands_since(const Parcel& world, std::string_view stage, Instant since) {
  RecordSnapshot snapshot = world.stands(stage);
  if (snapshot.at) snapshot.at = since;
  if (snapshot.expires) snapshot.expires = since + std::chrono::hours{12};
  return snapshot;
}

}  // namespace

TEST_CASE("out of its stage and back in it: told once about one moment") {
  Parcel world;
  const Instant since = world.now;
  world.see(world.stands("shipped"));
  world.deliver();
  SUBCASE("while the question is open") {}
  SUBCASE("after the answer") {
    world.hear("1");
  }
  const ConversationStatus status = world.conversation().status;
  for (int i = 0; i < 3; ++i) {
    world.now += std::chrono::minutes{5};
    world.see(out_of_stage(world));
    world.now += std::chrono::minutes{5};
    world.see(stands_since(world, "shipped", since));
    CHECK(world.texts().empty());
    CHECK(world.conversation().status == status);
  }
  world.see(world.stands("delayed"));
  CHECK(world.texts().size() == 1);
}

TEST_CASE("from one stage to another and back: each is told once about one moment") {
  Parcel world;
  const Instant since = world.now;
  world.see(world.stands("shipped"));
  world.deliver();
  world.now += std::chrono::minutes{5};
  world.see(stands_since(world, "delayed", since));
  world.deliver();
  for (int i = 0; i < 2; ++i) {
    world.timers.clear();
    world.now += std::chrono::minutes{5};
    world.see(stands_since(world, "shipped", since));
    CHECK(world.texts().empty());
    CHECK(world.conversation().state == "shipped");
    CHECK(world.conversation().asked_state == "shipped");
    CHECK(world.conversation().asked_at == since);
    world.now += std::chrono::minutes{5};
    world.see(stands_since(world, "delayed", since));
    CHECK(world.texts().empty());
    CHECK(world.conversation().state == "delayed");
    CHECK(world.conversation().status == ConversationStatus::kOpen);
  }
  CHECK_MESSAGE(world.fire("promise/delayed").handled == "promise", "what was promised is kept");
}

TEST_CASE("a stage that asks nothing is told once as well, and still ends") {
  Parcel world;
  const Instant since = world.now;
  world.see(world.stands("shipped"));
  world.deliver();
  world.see(world.stands("delivered"));
  REQUIRE(world.texts().size() == 1);
  const auto notice = std::find_if(world.intents.begin(), world.intents.end(), [](const auto& one) {
    return one.second.step == "delivered.say";
  });
  notice->second.state = IntentState::kDelivered;
  world.now += std::chrono::minutes{5};
  world.see(stands_since(world, "shipped", since));
  CHECK(world.texts().empty());
  CHECK(world.conversation().status == ConversationStatus::kOpen);
  world.now += std::chrono::minutes{5};
  world.see(world.stands("delivered"));
  CHECK(world.texts().empty());
  CHECK(world.conversation().outcome == "delivered");
  CHECK(world.conversation().status == ConversationStatus::kEnded);
}

TEST_CASE("a date that moved and moved back before anybody was told: asked once") {
  World world;
  world.see(world.record());
  world.deliver();
  const std::string first = world.conversation().ask_intent;
  const Instant asked = world.now;
  SUBCASE("") {}
  SUBCASE("after the nudge") {
    world.now += std::chrono::hours{3};
    const Timer silence = world.timers.begin()->second;
    world.take(decide(world.setting, silence, world.conversation(), std::nullopt, world.contact,
                      world.now));
    REQUIRE(world.planned() == std::vector<std::string>{"nudged.say"});
    world.deliver();
  }
  const std::string state = world.conversation().state;
  const std::size_t texts = world.intents.size();
  for (int i = 0; i < 2; ++i) {
    world.now += std::chrono::minutes{5};
    world.see(world.record("2026-03-09T15:00:00-06:00"));
    CHECK(world.planned().size() == 1);
    world.now += std::chrono::minutes{5};
    world.see(world.record());
    CHECK(world.planned().empty());
    CHECK(world.conversation().state == state);
    CHECK(world.conversation().status == ConversationStatus::kOpen);
  }
  CHECK(world.intents.size() == texts + 2);
  if (state == "asked") {
    CHECK(world.conversation().ask_intent == first);
    CHECK(world.conversation().asked_at == asked);
  }
  world.hear("C");
  CHECK(world.conversation().outcome == "confirmed");
}

TEST_CASE("a date that moved back after the other one was told is told again") {
  World world;
  world.see(world.record());
  world.deliver();
  world.now += std::chrono::minutes{5};
  world.see(world.record("2026-03-03T17:00:00-06:00"));
  world.deliver();
  world.now += std::chrono::minutes{5};
  world.see(world.record());
  CHECK(world.planned() == std::vector<std::string>{"asked.say"});
}

TEST_CASE("who answered before the date moved and moved back is not reminded") {
  World world;
  world.see(world.record());
  world.deliver();
  world.hear("C");
  REQUIRE(world.conversation().outcome == "confirmed");
  world.see(world.record("2026-03-09T15:00:00-06:00"));
  world.timers.clear();
  world.see(world.record());
  CHECK(world.planned().empty());
  CHECK(world.timers.empty());
  CHECK(world.conversation().status == ConversationStatus::kOpen);
}

TEST_CASE("within a stage, a question that waits moves with its moment, also to one that passed") {
  Parcel world;
  RecordSnapshot later = stands_since(world, "shipped", world.now + std::chrono::hours{48});
  world.see(later);
  const std::string first = world.conversation().ask_intent;
  world.see(stands_since(world, "shipped", world.now - std::chrono::hours{1}));
  CHECK(world.intents.at(first).state == IntentState::kSuppressed);
  CHECK(world.intents.at(world.conversation().ask_intent).due == world.now);
}

}  // namespace smsflow::record_changed_test
