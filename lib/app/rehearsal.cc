#include "app/rehearsal.h"

#include "app/receive.h"
#include "text/error.h"

namespace smsflow {
namespace {

constexpr int kHeldAtOnce = 256;
constexpr int kMaxTurns = 10'000;  // a workflow that never comes to rest is a fault

}  // namespace

Rehearsal::Rehearsal(Config config, const std::vector<std::string>& workflows,
                     std::unique_ptr<Log> store)
    : config_(std::move(config)), programs_(workflows, config_), store_(std::move(store)) {
  auto carrier = std::make_unique<SimulatedCarrier>("simulated");
  carrier_ = carrier.get();
  carriers_ = std::make_unique<Carriers>(config_, std::move(carrier));
  dispatcher_ =
      std::make_unique<Dispatcher>(*store_, programs_, *carriers_, clock_, nullptr,
                                   DispatchOptions{.owner = "simulated", .real_time = false});
}

void Rehearsal::settle() {
  for (int i = 0; i < kMaxTurns; ++i) {
    const bool moved = dispatcher_->turn(0);
    for (const SimulatedText& text : carrier_->take_texts()) {
      if (on_text_) on_text_(text);
    }
    const std::vector<DeliveryReceipt> receipts = carrier_->take_receipts(now());
    if (!receipts.empty()) {
      const std::unique_ptr<Transaction> log = store_->write(now());
      for (const DeliveryReceipt& receipt : receipts) receive(*log, programs_, receipt, now());
      log->commit();
    } else if (!moved) {
      return tell_held();
    }
  }
  throw Error(ErrorKind::kBadInput, "the workflow never comes to rest", {},
              "look for states that lead to each other without waiting");
}

void Rehearsal::tell_held() {
  if (!on_held_) return;
  const std::unique_ptr<ReadTransaction> log = store_->read();
  std::string after;
  for (std::vector<Intent> held; !(held = log->held_intents(after, kHeldAtOnce)).empty();) {
    for (const Intent& intent : held) on_held_(intent);
    after = held.back().id;
  }
}

void Rehearsal::advance(Instant until) {
  const auto next_due = [this] { return store_->read()->next_due(); };
  std::optional<Instant> next = next_due();
  for (int i = 0; i < kMaxTurns && next && *next <= until; ++i) {
    if (*next > now()) {
      clock_.set(*next);
      if (on_move_) on_move_();
    }
    settle();
    const std::optional<Instant> after = next_due();
    if (after == next) break;  // it waits for something else than time
    next = after;
  }
  if (until > now()) {
    clock_.set(until);
    if (on_move_) on_move_();
  }
  settle();
}

}  // namespace smsflow
