#include "http/answer_bytes.h"

#include <doctest/doctest.h>

namespace smsflow::answer_bytes_test {
namespace {

TEST_CASE("an answer is written with its length") {
  CHECK(answer_bytes({200, {{"Content-Type", "text/xml"}}, "<Response/>"}, {}) ==
        "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 11\r\n\r\n<Response/>");
  CHECK(answer_bytes({}, {}) == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  CHECK(answer_bytes({299, {}, ""}, {}) == "HTTP/1.1 299 Status\r\nContent-Length: 0\r\n\r\n");
}

TEST_CASE("the last answer of a connection says so, and the date is told") {
  CHECK(answer_bytes({503, {}, ""}, {.last = true, .date = "Sun, 06 Nov 1994 08:49:37 GMT"}) ==
        "HTTP/1.1 503 Service Unavailable\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
        "Content-Length: 0\r\nConnection: close\r\n\r\n");
}

TEST_CASE("HEAD is told the length without the body") {
  CHECK(answer_bytes({200, {}, "abc"}, {.to_head = true, .last = false, .date = {}}) ==
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
}

TEST_CASE("some statuses have no body") {
  CHECK(answer_bytes({204, {}, "abc"}, {}) == "HTTP/1.1 204 No Content\r\n\r\n");
  CHECK(answer_bytes({304, {}, ""}, {}) == "HTTP/1.1 304 Not Modified\r\n\r\n");
}

TEST_CASE("an answer can neither forge headers nor contradict its framing") {
  CHECK(answer_bytes(
            {200, {{"X-Id", "1\r\nSet-Cookie: a=b"}, {"content-length", "99"}, {"DATE", "x"}}, ""},
            {}) == "HTTP/1.1 200 OK\r\nX-Id: 1  Set-Cookie: a=b\r\nContent-Length: 0\r\n\r\n");
}

}  // namespace
}  // namespace smsflow::answer_bytes_test
