#include "store/event.h"

#include <array>

namespace smsflow {
namespace {

void append(std::string& out, std::int64_t value) {
  auto bits = static_cast<std::uint64_t>(value);
  std::array<char, 8> bytes{};
  for (char& byte : bytes) {
    byte = static_cast<char>(bits & 0xFF);
    bits >>= 8;
  }
  out.append(bytes.data(), bytes.size());
}

void append(std::string& out, std::string_view text) {
  append(out, static_cast<std::int64_t>(text.size()));
  out += text;
}

}  // namespace

std::string_view name(EventKind kind) {
  constexpr std::array<std::string_view, 18> kNames = {
      "inbound", "receipt",   "record",        "conversation", "contact",  "planned",
      "moved",   "timer_set", "timer_dropped", "handoff",      "revision", "move_dropped",
      "posted",  "purged",    "standing",      "looked",       "account",  "adopted"};
  const auto index = static_cast<std::size_t>(kind);
  return index < kNames.size() ? kNames[index] : "unnamed";
}

void append_canonical(std::string& out, const Event& event, std::string_view number) {
  append(out, event.id);
  append(out, event.at_ms);
  append(out, event.source);
  append(out, static_cast<std::int64_t>(event.kind));
  append(out, event.conversation);
  append(out, event.contact);
  append(out, number);
  append(out, event.intent);
  append(out, event.handoff);
  append(out, event.key);
  append(out, event.side);
  append(out, event.personal);
  append(out, event.data);
}

Sha256 batch_hash(const Batch& batch, std::string_view previous, std::string_view events) {
  std::string bytes;
  bytes.reserve(events.size() + 128);
  append(bytes, batch.id);
  append(bytes, batch.at_ms);
  append(bytes, batch.writer);
  append(bytes, batch.first);
  append(bytes, batch.last);
  append(bytes, previous);
  bytes += events;
  return sha256(bytes);
}

Sha256 genesis_hash(std::string_view log_id) {
  return sha256("smsflow log " + std::string(log_id));
}

Sha256 personal_hash(std::string_view salt, std::string_view phone, std::string_view body,
                     std::string_view raw) {
  std::string bytes;
  bytes.reserve(salt.size() + phone.size() + body.size() + raw.size() + 32);
  append(bytes, salt);
  append(bytes, phone);
  append(bytes, body);
  append(bytes, raw);
  return sha256(bytes);
}

}  // namespace smsflow
