#include "app/round.h"

namespace smsflow {

void count_stopped(DispatchCounts& counts, const Intent& intent) {
  if (intent.state == IntentState::kPlanned) {
    counts.deferred += 1;
    return;
  }
  (intent.state == IntentState::kExpired ? counts.expired : counts.suppressed) += 1;
  counts.blocked[std::string(name(intent.block))] += 1;
}

}  // namespace smsflow
