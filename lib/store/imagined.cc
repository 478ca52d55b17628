#include "store/imagined.h"

#include "store/hold.h"

namespace smsflow {

// As store/project.cc does it to the tables.
struct Imagined::Fold {
  Imagined& log;

  bool operator()(const RecordSeen& change) const {
    const RecordSnapshot& record = change.record;
    log.seen(record.workflow, record.key) =
        SeenRecord{.hash = record.hash,
                   .version = record.version,
                   .eligible = record.eligible,
                   .scope = record.scope,
                   .seen_at = record.seen_at,
                   .over_at = record.over_at,
                   .posted = record.posted,
                   .standing = record.vanished ? RecordStanding::kGone : RecordStanding::kStands};
    return true;
  }
  bool operator()(const StandingChanged& change) const {
    std::optional<SeenRecord>& row = log.seen(change.workflow, change.key);
    if (!row) return false;
    row->scope = change.scope;
    row->seen_at = change.seen_at;
    row->posted = change.posted;
    row->standing = change.standing;
    row->over_at = change.over_at;
    if (!change.conversation.empty()) log.known(change.conversation).is_touched = true;
    return true;
  }
  bool operator()(const ConversationChanged& change) const {
    Known& own = log.known(change.now.id);
    own.value = change.now;
    own.is_touched = true;
    return true;
  }
  bool operator()(const IntentPlanned& change) const {
    if (log.intent(change.intent.id)) return false;
    if (!change.intent.conversation.empty()) {
      Known& own = log.known(change.intent.conversation);
      own.planned.push_back(change.intent.id);
      own.is_touched = true;
    }
    log.intents_.insert_or_assign(change.intent.id, change.intent);
    return true;
  }
  bool operator()(const IntentMoved& change) const {
    const std::optional<Intent> known = log.intent(change.now.id);
    if (!known || known->state != change.from || !may_move(change.from, change.now.state)) {
      return false;
    }
    if (!change.now.conversation.empty()) log.known(change.now.conversation).is_touched = true;
    log.intents_.insert_or_assign(change.now.id, change.now);
    return true;
  }
  bool operator()(const ContactChanged& change) const {
    log.contacts_.insert_or_assign(change.now.phone.e164(), change.now);
    return true;
  }
  bool operator()(const TimerSet& change) const {
    log.timers_[change.timer.id] = change.timer;
    return true;
  }
  bool operator()(const TimerDropped& change) const {
    if (!log.timer(change.id)) return false;
    log.timers_[change.id] = std::nullopt;
    return true;
  }
  bool operator()(const HandoffChanged& change) const {
    log.handoffs_.insert_or_assign(change.now.id, change.now);
    return true;
  }
  bool operator()(const LookTaken& change) const {
    log.looks_[{change.workflow, change.scope}] = change;
    return true;
  }
  template <typename Other>
  bool operator()(const Other&) const {
    return true;
  }
};

Imagined::Imagined(std::unique_ptr<Hold> snapshot) : Transaction(std::move(snapshot)) {}

Imagined::~Imagined() = default;

bool Imagined::write(const Change& change) {
  return std::visit(Fold{*this}, change);
}

Imagined::Known& Imagined::known(std::string_view id) {
  const auto [place, fresh] = conversations_.try_emplace(std::string(id));
  if (fresh) place->second.value = ReadTransaction::conversation(id);
  return place->second;
}

std::optional<SeenRecord>& Imagined::seen(std::string_view workflow, std::string_view key) {
  const auto [place, fresh] = seen_.try_emplace({std::string(workflow), std::string(key)});
  if (fresh) place->second = ReadTransaction::record_seen(workflow, key);
  return place->second;
}

std::optional<Contact> Imagined::contact(const PhoneNumber& phone) {
  const auto found = contacts_.find(phone.e164());
  return found != contacts_.end() ? found->second : ReadTransaction::contact(phone);
}

std::optional<Conversation> Imagined::conversation(std::string_view id) {
  return known(id).value;
}

bool Imagined::has_conversation(std::string_view id) {
  return known(id).value.has_value();
}

std::optional<Intent> Imagined::intent(std::string_view id) {
  const auto found = intents_.find(id);
  if (found != intents_.end()) return found->second;
  return ReadTransaction::intent(id);
}

std::vector<Intent> Imagined::intents_of(std::string_view conversation) {
  const Known& own = known(conversation);
  std::vector<Intent> texts = ReadTransaction::intents_of(conversation);
  for (Intent& text : texts) {
    if (const auto moved = intents_.find(text.id); moved != intents_.end()) text = moved->second;
  }
  for (const std::string& id : own.planned) texts.push_back(intents_.at(id));
  return texts;
}

std::optional<Timer> Imagined::timer(std::string_view id) {
  const auto found = timers_.find(id);
  return found != timers_.end() ? found->second : ReadTransaction::timer(id);
}

std::optional<Handoff> Imagined::handoff(std::string_view id) {
  const auto found = handoffs_.find(id);
  if (found != handoffs_.end()) return found->second;
  return ReadTransaction::handoff(id);
}

std::optional<SeenRecord> Imagined::record_seen(std::string_view workflow, std::string_view key) {
  return seen(workflow, key);
}

std::optional<LookTaken> Imagined::look(std::string_view workflow, std::string_view scope) {
  const auto found = looks_.find({std::string(workflow), std::string(scope)});
  if (found != looks_.end()) return found->second;
  return ReadTransaction::look(workflow, scope);
}

std::vector<std::string> Imagined::touched() const {
  std::vector<std::string> ids;
  for (const auto& [id, own] : conversations_) {
    if (own.is_touched) ids.push_back(id);
  }
  return ids;
}

std::vector<Timer> Imagined::timers_set(std::string_view conversation) const {
  const std::string begin = std::string(conversation) + "/";  // of each id: engine/change.h
  std::vector<Timer> timers;
  for (auto it = timers_.lower_bound(begin); it != timers_.end(); ++it) {
    if (!it->first.starts_with(begin)) break;
    if (it->second) timers.push_back(*it->second);
  }
  return timers;
}

void Imagined::forget() {
  conversations_.clear();
  intents_.clear();
  timers_.clear();
  handoffs_.clear();
  seen_.clear();
}

}  // namespace smsflow
