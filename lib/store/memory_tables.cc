#include "store/memory_tables.h"

namespace smsflow {
namespace {

std::string record_name(std::string_view workflow, std::string_view key) {
  std::string name(workflow);
  return name.append(1, '\x1f').append(key);
}

}  // namespace

template <typename T>
void MemoryTables::restore(Table<T>& table, const std::string& key,
                           const std::optional<Kept<T>>& before) {
  const auto found = table.find(key);
  indexes_.enter(found->second, false);
  if (before) {
    found->second = *before;
    indexes_.enter(found->second);
  } else {
    table.erase(found);
  }
}

template <typename T>
void MemoryTables::replace(Table<T>& table, const std::string& key, const T& value) {
  const auto [place, fresh] = table.try_emplace(key, Kept<T>{value, source_, last_ + 1});
  if (fresh) {
    ++last_;
    on_take_back([this, &table, key] { restore<T>(table, key, std::nullopt); });
  } else {
    if (remembering_) {
      on_take_back([this, &table, key, before = place->second] { restore<T>(table, key, before); });
    }
    indexes_.enter(place->second, false);
    place->second.value = value;
  }
  indexes_.enter(place->second);
}

void MemoryTables::on_take_back(std::function<void()> undo) {
  if (remembering_) undo_.push_back(std::move(undo));
}

void MemoryTables::keep() {
  undo_.clear();
  remembering_ = false;
}

void MemoryTables::take_back() {
  remembering_ = false;
  for (auto undo = undo_.rbegin(); undo != undo_.rend(); ++undo) (*undo)();
  undo_.clear();
}

bool MemoryTables::add_key(const std::string& key) {
  if (!keys_.insert(key).second) return false;
  on_take_back([this, key] { keys_.erase(key); });
  return true;
}

std::optional<IntentState> MemoryTables::state_of(std::string_view intent) {
  const auto found = intents_.find(intent);
  if (found == intents_.end()) return std::nullopt;
  return found->second.value.state;
}

bool MemoryTables::knows_provider_id(std::string_view provider, std::string_view provider_id) {
  return intent_by_provider_id(provider, provider_id).has_value();
}

void MemoryTables::put(const InboundRecorded& reply) {
  const std::string phone = reply.message.from.e164();
  const auto place = replies_from_.emplace(phone, replies_.size());
  replies_.push_back({reply, source_, ++last_});
  on_take_back([this, place] {
    replies_.pop_back();
    replies_from_.erase(place);
  });
}

void MemoryTables::put(const DeliveryReceipt& orphan) {
  std::vector<DeliveryReceipt>& heard = orphans_[{orphan.provider, orphan.provider_id}];
  heard.push_back(orphan);
  on_take_back([&heard] { heard.pop_back(); });
}

void MemoryTables::put(const RecordSeen& seen) {
  const RecordSnapshot& record = seen.record;
  replace(records_seen_, record_name(record.workflow, record.key),
          SeenRecord{record.hash, record.version, record.eligible});
}

void MemoryTables::put(const Conversation& conversation) {
  replace(conversations_, conversation.id, conversation);
}

void MemoryTables::put(const Contact& contact) {
  replace(contacts_, contact.phone.e164(), contact);
}

void MemoryTables::put(const Intent& intent) {
  replace(intents_, intent.id, intent);
}

void MemoryTables::put(const Timer& timer) {
  replace(timers_, timer.id, timer);
}

void MemoryTables::drop_timer(std::string_view id) {
  const auto found = timers_.find(id);
  if (found == timers_.end()) return;
  on_take_back([this, dropped = found->second] {
    const auto place = timers_.emplace(dropped.value.id, dropped).first;
    indexes_.enter(place->second);
  });
  indexes_.enter(found->second, false);
  timers_.erase(found);
}

void MemoryTables::put(const Handoff& handoff) {
  replace(handoffs_, handoff.id, handoff);
}

void MemoryTables::put(const RevisionKept& revision) {
  replace(revisions_, revision.revision, revision);
}

std::optional<SeenRecord> MemoryTables::record_seen(std::string_view workflow,
                                                    std::string_view key) const {
  const auto found = records_seen_.find(record_name(workflow, key));
  if (found == records_seen_.end()) return std::nullopt;
  return found->second.value;
}

std::vector<std::string> MemoryTables::index_faults() const {
  MemoryIndexes fresh;
  for (const auto& [id, kept] : conversations_) fresh.enter(kept);
  for (const auto& [id, kept] : intents_) fresh.enter(kept);
  for (const auto& [id, kept] : timers_) fresh.enter(kept);
  for (const auto& [id, kept] : handoffs_) fresh.enter(kept);
  if (fresh == indexes_ && replies_from_.size() == replies_.size()) return {};
  return {"an index of the memory store differs from its values"};
}

}  // namespace smsflow
