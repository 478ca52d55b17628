#include "text/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

namespace smsflow {
namespace {

[[noreturn]] void mismatch(const Json& json, const char* wanted) {
  throw JsonMismatch(std::string("JSON ") + json.kind() + " instead of " + wanted);
}

// Keeps the last member of each name.
void drop_repeated(Json::Members& members) {
  std::vector<std::size_t> order(members.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return members[a].name < members[b].name; });
  std::vector<bool> repeated(members.size());
  bool any = false;
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (members[order[i - 1]].name != members[order[i]].name) continue;
    repeated[order[i - 1]] = true;
    any = true;
  }
  if (!any) return;
  Json::Members kept;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (!repeated[i]) kept.push_back(std::move(members[i]));
  }
  members = std::move(kept);
}

}  // namespace

Json::Json() = default;
Json::Json(std::nullptr_t) {}
Json::Json(bool flag) : value_(flag) {}
Json::Json(double number) : value_(number) {}
Json::Json(const char* text) : value_(std::string(text)) {}
Json::Json(std::string text) : value_(std::move(text)) {}
Json::Json(std::string_view text) : value_(std::string(text)) {}
Json::Json(Number number) : value_(number.value) {}
Json::Json(const Json& other) = default;
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(const Json& other) = default;
Json& Json::operator=(Json&& other) noexcept = default;
Json::~Json() = default;

Json Json::list(std::initializer_list<Json> items) {
  Json json;
  json.value_ = List(items);
  return json;
}

Json Json::object(std::initializer_list<Member> members) {
  Json json;
  json.value_ = Members(members);
  return json;
}

// Takes the parser's events; stops where the text is too deep.
class JsonBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return put({}); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(std::int64_t value) override { return put(value); }
  bool number_unsigned(std::uint64_t value) override {
    if (value <= static_cast<std::uint64_t>(INT64_MAX)) return put(value);
    Json json;
    json.value_ = value;
    return put(std::move(json));
  }
  bool number_float(double value, const std::string& /*digits*/) override { return put(value); }
  bool string(std::string& value) override { return put(std::move(value)); }
  bool binary(nlohmann::json::binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
  bool start_array(std::size_t /*size*/) override { return open(Json::list()); }
  bool key(std::string& name) override {
    name_ = std::move(name);
    return true;
  }
  bool end_object() override {
    drop_repeated(std::get<Json::Members>(open_.back()->value_));
    return close();
  }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t /*at*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return false;
  }

  bool is_too_deep() const { return too_deep_; }
  Json take() { return std::move(root_); }

 private:
  Json& place(Json value) {
    if (open_.empty()) return root_ = std::move(value);
    Json& parent = *open_.back();
    if (auto* list = std::get_if<Json::List>(&parent.value_)) {
      return list->emplace_back(std::move(value));
    }
    auto& members = std::get<Json::Members>(parent.value_);
    return members.emplace_back(Json::Member{std::move(name_), std::move(value)}).value;
  }
  bool put(Json value) {
    place(std::move(value));
    return true;
  }
  bool open(Json value) {
    too_deep_ = open_.size() >= kMaxJsonDepth;
    if (too_deep_) return false;
    // A parent gets no further child while one is open, so the pointer stays good.
    open_.push_back(&place(std::move(value)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  Json root_;
  std::vector<Json*> open_;
  std::string name_;
  bool too_deep_ = false;
};

std::optional<Json> Json::parse(std::string_view text, std::string* fault) {
  JsonBuilder builder;
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return builder.take();
  if (fault) {
    *fault = builder.is_too_deep() ? "deeper than " + std::to_string(kMaxJsonDepth) + " levels"
                                   : "not JSON";
  }
  return std::nullopt;
}

Json Json::parsed(std::string_view text) {
  std::string fault;
  std::optional<Json> json = parse(text, &fault);
  if (!json) throw JsonMismatch(fault);
  return *std::move(json);
}

bool Json::is_null() const {
  return std::holds_alternative<std::monostate>(value_);
}
bool Json::is_flag() const {
  return std::holds_alternative<bool>(value_);
}
bool Json::is_integer() const {
  return std::holds_alternative<std::int64_t>(value_) ||
         std::holds_alternative<std::uint64_t>(value_);
}
bool Json::fits_integer() const {
  return std::holds_alternative<std::int64_t>(value_);
}
bool Json::is_number() const {
  return is_integer() || std::holds_alternative<double>(value_);
}
bool Json::is_text() const {
  return std::holds_alternative<std::string>(value_);
}
bool Json::is_list() const {
  return std::holds_alternative<List>(value_);
}
bool Json::is_object() const {
  return std::holds_alternative<Members>(value_);
}

const char* Json::kind() const {
  if (is_null()) return "null";
  if (is_flag()) return "boolean";
  if (is_text()) return "string";
  if (is_list()) return "array";
  return is_object() ? "object" : "number";
}

bool Json::flag() const {
  const bool* value = std::get_if<bool>(&value_);
  if (!value) mismatch(*this, "a boolean");
  return *value;
}

std::int64_t Json::integer() const {
  const std::int64_t* value = std::get_if<std::int64_t>(&value_);
  if (!value) mismatch(*this, "an integer");
  return *value;
}

double Json::number() const {
  if (const auto* real = std::get_if<double>(&value_)) return *real;
  if (const auto* large = std::get_if<std::uint64_t>(&value_)) return static_cast<double>(*large);
  const std::int64_t* value = std::get_if<std::int64_t>(&value_);
  if (!value) mismatch(*this, "a number");
  return static_cast<double>(*value);
}

const std::string& Json::text() const {
  const std::string* value = std::get_if<std::string>(&value_);
  if (!value) mismatch(*this, "a string");
  return *value;
}

std::string Json::text_or_dump() const {
  return is_text() ? text() : dump();
}

const Json::List& Json::items() const {
  static const List kNone;
  const List* list = std::get_if<List>(&value_);
  return list ? *list : kNone;
}

void Json::add(Json item) {
  if (!is_list()) mismatch(*this, "an array");
  std::get<List>(value_).push_back(std::move(item));
}

const Json::Members& Json::members() const {
  static const Members kNone;
  const Members* members = std::get_if<Members>(&value_);
  return members ? *members : kNone;
}

const Json* Json::find(std::string_view name) const {
  for (const Member& member : members()) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

const Json& Json::at(std::string_view name) const {
  const Json* found = find(name);
  if (!found) throw JsonMismatch("JSON without a member " + std::string(name));
  return *found;
}

Json& Json::operator[](std::string_view name) {
  if (is_null()) value_ = Members();
  if (!is_object()) mismatch(*this, "an object");
  for (Member& member : std::get<Members>(value_)) {
    if (member.name == name) return member.value;
  }
  return std::get<Members>(value_).emplace_back(Member{std::string(name), Json()}).value;
}

void Json::add(std::string name, Json value) {
  if (!is_object()) mismatch(*this, "an object");
  std::get<Members>(value_).push_back({std::move(name), std::move(value)});
}

void Json::add_all(Json object) {
  for (const Member& member : object.members()) (*this)[member.name] = member.value;
}

std::string Json::text_at(std::string_view name, std::string_view otherwise) const {
  const Json* found = find(name);
  return found && found->is_text() ? found->text() : std::string(otherwise);
}

std::int64_t Json::integer_at(std::string_view name, std::int64_t otherwise) const {
  const Json* found = find(name);
  const std::int64_t* value = found ? std::get_if<std::int64_t>(&found->value_) : nullptr;
  return value ? *value : otherwise;
}

bool Json::flag_at(std::string_view name, bool otherwise) const {
  const Json* found = find(name);
  return found && found->is_flag() ? found->flag() : otherwise;
}

}  // namespace smsflow
