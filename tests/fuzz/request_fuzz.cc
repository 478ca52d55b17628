// A request is read the same, whole or in pieces, and never beyond its limits.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "http/request_parser.h"

namespace {

constexpr std::size_t kHeaderBytes = 256;
constexpr std::size_t kBodyBytes = 64;

struct Reading {
  int refusal = -1;  // not complete
  smsflow::HttpRequest request;
};

Reading read(std::string_view bytes, std::size_t step) {
  using State = smsflow::RequestParser::State;
  smsflow::RequestParser parser(kHeaderBytes, kBodyBytes);
  std::size_t used = 0;
  for (std::size_t end = 0; end < bytes.size();) {
    end = std::min(end + step, bytes.size());
    used += parser.put(bytes.substr(used, end - used));
    if (used > end) std::abort();
    if (parser.state() == State::kRefused) return {parser.refusal(), {}};
    if (parser.state() == State::kComplete) return {0, parser.take()};
    if (end - used > kHeaderBytes) std::abort();
  }
  return {};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const Reading whole = read(bytes, std::max<std::size_t>(bytes.size(), 1));
  const Reading pieces = read(bytes, 1 + data[0] % 32);
  if (whole.refusal != pieces.refusal) std::abort();
  if (whole.request.target != pieces.request.target) std::abort();
  if (whole.request.headers != pieces.request.headers) std::abort();
  if (whole.request.body != pieces.request.body) std::abort();
  if (whole.request.body.size() > kBodyBytes) std::abort();
  return 0;
}
