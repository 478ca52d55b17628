// A fault found in a file a person wrote, with its place. Checkers return all of them at once.
//
//   workflows/a.toml:12:9: error: unknown key "kewords"
//     12 | kewords = ["C"]
//        | ^~~~~~~
//     hint: did you mean "keywords"?
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

enum class Severity { kError, kWarning };

// Where something stands in a file. Line and column count from 1, columns in bytes; 0 is unknown.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
};

struct Diagnostic {
  Severity severity = Severity::kError;
  Place place;
  std::string message;    // lower case, no full stop
  std::string hint;       // what to do; may be empty
  std::size_t width = 1;  // bytes underlined, from the column on
  std::string code;       // stable name for scripts: "unknown-key", "no-escape", ...
};

bool has_errors(const std::vector<Diagnostic>& diagnostics);

// "file:line:column", or what of it is known.
std::string render(const Place& place);

// The lines shown above. `source` is the file's text; without it the excerpt is left out.
std::string render(const Diagnostic& diagnostic, std::string_view source);

}  // namespace smsflow
