#include "app/simulated_carrier.h"

#include <doctest/doctest.h>

namespace smsflow::simulated_carrier_test {
namespace {

const Instant kNow = from_ms(1'770'000'000'000);

OutboundMessage text(const std::string& intent) {
  return {.intent = intent,
          .to = *PhoneNumber::from_e164("+13125550101"),
          .from = {"+15550100"},
          .text = "Hi Maya"};
}

}  // namespace

TEST_CASE("a text is taken under an id of its own, and its receipt follows once") {
  SimulatedCarrier carrier("simulated");
  const SendResult one = carrier.deliver(text("i1"));
  const SendResult two = carrier.deliver(text("i2"));
  CHECK(one.outcome == SendOutcome::kAccepted);
  CHECK_FALSE(one.provider_id.empty());
  CHECK(one.provider_id != two.provider_id);
  const std::vector<SimulatedText> texts = carrier.take_texts();
  REQUIRE(texts.size() == 2);
  CHECK(texts[0].message.text == "Hi Maya");
  CHECK(texts[1].message.intent == "i2");
  const std::vector<DeliveryReceipt> receipts = carrier.take_receipts(kNow);
  REQUIRE(receipts.size() == 2);
  CHECK(receipts[0].intent == "i1");
  CHECK(receipts[0].provider == "simulated");
  CHECK(receipts[0].provider_id == one.provider_id);
  CHECK(receipts[0].status == DeliveryStatus::kDelivered);
  CHECK(receipts[0].received_at == kNow);
  CHECK(receipts[0].event_key != receipts[1].event_key);
  CHECK(carrier.take_texts().empty());
  CHECK(carrier.take_receipts(kNow).empty());
}

TEST_CASE("each answer of a carrier comes as it was told") {
  struct Case {
    CarrierMood mood;
    std::size_t texts;  // that may have reached the person
    std::size_t receipts;
  };
  for (const Case& one : {
           Case{{.answer = SendOutcome::kUnknown}, 1, 0},
           Case{{.answer = SendOutcome::kNotSent}, 0, 0},
           Case{{.answer = SendOutcome::kRejected, .error = ErrorClass::kInvalidNumber}, 0, 0},
           Case{{.receipt = std::nullopt}, 1, 0},
           Case{{.error = ErrorClass::kUnreachable, .receipt = DeliveryStatus::kUndelivered}, 1, 1},
       }) {
    SimulatedCarrier carrier("simulated");
    carrier.expect(one.mood);
    const SendResult result = carrier.deliver(text("i1"));
    CHECK(result.outcome == one.mood.answer);
    CHECK(result.error == one.mood.error);
    CHECK(result.provider_id.empty() == (one.mood.answer != SendOutcome::kAccepted));
    CHECK(carrier.take_texts().size() == one.texts);
    const std::vector<DeliveryReceipt> receipts = carrier.take_receipts(kNow);
    REQUIRE(receipts.size() == one.receipts);
    if (!receipts.empty()) CHECK(receipts[0].error == one.mood.error);
  }
}

TEST_CASE("a mood is for the next text only, unless it is for all of them") {
  SimulatedCarrier carrier("simulated");
  carrier.expect({.answer = SendOutcome::kNotSent});
  CHECK(carrier.deliver(text("i1")).outcome == SendOutcome::kNotSent);
  CHECK(carrier.deliver(text("i1")).outcome == SendOutcome::kAccepted);
  carrier.always({.answer = SendOutcome::kRejected});
  CHECK(carrier.deliver(text("i2")).outcome == SendOutcome::kRejected);
  carrier.expect({});
  CHECK(carrier.deliver(text("i2")).outcome == SendOutcome::kAccepted);
  CHECK(carrier.deliver(text("i3")).outcome == SendOutcome::kRejected);
}

TEST_CASE("nothing of it reaches a network, and no request is its own") {
  const SimulatedCarrier carrier("simulated");
  CHECK_FALSE(carrier.send_call(text("i1")));
  CHECK_FALSE(carrier.find_call(text("i1"), kNow));
  CHECK(carrier.status_url("i1").empty());
  CHECK(carrier.webhook_folders().empty());
  CHECK_FALSE(carrier.receive({}, "https://h.example/", Webhook::kInbound, kNow).said.has_value());
}

}  // namespace smsflow::simulated_carrier_test
