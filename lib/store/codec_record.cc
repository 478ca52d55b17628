// The personal part of a record as JSON. Values keep their types: text, true, 5, 1.5, null,
// {"at":ms} for a moment, {"real":"inf"} for what JSON cannot say.
#include <fmt/format.h>

#include <cmath>

#include "store/rows.h"
#include "text/json.h"

namespace smsflow {
namespace {

struct AppendValue {
  std::string& out;

  void operator()(std::monostate) { out += "null"; }
  void operator()(const std::string& text) { append_json(out, std::string_view(text)); }
  void operator()(std::int64_t integer) { fmt::format_to(std::back_inserter(out), "{}", integer); }
  void operator()(bool flag) { out += flag ? "true" : "false"; }
  void operator()(Instant at) {
    fmt::format_to(std::back_inserter(out), "{{\"at\":{}}}", to_ms(at));
  }
  void operator()(double real) {
    if (!std::isfinite(real)) {
      fmt::format_to(std::back_inserter(out), "{{\"real\":\"{}\"}}", real);
    } else {
      append_json(out, Cell(real));  // "5.0" keeps its point: it reads back as a real
    }
  }
};

Value value_of(const Json& json) {
  if (json.is_text()) return json.text();
  if (json.is_flag()) return json.flag();
  if (json.fits_integer()) return json.integer();
  if (json.is_number()) return json.number();
  if (const Json* at = json.find("at")) return from_ms(at->integer());
  if (const Json* real = json.find("real")) return std::stod(real->text());
  return std::monostate{};
}

class Object {
 public:
  void name(std::string_view key) {
    out_ += out_.size() > 1 ? ",\"" : "\"";
    out_.append(key).append("\":");
  }
  void add(std::string_view key, const std::string& text) {
    if (text.empty()) return;
    name(key);
    append_json(out_, std::string_view(text));
  }
  void add(std::string_view key, const std::optional<Instant>& at) {
    if (!at) return;
    name(key);
    append_json(out_, Cell(to_ms(*at)));
  }
  void add(std::string_view key, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    name(key);
    char before = '[';
    for (const std::string& text : texts) {
      out_ += before;
      append_json(out_, std::string_view(text));
      before = ',';
    }
    out_ += ']';
  }
  void add(std::string_view key, bool flag) {
    name(key);
    out_ += flag ? "true" : "false";
  }
  template <typename Map, typename Append>
  void add(std::string_view key, const Map& map, Append&& append) {
    if (map.empty()) return;
    name(key);
    char before = '{';
    for (const auto& [field, value] : map) {
      out_ += before;
      append_json(out_, std::string_view(field));
      out_ += ':';
      append(value);
      before = ',';
    }
    out_ += '}';
  }
  std::string& out() { return out_; }
  std::string close() { return std::move(out_ += '}'); }

 private:
  std::string out_ = "{";
};

void read_time(const Json& json, const char* key, std::optional<Instant>& at) {
  if (const Json* found = json.find(key)) at = from_ms(found->integer());
}

void read_snapshot(const Json& json, RecordSnapshot& record) {
  record.workflow = json.text_at("workflow");
  record.zone = json.text_at("zone");
  record.language = json.text_at("language");
  record.version = json.text_at("version");
  record.hash = json.text_at("hash");
  if (const Json* consent = json.find("consent")) record.consent = consent->flag();
  record.eligible = json.flag_at("eligible", false);
  record.vanished = json.flag_at("vanished", false);
  record.start = json.text_at("start");
  record.begins = json.flag_at("begins", true);
  read_time(json, "at", record.at);
  read_time(json, "expires", record.expires);
  read_time(json, "respond_by", record.respond_by);
  record.seen_at = from_ms(json.integer_at("seen_at"));
  const Json* fields = json.find("fields");
  if (!fields) return;
  for (const auto& [name, value] : fields->members()) {
    record.fields.insert_or_assign(name, value_of(value));
  }
}

}  // namespace

std::string record_body(const RecordSnapshot& record,
                        const std::map<std::string, std::string>& captured,
                        const std::vector<std::string>& offered) {
  Object body;
  body.add("workflow", record.workflow);
  body.add("zone", record.zone);
  body.add("language", record.language);
  if (record.consent) body.add("consent", *record.consent);
  body.add("version", record.version);
  body.add("hash", record.hash);
  body.add("eligible", record.eligible);
  if (record.vanished) body.add("vanished", true);
  body.add("start", record.start);
  if (!record.begins) body.add("begins", false);
  body.add("at", record.at);
  body.add("expires", record.expires);
  body.add("respond_by", record.respond_by);
  body.add("seen_at", std::optional<Instant>(record.seen_at));
  body.add("fields", record.fields,
           [&](const Value& value) { std::visit(AppendValue{body.out()}, value); });
  body.add("captured", captured,
           [&](const std::string& text) { append_json(body.out(), std::string_view(text)); });
  body.add("offered", offered);
  return body.close();
}

void read_record_body(std::string_view body, RecordSnapshot& record,
                      std::map<std::string, std::string>& captured,
                      std::vector<std::string>& offered) {
  if (body.empty()) return;
  try {
    const Json json = Json::parsed(body);
    read_snapshot(json, record);
    if (const Json* values = json.find("captured")) {
      for (const auto& [name, value] : values->members()) captured[name] = value.text();
    }
    if (const Json* keys = json.find("offered")) {
      for (const Json& key : keys->items()) offered.push_back(key.text());
    }
  } catch (const JsonMismatch&) {
    throw Error(ErrorKind::kBadInput, "the log is damaged: a record is not as it was written");
  }
}

}  // namespace smsflow
