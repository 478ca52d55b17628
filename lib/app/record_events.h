// Records that business systems post by themselves, to /events/WORKFLOW: one JSON object with the
// columns of that workflow's [record], or the same as `data` of {"type", "timestamp", "data"}.
// Signed as Standard Webhooks has it; webhook-id names the event, so that a repeat is one.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/programs.h"
#include "app/receive.h"
#include "http/message.h"
#include "record/json_object.h"
#include "record/reader.h"

namespace smsflow {

// Why an event is not taken. `reason` is for the sender, `column` for our own log as well: neither
// holds what only the record says about a person but `reason` may quote a value that cannot be
// read.
struct RefusedEvent {
  int status = 400;  // 401 403 404 405 422
  std::string reason;
  std::string code;  // "missing_field", "not_authentic", ...
};

// For one thread.
class RecordEvents {
 public:
  // Reads the secrets; throws Error{kBadInput}. Without [events] every event is refused.
  RecordEvents(const Config& config, const Programs& programs);
  ~RecordEvents();

  // What follows /events/ in a path; nothing for other paths.
  static std::optional<std::string_view> workflow_of(std::string_view path);

  std::variant<PostedRecord, RefusedEvent> read(std::string_view workflow,
                                                const HttpRequest& request, Instant now);

 private:
  struct Shape;
  std::variant<PostedRecord, RefusedEvent> read_body(Shape& shape, std::string_view body,
                                                     Instant now);

  std::vector<std::string> keys_;
  std::map<std::string, std::unique_ptr<Shape>, std::less<>> shapes_;
};

}  // namespace smsflow
