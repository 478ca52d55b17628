#include "app/arrived.h"

#include <fmt/format.h>

#include "app/renamed.h"
#include "text/error.h"

namespace smsflow {
namespace {

HttpAnswer refuse_renamed(const Workflow& workflow, std::string_view other) {
  const Error error = would_ask_again(workflow, other);
  fmt::print(stderr, "smsflow: error: {}\nsmsflow: hint: {}\n", error.what(), error.hint());
  return plain_answer(409, fmt::format("{}\n", error.what()));
}

}  // namespace

HttpAnswer plain_answer(int status, std::string body) {
  return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(body)};
}

Received take(Transaction& log, Programs& programs, const News& news, std::string_view raw,
              HttpAnswer& answer, Instant now) {
  if (const auto* inbound = std::get_if<InboundMessage>(&news)) {
    return receive(log, programs, *inbound, raw, now);
  }
  if (const auto* receipt = std::get_if<DeliveryReceipt>(&news)) {
    return receive(log, programs, *receipt, now);
  }
  const PostedRecord& posted = std::get<PostedRecord>(news);
  Received received = receive(log, programs, posted, now);
  answer = received.handled == kRenamed
               ? refuse_renamed(*programs.find(posted.record.workflow), received.reason)
               : plain_answer(200, fmt::format("{}: {}\n", received.handled, received.reason));
  return received;
}

}  // namespace smsflow
