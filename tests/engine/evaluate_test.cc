#include "engine/evaluate.h"

#include <doctest/doctest.h>

#include "engine/asked.h"

namespace smsflow::evaluate_test {
namespace {

using std::chrono::hours;

const Instant kNow = *parse_rfc3339("2026-03-02T12:00:00-06:00");

struct Text {
  Contact contact{.phone = *PhoneNumber::from_e164("+13125550101")};
  Intent intent{.to = contact.phone};
  std::optional<Conversation> conversation = Conversation{};
  Grounds grounds;

  Text() {
    intent.id = "i1";
    intent.step = "asked.say";
    intent.text = "Hi {name}";
    intent.planned_at = intent.due = kNow;
    conversation->state = "asked";
    conversation->record.zone = "America/Chicago";
    conversation->record.consent = true;
    conversation->record.hash = "h";
    conversation->record.fields["name"] = std::string("Maya");
  }
  Evaluated at(Instant now) const { return evaluate(intent, contact, conversation, grounds, now); }
};

}  // namespace

TEST_CASE("what may leave has its words and its evidence, and is as it was") {
  const Text text;
  const Evaluated made = text.at(kNow);
  CHECK(made.leaves);
  CHECK(made.text == "Hi Maya");
  CHECK(made.next == text.intent);
  CHECK(made.reason.find("consent: record") != std::string::npos);
  CHECK(made.reason.find("local: 2026-03-02T12:00:00-06:00") != std::string::npos);
}

TEST_CASE("what may not leave at this hour is planned for later, unless it expires before") {
  Text text;
  const Instant night = kNow + hours{11};
  CHECK(text.at(night).next.state == IntentState::kPlanned);
  CHECK(text.at(night).next.block == BlockReason::kQuietHours);
  CHECK(text.at(night).next.due == kNow + hours{20});
  text.intent.expires = kNow + hours{19};
  CHECK(text.at(night).next.state == IntentState::kSuppressed);
}

TEST_CASE("what nobody saw lately is held, and says why when it expires") {
  Text text;
  text.grounds.standing =
      Standing{.seen_at = kNow - hours{30}, .missing = false, .fresh = hours{26}};
  Evaluated made = text.at(kNow);
  CHECK_FALSE(made.leaves);
  CHECK(made.next.block == BlockReason::kNotSeen);
  CHECK(made.next.due == kNow + hours{24});
  text.intent = made.next;
  text.intent.expires = kNow + hours{1};
  made = text.at(kNow + hours{2});
  CHECK(made.next.state == IntentState::kExpired);
  CHECK(made.next.block == BlockReason::kNotSeen);
  CHECK(made.reason.find("held: ") != std::string::npos);
}

TEST_CASE("what was posted, perhaps in vain, is not posted again once its record has moved") {
  Text text;
  text.conversation->record.at = kNow - hours{2};
  text.intent.occurrence = about(kNow - hours{2}) + "0";
  text.intent.attempt = 1;
  CHECK(text.at(kNow).leaves);
  text.conversation->record.at = kNow - hours{1};
  CHECK_FALSE(text.at(kNow).leaves);
  CHECK(text.at(kNow).next.block == BlockReason::kVoid);
  text.intent.attempt = 0;  // nobody can have read it: it tells of the record as it is now
  CHECK(text.at(kNow).leaves);
}

TEST_CASE("nobody is asked about a record that does not count") {
  Text text;
  CHECK(depends_on_record(text.intent, text.conversation));
  text.intent.step = kSatisfactionStep;
  CHECK_FALSE(depends_on_record(text.intent, text.conversation));
  text.intent.step = "asked.say";
  text.conversation->record.hash.clear();
  CHECK_FALSE(depends_on_record(text.intent, text.conversation));
  CHECK_FALSE(depends_on_record(text.intent, std::nullopt));
}

TEST_CASE("a mail goes to a number that gets no texts, if it has an address") {
  Text text;
  text.intent.channel = Channel::kMail;
  text.contact.unreachable = ErrorClass::kNotMobile;
  text.grounds.has_sender = false;
  text.grounds.mail_subject = "About {name}";
  CHECK(text.at(kNow).next.block == BlockReason::kMissingField);
  text.conversation->record.fields["email"] = std::string("maya@example.com");
  const Evaluated made = text.at(kNow);
  CHECK(made.leaves);
  CHECK(made.mail_to == "maya@example.com");
  CHECK(made.subject == "About Maya");
  text.intent.channel = Channel::kSms;
  CHECK(text.at(kNow).next.block == BlockReason::kUnreachable);
}

TEST_CASE("without a sender nothing leaves") {
  Text text;
  text.grounds.has_sender = false;
  CHECK(text.at(kNow).next.block == BlockReason::kNoSender);
}

}  // namespace smsflow::evaluate_test
