#include "text/template.h"

#include <algorithm>

namespace smsflow {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_format_name(std::string_view text) {
  return !text.empty() && is_lower(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_lower(c) || (c >= '0' && c <= '9') || c == '_'; });
}

// A field is named as its column is, so capitals are letters like any other.
bool is_field_name(std::string_view text) {
  const auto letter = [](char c) { return is_lower(c) || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !text.empty() && letter(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

class Parser {
 public:
  explicit Parser(std::string_view source) : source_(source) { out_.value.source = source; }

  ParsedTemplate parse() {
    while (at_ < source_.size()) {
      const char c = source_[at_];
      const bool doubled = source_.substr(at_ + 1, 1) == source_.substr(at_, 1);
      if (c != '{' && c != '}') {
        append(1, 1);
      } else if (doubled) {
        append(1, 2);
      } else if (c == '{') {
        field();
      } else {
        fault(at_++, "this \"}\" closes nothing: write \"}}\" for a brace");
      }
    }
    return std::move(out_);
  }

 private:
  void fault(std::size_t offset, std::string_view message) {
    out_.faults.push_back({offset, std::string(message)});
  }

  // Takes `shown` bytes into the literal before the cursor and moves on by `read`.
  void append(std::size_t shown, std::size_t read) {
    std::vector<TemplatePiece>& pieces = out_.value.pieces;
    if (pieces.empty() || !pieces.back().field.empty()) pieces.push_back({"", "", "", at_});
    pieces.back().literal.append(source_.substr(at_, shown));
    at_ += read;
  }

  void field() {
    const std::size_t open = at_;
    const std::size_t stop = source_.find_first_of("{}", open + 1);
    if (stop == std::string_view::npos || source_[stop] == '{') {
      fault(open, "this \"{\" is never closed: write \"{{\" for a brace");
      at_ = stop == std::string_view::npos ? source_.size() : stop;
      return;
    }
    at_ = stop + 1;
    const std::string_view inside = source_.substr(open + 1, stop - open - 1);
    const std::size_t colon = inside.find(':');
    const std::string_view name = inside.substr(0, colon);
    if (name.find_first_not_of(kBlank) == std::string_view::npos) {
      return fault(open, "no field between the braces");
    }
    if (!is_field_name(name)) {
      return fault(open + 1, "a field's name has only letters, digits and _, no digit first");
    }
    std::string_view format;
    if (colon != std::string_view::npos) {
      format = inside.substr(colon + 1);
      if (!is_format_name(format)) {
        return fault(open + 1 + colon + 1, "no format's name after the colon (a-z, 0-9 and _)");
      }
    }
    out_.value.pieces.push_back({"", std::string(name), std::string(format), open});
  }

  std::string_view source_;
  std::size_t at_ = 0;
  ParsedTemplate out_;
};

}  // namespace

ParsedTemplate parse_template(std::string_view source) {
  return Parser(source).parse();
}

Rendered render(const Template& source, const ValueOf& value_of) {
  Rendered out;
  for (const TemplatePiece& piece : source.pieces) {
    if (piece.field.empty()) {
      out.text += piece.literal;
      continue;
    }
    const std::optional<std::string> value = value_of(piece.field, piece.format);
    // A cell of spaces is as missing as an empty one: "Hi  ," must not reach anybody.
    if (!value || value->find_first_not_of(kBlank) == std::string::npos) {
      return {"", piece.field};
    }
    out.text += *value;
  }
  return out;
}

}  // namespace smsflow
