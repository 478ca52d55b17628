// The personal part of a record as JSON. Values keep their types: text, true, 5, 1.5, null,
// {"at":ms} for a moment, {"real":"inf"} for what JSON cannot say.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "store/rows.h"

namespace smsflow {
namespace {

using Json = nlohmann::json;

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
  if (json.is_string()) return json.get<std::string>();
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_float()) return json.get<double>();
  if (json.is_number()) return json.get<std::int64_t>();
  if (json.is_object() && json.contains("at")) return from_ms(json.at("at").get<std::int64_t>());
  if (json.is_object() && json.contains("real")) {
    return std::stod(json.at("real").get<std::string>());
  }
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
  if (json.contains(key)) at = from_ms(json.at(key).get<std::int64_t>());
}

void read_snapshot(const Json& json, RecordSnapshot& record) {
  record.workflow = json.value("workflow", "");
  record.zone = json.value("zone", "");
  record.language = json.value("language", "");
  record.version = json.value("version", "");
  record.hash = json.value("hash", "");
  if (json.contains("consent")) record.consent = json.at("consent").get<bool>();
  record.eligible = json.value("eligible", false);
  record.vanished = json.value("vanished", false);
  record.start = json.value("start", "");
  record.begins = json.value("begins", true);
  read_time(json, "at", record.at);
  read_time(json, "expires", record.expires);
  read_time(json, "respond_by", record.respond_by);
  record.seen_at = from_ms(json.value("seen_at", std::int64_t{0}));
  if (!json.contains("fields")) return;
  for (const auto& [name, value] : json.at("fields").items()) {
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
    const Json json = Json::parse(body);
    read_snapshot(json, record);
    if (json.contains("captured")) json.at("captured").get_to(captured);
    if (json.contains("offered")) json.at("offered").get_to(offered);
  } catch (const Json::exception&) {
    throw Error(ErrorKind::kBadInput, "the log is damaged: a record is not as it was written");
  }
}

}  // namespace smsflow
