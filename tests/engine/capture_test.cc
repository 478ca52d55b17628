#include "engine/capture.h"

#include "parcel.h"

namespace smsflow::capture_test {
namespace {

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a value that a state asks for is read, kept and named in the next text") {
  Parcel parcel;
  parcel.see(parcel.stands("shipped"));
  parcel.deliver();
  parcel.hear("2");
  CHECK(parcel.texts() == Texts{"When may we call you?"});
  CHECK(parcel.conversation().captured.at("issue") == "call");
  parcel.deliver();
  parcel.hear("tomorrow at 4pm");
  CHECK(parcel.conversation().captured.at("callback") == "2026-03-03T16:00:00-06:00");
  CHECK(parcel.conversation().outcome == "call_booked");
  const RecordSnapshot shown = with_captured(parcel.workflow(), parcel.conversation());
  CHECK(std::get<Instant>(shown.fields.at("callback")) == at("2026-03-03T16:00:00-06:00"));
}

TEST_CASE("a day alone is no moment, and an ambiguous one is asked back once") {
  Parcel parcel;
  parcel.see(parcel.stands("shipped"));
  parcel.deliver();
  parcel.hear("2");
  parcel.deliver();
  parcel.hear("tomorrow");
  CHECK(parcel.texts() == Texts{"Sorry, when?"});
  parcel.hear("at 7");
  REQUIRE(parcel.texts().size() == 1);
  CHECK(parcel.texts().front().starts_with("Acme: did you mean 1) "));
  CHECK(parcel.last.handled == "clarified");
  REQUIRE(parcel.conversation().offered.size() == 2);
  const std::string second = parcel.conversation().offered[1];
  SUBCASE("its number says which") {
    parcel.deliver();
    parcel.hear("2");
    CHECK(parcel.conversation().captured.at("callback") == second);
    CHECK(parcel.conversation().offered.empty());
    CHECK(parcel.conversation().outcome == "call_booked");
  }
  SUBCASE("before the list has left, its number says nothing") {
    parcel.hear("2");
    CHECK_FALSE(parcel.conversation().captured.contains("callback"));
  }
  SUBCASE("ambiguous again is for a person") {
    parcel.deliver();
    parcel.now += std::chrono::minutes{1};
    parcel.hear("at 7");
    CHECK(parcel.last.handled == "handed_off");
  }
}

TEST_CASE("an id that is none of this customer's is an exception, never a value") {
  Parcel parcel;
  parcel.see(parcel.stands("shipped"));
  parcel.deliver();
  parcel.hear("where is 77777?");
  CHECK(parcel.verdict().label == "mismatch");
  CHECK(parcel.last.handled == "handed_off");
  CHECK(parcel.handoffs.begin()->second.queue == "fraud");
  CHECK(parcel.handoffs.begin()->second.priority == "high");
  CHECK_FALSE(parcel.conversation().captured.contains("order"));
}

TEST_CASE("the customer's own id is kept, however it is written") {
  Parcel parcel;
  parcel.see(parcel.stands("shipped"));
  parcel.deliver();
  parcel.hear("please call me about #48291");
  CHECK(parcel.verdict().label != "mismatch");
}

TEST_CASE("each kind reads what it says, and nothing else") {
  const Conversation nobody{.record = {.zone = "America/Chicago"}};
  const Instant now = at("2026-03-02T15:00:00-06:00");  // a Monday
  struct Case {
    CaptureKind kind;
    const char* text;
    Texts values;
  };
  const Case cases[] = {
      {CaptureKind::kMoment, "tomorrow at 4", {"2026-03-03T16:00:00-06:00"}},
      {CaptureKind::kMoment, "Fri 3pm", {"2026-03-06T15:00:00-06:00"}},
      {CaptureKind::kMoment, "whenever", {}},
      {CaptureKind::kDate, "the 12th", {"2026-03-12"}},
      {CaptureKind::kDate, "next Tuesday", {}},
      {CaptureKind::kAmount, "I paid $1,234.50", {"1234.50"}},
      {CaptureKind::kAmount, "a lot", {}},
      {CaptureKind::kNumber, "two", {"2"}},
      {CaptureKind::kNumber, "200", {}},
      {CaptureKind::kText, "leave it at the door", {"leave it at the door"}},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    const CaptureSpec capture{.name = "x", .kind = one.kind, .least = 1, .most = 9};
    const Texts read = read_capture(capture, nobody, one.text, now);
    if (std::string_view(one.text) == "next Tuesday") {
      CHECK(!read.empty());  // the coming one or the one after: one or both may be meant
    } else {
      CHECK(read == one.values);
    }
  }
}

TEST_CASE("a card number in free words is masked before it is kept") {
  const CaptureSpec capture{.name = "note", .kind = CaptureKind::kText};
  const Texts read = read_capture(capture, {}, "my card is 4111 1111 1111 1111", {});
  REQUIRE(read.size() == 1);
  CHECK(read.front().find("4111 1111") == std::string::npos);
}

}  // namespace smsflow::capture_test
