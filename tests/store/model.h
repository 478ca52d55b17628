// What a log promises, in maps and loops: slow, small, and easy to believe.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "policy/leaving_order.h"
#include "store/project.h"
#include "store/transcript.h"

namespace smsflow {

class Model {
 public:
  bool write(const Change& change) {
    const std::string key = event_key(change);
    if (!key.empty() && !keys_.insert(key).second) return false;
    return std::visit([&](const auto& one) { return take(one); }, change);
  }

  std::optional<Contact> contact(const PhoneNumber& phone) { return find(contacts_, phone.e164()); }
  std::optional<Conversation> conversation(std::string_view id) { return find(conversations_, id); }
  std::optional<Intent> intent(std::string_view id) { return find(intents_, id); }
  std::optional<Timer> timer(std::string_view id) { return find(timers_, id); }
  std::optional<Handoff> handoff(std::string_view id) { return find(handoffs_, id); }
  std::string revision_source(std::string_view id) {
    return find(revisions_, id).value_or(RevisionKept{}).source;
  }
  std::optional<SeenRecord> record_seen(std::string_view workflow, std::string_view key) {
    return find(records_, std::string(workflow) + "/" + std::string(key));
  }

  std::optional<LookTaken> look(std::string_view workflow, std::string_view scope) {
    return find(looks_, std::string(workflow) + "/" + std::string(scope));
  }
  std::map<std::string, SeenRecord> expected(std::string_view workflow, Instant now) {
    std::map<std::string, SeenRecord> found;
    const std::string prefix = std::string(workflow) + "/";
    for (const auto& [name, row] : records_) {
      if (!name.starts_with(prefix) || row.value.standing == RecordStanding::kGone) continue;
      SeenRecord one = row.value;
      if (one.over_at && *one.over_at <= now) continue;
      one.hash.clear();
      one.version.clear();
      one.eligible = false;
      found.emplace(name.substr(prefix.size()), one);
    }
    return found;
  }

  std::vector<Conversation> conversations_of(const PhoneNumber& phone) {
    return sorted(
        conversations_, [&](const Conversation& one) { return one.record.phone == phone; },
        [](const Conversation& one, int n) {
          // No question yet is older than every question.
          return std::tuple(-since_epoch(one.asked_at), -to_ms(one.opened_at), -n);
        });
  }
  std::vector<EarlierReply> replies_since(const PhoneNumber& phone, Instant since) {
    std::vector<EarlierReply> found;
    for (auto one = replies_.rbegin(); one != replies_.rend(); ++one) {
      const InboundMessage& message = one->message;
      if (message.from != phone || message.received_at < since) continue;
      found.push_back({message.provider, message.id, message.text, message.received_at,
                       one->conversation, one->handled, one->verdict.suspected_opt_out});
    }
    return found;
  }
  std::vector<Intent> intents_of(std::string_view conversation) {
    if (conversation.empty()) return {};
    return sorted(
        intents_, [&](const Intent& one) { return one.conversation == conversation; }, by_n);
  }
  std::optional<Intent> intent_by_provider_id(std::string_view provider, std::string_view id) {
    const std::vector<Intent> found = sorted(
        intents_,
        [&](const Intent& one) {
          return !id.empty() && one.provider_id == id && one.provider == provider;
        },
        by_n);
    return found.empty() ? std::nullopt : std::optional(found.back());
  }
  std::vector<Intent> due_intents(Channel channel, Instant now, int limit) {
    return first(limit, sorted(
                            intents_,
                            [&](const Intent& one) {
                              return one.state == IntentState::kPlanned && one.due <= now &&
                                     one.channel == channel;
                            },
                            [](const Intent& one, int n) {
                              return std::tuple(leaving_rank(one.kind),
                                                one.expires.value_or(Instant::max()), one.due, n);
                            }));
  }
  std::vector<Intent> due_hooks(std::string_view endpoint, Instant now, int limit) {
    return first(limit, sorted(
                            intents_,
                            [&](const Intent& one) {
                              return one.state == IntentState::kPlanned && one.due <= now &&
                                     one.channel == Channel::kHook && one.sender == endpoint;
                            },
                            [](const Intent& one, int n) { return std::tuple(one.due, n); }));
  }
  std::vector<Intent> posting_intents(Instant before) {
    const auto deadline = [](const Intent& one) { return one.deadline.value_or(Instant::min()); };
    return sorted(
        intents_,
        [&](const Intent& one) {
          return one.state == IntentState::kPosting && deadline(one) < before;
        },
        [&](const Intent& one, int n) { return std::tuple(deadline(one), n); });
  }
  std::vector<Intent> unknown_intents(int limit) {
    return first(limit,
                 sorted(
                     intents_, [](const Intent& one) { return one.state == IntentState::kUnknown; },
                     [](const Intent& one, int n) { return std::tuple(one.changed_at, n); }));
  }
  std::vector<Timer> due_timers(Instant now, int limit) {
    return first(limit, sorted(
                            timers_, [&](const Timer& one) { return one.due <= now; },
                            [](const Timer& one, int) { return std::tuple(one.due, one.id); }));
  }
  std::vector<Handoff> open_handoffs(std::string_view queue) {
    return sorted(
        handoffs_,
        [&](const Handoff& one) {
          return one.status != HandoffStatus::kResolved && (queue.empty() || one.queue == queue);
        },
        [](const Handoff& one, int) {
          return std::tuple(one.priority != "high", one.first_response_due.value_or(Instant::max()),
                            one.opened_at, one.id);
        });
  }
  std::vector<DeliveryReceipt> orphan_receipts(std::string_view provider, std::string_view id) {
    std::vector<DeliveryReceipt> found;
    for (const DeliveryReceipt& one : orphans_) {
      if (one.provider == provider && one.provider_id == id) found.push_back(one);
    }
    return found;
  }
  std::int64_t segments_since(std::string_view sender, Instant since) {
    std::int64_t segments = 0;
    for (const auto& [id, row] : intents_) {
      const std::optional<Instant> left = left_at(row.value);
      if (row.value.sender == sender && left && *left >= since) segments += row.value.segments;
    }
    return segments;
  }
  std::optional<Instant> next_due() {
    std::optional<Instant> next;
    const auto consider = [&](Instant due) { next = std::min(next.value_or(due), due); };
    for (const auto& [id, row] : intents_) {
      if (row.value.state == IntentState::kPlanned) consider(row.value.due);
    }
    for (const auto& [id, row] : timers_) consider(row.value.due);
    return next;
  }
  std::vector<ReadTransaction::Line> transcript(std::string_view id, const PhoneNumber& phone) {
    const std::optional<Conversation> own = conversation(id);
    std::vector<Reply> replies;
    for (const InboundRecorded& one : replies_) {
      const bool from = one.message.from == phone || (own && one.message.from == own->record.phone);
      if (!from || (!id.empty() && one.conversation != id)) continue;
      replies.push_back(
          {one.message.received_at, one.message.text, one.verdict.label, one.verdict.rule});
    }
    std::vector<Intent> intents = intents_of(id);
    if (id.empty()) {
      intents = sorted(
          intents_, [&](const Intent& one) { return one.conversation.empty() && one.to == phone; },
          by_n);
      for (const Conversation& one : conversations_of(phone)) {
        for (Intent& intent : intents_of(one.id)) intents.push_back(std::move(intent));
      }
    }
    return interleave(replies, intents);
  }

 private:
  template <typename T>
  struct Row {
    T value;
    int n = 0;  // in the order of first sight
  };
  template <typename T>
  using Rows = std::map<std::string, Row<T>, std::less<>>;

  static constexpr auto by_n = [](const auto&, int n) { return n; };
  static std::int64_t since_epoch(std::optional<Instant> at) { return at ? to_ms(*at) : -1; }

  template <typename T>
  static std::optional<T> find(const Rows<T>& rows, std::string_view id) {
    const auto found = rows.find(id);
    return found == rows.end() ? std::nullopt : std::optional(found->second.value);
  }
  template <typename T, typename Wanted, typename Order>
  static std::vector<T> sorted(const Rows<T>& rows, Wanted&& wanted, Order&& order) {
    std::vector<const Row<T>*> found;
    for (const auto& [id, row] : rows) {
      if (wanted(row.value)) found.push_back(&row);
    }
    std::sort(found.begin(), found.end(), [&](const auto* left, const auto* right) {
      return order(left->value, left->n) < order(right->value, right->n);
    });
    std::vector<T> out;
    for (const Row<T>* row : found) out.push_back(row->value);
    return out;
  }
  template <typename T>
  static std::vector<T> first(int limit, std::vector<T> all) {
    const auto end = std::min(all.size(), static_cast<std::size_t>(std::max(limit, 0)));
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(end), all.end());
    return all;
  }
  template <typename T>
  bool put(Rows<T>& rows, const std::string& id, const T& value) {
    const auto [place, fresh] = rows.try_emplace(id, Row<T>{value, ++last_});
    if (!fresh) place->second.value = value;
    return true;
  }

  bool take(const LogAdopted&) { return true; }
  bool take(const AccountServed& change) {
    return accounts_.insert({change.kind, change.account}).second;
  }
  bool take(const RecordPosted&) { return true; }
  bool take(const LogPurged&) { return true; }
  bool take(const InboundRecorded& change) { return replies_.push_back(change), true; }
  bool take(const ReceiptRecorded& change) {
    const DeliveryReceipt& receipt = change.receipt;
    if (!intent(receipt.intent) && !intent_by_provider_id(receipt.provider, receipt.provider_id)) {
      orphans_.push_back(receipt);
    }
    return true;
  }
  bool take(const RecordSeen& change) {
    const RecordSnapshot& one = change.record;
    return put(
        records_, one.workflow + "/" + one.key,
        SeenRecord{one.hash, one.version, one.eligible, one.scope, one.seen_at, one.over_at,
                   one.posted, one.vanished ? RecordStanding::kGone : RecordStanding::kStands});
  }
  bool take(const StandingChanged& change) {
    std::optional<SeenRecord> row = record_seen(change.workflow, change.key);
    if (!row) return false;
    row->scope = change.scope;
    row->seen_at = change.seen_at;
    row->over_at = change.over_at;
    row->posted = change.posted;
    row->standing = change.standing;
    return put(records_, change.workflow + "/" + change.key, *row);
  }
  bool take(const LookTaken& change) {
    return put(looks_, change.workflow + "/" + change.scope, change);
  }
  bool take(const ConversationChanged& change) {
    return put(conversations_, change.now.id, change.now);
  }
  bool take(const ContactChanged& change) {
    return put(contacts_, change.now.phone.e164(), change.now);
  }
  bool take(const HandoffChanged& change) { return put(handoffs_, change.now.id, change.now); }
  bool take(const IntentPlanned& change) {
    return !intent(change.intent.id) && put(intents_, change.intent.id, change.intent);
  }
  bool take(const IntentMoved& change) {
    const std::optional<Intent> before = intent(change.now.id);
    return before && before->state == change.from && may_move(change.from, change.now.state) &&
           put(intents_, change.now.id, change.now);
  }
  bool take(const TimerSet& change) { return put(timers_, change.timer.id, change.timer); }
  bool take(const TimerDropped& change) { return timers_.erase(change.id) > 0; }
  bool take(const RevisionKept& change) {
    return !find(revisions_, change.revision) && put(revisions_, change.revision, change);
  }

  int last_ = 0;
  std::set<std::string> keys_;
  Rows<Conversation> conversations_;
  Rows<Contact> contacts_;
  Rows<Intent> intents_;
  Rows<Handoff> handoffs_;
  Rows<Timer> timers_;
  Rows<SeenRecord> records_;
  Rows<LookTaken> looks_;
  Rows<RevisionKept> revisions_;
  std::vector<InboundRecorded> replies_;
  std::vector<DeliveryReceipt> orphans_;
  std::set<std::pair<std::string, std::string>> accounts_;
};

}  // namespace smsflow
