// A JSON array of objects, or JSON Lines. The elements are cut out of the stream one by one and
// only then parsed, so that no source is held whole and a broken line costs that line only.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "record/byte_window.h"
#include "record/json_object.h"
#include "record/source.h"
#include "text/error.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

class JsonSource : public RecordSource {
 public:
  JsonSource(std::istream& in, long line) : window_(in), line_(line) {}

  bool next(Row& row) override {
    row.columns = &columns_;
    row.fault.clear();
    std::string_view element;
    if (!next_element(row, element)) return false;
    if (row.fault.empty()) parse(element, row);
    row.values.resize(columns_.size());
    advance(element.size());
    return true;
  }

 protected:
  // The next element's bytes, valid until the window moves; false at the end. Sets the row's line,
  // and its fault when the element is no whole one.
  virtual bool next_element(Row& row, std::string_view& element) = 0;

  void advance(std::size_t count) {
    const std::string_view bytes = window_.bytes().substr(0, count);
    line_ += std::count(bytes.begin(), bytes.end(), '\n');
    window_.drop(count);
  }

  ByteWindow window_;
  long line_;  // of the window's first byte

 private:
  void parse(std::string_view element, Row& row);

  std::vector<std::string> columns_;
  std::unordered_map<std::string, std::size_t> index_;
};

void JsonSource::parse(std::string_view element, Row& row) {
  JsonObject object = read_json_object(element);
  row.fault = std::move(object.fault);
  if (!row.fault.empty()) return;
  std::fill(row.values.begin(), row.values.end(), Value{});
  row.values.resize(columns_.size());
  for (JsonMember& member : object.members) {
    const auto [at, is_new] = index_.try_emplace(member.name, columns_.size());
    if (is_new && columns_.size() == kMaxColumns) {
      index_.erase(at);
      row.fault = fmt::format("more than {} different keys", kMaxColumns);
      return;
    }
    if (is_new) {
      columns_.push_back(member.name);
      row.values.emplace_back();
    }
    row.values[at->second] = std::move(member.value);
  }
}

class JsonLines final : public JsonSource {
 public:
  using JsonSource::JsonSource;

 private:
  bool next_element(Row& row, std::string_view& element) override {
    while (true) {
      std::size_t searched = 0;
      std::size_t end = window_.bytes().find('\n');
      while (end == std::string_view::npos && window_.bytes().size() <= kMaxRowBytes) {
        searched = window_.bytes().size();
        if (!window_.more()) break;
        end = window_.bytes().find('\n', searched);
      }
      const std::string_view bytes = window_.bytes();
      if (bytes.empty()) return false;
      row.line = line_;
      if (end == std::string_view::npos && bytes.size() > kMaxRowBytes) return skip_long(row);
      element = bytes.substr(0, end == std::string_view::npos ? bytes.size() : end + 1);
      if (std::any_of(element.begin(), element.end(), [](char c) { return !is_blank(c); })) {
        return true;
      }
      advance(element.size());
    }
  }

  bool skip_long(Row& row) {
    row.fault = fmt::format("longer than {} bytes", kMaxRowBytes);
    while (true) {
      const std::size_t end = window_.bytes().find('\n');
      advance(end == std::string_view::npos ? window_.bytes().size() : end + 1);
      if (end != std::string_view::npos || !window_.more()) return true;
    }
  }
};

class JsonArray final : public JsonSource {
 public:
  using JsonSource::JsonSource;

 private:
  [[noreturn]] void broken(std::string_view what) const {
    throw Error(ErrorKind::kBadInput, fmt::format("the JSON array is broken: {}", what),
                fmt::format("line {}", line_));
  }

  // The next byte that is no space; '\0' at the end.
  char peek() {
    while (true) {
      const std::string_view bytes = window_.bytes();
      const auto found =
          std::find_if(bytes.begin(), bytes.end(), [](char c) { return !is_blank(c); });
      advance(static_cast<std::size_t>(found - bytes.begin()));
      if (!window_.bytes().empty()) return window_.bytes().front();
      if (!window_.more()) return '\0';
    }
  }

  bool next_element(Row& row, std::string_view& element) override {
    if (done_) return false;
    const char first = peek();
    if (first == '\0') broken("it never ends");
    if (first == ']') return finish();
    if (first != (begun_ ? ',' : '[')) broken("a comma is missing");
    advance(1);
    if (peek() == ']' && !begun_) return finish();
    begun_ = true;
    row.line = line_;
    element = element_bytes();
    return true;
  }

  bool finish() {
    done_ = true;
    advance(1);
    if (peek() != '\0') broken("something follows its end");
    return false;
  }

  // Up to the comma or bracket that ends the element.
  std::string_view element_bytes() {
    std::size_t at = 0;
    int depth = 0;
    bool in_text = false;
    while (true) {
      if (at >= window_.bytes().size()) {
        if (at > kMaxRowBytes)
          broken(fmt::format("an element is longer than {} bytes", kMaxRowBytes));
        if (!window_.more()) broken("it never ends");
        continue;
      }
      const char c = window_.bytes()[at];
      if (in_text) {
        if (c == '\\') ++at;
        in_text = c != '"';
      } else if (depth == 0 && (c == ',' || c == ']')) {
        return window_.bytes().substr(0, at);
      } else {
        in_text = c == '"';
        depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      }
      ++at;
    }
  }

  bool begun_ = false;
  bool done_ = false;
};

}  // namespace

std::unique_ptr<RecordSource> read_json(std::istream& in) {
  if (in.peek() == 0xEF) in.ignore(3);  // A byte order mark.
  long line = 1;
  while (in.peek() != std::istream::traits_type::eof() && is_blank(static_cast<char>(in.peek()))) {
    line += in.get() == '\n' ? 1 : 0;
  }
  if (in.peek() == '[') return std::make_unique<JsonArray>(in, line);
  return std::make_unique<JsonLines>(in, line);
}

}  // namespace smsflow
