// Forms and percent encoding take any bytes, and what they read survives being written again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "http/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const smsflow::FormPairs pairs = smsflow::parse_form(input);
  if (smsflow::parse_form(smsflow::encode_form(pairs)) != pairs) std::abort();
  if (smsflow::percent_decode(smsflow::percent_encode(input)) != input) std::abort();
  if (smsflow::percent_decode(input).size() > input.size()) std::abort();
  const auto [path, query] = smsflow::split_target(input);
  if (path.size() + query.size() > input.size()) std::abort();
  return 0;
}
