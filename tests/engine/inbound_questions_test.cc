// Which of a customer's questions a text answers, and what becomes of one that answers none.
#include <algorithm>

#include "parcel.h"

namespace smsflow::inbound_questions_test {
namespace {

using Steps = std::vector<std::string>;

// A customer with several bookings.
struct Bookings : World {
  void ask(const std::string& key, std::string_view starts_at,
           const std::string& sender = "+15550100") {
    RecordSnapshot booking = record(starts_at);
    booking.key = key;
    take(decide(setting, booking, std::nullopt, {}, contact, now));
    for (IntentState state : {IntentState::kPosting, IntentState::kAccepted}) {
      Intent intent = intents.at(of(key).ask_intent);
      intent.state = state;
      intent.sender = sender;
      if (state == IntentState::kAccepted) intent.accepted_at = now;
      intents.insert_or_assign(intent.id, intent);
      take(decide(setting, intent, of(key), contact, now));
    }
    now += std::chrono::minutes{1};
  }
  const Conversation& of(const std::string& key) const {
    return conversations.at(conversation_id("appointment", key));
  }
  std::string outcome(const std::string& key) const { return of(key).outcome; }

  // Our "which one?" leaves, and the contact may answer it.
  void menu_leaves() {
    for (auto& [id, intent] : intents) {
      if (intent.step != "which_one" || intent.accepted_at) continue;
      intent.state = IntentState::kAccepted;
      intent.accepted_at = now;
      const Intent left = intent;
      take(decide(setting, left, conversations.at(left.conversation), contact, now));
    }
  }

  // A minute later, and newest question first, as the log gives them.
  const Decision& hear(std::string text, const std::string& to = "+15550100") {
    now += std::chrono::minutes{1};
    const InboundMessage message{.provider = "main",
                                 .id = "n" + std::to_string(++heard_),
                                 .from = phone,
                                 .to = {to},
                                 .text = std::move(text),
                                 .received_at = now};
    std::vector<Conversation> all;
    for (const auto& [id, conversation] : conversations) all.push_back(conversation);
    std::sort(all.begin(), all.end(),
              [](const Conversation& a, const Conversation& b) { return a.asked_at > b.asked_at; });
    return take(decide(setting, message, contact, all, earlier, now));
  }

 private:
  int heard_ = 0;
};

struct TwoBookings : Bookings {
  TwoBookings() {
    ask("A1", "2026-03-03T15:00:00-06:00");
    ask("B2", "2026-03-03T16:00:00-06:00");
  }
};

// A parcel delivered, done with, and asked for a rating.
struct Rated : Parcel {
  Rated() {
    see(stands("shipped"));
    deliver();
    hear("1");
    REQUIRE(conversation().outcome == "changed");
    fire("/satisfaction");
    REQUIRE(conversation().rating_asked_at);
    deliver();
  }
};

}  // namespace

TEST_CASE("a yes that fits two bookings is acted on for neither: we ask which one") {
  TwoBookings world;
  world.hear("C");
  CHECK(world.last.handled == "clarified");
  CHECK(world.planned() == Steps{"which_one"});
  CHECK(world.outcome("A1").empty());
  CHECK(world.outcome("B2").empty());
  world.menu_leaves();
  SUBCASE("its number says which, counted from the one asked first") {
    world.hear("1");
    CHECK(world.outcome("A1") == "confirmed");
    CHECK(world.outcome("B2").empty());
  }
  SUBCASE("the other number is the other one") {
    world.hear("2.");
    CHECK(world.outcome("A1").empty());
    CHECK(world.outcome("B2") == "confirmed");
  }
  SUBCASE("a number that was not offered confirms nothing") {
    world.hear("3");
    CHECK(world.outcome("A1").empty());
    CHECK(world.outcome("B2").empty());
  }
  SUBCASE("another text in between forgets what we asked") {
    world.hear("is there parking?");
    CHECK_FALSE(world.contact.choice);
  }
  SUBCASE("a booking cancelled meanwhile is not confirmed") {
    RecordSnapshot gone = world.of("A1").record;
    gone.eligible = false;
    gone.hash = "gone";
    world.take(decide(world.setting, gone, world.of("A1"), {}, world.contact, world.now));
    world.hear("1");
    CHECK(world.outcome("A1").empty());
    CHECK(world.of("A1").status != ConversationStatus::kEnded);
  }
}

TEST_CASE("what changes no booking is not asked about") {
  TwoBookings world;
  world.hear("Do you take Delta insurance?");
  CHECK(world.last.handled == "handed_off");
  CHECK_FALSE(world.contact.choice);
}

TEST_CASE("once one of two is answered, a yes means the other") {
  TwoBookings world;
  world.hear("C");
  world.menu_leaves();
  world.hear("1");
  world.hear("C");
  CHECK(world.outcome("B2") == "confirmed");
}

TEST_CASE("a text answers what was asked from the number it was sent to") {
  Bookings world;
  world.ask("A1", "2026-03-03T15:00:00-06:00", "+15550100");
  world.ask("B2", "2026-03-03T16:00:00-06:00", "+15550199");
  world.hear("C", "+15550100");
  CHECK(world.outcome("A1") == "confirmed");
  CHECK(world.outcome("B2").empty());
}

TEST_CASE("a rating is a number from 1 to 5, given once") {
  struct Case {
    const char* text;
    int rating;
  };
  for (const Case& one : {Case{"1", 1}, Case{"5", 5}, Case{"four", 4}, Case{"0", 0}, Case{"6", 0},
                          Case{"10", 0}, Case{"great", 0}}) {
    CAPTURE(one.text);
    Rated parcel;
    parcel.hear(one.text);
    CHECK(parcel.conversation().rating == one.rating);
    const bool thanked = parcel.planned() == Steps{"satisfaction.thanks"};
    CHECK(thanked == (one.rating != 0));
  }
  Rated parcel;
  parcel.hear("5");
  parcel.hear("1");
  CHECK(parcel.conversation().rating == 5);
}

TEST_CASE("72 hours later a number is no rating any more") {
  Rated parcel;
  const Instant asked = *parcel.conversation().rating_asked_at;
  parcel.now = asked + std::chrono::hours{72} + std::chrono::seconds{1};
  parcel.hear("5");
  CHECK(parcel.conversation().rating == 0);
  Rated other;
  other.now = *other.conversation().rating_asked_at + std::chrono::hours{72};
  other.hear("5");
  CHECK(other.conversation().rating == 5);
}

TEST_CASE("a number answers the question that was put last, not the rating before it") {
  Rated parcel;
  Conversation next = parcel.conversation();
  next.id = conversation_id("parcel", "B2");
  next.record.key = "B2";
  next.status = ConversationStatus::kOpen;
  next.outcome.clear();
  next.asked_state = next.state = "shipped";
  next.ended_at.reset();
  next.rating_asked_at.reset();
  next.asked_at = parcel.now + std::chrono::minutes{1};
  parcel.conversations.emplace(next.id, next);
  parcel.now += std::chrono::minutes{2};
  parcel.hear("1");
  CHECK(parcel.conversation().rating == 0);
  CHECK(parcel.conversations.at(next.id).outcome == "changed");
}

TEST_CASE("who writes first opens the workflow that takes everything") {
  World support(in_tree("workflows/support.toml"));
  SUBCASE("and is asked what it is about") {
    support.hear("hello");
    CHECK(support.last.handled == "opened");
    REQUIRE(support.conversations.size() == 1);
    const Conversation& opened = support.conversations.begin()->second;
    CHECK(opened.state == "menu");
    CHECK(opened.replies == 1);
    CHECK(opened.sender == "+15550100");
  }
  SUBCASE("and who says what it is about is not asked") {
    support.hear("I can't log in");
    REQUIRE(support.conversations.size() == 1);
    CHECK(support.conversations.begin()->second.captured.at("issue") == "login");
    const Steps said = support.planned();
    CHECK(std::count(said.begin(), said.end(), "menu.say") == 0);
  }
  SUBCASE("and who asks for a person gets one") {
    support.hear("let me talk to a person");
    CHECK(support.last.handled == "handed_off");
    CHECK(support.handoffs.size() == 1);
  }
}

TEST_CASE("the keyword of a workflow opens it, however it is written") {
  World support(in_tree("workflows/support.toml"));
  support.hear("(menu)!");
  CHECK(support.last.handled == "opened");
  CHECK(support.last.reason.find("MENU") != std::string::npos);
}

TEST_CASE("a late answer to a booking that moved reaches a person; the new question stands") {
  World world;
  world.see(world.record());
  world.deliver();
  world.now += std::chrono::minutes{10};
  world.see(world.record("2026-03-06T15:00:00-06:00"));
  REQUIRE(world.conversation().status == ConversationStatus::kWaiting);
  world.hear("C");
  CHECK(world.last.handled == "handed_off");
  CHECK(world.planned() == Steps{"void"});
  CHECK(world.conversation().status == ConversationStatus::kWaiting);
  CHECK(world.conversation().outcome.empty());
}

}  // namespace smsflow::inbound_questions_test
