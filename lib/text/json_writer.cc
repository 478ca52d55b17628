// Writes JSON: RFC 8259, with all control characters escaped.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "text/json.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

bool needs_escape(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

// Nearly all that is written: one look at each byte, and it is copied at once.
bool is_plain(char c) {
  return static_cast<signed char>(c) >= 0x20 && c != '"' && c != '\\';
}

void append_escaped(std::string& out, char c) {
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
  }
}

// From the first character on that is not plain.
void append_special(std::string& out, std::string_view text) {
  std::string repaired;
  if (!is_utf8(text)) text = repaired = to_utf8(text);
  for (auto from = text.begin(); from != text.end();) {
    const auto special = std::find_if(from, text.end(), needs_escape);
    out.append(from, special);
    from = special;
    if (from == text.end()) break;
    append_escaped(out, *from++);
  }
}

}  // namespace

void append_json(std::string& out, std::string_view text) {
  out += '"';
  auto from = std::find_if_not(text.begin(), text.end(), is_plain);
  out.append(text.begin(), from);
  if (from != text.end()) {
    text.remove_prefix(static_cast<std::size_t>(from - text.begin()));
    append_special(out, text);
  }
  out += '"';
}

void append_json(std::string& out, std::int64_t number) {
  const fmt::format_int digits(number);
  out.append(digits.data(), digits.size());
}

void append_json(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  const std::string digits = fmt::format("{}", number);
  out += digits;
  if (digits.find_first_of(".e") == std::string::npos) out += ".0";
}

class JsonWriter {
 public:
  explicit JsonWriter(int indent) : indent_(indent) {}

  void write(const Json& json) { std::visit(*this, json.value_); }
  std::string take() { return std::move(out_); }

  void operator()(std::monostate /*null*/) { out_ += "null"; }
  void operator()(bool flag) { out_ += flag ? "true" : "false"; }
  void operator()(std::int64_t number) { append_json(out_, number); }
  void operator()(std::uint64_t number) { out_ += fmt::format_int(number).str(); }
  void operator()(double number) { append_json(out_, number); }
  void operator()(const std::string& text) { append_json(out_, std::string_view(text)); }
  void operator()(const Json::List& list) {
    between('[', ']', list, [this](const Json& item) { write(item); });
  }
  void operator()(const Json::Members& members) {
    between('{', '}', members, [this](const Json::Member& member) {
      append_json(out_, std::string_view(member.name));
      out_ += indent_ > 0 ? ": " : ":";
      write(member.value);
    });
  }

 private:
  template <typename Range, typename Write>
  void between(char opening, char closing, const Range& range, Write&& write_one) {
    out_ += opening;
    ++level_;
    bool first = true;
    for (const auto& one : range) {
      if (!first) out_ += ',';
      first = false;
      new_line();
      write_one(one);
    }
    --level_;
    if (!first) new_line();
    out_ += closing;
  }

  void new_line() {
    if (indent_ <= 0) return;
    out_ += '\n';
    out_.append(static_cast<std::size_t>(indent_) * static_cast<std::size_t>(level_), ' ');
  }

  int indent_;
  int level_ = 0;
  std::string out_;
};

std::string Json::dump(int indent) const {
  JsonWriter writer(indent);
  writer.write(*this);
  return writer.take();
}

}  // namespace smsflow
