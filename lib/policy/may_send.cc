#include "policy/may_send.h"

#include <array>

namespace smsflow {
namespace {

constexpr Duration kConfirmationWithin = std::chrono::minutes{5};

std::string shown(std::optional<Instant> at) {
  return at ? format_rfc3339(*at) : "never";
}

Permission blocked(BlockReason reason, Evidence evidence) {
  return {reason, std::nullopt, std::move(evidence)};
}

// STOP ends everything but its own confirmation.
std::optional<Permission> opt_out_gate(const SendQuestion& ask) {
  const Contact& contact = *ask.contact;
  if (!contact.opted_out_at) return std::nullopt;
  const bool fresh = ask.now - *contact.opted_out_at <= kConfirmationWithin;
  if (ask.kind == SendKind::kOptOutConfirmation && fresh && !contact.opt_out_confirmed_at) {
    return std::nullopt;
  }
  return blocked(BlockReason::kOptedOut,
                 {{"opted_out_at", shown(contact.opted_out_at)}, {"rule", contact.opt_out_rule}});
}

std::optional<Permission> contact_gate(const SendQuestion& ask) {
  const Contact& contact = *ask.contact;
  if (contact.wrong_number) return blocked(BlockReason::kWrongNumber, {});
  if (contact.paused && ask.kind != SendKind::kAgent) return blocked(BlockReason::kPaused, {});
  if (contact.unreachable != ErrorClass::kNone) {
    return blocked(BlockReason::kUnreachable, {{"class", std::string(name(contact.unreachable))}});
  }
  return std::nullopt;
}

std::optional<Permission> record_gate(const SendQuestion& ask) {
  if (ask.kind == SendKind::kProactive && (ask.conversation_void || !ask.record_eligible)) {
    return blocked(BlockReason::kVoid,
                   {{"when", ask.record_eligible ? "met" : "not met"},
                    {"conversation", ask.conversation_void ? "void" : "in force"}});
  }
  if (ask.expires && ask.now >= *ask.expires) {
    return blocked(BlockReason::kStale, {{"expires", shown(ask.expires)}});
  }
  return std::nullopt;
}

// What nobody saw lately may be cancelled by now. Held, not refused: it may be seen again.
std::optional<Permission> look_gate(const SendQuestion& ask, Evidence& evidence) {
  if (ask.kind != SendKind::kProactive) return std::nullopt;
  const bool is_old =
      ask.fresh && (!ask.record_seen_at || ask.now - *ask.record_seen_at > *ask.fresh);
  if (ask.record_seen_at || ask.fresh) {
    evidence.emplace_back("record_seen_at", shown(ask.record_seen_at));
  }
  if (ask.fresh) evidence.emplace_back("fresh", format_duration(*ask.fresh));
  if (!ask.record_missing && !is_old) return std::nullopt;
  Evidence why = evidence;
  why.emplace_back("look", ask.record_missing ? "the record is missing from the latest export"
                                              : "older than fresh allows");
  return blocked(BlockReason::kNotSeen, std::move(why));
}

// Whoever writes to us wants the answer: consent and quiet hours gate what we begin.
std::optional<Permission> consent_gate(const SendQuestion& ask, Evidence& evidence) {
  if (ask.kind != SendKind::kProactive) {
    evidence.emplace_back("consent", "answer to the contact's own message");
    return std::nullopt;
  }
  const std::optional<Consent> ledger = consent_for(*ask.contact, ask.purpose);
  if (ledger) {
    evidence.emplace_back("consent", ledger->granted ? "ledger" : "withdrawn in the ledger");
    evidence.emplace_back("consent_at", shown(ledger->at));
    evidence.emplace_back("consent_source", ledger->source);
    if (ledger->granted && ask.record_consent.value_or(true)) return std::nullopt;
  } else if (ask.message_class == MessageClass::kMarketing) {
    evidence.emplace_back("consent", "none in the ledger, which marketing needs");
  } else if (ask.record_consent.value_or(false)) {
    evidence.emplace_back("consent", "record");
    return std::nullopt;
  } else {
    evidence.emplace_back("consent", ask.record_consent ? "record says no" : "none");
  }
  return blocked(BlockReason::kNoConsent, evidence);
}

std::optional<Permission> cap_gate(const SendQuestion& ask) {
  if (ask.kind != SendKind::kReply) return std::nullopt;
  int recent = 0;
  for (Instant at : ask.contact->recent_replies) {
    recent += ask.now - at < std::chrono::hours{1} ? 1 : 0;
  }
  if (recent < kMaxRepliesPerHour) return std::nullopt;
  return blocked(BlockReason::kCapped, {{"replies_last_hour", std::to_string(recent)}});
}

std::optional<Permission> quiet_gate(const SendQuestion& ask, Evidence& evidence) {
  if (ask.kind != SendKind::kProactive) return std::nullopt;
  std::string zones;
  for (const Zone& zone : ask.zones) zones += (zones.empty() ? "" : " ") + zone.name();
  evidence.emplace_back("zones", zones);
  if (!ask.zones.empty() && is_open(ask.window, ask.now, ask.zones)) return std::nullopt;
  Permission quiet = blocked(BlockReason::kQuietHours, evidence);
  if (!ask.zones.empty()) quiet.later = next_open(ask.window, ask.now, ask.zones);
  quiet.evidence.emplace_back("later", shown(quiet.later));
  return quiet;
}

}  // namespace

std::optional<Consent> consent_for(const Contact& contact, std::string_view purpose) {
  for (auto it = contact.consents.rbegin(); it != contact.consents.rend(); ++it) {
    if (it->purpose == purpose || it->purpose == "*") return *it;
  }
  return std::nullopt;
}

Permission may_send(const SendQuestion& ask) {
  Evidence evidence{{"kind", std::string(name(ask.kind))}};
  if (auto no = opt_out_gate(ask)) return *no;
  if (auto no = contact_gate(ask)) return *no;
  if (auto no = record_gate(ask)) return *no;
  if (auto no = look_gate(ask, evidence)) return *no;
  if (auto no = consent_gate(ask, evidence)) return *no;
  if (auto no = cap_gate(ask)) return *no;
  if (auto no = quiet_gate(ask, evidence)) return *no;
  return {BlockReason::kNone, std::nullopt, std::move(evidence)};
}

std::string_view name(BlockReason reason) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"none", "opted_out", "no_consent", "quiet_hours", "stale", "capped", "void", "sensitive",
       "skipped_late", "missing_field", "paused", "wrong_number", "unreachable", "held_out",
       "no_sender", "not_seen"});
  const auto index = static_cast<std::size_t>(reason);
  return index < kWords.size() ? kWords[index] : "unnamed";
}

std::string_view name(SendKind kind) {
  static constexpr auto kWords =
      std::to_array<std::string_view>({"proactive", "reply", "opt_out_confirmation", "agent"});
  const auto index = static_cast<std::size_t>(kind);
  return index < kWords.size() ? kWords[index] : "unnamed";
}

}  // namespace smsflow
