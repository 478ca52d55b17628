// What a person reads when a file is no TOML: the parser's finding in fewer and plainer words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace smsflow::toml_file {

struct SyntaxFault {
  std::string code;  // "syntax" or "duplicate-key"
  std::string message;
  std::string hint;
  std::size_t offset = 0;  // byte in the text
  std::size_t width = 1;
};

// `finding` is the parser's description, `offset` the byte it complains about.
SyntaxFault explain(std::string_view finding, std::string_view text, std::size_t offset);

}  // namespace smsflow::toml_file
