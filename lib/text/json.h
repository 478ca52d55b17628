// A JSON value, and the one reader and the one writer of JSON in smsflow.
//
//   Json json = Json::object({{"rows", 3}, {"texts", Json::list()}});
//   json["texts"].add("Hi Maya");
//   out << json.dump();                       // {"rows":3,"texts":["Hi Maya"]}
//
//   const std::optional<Json> read = Json::parse(body);
//   if (read) sid = read->text_at("sid");     // "" when there is none, or it is no text
//
// Members of an object keep the order in which they were added.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace smsflow {

// Arrays and objects inside each other beyond this are refused: a crafted text must not exhaust
// the stack.
inline constexpr int kMaxJsonDepth = 32;

// A value is not of the kind that was asked for, or a member is missing.
struct JsonMismatch : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Json {
 public:
  struct Member;
  using List = std::vector<Json>;
  using Members = std::vector<Member>;

  Json();  // null
  Json(std::nullptr_t);
  Json(bool flag);
  Json(double number);
  Json(const char* text);
  Json(std::string text);
  Json(std::string_view text);
  template <typename Integer>
  requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>) Json(Integer number)
      : Json(Number{static_cast<std::int64_t>(number)}) {}
  Json(const Json& other);
  Json(Json&& other) noexcept;
  Json& operator=(const Json& other);
  Json& operator=(Json&& other) noexcept;
  ~Json();

  static Json list(std::initializer_list<Json> items = {});
  static Json object(std::initializer_list<Member> members = {});

  // Nothing when `text` is not JSON or too deep; `fault` (may be null) says which. Of members of
  // one name the last one counts.
  static std::optional<Json> parse(std::string_view text, std::string* fault = nullptr);
  static Json parsed(std::string_view text);  // throws JsonMismatch instead
  // On one line, or indented by `indent` spaces a level. Ill-formed UTF-8 is repaired.
  std::string dump(int indent = 0) const;

  bool is_null() const;
  bool is_flag() const;
  bool is_integer() const;    // without a point or exponent in its text
  bool fits_integer() const;  // and within the range of std::int64_t
  bool is_number() const;
  bool is_text() const;
  bool is_list() const;
  bool is_object() const;
  const char* kind() const;  // "null", "boolean", "number", "string", "array", "object"

  // Each throws JsonMismatch when the value is of another kind.
  bool flag() const;
  std::int64_t integer() const;  // of an integer that fits
  double number() const;
  const std::string& text() const;
  // The text itself, or the JSON of anything else.
  std::string text_or_dump() const;

  // Of a list; empty for all else.
  const List& items() const;
  void add(Json item);

  // Of an object; empty for all else.
  const Members& members() const;
  // Null when there is no such member, or this is no object.
  const Json* find(std::string_view name) const;
  const Json& at(std::string_view name) const;  // throws JsonMismatch
  Json& operator[](std::string_view name);      // makes what is missing
  void add(std::string name, Json value);       // of a name that is not there yet
  void add_all(Json object);

  // The member, or `otherwise` when it is missing or of another kind.
  std::string text_at(std::string_view name, std::string_view otherwise = {}) const;
  std::int64_t integer_at(std::string_view name, std::int64_t otherwise = 0) const;
  bool flag_at(std::string_view name, bool otherwise = false) const;

 private:
  struct Number {
    std::int64_t value;
  };
  explicit Json(Number number);
  friend class JsonBuilder;
  friend class JsonWriter;

  // Integers above the range of std::int64_t are kept as they are.
  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, List,
               Members>
      value_;
};

struct Json::Member {
  std::string name;
  Json value;
};

// An object of a map's entries, a list of a range's.
template <typename Map>
Json json_object(const Map& map) {
  Json object = Json::object();
  for (const auto& [name, value] : map) object.add(std::string(name), Json(value));
  return object;
}
template <typename Range>
Json json_list(const Range& range) {
  Json list = Json::list();
  for (const auto& item : range) list.add(Json(item));
  return list;
}

// Quoted and escaped; ill-formed UTF-8 is repaired.
void append_json(std::string& out, std::string_view text);
void append_json(std::string& out, std::int64_t number);
// The shortest form that reads back the same, always with a point or an exponent.
void append_json(std::string& out, double number);

}  // namespace smsflow
