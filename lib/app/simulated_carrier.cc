#include "app/simulated_carrier.h"

#include <utility>

#include "text/error.h"

namespace smsflow {

CarrierMood mood_of(std::string_view words) {
  const std::size_t space = words.find(' ');
  const std::string_view outcome = words.substr(0, space);
  CarrierMood mood;
  mood.detail = words;
  if (outcome == "delivered") return {};
  if (outcome == "no-receipt") {
    mood.receipt.reset();
  } else if (outcome == "undelivered") {
    mood.receipt = DeliveryStatus::kUndelivered;
    mood.error = ErrorClass::kUnreachable;
  } else if (outcome == "unknown") {
    mood.answer = SendOutcome::kUnknown;
  } else if (outcome == "not-sent") {
    mood.answer = SendOutcome::kNotSent;
  } else if (outcome == "rejected" || outcome == "invalid" || outcome == "opted-out") {
    mood.answer = SendOutcome::kRejected;
    mood.error = outcome == "opted-out" ? ErrorClass::kOptedOut
                 : outcome == "invalid" ? ErrorClass::kInvalidNumber
                                        : ErrorClass::kBlocked;
  } else {
    throw Error(ErrorKind::kBadInput, "no such carrier outcome: " + std::string(outcome), {},
                "outcomes are delivered, undelivered, no-receipt, unknown, not-sent, rejected, "
                "invalid and opted-out");
  }
  return mood;
}

SimulatedCarrier::SimulatedCarrier(std::string name)
    : Provider({.name = std::move(name), .kind = "simulated"}) {}

std::optional<HttpCall> SimulatedCarrier::send_call(const OutboundMessage&) const {
  return std::nullopt;
}
SendResult SimulatedCarrier::read_send(const HttpResult&) const {
  return {};
}

SendResult SimulatedCarrier::deliver(const OutboundMessage& message) const {
  const CarrierMood mood = std::exchange(mood_, always_);
  SendResult result{.outcome = mood.answer, .error = mood.error, .detail = mood.detail};
  if (mood.answer == SendOutcome::kAccepted) {
    result.provider_id = "sim" + std::to_string(++count_);
  }
  if (mood.answer == SendOutcome::kAccepted || mood.answer == SendOutcome::kUnknown) {
    texts_.push_back({message, mood.answer});
  }
  if (mood.receipt && mood.answer == SendOutcome::kAccepted) {
    receipts_.push_back(
        {.provider = setup().name,
         .event_key = result.provider_id + "/" + std::string(name(*mood.receipt)),
         .intent = message.intent,
         .provider_id = result.provider_id,
         .status = *mood.receipt,
         .raw_status = mood.detail.empty() ? std::string(name(*mood.receipt)) : mood.detail,
         .error = mood.error});
  }
  return result;
}

std::vector<SimulatedText> SimulatedCarrier::take_texts() {
  return std::exchange(texts_, {});
}

std::vector<DeliveryReceipt> SimulatedCarrier::take_receipts(Instant now) {
  for (DeliveryReceipt& receipt : receipts_) receipt.received_at = now;
  return std::exchange(receipts_, {});
}

}  // namespace smsflow
