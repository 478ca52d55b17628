#include "engine/answer.h"

#include "parcel.h"

namespace smsflow::answer_test {
namespace {

struct Asked : World {
  Asked() {
    see(record());
    deliver();
  }
  const Program& program() const { return setting.current.front(); }
};

Verdict certain(std::string label) {
  return {.label = std::move(label), .layer = Layer::kKeyword, .rule = "test", .automatic = true};
}

Verdict guess(std::string label) {
  return {.label = std::move(label), .layer = Layer::kModel, .rule = "test"};
}

// A draft over one conversation, and what answering it came to.
struct Answering {
  explicit Answering(Asked& asked)
      : world(asked),
        draft(asked.setting, asked.contact, asked.now),
        conversation(draft.conversation(asked.conversation())) {}
  Answer answer(const Verdict& verdict, bool reopened = false) {
    const InboundMessage message{.provider = "main",
                                 .id = "m1",
                                 .from = world.phone,
                                 .to = {"+15550100"},
                                 .received_at = world.now};
    const Draft::Cause cause{.occurrence = "main:m1", .message = "m1", .due = world.now};
    return answer_question(draft, world.program(), conversation, verdict, message, cause, reopened);
  }

  Asked& world;
  Draft draft;
  Conversation& conversation;
};

}  // namespace

TEST_CASE("a reply is read as the value that was asked for, unless it is something surer") {
  Parcel parcel;
  parcel.see(parcel.stands("shipped"));
  parcel.deliver();
  const Program& program = parcel.setting.current.front();
  Conversation asked = parcel.conversation();
  struct Case {
    const char* state;
    const char* text;
    const char* label;
  };
  for (const Case& one : {
           Case{"when", "tomorrow at 4pm", "value"}, Case{"when", "whenever", "unclear"},
           Case{"when", "let me talk to a person, tomorrow at 4pm", "agent"},
           Case{"when", "tomorrow at 4pm for order 77777", "mismatch"},
           Case{"when", "tomorrow at 4pm for order 48291", "value"}, Case{"shipped", "2", "call"},
           Case{"shipped", "tomorrow at 4pm", "unclear"},  // nobody asked for a moment
           Case{"gone", "tomorrow at 4pm", "unclear"},     // a state that is no more
       }) {
    CAPTURE(one.state);
    CAPTURE(one.text);
    asked.asked_state = one.state;
    Reading reading(one.text);
    CHECK(read_reply(program, asked, reading, parcel.now).label == one.label);
  }
}

TEST_CASE("the state's own reaction comes before the exception of that name") {
  Asked world;
  Conversation asked = world.conversation();
  const auto queue = [&](const char* state, const char* label) {
    asked.asked_state = state;
    const Reaction* reaction = reaction_for(world.program(), asked, label);
    return reaction == nullptr ? std::string("none") : reaction->handoff;
  };
  CHECK(queue("rescheduling", "help") == "scheduler");
  CHECK(queue("asked", "help") == "front-desk");
  CHECK(queue("asked", "arriving") == "none");
  CHECK(queue("gone", "help") == "none");
}

TEST_CASE("a question is answered by what is certain, and by what is a person's anyway") {
  Asked world;
  const auto accepted = [&](const Verdict& verdict) {
    return accepts(world.program(), world.conversation(), verdict);
  };
  CHECK(accepted(certain("confirm")));
  CHECK_FALSE(accepted(guess("confirm")));
  CHECK(accepted(guess("angry")));
  CHECK_FALSE(accepted(certain("unclear")));
}

TEST_CASE("only a certain answer that leads to another state changes the record") {
  Asked world;
  const auto changes = [&](const Verdict& verdict) {
    return changes_record(world.program(), world.conversation(), verdict);
  };
  CHECK(changes(certain("confirm")));
  CHECK_FALSE(changes(guess("confirm")));
  CHECK_FALSE(changes(certain("running_late")));  // a person's
  CHECK_FALSE(changes(certain("arriving")));      // the state says nothing about it
}

TEST_CASE("the answer once more is what was taken last, and no value but the one that is kept") {
  Parcel parcel;
  parcel.see(parcel.stands("shipped"));
  parcel.deliver();
  const Program& program = parcel.setting.current.front();
  Conversation asked = parcel.conversation();
  const auto again = [&](const char* label, const char* text) {
    return says_again(program, asked, certain(label), text, parcel.now);
  };
  asked.last_label = "call";
  CHECK(again("call", "2"));
  CHECK_FALSE(again("change", "1"));
  asked.last_label = "unclear";
  CHECK_FALSE(again("unclear", "hm"));
  asked.asked_state = "when";
  asked.last_label = "value";
  asked.captured["callback"] = "2026-03-03T16:00:00-06:00";
  CHECK(again("value", "tomorrow at 4pm"));
  CHECK_FALSE(again("value", "tomorrow at 5pm"));
}

TEST_CASE("an ended conversation is recent while its visit is ahead, and for 72 hours") {
  const Instant now = at("2026-03-10T12:00:00-06:00");
  const auto hours = [&](int n) { return std::optional<Instant>(now + std::chrono::hours{n}); };
  struct Case {
    std::optional<Instant> respond_by;
    std::optional<Instant> expires;
    std::optional<Instant> ended;
    const char* outcome;
    bool recent;
  };
  for (const Case& one : {
           Case{hours(1), {}, hours(-200), "confirmed", true},
           Case{{}, hours(1), hours(-200), "confirmed", true},
           Case{hours(-1), hours(1), hours(-200), "confirmed", false},  // nobody waits any more
           Case{hours(-1), {}, hours(-71), "confirmed", true},
           Case{{}, {}, hours(-72), "confirmed", false},
           Case{{}, {}, {}, "confirmed", false},
           Case{hours(1), {}, hours(-1), "opted_out", false},
           Case{hours(1), {}, hours(-1), "wrong_number", false},
       }) {
    CAPTURE(one.outcome);
    Conversation conversation{.outcome = one.outcome, .ended_at = one.ended};
    conversation.record.respond_by = one.respond_by;
    conversation.record.expires = one.expires;
    CHECK(is_recent(conversation, now) == one.recent);
  }
}

TEST_CASE("an answer ends up where its kind says") {
  struct Case {
    Verdict verdict;
    const char* handled;
    const char* state;
    ConversationStatus status;
  };
  for (const Case& one : {
           Case{certain("confirm"), "auto_resolved", "confirmed", ConversationStatus::kEnded},
           Case{guess("confirm"), "clarified", "asked", ConversationStatus::kOpen},
           Case{certain("thanks"), "auto_resolved", "asked", ConversationStatus::kOpen},
           Case{certain("arriving"), "handed_off", "asked", ConversationStatus::kOwned},
           Case{certain("mismatch"), "handed_off", "asked", ConversationStatus::kOwned},
           Case{guess("sensitive"), "handed_off", "asked", ConversationStatus::kOwned},
       }) {
    CAPTURE(one.verdict.label);
    Asked world;
    Answering answering(world);
    const Answer answer = answering.answer(one.verdict);
    CHECK(answer.handled == one.handled);
    CHECK_FALSE(answer.reason.empty());
    CHECK_FALSE(answer.late);
    CHECK(answering.conversation.state == one.state);
    CHECK(answering.conversation.status == one.status);
  }
}

TEST_CASE("after respond_by an answer is late: it changes nothing, and what it said is kept") {
  Asked world;
  world.now = *world.conversation().record.respond_by + std::chrono::seconds{1};
  Answering answering(world);
  const Answer answer = answering.answer(certain("confirm"));
  CHECK(answer.late);
  CHECK(answer.handled == "late");
  CHECK(answering.conversation.outcome.empty());
  CHECK(answering.conversation.last_label == "confirm");
  SUBCASE("and what is a person's goes there as ever") {
    Answering other(world);
    CHECK(other.answer(guess("angry")).handled == "handed_off");
  }
}

TEST_CASE("two answers that cross within seconds are for a person, whichever came first") {
  struct Case {
    int seconds;
    bool crosses;
  };
  for (const Case& one : {Case{5, true}, Case{19, true}, Case{20, false}}) {
    CAPTURE(one.seconds);
    Asked world;
    Answering first(world);
    first.answer(guess("reschedule"));
    world.take(first.draft.finish("clarified", ""));
    world.now += std::chrono::seconds{one.seconds};
    Answering second(world);
    CHECK((second.answer(certain("confirm")).handled == "handed_off") == one.crosses);
    CHECK(second.conversation.outcome.empty() == one.crosses);
  }
}

TEST_CASE("a guess right after the answer does not undo it; a clear word does") {
  Asked world;
  Answering first(world);
  first.answer(certain("confirm"));
  world.take(first.draft.finish("auto_resolved", ""));
  world.now += std::chrono::minutes{1};
  Verdict sure_guess = guess("cancel");
  sure_guess.automatic = true;
  Answering guessed(world);
  CHECK(guessed.answer(sure_guess, true).handled == "handed_off");
  CHECK(guessed.conversation.state == "confirmed");
  Answering said(world);
  CHECK(said.answer(certain("cancel"), true).handled == "auto_resolved");
  CHECK(said.conversation.outcome == "cancelled");
  world.now += std::chrono::minutes{10};
  Answering later(world);
  CHECK(later.answer(sure_guess, true).handled == "auto_resolved");
  CHECK(later.conversation.outcome == "cancelled");
}

TEST_CASE("which one: the moments are numbered, in the contact's language") {
  World world;
  Conversation one{.record = world.record("2026-03-03T15:00:00-06:00")};
  Conversation two{.record = world.record("2026-03-06T09:00:00-06:00")};
  CHECK(which_one_text(world.workflow(), {&one, &two}, world.now) ==
        "Northside Dental: you have 2 open requests: 1) tomorrow at 3:00 PM, 2) Friday at 9:00 AM. "
        "Which one do you mean? Reply with its number.");
  one.record.language = two.record.language = "es";
  const std::string spanish = which_one_text(world.workflow(), {&one, &two}, world.now);
  CHECK(spanish.find("tiene 2 citas pendientes: 1) ") != std::string::npos);
  CHECK(spanish.find(", 2) ") != std::string::npos);
}

TEST_CASE("which one: what has no moment of its own is named by its key") {
  Parcel parcel;
  Conversation one{.record = parcel.stands("shipped")};
  Conversation two{.record = parcel.stands("shipped")};
  two.record.key = "B2";
  const std::string text = which_one_text(parcel.workflow(), {&one, &two}, parcel.now);
  CHECK(text.find("1) A1, 2) B2") != std::string::npos);
}

}  // namespace smsflow::answer_test
