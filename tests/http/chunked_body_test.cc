#include "http/chunked_body.h"

#include <doctest/doctest.h>

#include <string>

namespace smsflow::chunked_body_test {
namespace {

constexpr std::size_t kMaxBytes = 20;
constexpr std::size_t kMaxLine = 16;

struct Case {
  std::string bytes;
  int refusal;  // -1: not complete
  std::string body;
};

Case read(std::string_view bytes, std::size_t step) {
  ChunkedBody chunks(kMaxBytes, kMaxLine);
  Case read{"", -1, ""};
  std::size_t used = 0;
  for (std::size_t end = 0; end < bytes.size() && read.refusal == -1;) {
    end = std::min(end + step, bytes.size());
    used += chunks.put(bytes.substr(used, end - used), read.body);
    if (chunks.refusal() != 0) read.refusal = chunks.refusal();
    if (chunks.is_complete()) read.refusal = 0;
  }
  read.bytes = bytes.substr(0, used);
  return read;
}

TEST_CASE("chunks are joined, and what is not one is refused, however it is cut") {
  const std::string nul_and_line("a\0\r\nb", 5);
  const Case cases[] = {
      {"0\r\n\r\n", 0, ""},
      {"3\r\nabc\r\n0\r\n\r\n", 0, "abc"},
      {"3\r\nabc\r\n002\r\nde\r\n000\r\n\r\n", 0, "abcde"},
      {"A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", 0, "01234567890123456789"},
      {"5\r\n" + nul_and_line + "\r\n0\r\n\r\n", 0, nul_and_line},
      {"1;a=\"b;c\"\r\nx\r\n0;d\r\nT: 1\r\n\r\n", 0, "x"},
      {"0\r\nA: 1\r\nB: 2\r\n\r\n", 0, ""},
      {"3\r\nab", -1, "ab"},
      {"0\r\n", -1, ""},
      {"", -1, ""},
      // More than is allowed.
      {"15\r\n", 413, ""},
      {"14\r\n01234567890123456789\r\n1\r\n", 413, "01234567890123456789"},
      {"ffffffff\r\n", 413, ""},
      {"1;34567890abcd\r\nx\r\n0\r\n\r\n", 0, "x"},
      {"1;34567890abcde\r\nx\r\n0\r\n\r\n", 431, ""},
      {"0\r\nA: 1\r\nB: 1\r\nC: 1\r\n\r\n", 431, ""},
      // Not chunks.
      {"\r\n", 400, ""},
      {"g\r\n", 400, ""},
      {"-1\r\n", 400, ""},
      {"+1\r\nx\r\n", 400, ""},
      {"0x1\r\nx\r\n", 400, ""},
      {" 1\r\nx\r\n", 400, ""},
      {"1 \r\nx\r\n", 400, ""},
      {"000000001\r\nx\r\n", 400, ""},
      {"1\nx\r\n", 400, ""},
      {"1\rx\r\n", 400, ""},
      {"1;\x01\r\nx\r\n", 400, ""},
      {"1\r\nxy\r\n", 400, "x"},
      {"1\r\nx\n0\r\n\r\n", 400, "x"},
      {"0\r\nnothing\r\n\r\n", 400, ""},
      {"0\r\n: x\r\n\r\n", 400, ""},
      {"0\r\n x: y\r\n\r\n", 400, ""},
      {"0\r\n\n", 400, ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes);
    for (const std::size_t step : {std::size_t{1}, std::size_t{3}, std::size_t{100}}) {
      CAPTURE(step);
      CHECK(read(c.bytes, step).refusal == c.refusal);
      CHECK(read(c.bytes, step).body == c.body);
    }
  }
}

TEST_CASE("what follows the last chunk is not its own") {
  const std::string chunks = "1\r\nx\r\n0\r\n\r\n";
  CHECK(read(chunks + "POST / HTTP/1.1\r\n", 100).bytes == chunks);
}

}  // namespace
}  // namespace smsflow::chunked_body_test
