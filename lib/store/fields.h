// The fields of what has no history of its own, each named once: the columns of its table and the
// members of its event. What is personal is not among them (number, text, raw request, record).
#pragma once

#include <concepts>
#include <type_traits>

#include "engine/change.h"
#include "store/rows.h"

namespace smsflow {

template <typename T, typename Noun>
concept Is = std::same_as<std::remove_const_t<T>, Noun>;

template <Is<Timer> T, typename Visit>
void fields(T& t, Visit&& visit) {
  visit("id", t.id);
  visit("kind", t.kind);
  visit("conversation", t.conversation);
  visit("handoff", t.handoff);
  visit("run", t.run);
  visit("visit", t.visit);
  visit("due", t.due);
}

template <Is<TimerDropped> T, typename Visit>
void fields(T& t, Visit&& visit) {
  visit("id", t.id);
  visit("fired", t.fired);
}

template <Is<DeliveryReceipt> T, typename Visit>
void fields(T& r, Visit&& visit) {
  visit("provider", r.provider);
  visit("event_key", r.event_key);
  visit("intent", r.intent);
  visit("provider_id", r.provider_id);
  visit("status", r.status);
  visit("raw_status", r.raw_status);
  visit("error", r.error);
  visit("received_at", r.received_at);
}

template <Is<InboundRecorded> T, typename Visit>
void fields(T& r, Visit&& visit) {
  visit("provider", r.message.provider);
  visit("message", r.message.id);
  visit("sender", r.message.to.value);
  visit("received_at", r.message.received_at);
  visit("flag", r.message.flag);
  visit("media", r.message.media);
  visit("label", r.verdict.label);
  visit("layer", r.verdict.layer);
  visit("rule", r.verdict.rule);
  visit("confidence", r.verdict.confidence);
  visit("runner_up", r.verdict.runner_up);
  visit("runner_up_confidence", r.verdict.runner_up_confidence);
  visit("automatic", r.verdict.automatic);
  visit("suspected_opt_out", r.verdict.suspected_opt_out);
  visit("classifier", r.classifier);
  visit("conversation", r.conversation);
  visit("handled", r.handled);
  visit("reason", r.reason);
  visit("late", r.late);
  visit("raw_sha256", r.raw_sha256);
}

template <Is<RecordSeen> T, typename Visit>
void fields(T& seen, Visit&& visit) {
  visit("workflow", seen.record.workflow);
  visit("key", seen.record.key);
  visit("scope", seen.record.scope);
  visit("seen_at", seen.record.seen_at);
  visit("posted", seen.record.posted);
  visit("vanished", seen.record.vanished);
  visit("over_at", seen.record.over_at);
}

template <Is<StandingChanged> T, typename Visit>
void fields(T& row, Visit&& visit) {
  visit("workflow", row.workflow);
  visit("key", row.key);
  visit("standing", row.standing);
  visit("scope", row.scope);
  visit("seen_at", row.seen_at);
  visit("posted", row.posted);
  visit("over_at", row.over_at);
}

template <Is<LookTaken> T, typename Visit>
void fields(T& look, Visit&& visit) {
  visit("workflow", look.workflow);
  visit("scope", look.scope);
  visit("at", look.at);
  visit("rows", look.rows);
  visit("missing", look.missing);
  visit("digest", look.digest);
}

template <Is<RecordPosted> T, typename Visit>
void fields(T& posted, Visit&& visit) {
  visit("workflow", posted.workflow);
  visit("key", posted.key);
  visit("id", posted.id);
  visit("handled", posted.handled);
}

template <Is<RevisionKept> T, typename Visit>
void fields(T& kept, Visit&& visit) {
  visit("revision", kept.revision);
  visit("workflow", kept.workflow);
  visit("source", kept.source);
}

template <Is<LogPurged> T, typename Visit>
void fields(T& purged, Visit&& visit) {
  visit("before", purged.before);
}

template <Is<AccountServed> T, typename Visit>
void fields(T& served, Visit&& visit) {
  visit("kind", served.kind);
  visit("account", served.account);
}

template <Is<LogAdopted> T, typename Visit>
void fields(T& adopted, Visit&& visit) {
  visit("copied", adopted.copied);
}

template <typename T>
T blank_of() {
  if constexpr (std::is_same_v<T, InboundRecorded>) {
    return {.message = {.provider = {}, .id = {}, .from = erased_number(0)}};
  } else {
    return {};
  }
}

template <typename T>
Cells cells_of(const T& value) {
  Cells cells;
  fields(value, ToCells{cells});
  return cells;
}

template <typename T>
const Columns& columns_of() {
  static const Columns columns = [] {
    Columns names;
    const T blank = blank_of<T>();
    fields(blank, NameFields{names});
    return names;
  }();
  return columns;
}

template <typename T>
T from_cells(const Cells& cells) {
  T value = blank_of<T>();
  fields(value, FromCells{cells});
  return value;
}

template <typename T>
const Cells& zeros_of() {
  static const Cells zeros = zeros_of(cells_of(blank_of<T>()));
  return zeros;
}

// The fields that are not zero, as the JSON of an event, and back. Throws Error{kBadInput} for what
// it cannot be.
template <typename T>
std::string now_of(const T& value) {
  return changed_json(columns_of<T>(), zeros_of<T>(), cells_of(value));
}
template <typename T>
T from_now(const Json& now) {
  Cells cells = zeros_of<T>();
  apply_json(columns_of<T>(), now, cells);
  return from_cells<T>(cells);
}

}  // namespace smsflow
