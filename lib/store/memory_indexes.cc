#include "store/memory_indexes.h"

#include "store/project.h"

namespace smsflow {
namespace {

template <typename Set>
void toggle(bool in, Set& set, typename Set::value_type entry) {
  if (in) {
    set.insert(std::move(entry));
  } else {
    set.erase(entry);
  }
}

}  // namespace

void MemoryIndexes::enter(const Kept<Conversation>& kept, bool in) {
  const std::optional<PhoneNumber>& phone = kept.value.record.phone;
  if (phone) toggle(in, by_phone, {phone->e164(), kept.n, &kept});
}

void MemoryIndexes::enter(const Kept<Intent>& kept, bool in) {
  const Intent& intent = kept.value;
  const std::string& owner = intent.conversation.empty() ? intent.to.e164() : intent.conversation;
  toggle(in, of, {owner, kept.n, &kept});
  if (intent.state == IntentState::kPlanned) {
    toggle(in, planned, {intent.channel, intent.due, kept.n, &kept});
  }
  if (intent.state == IntentState::kPosting) {
    toggle(in, posting, {intent.deadline.value_or(Instant::min()), kept.n, &kept});
  }
  if (intent.state == IntentState::kUnknown) {
    toggle(in, unknown, {intent.changed_at, kept.n, &kept});
  }
  if (!intent.provider_id.empty()) {
    toggle(in, provider_ids, {intent.provider_id, intent.provider, kept.n, &kept});
  }
  if (const std::optional<Instant> at = left_at(intent)) {
    toggle(in, left, {intent.sender, *at, kept.n, &kept});
  }
}

void MemoryIndexes::enter(const Kept<Timer>& kept, bool in) {
  toggle(in, timers, {kept.value.due, kept.value.id});
}

void MemoryIndexes::enter(const Kept<Handoff>& kept, bool in) {
  if (kept.value.status != HandoffStatus::kResolved) toggle(in, open_handoffs, kept.value.id);
}

}  // namespace smsflow
