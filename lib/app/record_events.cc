#include "app/record_events.h"

#include <fmt/format.h>

#include <algorithm>

#include "hook/standard_webhook.h"
#include "record/json_object.h"
#include "text/error.h"
#include "text/nearest.h"
#include "text/normalise.h"

namespace smsflow {
namespace {

constexpr std::string_view kPath = "/events/";
constexpr std::string_view kDeleted = ".deleted";
constexpr std::size_t kMaxIdBytes = 200;

std::vector<std::string> event_keys(const Config& config) {
  std::vector<std::string> keys;
  if (config.events_secret_file.empty()) return keys;
  for (const std::string& secret : read_secret_lines(config.events_secret_file)) {
    const std::optional<std::string> key = webhook_key(secret);
    if (!key) {
      throw Error(ErrorKind::kBadInput, "a secret of [events] is none of Standard Webhooks",
                  config.events_secret_file,
                  "write whsec_ and 24 to 64 bytes in base64, as of: openssl rand -base64 32");
    }
    keys.push_back(*key);
  }
  return keys;
}

RefusedEvent refused(int status, std::string code, std::string reason) {
  return {status, std::move(reason), std::move(code)};
}

// Ids stand in the log and in answers: nothing but visible ASCII.
bool is_usable_id(std::string_view id) {
  return id.size() <= kMaxIdBytes &&
         std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

bool is_deleting(std::string_view type) {
  if (type.size() < kDeleted.size()) return false;
  const std::string_view end = type.substr(type.size() - kDeleted.size());
  return std::equal(end.begin(), end.end(), kDeleted.begin(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

// What the envelope of a record says of it.
struct Envelope {
  std::string sent_at;
  bool is_deleted = false;  // "booking.deleted"
};

// The members of the record itself, without the envelope.
JsonObject unwrap(JsonObject body, const RecordSpec& record, Envelope& envelope) {
  const JsonMember* data = body.find("data");
  if (data == nullptr || !data->is_object || record.find("data") != nullptr) return body;
  if (const JsonMember* at = body.find("timestamp")) envelope.sent_at = to_text(at->value);
  const JsonMember* type = body.find("type");
  envelope.is_deleted = type != nullptr && is_deleting(to_text(type->value));
  return read_json_object(std::get<std::string>(data->value));
}

std::string lacking(const JsonObject& object, std::string_view name) {
  std::vector<std::string> names;
  for (const JsonMember& member : object.members) names.push_back(member.name);
  const std::string near = nearest(name, names);
  return fmt::format("\"{}\" is missing{}", name,
                     near.empty() ? "" : fmt::format("; did you mean it by \"{}\"?", near));
}

}  // namespace

// A workflow's columns, always in the same order, and the reader of its rows.
struct RecordEvents::Shape {
  explicit Shape(const Workflow& workflow_in, std::unique_ptr<RecordReader> reader_in)
      : workflow(workflow_in), reader(std::move(reader_in)) {
    const RecordSpec& record = workflow.record;
    needed = {record.key, record.phone};
    columns = needed;
    if (record.zone_is_field) columns.push_back(record.zone);
    for (const std::string& name :
         {record.consent, record.language, record.version, record.scope, record.deleted}) {
      if (!name.empty()) columns.push_back(name);
    }
    for (const FieldSpec& field : record.fields) {
      columns.push_back(field.name);
      if (field.required) needed.push_back(field.name);
    }
    std::sort(columns.begin(), columns.end());
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  }

  const Workflow& workflow;
  std::unique_ptr<RecordReader> reader;
  std::vector<std::string> columns;
  std::vector<std::string> needed;
};

RecordEvents::RecordEvents(const Config& config, const Programs& programs)
    : keys_(event_keys(config)) {
  for (const Workflow* workflow : programs.workflows()) {
    if (workflow->record.key.empty()) continue;
    // Who posts may go on with the name from before a renaming.
    for (const std::string& name : {workflow->name, workflow->log_name()}) {
      shapes_.try_emplace(name, std::make_unique<Shape>(*workflow, programs.reader(*workflow)));
    }
  }
}

RecordEvents::~RecordEvents() = default;

std::optional<std::string_view> RecordEvents::workflow_of(std::string_view path) {
  if (!path.starts_with(kPath)) return std::nullopt;
  return path.substr(kPath.size());
}

std::variant<PostedRecord, RefusedEvent> RecordEvents::read(std::string_view workflow,
                                                            const HttpRequest& request,
                                                            Instant now) {
  if (keys_.empty()) {
    return refused(404, "not_configured", "no events are taken: [events] is not configured");
  }
  if (request.method != "POST") return refused(405, "not_post", "POST events");
  // Before anything else is told: what workflows there are is nobody else's business.
  const WebhookVerification verified = verify_webhook(keys_, request.headers, request.body, now);
  if (!verified.authentic) return refused(401, "not_authentic", verified.reason);
  if (!is_usable_id(verified.id)) {
    return refused(
        400, "bad_id",
        fmt::format("webhook-id must be visible ASCII of at most {} bytes", kMaxIdBytes));
  }
  const auto found = shapes_.find(workflow);
  if (found == shapes_.end()) return refused(404, "no_workflow", "no workflow of that name");
  std::variant<PostedRecord, RefusedEvent> read = read_body(*found->second, request.body, now);
  if (auto* posted = std::get_if<PostedRecord>(&read)) posted->id = verified.id;
  return read;
}

std::variant<PostedRecord, RefusedEvent> RecordEvents::read_body(Shape& shape,
                                                                 std::string_view body,
                                                                 Instant now) {
  Envelope envelope;
  JsonObject object = read_json_object(body);
  if (object.fault.empty()) object = unwrap(std::move(object), shape.workflow.record, envelope);
  if (!object.fault.empty()) return refused(400, "unreadable", "the body is " + object.fault);
  Row row{.line = 1, .columns = &shape.columns, .values = {}, .fault = {}};
  for (const std::string& name : shape.columns) {
    const JsonMember* member = object.find(name);
    row.values.push_back(member == nullptr ? Value{} : member->value);
  }
  shape.reader->forget_keys();
  RecordReader::Outcome outcome = shape.reader->read(row, now, envelope.is_deleted);
  auto* record = std::get_if<RecordSnapshot>(&outcome);
  for (const std::string& name : shape.needed) {
    // Of a row that is no more nothing counts but which one it was.
    if (record != nullptr && record->vanished) break;
    if (object.find(name) == nullptr) {
      return refused(422, "missing_field", lacking(object, name));
    }
  }
  if (auto* fault = std::get_if<RowFault>(&outcome)) {
    return refused(422, std::move(fault->reason), std::move(fault->detail));
  }
  PostedRecord posted{.record = std::move(*record), .id = {}};
  posted.record.posted = true;
  // A system that numbers no versions still says when what it tells of happened.
  if (shape.workflow.record.version.empty()) posted.record.version = std::move(envelope.sent_at);
  return posted;
}

}  // namespace smsflow
