#include "app/held.h"

#include "app/receive.h"
#include "app/standing.h"

namespace smsflow {
namespace {

constexpr Duration kBetweenWalks = std::chrono::seconds{15};

// The rest is asked when it is claimed.
bool is_seen_again(Round& round, const Setting& setting, const Intent& intent) {
  const std::optional<Conversation> conversation = round.log.conversation(intent.conversation);
  if (!conversation) return true;
  const Program* program = setting.find(conversation->workflow);
  if (!program) program = setting.pinned(conversation->workflow, conversation->revision);
  if (!program) return true;
  const RecordSnapshot& record = conversation->record;
  return is_seen(standing_of(round.log, program->workflow->record, record.workflow, record.key),
                 round.now);
}

}  // namespace

int HeldTexts::release(Round& round, bool real_time) {
  if (walked_ && after_.empty() && real_time && round.now < next_walk_) return 0;
  walked_ = true;
  next_walk_ = round.now + kBetweenWalks;
  const std::vector<Intent> held = round.log.held_intents(after_, kRowsPerTurn);
  const Setting setting = round.programs.setting(&round.log);
  int released = 0;
  for (const Intent& intent : held) {
    if (round.skips(intent.id)) continue;
    round.at = intent.id;
    if (!is_seen_again(round, setting, intent)) continue;
    Intent next = intent;
    next.due = round.now;
    next.block = BlockReason::kNone;
    next.detail.clear();
    released +=
        move_intent(round.log, round.programs, std::move(next), "seen again", round.now) ? 1 : 0;
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
