#include "store/fold.h"

#include "store/event_reader.h"
#include "store/project.h"
#include "text/json.h"

namespace smsflow {
namespace {

// One event, folded again.
class Folding {
 public:
  Folding(const StoredEvent& stored, Tables& into)
      : stored_(stored), event_(stored.event), into_(into), data_(Json::parsed(event_.data)) {}

  void run() {
    into_.open_again(event_);
    switch (event_.kind) {
      case EventKind::kInbound:
        return into_.put(to_reply(cells(reply_columns(), blank_reply()), phone(), stored_.body));
      case EventKind::kReceipt:
        return project(ReceiptRecorded{to_receipt(cells(receipt_columns(), receipt_cells({})))},
                       into_);
      case EventKind::kRecord:
        return into_.put(record());
      case EventKind::kConversation:
        return row(conversation_layout(), event_.conversation);
      case EventKind::kContact:
        return row(contact_layout(), phone());
      case EventKind::kPlanned:
        return row(intent_layout(), event_.intent);
      case EventKind::kMoved:
        return move();
      case EventKind::kTimerSet:
        return into_.put(to_timer(cells(timer_columns(), timer_cells({}))));
      case EventKind::kTimerDropped:
        return into_.drop_timer(data_.at("now").at("id").text());
      case EventKind::kHandoff:
        return row(handoff_layout(), event_.handoff);
      case EventKind::kRevision:
        return into_.put(RevisionKept{now("revision"), now("workflow"), now("source")});
      case EventKind::kStanding:
        return into_.put(standing());
      case EventKind::kLooked:
        return into_.put(look());
      case EventKind::kAccount:
        return into_.put(AccountServed{now("kind"), now("account")});
      case EventKind::kAdopted:
        return into_.put(adopted());
      case EventKind::kMoveDropped:
      case EventKind::kPosted:
      case EventKind::kPurged:
        return;
    }
    throw Error(ErrorKind::kBadInput, "the log is damaged: an event is of no known kind");
  }

 private:
  std::string now(const char* name) const { return data_.at("now").text_at(name); }

  std::int64_t count(const char* name) const { return data_.at("now").integer_at(name); }
  std::optional<Instant> moment(const char* name) const {
    if (!data_.at("now").find(name)) return std::nullopt;
    return from_ms(count(name));
  }

  std::string phone() const {
    if (!stored_.phone.empty() || event_.contact == 0) return stored_.phone;
    return erased_number(event_.contact).e164();
  }

  Cells cells(const Columns& columns, const Cells& blank) const {
    Cells cells = zeros_of(blank);
    apply_json(columns, data_.at("now"), cells);
    return cells;
  }
  static Cells blank_reply() {
    return reply_cells(InboundRecorded{.message = {.from = erased_number(0)}});
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

  RecordSeen record() const {
    RecordSeen seen;
    seen.record.workflow = now("workflow");
    seen.record.key = now("key");
    seen.record.scope = now("scope");
    seen.record.posted = count("posted") != 0;
    seen.record.vanished = count("vanished") != 0;
    seen.record.over_at = moment("over_at");
    // Before looks were kept, a row was seen when its event came.
    seen.record.seen_at = moment("seen_at").value_or(from_ms(event_.at_ms));
    return seen;
  }

  StandingChanged standing() const {
    return {.workflow = now("workflow"),
            .key = now("key"),
            .standing = static_cast<RecordStanding>(count("standing")),
            .scope = now("scope"),
            .seen_at = moment("seen_at").value_or(Instant{}),
            .over_at = moment("over_at"),
            .posted = count("posted") != 0,
            .reason = {},
            .conversation = {}};
  }

  LookTaken look() const {
    return {.workflow = now("workflow"),
            .scope = now("scope"),
            .at = moment("at").value_or(Instant{}),
            .rows = count("rows"),
            .missing = count("missing"),
            .digest = now("digest")};
  }

  LogAdopted adopted() const {
    const Json* copied = data_.at("now").find("copied");
    return {copied == nullptr ? std::nullopt : std::optional(from_ms(copied->integer()))};
  }

  const StoredEvent& stored_;
  const Event& event_;
  Tables& into_;
  Json data_;
};

}  // namespace

void fold_events(Database& database, Tables& into) {
  EventReader events(database);
  while (events.next()) {
    try {
      Folding(events.event().stored, into).run();
    } catch (const JsonMismatch&) {
      throw Error(ErrorKind::kBadInput, "the log is damaged: an event is not as it was written");
    }
  }
}

}  // namespace smsflow
