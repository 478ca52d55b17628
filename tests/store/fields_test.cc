#include <doctest/doctest.h>

#include <tuple>

#include "arbitrary.h"
#include "store/fields.h"

namespace smsflow::fields_test {

namespace {

// What a log keeps of it beside what is personal: without the weights of the verdict.
auto kept(const InboundRecorded& reply) {
  const InboundMessage& m = reply.message;
  const Verdict& v = reply.verdict;
  return std::make_tuple(m.provider, m.id, m.to, m.received_at, m.flag, m.media, v.label, v.layer,
                         v.rule, v.confidence, v.runner_up, v.runner_up_confidence, v.automatic,
                         v.suspected_opt_out, reply.classifier, reply.conversation, reply.handled,
                         reply.reason, reply.late, reply.raw_sha256);
}

auto kept(const DeliveryReceipt& receipt) {
  return std::make_tuple(receipt.provider, receipt.event_key, receipt.intent, receipt.provider_id,
                         receipt.status, receipt.raw_status, receipt.error, receipt.received_at);
}

}  // namespace

TEST_CASE("any reply is read back from its cells") {
  CHECK(rc::check("reply", [] {
    const InboundRecorded reply = any_reply();
    return kept(from_cells<InboundRecorded>(cells_of(reply))) == kept(reply);
  }));
}

TEST_CASE("neither the number nor the text of a reply is in its cells") {
  CHECK(rc::check("cells", [] {
    InboundRecorded reply = any_reply();
    const Cells cells = cells_of(reply);
    reply.message.text = "other";
    reply.message.from = *PhoneNumber::from_e164("+13125550000");
    reply.raw = "other";
    return cells_of(reply) == cells;
  }));
}

TEST_CASE("any receipt is read back from its cells as it was") {
  CHECK(rc::check("receipt", [] {
    const DeliveryReceipt receipt = any_receipt();
    return kept(from_cells<DeliveryReceipt>(cells_of(receipt))) == kept(receipt);
  }));
}

TEST_CASE("any timer is read back from its cells as it was, and from its event") {
  CHECK(rc::check("timer", [] {
    const Timer timer = any_timer();
    return from_cells<Timer>(cells_of(timer)) == timer &&
           from_now<Timer>(Json::parsed(now_of(timer))) == timer;
  }));
}

TEST_CASE("an event tells what is there, also a moment that is 0") {
  LogAdopted adopted;
  CHECK(now_of(adopted) == "{}");
  CHECK_FALSE(from_now<LogAdopted>(Json::parsed("{}")).copied);
  adopted.copied = Instant{};
  CHECK(now_of(adopted) == R"({"copied":0})");
  CHECK(from_now<LogAdopted>(Json::parsed(R"({"copied":0})")).copied == Instant{});
}

}  // namespace smsflow::fields_test
