#include "store/fold.h"

#include "store/event_reader.h"
#include "store/fields.h"
#include "store/project.h"
#include "text/json.h"

namespace smsflow {
namespace {

// One event, folded again.
class Folding {
 public:
  Folding(const Event& event, Tables& into)
      : event_(event), into_(into), data_(Json::parsed(event_.data)) {}

  void run() {
    into_.open_again(event_);
    switch (event_.kind) {
      case EventKind::kInbound:
        return into_.put(now<InboundRecorded>());
      case EventKind::kReceipt:
        return project(ReceiptRecorded{now<DeliveryReceipt>()}, into_);
      case EventKind::kRecord:
        return record();
      case EventKind::kConversation:
        return row(conversation_layout(), event_.conversation);
      case EventKind::kContact:
        return row(contact_layout(), std::to_string(event_.contact));
      case EventKind::kPlanned:
        return row(intent_layout(), event_.intent);
      case EventKind::kMoved:
        return move();
      case EventKind::kTimerSet:
        return into_.put(now<Timer>());
      case EventKind::kTimerDropped:
        return into_.drop_timer(now<TimerDropped>().id);
      case EventKind::kHandoff:
        return row(handoff_layout(), event_.handoff);
      case EventKind::kRevision:
        return into_.put(now<RevisionKept>());
      case EventKind::kStanding:
        return into_.put(now<StandingChanged>());
      case EventKind::kLooked:
        return into_.put(now<LookTaken>());
      case EventKind::kAccount:
        return into_.put(now<AccountServed>());
      case EventKind::kAdopted:
        return into_.put(now<LogAdopted>());
      case EventKind::kMoveDropped:
      case EventKind::kPosted:
      case EventKind::kPurged:
        return;
    }
    throw Error(ErrorKind::kBadInput, "the log is damaged: an event is of no known kind");
  }

 private:
  template <typename T>
  T now() const {
    return from_now<T>(data_.at("now"));
  }

  void record() {
    auto seen = now<RecordSeen>();
    // Before looks were kept, a row was seen when its event came.
    if (seen.record.seen_at == Instant{}) seen.record.seen_at = from_ms(event_.at_ms);
    into_.put(seen);
  }

  // Of nouns with a history an event has the columns that it changed.
  void row(const Layout& layout, const std::string& id) {
    TableRow row = into_.load(layout, id);
    if (row.n == 0) row.cells = layout.zeros;
    row.id = id;
    apply_json(layout.columns, data_.at("now"), row.cells);
    into_.put(layout, std::move(row));
  }

  void move() {
    if (!into_.state_of(event_.intent)) {
      throw Error(ErrorKind::kBadInput, "the log is damaged: an unknown intent moved");
    }
    row(intent_layout(), event_.intent);
  }

  const Event& event_;
  Tables& into_;
  Json data_;
};

}  // namespace

void fold_events(Database& database, Tables& into) {
  EventReader events(database);
  while (events.next()) {
    try {
      Folding(events.event(), into).run();
    } catch (const JsonMismatch&) {
      throw Error(ErrorKind::kBadInput, "the log is damaged: an event is not as it was written");
    }
  }
  into.write_pending();
}

}  // namespace smsflow
