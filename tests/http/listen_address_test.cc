#include "http/listen_address.h"

#include <doctest/doctest.h>

#include "text/error.h"

namespace smsflow::listen_address_test {
namespace {

TEST_CASE("addresses are read as people write them") {
  struct Case {
    const char* text;
    const char* ip;
    int port;
  };
  const Case cases[] = {{"127.0.0.1:8080", "127.0.0.1", 8080},
                        {"[::1]:65535", "::1", 65535},
                        {":8080", "", 8080},
                        {":0", "", 0}};
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(parse_listen_address(c.text).ip == c.ip);
    CHECK(parse_listen_address(c.text).port == c.port);
  }
}

TEST_CASE("anything else is refused") {
  const char* const cases[] = {"",      "8080",         "127.0.0.1",    ":",       ":65536",
                               ":-1",   ":80x",         "localhost:80", "::1:80",  "[::1]",
                               "[]:80", "[1.2.3.4]:80", "1.2.3:80",     "[::1:80", ":+80"};
  for (const char* text : cases) {
    CAPTURE(text);
    CHECK_THROWS_AS(parse_listen_address(text), Error);
  }
}

}  // namespace
}  // namespace smsflow::listen_address_test
