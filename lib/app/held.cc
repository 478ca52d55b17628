#include "app/held.h"

#include "app/receive.h"
#include "app/standing.h"

namespace smsflow {
namespace {

constexpr Duration kBetweenWalks = std::chrono::seconds{15};

}  // namespace

// Whether it may leave is asked when it is claimed.
bool release_held(Transaction& log, Programs& programs, Intent held, Instant now) {
  if (const auto conversation = log.conversation(held.conversation)) {
    const Setting& setting = programs.setting(&log);
    const Program* pinned = setting.pinned(conversation->workflow, conversation->revision);
    const std::optional<Standing> standing =
        standing_of(log, setting, *conversation, pinned ? pinned->workflow : nullptr);
    if (standing && !is_seen(*standing, now)) return false;
  }
  held.due = now;
  held.block = BlockReason::kNone;
  held.detail.clear();
  return move_intent(log, programs, std::move(held), "seen again", now);
}

int HeldTexts::release(Round& round, bool real_time) {
  if (walked_ && after_.empty() && real_time && round.now < next_walk_) return 0;
  walked_ = true;
  next_walk_ = round.now + kBetweenWalks;
  const std::vector<Intent> held = round.log.held_intents(after_, kRowsPerTurn);
  int released = 0;
  for (const Intent& intent : held) {
    if (round.skips(intent.id)) continue;
    round.at = intent.id;
    released += release_held(round.log, round.programs, intent, round.now) ? 1 : 0;
  }
  round.at.clear();
  after_ = held.size() < static_cast<std::size_t>(kRowsPerTurn) ? "" : held.back().id;
  return released;
}

void HeldTexts::roll_back() {
  after_.clear();
  walked_ = false;
}

}  // namespace smsflow
