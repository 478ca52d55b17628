// What other systems are told: an event of a state or reaction, and a desk's new or unattended
// work. One row for each endpoint that wants it, so that each is delivered by itself.

#include "engine/draft.h"
#include "text/json.h"

namespace smsflow {
namespace {

// Written as it is built: every outcome is told, and most of what it takes is this.
class ObjectText {
 public:
  explicit ObjectText(std::string& out) : out_(out) { out_ += '{'; }
  ~ObjectText() { out_ += '}'; }
  ObjectText(const ObjectText&) = delete;
  ObjectText& operator=(const ObjectText&) = delete;

  // Whose value is written next.
  std::string& member(std::string_view name) {
    if (out_.back() != '{') out_ += ',';
    append_json(out_, name);
    return out_ += ':';
  }
  void add(std::string_view name, std::string_view text) { append_json(member(name), text); }

 private:
  std::string& out_;
};

// A value that was captured stands in the place of the field of that name.
void append_fields(std::string& out, const Conversation& conversation) {
  const Fields& fields = conversation.record.fields;
  ObjectText object(out);
  for (const auto& [name, value] : fields) {
    const auto captured = conversation.captured.find(name);
    object.add(name, captured == conversation.captured.end() ? to_text(value) : captured->second);
  }
  for (const auto& [name, value] : conversation.captured) {
    if (!fields.contains(name)) object.add(name, value);
  }
}

void add_conversation(ObjectText& data, const Conversation& conversation) {
  data.add("conversation", conversation.id);
  append_fields(data.member("fields"), conversation);
  data.add("key", conversation.record.key);
  data.add("outcome", conversation.outcome);
  data.add("state", conversation.state);
  data.add("workflow", conversation.workflow);
}

void add_handoff(ObjectText& data, const Handoff& handoff, const Conversation* conversation) {
  conversation ? add_conversation(data, *conversation) : data.add("workflow", handoff.workflow);
  data.add("handoff", handoff.id);
  data.add("queue", handoff.queue);
  data.add("reason", handoff.reason);
  data.add("priority", handoff.priority);
  append_json(data.member("alerts"), std::int64_t{handoff.alerts});
  data.add("opened_at", format_rfc3339(handoff.opened_at));
  if (handoff.first_response_due) {
    data.add("first_response_due", format_rfc3339(*handoff.first_response_due));
  }
}

template <typename AddData>
std::string payload_of(std::string_view event, const PhoneNumber& contact, Instant now,
                       const AddData& add_data) {
  std::string out;
  out.reserve(640);
  {
    ObjectText payload(out);
    {
      ObjectText data(payload.member("data"));
      add_data(data);
      data.add("contact", contact.e164());
    }
    payload.add("timestamp", format_rfc3339(now));
    payload.add("type", event);
  }
  return out;
}

// The rows of an event: one for each endpoint, or one that says that nobody wanted it.
std::vector<Intent> addressed(const Setting& setting, Intent row, std::string_view event) {
  row.channel = Channel::kHook;
  row.kind = SendKind::kProactive;  // it answers nobody: no cap on replies counts it
  row.literal = true;
  row.due = row.planned_at;
  row.expires.reset();
  row.sender.clear();
  row.occurrence += "/hook";
  std::vector<Intent> rows;
  if (setting.hooks) {
    for (std::string& endpoint : setting.hooks(event)) {
      Intent one = row;
      one.occurrence += "/" + endpoint;
      one.sender = std::move(endpoint);
      rows.push_back(std::move(one));
    }
  }
  if (rows.empty()) rows.push_back(std::move(row));
  return rows;
}

}  // namespace

void Draft::emit(const Conversation& conversation, std::string_view hook, const Cause& cause) {
  Intent row = draft_intent(&conversation, nullptr, hook, cause);
  row.workflow = conversation.workflow;
  row.text = payload_of(hook, row.to, now_,
                        [&](ObjectText& data) { add_conversation(data, conversation); });
  for (Intent& one : addressed(setting_, std::move(row), hook)) plan(std::move(one));
}

void Draft::tell_desk(const Desk& desk, const Handoff& handoff, const Conversation* conversation,
                      const Cause& cause) {
  if (desk.hook.empty()) return;
  Intent row = draft_intent(conversation, nullptr, desk.hook, cause);
  row.workflow = handoff.workflow;
  row.occurrence += "/" + handoff.id;
  row.text = payload_of(desk.hook, row.to, now_,
                        [&](ObjectText& data) { add_handoff(data, handoff, conversation); });
  for (Intent& one : addressed(setting_, std::move(row), desk.hook)) plan(std::move(one));
}

}  // namespace smsflow
