// Events back to changes: the fold can then be done again.

#include "store/event.h"
#include "store/tables.h"
#include "text/json.h"

namespace smsflow {
namespace {

class Decoding {
 public:
  Decoding(const StoredEvent& stored, Tables& before)
      : stored_(stored), before_(before), data_(Json::parsed(stored.event.data)) {}

  std::optional<Change> change() const {
    switch (stored_.event.kind) {
      case EventKind::kInbound:
        return reply();
      case EventKind::kReceipt:
        return ReceiptRecorded{to_receipt(cells(receipt_columns(), receipt_cells({})))};
      case EventKind::kRecord:
        return record();
      case EventKind::kConversation:
        return ConversationChanged{
            to_conversation(row(conversation_layout(), stored_.event.conversation)), why()};
      case EventKind::kContact:
        return ContactChanged{to_contact(row(contact_layout(), phone())), why(),
                              data_.text_at("message")};
      case EventKind::kPlanned:
        return IntentPlanned{to_intent(row(intent_layout(), stored_.event.intent))};
      case EventKind::kMoved:
        return moved();
      case EventKind::kTimerSet:
        return TimerSet{to_timer(cells(timer_columns(), timer_cells({})))};
      case EventKind::kTimerDropped:
        return TimerDropped{data_.at("now").at("id").text(),
                            data_.at("now").integer_at("fired") != 0};
      case EventKind::kHandoff:
        return HandoffChanged{to_handoff(row(handoff_layout(), stored_.event.handoff)), why()};
      case EventKind::kRevision:
        return RevisionKept{now("revision"), now("workflow"), now("source")};
      case EventKind::kMoveDropped:
        return std::nullopt;
      case EventKind::kPosted:
        return RecordPosted{now("workflow"), now("key"), now("id"),
                            now("handled"),  why(),      stored_.event.conversation};
      case EventKind::kPurged:
        return LogPurged{from_ms(data_.at("now").at("before").integer())};
    }
    throw Error(ErrorKind::kBadInput, "the log is damaged: an event is of no known kind");
  }

 private:
  std::string why() const { return data_.text_at("why"); }
  std::string now(const char* name) const { return data_.at("now").text_at(name); }

  std::string phone() const {
    if (!stored_.phone.empty() || stored_.event.contact == 0) return stored_.phone;
    return erased_number(stored_.event.contact).e164();
  }

  Cells cells(const Columns& columns, const Cells& blank) const {
    Cells cells = zeros_of(blank);
    apply_json(columns, data_.at("now"), cells);
    return cells;
  }

  TableRow row(const Layout& layout, const std::string& id) const {
    TableRow row = before_.load(layout, id);
    if (row.n == 0) row.cells = layout.zeros;
    row.id = id;
    row.contact = stored_.event.contact;
    row.phone = phone();
    row.side = stored_.event.side;
    row.body = stored_.body;
    apply_json(layout.columns, data_.at("now"), row.cells);
    return row;
  }

  InboundRecorded reply() const {
    const InboundRecorded blank{.message = {.from = erased_number(0)}};
    InboundRecorded reply =
        to_reply(cells(reply_columns(), reply_cells(blank)), phone(), stored_.body);
    reply.raw = stored_.raw;
    return reply;
  }

  RecordSeen record() const {
    RecordSeen seen;
    std::map<std::string, std::string> captured;
    std::vector<std::string> offered;
    read_record_body(stored_.body, seen.record, captured, offered);
    seen.record.workflow = now("workflow");
    seen.record.key = now("key");
    if (!phone().empty()) seen.record.phone = stored_number(phone());
    seen.conversation = stored_.event.conversation;
    return seen;
  }

  IntentMoved moved() const {
    const std::optional<IntentState> before = before_.state_of(stored_.event.intent);
    if (!before) throw Error(ErrorKind::kBadInput, "the log is damaged: an unknown intent moved");
    return {to_intent(row(intent_layout(), stored_.event.intent)), *before, why()};
  }

  const StoredEvent& stored_;
  Tables& before_;
  Json data_;
};

}  // namespace

std::optional<Change> decode(const StoredEvent& stored, Tables& before) {
  try {
    return Decoding(stored, before).change();
  } catch (const JsonMismatch&) {
    throw Error(ErrorKind::kBadInput, "the log is damaged: an event is not as it was written");
  }
}

}  // namespace smsflow
