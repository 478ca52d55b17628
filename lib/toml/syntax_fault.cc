#include "toml/syntax_fault.h"

#include <algorithm>
#include <array>

namespace smsflow::toml_file {
namespace {

constexpr std::string_view kPrefix = "Error while parsing ";
constexpr std::string_view kBlanks = " \t";

// "Error while parsing string: encountered end-of-file".
struct Finding {
  std::string_view subject;  // "string"
  std::string_view text;     // "encountered end-of-file"
};

Finding split(std::string_view finding) {
  const std::size_t colon = finding.find(": ");
  if (!finding.starts_with(kPrefix) || colon == std::string_view::npos) return {"", finding};
  return {finding.substr(kPrefix.size(), colon - kPrefix.size()), finding.substr(colon + 2)};
}

struct Wording {
  std::string_view subject;  // empty: any
  std::string_view finding;  // the beginning of it
  std::string_view message;
  std::string_view hint;
};

// The first row that fits speaks.
constexpr std::array<Wording, 20> kWordings = {{
    {"string", "encountered end-of-file", "this text is never closed", "add the closing quotes"},
    {"array", "encountered end-of-file", "this array is never closed", "add \"]\""},
    {"inline table", "encountered end-of-file", "this table is never closed", "add \"}\""},
    {"table header", "encountered end-of-file", "this header is never closed", "add \"]\""},
    {"table header", "expected ']'", "this header is never closed", "add \"]\""},
    {"key-value pair", "encountered end-of-file", "a value is missing", "write key = value"},
    {"", "expected value, saw", "a value is missing", "write key = value"},
    {"", "could not determine value type", "this is no value",
     "text needs quotes; the others are numbers, true, false, dates, [arrays] and {tables}"},
    {"", "expected keys, tables", "a key or a [table] was expected here",
     "a key with other letters than a-z, 0-9, _ and - needs quotes"},
    {"", "expected bare key", "a key was expected here",
     "a key with other letters than a-z, 0-9, _ and - needs quotes"},
    {"", "expected '='", "\"=\" is missing after the key", "write key = value"},
    {"key-value pair", "expected a comment or whitespace", "the line should end after this value",
     "one key a line; a quote inside a text needs other quotes around it"},
    {"table header", "expected a comment or whitespace", "the line should end after the header",
     "one header a line"},
    {"", "unknown escape sequence", "unknown escape after \"\\\"",
     "write \"\\\\\" for a backslash, or put the text in 'single quotes'"},
    {"", "escape sequence", "unknown escape after \"\\\"",
     "write \"\\\\\" for a backslash, or put the text in 'single quotes'"},
    {"array", "expected comma or closing", "\",\" or \"]\" is missing before this", ""},
    {"inline table", "expected comma or closing", "\",\" or \"}\" is missing before this", ""},
    {"inline table", "expected key-value pair, saw closing", "a comma before \"}\" is too many",
     "remove the comma"},
    {"inline table", "expected key or closing", "a {table} must stay on its line",
     "write a [table] of its own for a long one"},
    {"", "leading zeroes", "a number does not begin with 0", "put quotes around it to keep the 0"},
}};

std::string_view quoted_name(std::string_view finding) {
  const std::size_t open = finding.find('\'');
  const std::size_t close = finding.rfind('\'');
  if (open == std::string_view::npos || close <= open) return {};
  return finding.substr(open + 1, close - open - 1);
}

bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

// The key whose value begins at `value`, without its quotes; empty when there is none. The parser
// points at a repeated key's value, and the name it gives is wrong for quoted ones.
std::string_view key_before(std::string_view text, std::size_t value) {
  std::string_view before = text.substr(0, value);
  const std::size_t equals = before.find_last_not_of(kBlanks);
  if (equals == std::string_view::npos || equals == 0 || before[equals] != '=') return {};
  const std::size_t last = before.find_last_not_of(kBlanks, equals - 1);
  if (last == std::string_view::npos) return {};
  const char quote = before[last];
  if (quote == '"' || quote == '\'') {
    if (last == 0) return {};
    const std::size_t open = before.rfind(quote, last - 1);
    return open == std::string_view::npos ? std::string_view{}
                                          : before.substr(open + 1, last - open - 1);
  }
  std::size_t begin = last + 1;
  while (begin > 0 && is_bare(before[begin - 1])) --begin;
  return before.substr(begin, last + 1 - begin);
}

SyntaxFault duplicate(std::string_view finding, std::string_view text, std::size_t offset) {
  SyntaxFault fault{"duplicate-key", "this key is defined twice", "remove one of them", offset, 1};
  if (offset < text.size() && text[offset] == '[') {
    fault.message = "table \"" + std::string(quoted_name(finding)) + "\" is defined twice";
    fault.hint = "put its keys under one header";
    fault.width = std::min(text.find_first_of("\r\n", offset), text.size()) - offset;
  } else if (const std::string_view key = key_before(text, offset); !key.empty()) {
    fault.message = "key \"" + std::string(key) + "\" is defined twice";
    fault.offset = static_cast<std::size_t>(key.data() - text.data());
    fault.width = key.size();
  }
  return fault;
}

}  // namespace

SyntaxFault explain(std::string_view finding, std::string_view text, std::size_t offset) {
  const Finding found = split(finding);
  if (found.text.starts_with("cannot redefine") || found.text.starts_with("cannot insert")) {
    return duplicate(found.text, text, offset);
  }
  SyntaxFault fault{"syntax", std::string(found.text), "", offset, 1};
  const char at = offset < text.size() ? text[offset] : '\n';
  if (found.subject == "string" && found.text.starts_with("unescaped control") &&
      (at == '\n' || at == '\r')) {
    fault.message = "this text is not closed on its line";
    fault.hint = "add the closing quote, or use three quotes for a text of several lines";
    return fault;
  }
  const auto* const wording =
      std::find_if(kWordings.begin(), kWordings.end(), [&](const Wording& row) {
        return (row.subject.empty() || row.subject == found.subject) &&
               found.text.starts_with(row.finding);
      });
  if (wording != kWordings.end()) {
    fault.message = wording->message;
    fault.hint = wording->hint;
  } else if (found.text.starts_with("encountered end-of-file")) {
    fault.message = "the file ends in the middle of this " + std::string(found.subject);
  }
  return fault;
}

}  // namespace smsflow::toml_file
