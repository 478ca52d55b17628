#include "record/byte_window.h"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

#include "text/error.h"

namespace smsflow::byte_window_test {

TEST_CASE("bytes pass through in order, whatever is dropped when") {
  std::string text;
  for (int i = 0; i < 400'000; ++i) text += static_cast<char>('a' + i % 26);
  std::istringstream in(text);
  ByteWindow window(in);
  CHECK(window.bytes().empty());
  std::string out;
  std::size_t step = 1;
  while (window.more()) {
    while (window.bytes().size() > step) {
      out += window.bytes().substr(0, step);
      window.drop(step);
      step = step * 3 % 7919 + 1;
    }
  }
  out += window.bytes();
  CHECK(out == text);
  CHECK(window.ended());
  CHECK_FALSE(window.more());
}

TEST_CASE("a stream that breaks is an error, not an end") {
  class Broken final : public std::streambuf {
    int_type underflow() override { throw 1; }
  } buffer;
  std::istream in(&buffer);
  ByteWindow window(in);
  CHECK_THROWS_AS(window.more(), Error);
}

}  // namespace smsflow::byte_window_test
