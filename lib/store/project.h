// What a Change does to the projections: the one fold, for every store and for rebuilding.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/change.h"
#include "store/store.h"

namespace smsflow {

// Where the fold writes, and the little it must know to do so.
class Projections {
 public:
  virtual ~Projections() = default;

  virtual std::optional<IntentState> state_of(std::string_view intent) = 0;
  virtual bool knows_provider_id(std::string_view provider, std::string_view provider_id) = 0;
  virtual bool has_timer(std::string_view id) = 0;
  virtual bool has_revision(std::string_view id) = 0;

  // Each replaces the one of the same name.
  virtual void put(const InboundRecorded& reply) = 0;
  virtual void put(const DeliveryReceipt& orphan) = 0;
  virtual void put(const RecordSeen& seen) = 0;
  virtual void put(const Conversation& conversation) = 0;
  virtual void put(const Contact& contact) = 0;
  virtual void put(const Intent& intent) = 0;
  virtual void put(const Timer& timer) = 0;
  virtual void drop_timer(std::string_view id) = 0;
  virtual void put(const Handoff& handoff) = 0;
  virtual void put(const RevisionKept& revision) = 0;
};

// What becomes of a change, before it is an event.
enum class Admission {
  kEvent,    // becomes an event and is folded
  kNothing,  // known already (an intent planned before, a timer gone): not even an event
  kDropped,  // an intent may not move that way: an event that says so, nothing is folded
};
Admission admit(const Change& change, Projections& projections);

// Folds an admitted change.
void project(const Change& change, Projections& projections);

// The provider's key of an event that may come again, hashed: 16 bytes. "" for other changes.
std::string event_key(const Change& change);

// When the text left, or may have left, for caps and throttles; nothing while it surely has not.
std::optional<Instant> left_at(const Intent& intent);

}  // namespace smsflow
