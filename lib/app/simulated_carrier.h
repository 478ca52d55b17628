// The carrier of `simulate` and of tests: keeps what was sent and answers as it is told. No
// network.
#pragma once

#include <string>
#include <vector>

#include "provider/provider.h"

namespace smsflow {

struct SimulatedText {
  OutboundMessage message;
  SendOutcome outcome = SendOutcome::kAccepted;
};

// What the next texts meet: the carrier's answer, and the receipt that follows it.
struct CarrierMood {
  SendOutcome answer = SendOutcome::kAccepted;
  ErrorClass error = ErrorClass::kNone;
  std::optional<DeliveryStatus> receipt = DeliveryStatus::kDelivered;
  std::string detail;
};
// As scripts say it: "undelivered 30003". Throws Error{kBadInput} for other words.
CarrierMood mood_of(std::string_view words);

class SimulatedCarrier final : public Provider {
 public:
  explicit SimulatedCarrier(std::string name);

  std::optional<HttpCall> send_call(const OutboundMessage& message) const override;
  SendResult read_send(const HttpResult& result) const override;
  SendResult deliver(const OutboundMessage& message) const override;

  // For the next text only.
  void expect(CarrierMood mood) { mood_ = std::move(mood); }
  // For every text that no expect() speaks of.
  void always(CarrierMood mood) { always_ = mood_ = std::move(mood); }
  // Texts since the last call, and the receipts they earned.
  std::vector<SimulatedText> take_texts();
  std::vector<DeliveryReceipt> take_receipts(Instant now);

 private:
  CarrierMood always_;
  mutable CarrierMood mood_;
  mutable std::vector<SimulatedText> texts_;
  mutable std::vector<DeliveryReceipt> receipts_;
  mutable int count_ = 0;
};

}  // namespace smsflow
