// Templates of outgoing texts: "Hi {first_name}, see you {starts_at:day_time}."
// Strict on purpose: one pass, no logic, values are never read again as a template, and a missing
// value is an error that names the field, never a blank. "{{" and "}}" stand for braces.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

struct TemplatePiece {
  std::string literal;     // used when `field` is empty
  std::string field;       // "starts_at"
  std::string format;      // "day_time", or empty
  std::size_t offset = 0;  // byte of the piece in the source
};

struct Template {
  std::string source;
  std::vector<TemplatePiece> pieces;
};

struct TemplateFault {
  std::size_t offset = 0;  // byte in the source
  std::string message;
};

struct ParsedTemplate {
  Template value;
  std::vector<TemplateFault> faults;  // empty when well formed
};

ParsedTemplate parse_template(std::string_view source);

struct Rendered {
  std::string text;
  std::string missing;  // the first field without a value; then `text` must not be used
};

// `value_of` gives a field's text in a format, or nothing when the record has none.
using ValueOf =
    std::function<std::optional<std::string>(std::string_view field, std::string_view format)>;
Rendered render(const Template& source, const ValueOf& value_of);

}  // namespace smsflow
