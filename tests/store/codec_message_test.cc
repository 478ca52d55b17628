#include <doctest/doctest.h>

#include <tuple>

#include "arbitrary.h"
#include "store/rows.h"

namespace smsflow::codec_message_test {

namespace {

// What a log keeps of it: without the weights of the verdict, and without the raw request.
auto kept(const InboundRecorded& reply) {
  const InboundMessage& m = reply.message;
  const Verdict& v = reply.verdict;
  return std::make_tuple(m.provider, m.id, m.from, m.to, m.text, m.received_at, m.flag, m.media,
                         v.label, v.layer, v.rule, v.confidence, v.runner_up,
                         v.runner_up_confidence, v.automatic, v.suspected_opt_out, reply.classifier,
                         reply.conversation, reply.handled, reply.reason, reply.late,
                         reply.raw_sha256);
}

auto kept(const DeliveryReceipt& receipt) {
  return std::make_tuple(receipt.provider, receipt.event_key, receipt.intent, receipt.provider_id,
                         receipt.status, receipt.raw_status, receipt.error, receipt.received_at);
}

}  // namespace

TEST_CASE("any reply is read back from its cells, its number and its text as it was") {
  CHECK(rc::check("reply", [] {
    const InboundRecorded reply = any_reply();
    return kept(to_reply(reply_cells(reply), reply.message.from.e164(), reply.message.text)) ==
           kept(reply);
  }));
}

TEST_CASE("neither the number nor the text of a reply is in its cells") {
  CHECK(rc::check("cells", [] {
    InboundRecorded reply = any_reply();
    const Cells cells = reply_cells(reply);
    reply.message.text = "other";
    reply.message.from = *PhoneNumber::from_e164("+13125550000");
    reply.raw = "other";
    return reply_cells(reply) == cells;
  }));
}

TEST_CASE("any receipt is read back from its cells as it was") {
  CHECK(rc::check("receipt", [] {
    const DeliveryReceipt receipt = any_receipt();
    return kept(to_receipt(receipt_cells(receipt))) == kept(receipt);
  }));
}

TEST_CASE("a reply from what is no number is a damaged log") {
  const InboundRecorded reply{.message = {.from = erased_number(1)}};
  CHECK_THROWS_AS(to_reply(reply_cells(reply), "12", ""), Error);
}

}  // namespace smsflow::codec_message_test
