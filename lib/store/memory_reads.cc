// The questions of Transaction, answered from the maps.
#include <algorithm>
#include <limits>

#include "store/memory_tables.h"

namespace smsflow {
namespace {

template <typename T>
std::optional<T> find(const Table<T>& table, std::string_view key) {
  const auto found = table.find(key);
  if (found == table.end()) return std::nullopt;
  return found->second.value;
}

template <typename Entry>
const auto& last_of(const Entry& entry) {
  return *std::get<std::tuple_size_v<Entry> - 1>(entry);
}

constexpr std::int64_t kFirst = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();

}  // namespace

std::optional<Contact> MemoryTables::contact(const PhoneNumber& phone) const {
  return find(contacts_, phone.e164());
}

std::optional<Conversation> MemoryTables::conversation(std::string_view id) const {
  return find(conversations_, id);
}

std::optional<Intent> MemoryTables::intent(std::string_view id) const {
  return find(intents_, id);
}

std::optional<Timer> MemoryTables::timer(std::string_view id) const {
  return find(timers_, id);
}

std::optional<Handoff> MemoryTables::handoff(std::string_view id) const {
  return find(handoffs_, id);
}

std::string MemoryTables::revision_source(std::string_view revision) const {
  const auto found = revisions_.find(revision);
  return found == revisions_.end() ? "" : found->second.value.source;
}

std::vector<Conversation> MemoryTables::conversations_of(const PhoneNumber& phone) const {
  std::vector<const Kept<Conversation>*> found;
  for (auto at = indexes_.by_phone.lower_bound({phone.e164(), kFirst, nullptr});
       at != indexes_.by_phone.end() && std::get<0>(*at) == phone.e164(); ++at) {
    found.push_back(&last_of(*at));
  }
  std::sort(found.begin(), found.end(), [](const auto* left, const auto* right) {
    // No question yet is older than every question.
    return std::tie(left->value.asked_at, left->value.opened_at, left->n) >
           std::tie(right->value.asked_at, right->value.opened_at, right->n);
  });
  std::vector<Conversation> out;
  out.reserve(found.size());
  for (const Kept<Conversation>* kept : found) out.push_back(kept->value);
  return out;
}

std::optional<Intent> MemoryTables::intent_by_provider_id(std::string_view provider,
                                                          std::string_view provider_id) const {
  const std::tuple<std::string, std::string, std::int64_t, const Kept<Intent>*> after{
      provider_id, provider, kLast, nullptr};
  auto at = indexes_.provider_ids.upper_bound(after);
  if (provider_id.empty() || at == indexes_.provider_ids.begin()) return std::nullopt;
  --at;
  if (std::get<0>(*at) != provider_id || std::get<1>(*at) != provider) return std::nullopt;
  return last_of(*at).value;
}

std::vector<Intent> MemoryTables::intents_at(const std::string& owner) const {
  std::vector<Intent> out;
  for (auto at = indexes_.of.lower_bound({owner, kFirst, nullptr});
       at != indexes_.of.end() && std::get<0>(*at) == owner; ++at) {
    out.push_back(last_of(*at).value);
  }
  return out;
}

std::vector<Intent> MemoryTables::intents_of(std::string_view conversation) const {
  return intents_at(std::string(conversation));
}

std::vector<Intent> MemoryTables::due_intents(Channel channel, Instant now, int limit) const {
  std::vector<const Kept<Intent>*> due;
  for (auto at = indexes_.planned.lower_bound({channel, Instant::min(), kFirst, nullptr});
       at != indexes_.planned.end() && std::get<0>(*at) == channel && std::get<1>(*at) <= now;
       ++at) {
    due.push_back(&last_of(*at));
  }
  const auto urgency = [](const Kept<Intent>* kept) {
    return std::tuple(kept->value.expires.value_or(Instant::max()), kept->value.due, kept->n);
  };
  const auto wanted = std::min(due.size(), static_cast<std::size_t>(std::max(limit, 0)));
  std::partial_sort(
      due.begin(), due.begin() + static_cast<std::ptrdiff_t>(wanted), due.end(),
      [&](const auto* left, const auto* right) { return urgency(left) < urgency(right); });
  std::vector<Intent> out;
  for (std::size_t i = 0; i < wanted; ++i) out.push_back(due[i]->value);
  return out;
}

std::vector<Intent> MemoryTables::due_hooks(std::string_view endpoint, Instant now,
                                            int limit) const {
  std::vector<Intent> out;
  for (auto at = indexes_.planned.lower_bound({Channel::kHook, Instant::min(), kFirst, nullptr});
       at != indexes_.planned.end() && std::get<0>(*at) == Channel::kHook &&
       std::get<1>(*at) <= now && static_cast<int>(out.size()) < limit;
       ++at) {
    if (last_of(*at).value.sender == endpoint) out.push_back(last_of(*at).value);
  }
  return out;
}

std::vector<Intent> MemoryTables::posting_intents(Instant deadline_before) const {
  std::vector<Intent> out;
  for (auto at = indexes_.posting.begin();
       at != indexes_.posting.end() && std::get<0>(*at) < deadline_before; ++at) {
    out.push_back(last_of(*at).value);
  }
  return out;
}

std::vector<Intent> MemoryTables::unknown_intents(int limit) const {
  std::vector<Intent> out;
  for (const auto& entry : indexes_.unknown) {
    if (static_cast<int>(out.size()) >= limit) break;
    out.push_back(last_of(entry).value);
  }
  return out;
}

std::vector<Timer> MemoryTables::due_timers(Instant now, int limit) const {
  std::vector<Timer> out;
  for (const auto& [due, id] : indexes_.timers) {
    if (due > now || static_cast<int>(out.size()) >= limit) break;
    out.push_back(timers_.find(id)->second.value);
  }
  return out;
}

std::vector<Handoff> MemoryTables::open_handoffs(std::string_view queue) const {
  std::vector<Handoff> out;
  for (const std::string& id : indexes_.open_handoffs) {
    const Handoff& handoff = handoffs_.find(id)->second.value;
    if (queue.empty() || handoff.queue == queue) out.push_back(handoff);
  }
  const auto urgency = [](const Handoff& handoff) {
    return std::tuple(handoff.priority != "high",
                      handoff.first_response_due.value_or(Instant::max()), handoff.opened_at);
  };
  std::stable_sort(out.begin(), out.end(), [&](const Handoff& left, const Handoff& right) {
    return urgency(left) < urgency(right);
  });
  return out;
}

std::vector<DeliveryReceipt> MemoryTables::orphan_receipts(std::string_view provider,
                                                           std::string_view provider_id) const {
  const auto found = orphans_.find({std::string(provider), std::string(provider_id)});
  return found == orphans_.end() ? std::vector<DeliveryReceipt>{} : found->second;
}

std::size_t MemoryTables::orphans() const {
  std::size_t count = 0;
  for (const auto& [name, receipts] : orphans_) count += receipts.size();
  return count;
}

std::int64_t MemoryTables::segments_since(std::string_view sender, Instant since) const {
  std::int64_t segments = 0;
  for (auto at = indexes_.left.lower_bound({std::string(sender), since, kFirst, nullptr});
       at != indexes_.left.end() && std::get<0>(*at) == sender; ++at) {
    segments += last_of(*at).value.segments;
  }
  return segments;
}

std::optional<Instant> MemoryTables::next_due() const {
  std::optional<Instant> first;
  const auto consider = [&](Instant due) { first = std::min(first.value_or(due), due); };
  for (const Channel channel : {Channel::kSms, Channel::kHook, Channel::kMail}) {
    const auto at = indexes_.planned.lower_bound({channel, Instant::min(), kFirst, nullptr});
    if (at != indexes_.planned.end() && std::get<0>(*at) == channel) consider(std::get<1>(*at));
  }
  if (!indexes_.timers.empty()) consider(indexes_.timers.begin()->first);
  return first;
}

std::vector<Transaction::Line> MemoryTables::transcript(std::string_view conversation,
                                                        const PhoneNumber& phone) const {
  std::set<std::string> numbers{phone.e164()};
  const std::optional<Conversation> own = this->conversation(conversation);
  if (own && own->record.phone) numbers.insert(own->record.phone->e164());
  std::set<std::size_t> places;
  std::vector<Intent> intents = intents_at(std::string(conversation));
  for (const std::string& number : numbers) {
    const auto [begin, end] = replies_from_.equal_range(number);
    for (auto at = begin; at != end; ++at) places.insert(at->second);
  }
  if (conversation.empty()) {
    intents = intents_at(phone.e164());
    for (const Conversation& one : conversations_of(phone)) {
      for (Intent& intent : intents_at(one.id)) intents.push_back(std::move(intent));
    }
  }
  std::vector<Reply> replies;
  for (const std::size_t place : places) {
    const InboundRecorded& reply = replies_[place].value;
    if (!conversation.empty() && reply.conversation != conversation) continue;
    replies.push_back(
        {reply.message.received_at, reply.message.text, reply.verdict.label, reply.verdict.rule});
  }
  return interleave(replies, intents);
}

}  // namespace smsflow
