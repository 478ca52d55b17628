#include "store/imagined.h"

#include <fmt/format.h>

#include "store/hold.h"

namespace smsflow {

// As store/project.cc does it to the tables. What it is given is taken.
struct Imagined::Fold {
  Imagined& log;

  bool operator()(RecordSeen& change) const {
    RecordSnapshot& record = change.record;
    log.seen(record.workflow, record.key) =
        SeenRecord{.hash = std::move(record.hash),
                   .version = std::move(record.version),
                   .eligible = record.eligible,
                   .scope = std::move(record.scope),
                   .seen_at = record.seen_at,
                   .over_at = record.over_at,
                   .posted = record.posted,
                   .standing = record.vanished ? RecordStanding::kGone : RecordStanding::kStands};
    return true;
  }
  bool operator()(StandingChanged& change) const {
    std::optional<SeenRecord>& row = log.seen(change.workflow, change.key);
    if (!row) return false;
    row->scope = std::move(change.scope);
    row->seen_at = change.seen_at;
    row->posted = change.posted;
    row->standing = change.standing;
    row->over_at = change.over_at;
    if (!change.conversation.empty()) log.known(change.conversation).is_touched = true;
    return true;
  }
  bool operator()(ConversationChanged& change) const {
    Known& own = log.known(change.now.id);
    own.value = std::move(change.now);
    own.is_touched = true;
    return true;
  }
  bool operator()(IntentPlanned& change) const {
    if (log.intent(change.intent.id)) return false;
    if (!change.intent.conversation.empty()) {
      Known& own = log.known(change.intent.conversation);
      own.planned.push_back(change.intent.id);
      own.is_touched = true;
    }
    std::string id = change.intent.id;
    log.intents_.insert_or_assign(std::move(id), std::move(change.intent));
    return true;
  }
  bool operator()(IntentMoved& change) const {
    const std::optional<Intent> known = log.intent(change.now.id);
    if (!known || known->state != change.from || !may_move(change.from, change.now.state)) {
      return false;
    }
    if (!change.now.conversation.empty()) log.known(change.now.conversation).is_touched = true;
    std::string id = change.now.id;
    log.intents_.insert_or_assign(std::move(id), std::move(change.now));
    return true;
  }
  bool operator()(ContactChanged& change) const {
    log.contacts_.insert_or_assign(change.now.phone.e164(), std::move(change.now));
    return true;
  }
  bool operator()(TimerSet& change) const {
    std::string id = change.timer.id;
    log.timers_[std::move(id)] = std::move(change.timer);
    return true;
  }
  bool operator()(TimerDropped& change) const {
    if (!log.timer(change.id)) return false;
    log.timers_[change.id] = std::nullopt;
    return true;
  }
  bool operator()(HandoffChanged& change) const {
    std::string id = change.now.id;
    log.handoffs_.insert_or_assign(std::move(id), std::move(change.now));
    return true;
  }
  bool operator()(LookTaken& change) const {
    log.looks_[{change.workflow, change.scope}] = std::move(change);
    return true;
  }
  template <typename Other>
  bool operator()(Other&) const {
    return true;
  }
};

Imagined::Imagined(std::unique_ptr<Hold> snapshot) : Transaction(std::move(snapshot)) {
  const auto has_rows = [&](std::string_view table) {
    return hold_->database().number(fmt::format("SELECT 1 FROM {} LIMIT 1", table)).has_value();
  };
  has_contacts_ = has_rows("contact_state");
  has_conversations_ = has_rows("conversation");
  has_intents_ = has_rows("intent");
  has_records_ = has_rows("record_seen");
}

Imagined::~Imagined() = default;

bool Imagined::write(const Change& change) {
  return write(Change(change));
}

bool Imagined::write(Change&& change) {
  return std::visit(Fold{*this}, change);
}

Imagined::Known& Imagined::known(std::string_view id) {
  const auto [place, fresh] = conversations_.try_emplace(std::string(id));
  if (fresh && has_conversations_) place->second.value = ReadTransaction::conversation(id);
  if (fresh) place->second.is_in_log = place->second.value.has_value();
  return place->second;
}

std::optional<SeenRecord>& Imagined::seen(std::string_view workflow, std::string_view key) {
  const auto [place, fresh] = seen_.try_emplace({std::string(workflow), std::string(key)});
  if (fresh && has_records_) place->second = ReadTransaction::record_seen(workflow, key);
  return place->second;
}

std::optional<Contact> Imagined::contact(const PhoneNumber& phone) {
  const auto found = contacts_.find(phone.e164());
  if (found != contacts_.end()) return found->second;
  return has_contacts_ ? ReadTransaction::contact(phone) : std::nullopt;
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
  return has_intents_ ? ReadTransaction::intent(id) : std::nullopt;
}

std::vector<Intent> Imagined::intents_of(std::string_view conversation) {
  const Known& own = known(conversation);
  std::vector<Intent> texts;
  if (own.is_in_log) texts = ReadTransaction::intents_of(conversation);
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
