#include "http/request_parser.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace smsflow::request_parser_test {
namespace {

constexpr std::size_t kHeader = 200;
constexpr std::size_t kBody = 20;

struct Parsed {
  int refusal = 0;  // -1: not complete
  HttpRequest request;
  std::size_t used = 0;
};

// Feeds pieces of `step` bytes, as they would come in by the network.
Parsed parse(std::string_view bytes, std::size_t step) {
  RequestParser parser(kHeader, kBody);
  Parsed parsed;
  for (std::size_t end = 0; end < bytes.size();) {
    end = std::min(end + step, bytes.size());
    parsed.used += parser.put(bytes.substr(parsed.used, end - parsed.used));
    if (parser.state() == RequestParser::State::kRefused) {
      parsed.refusal = parser.refusal();
      return parsed;
    }
    if (parser.state() == RequestParser::State::kComplete) {
      parsed.request = parser.take();
      return parsed;
    }
  }
  parsed.refusal = -1;
  return parsed;
}

std::string headers(std::string_view more) {
  return "POST / HTTP/1.1\r\nHost: x\r\n" + std::string(more) + "\r\n";
}

TEST_CASE("a request is read to its end and no further") {
  const std::string request =
      "POST /a?b=1 HTTP/1.1\r\nHost: x\r\nX-A:  1 \r\nContent-Length: 3\r\n\r\na";
  const std::string bytes = request + std::string("\0b", 2) + "GET / HTTP/1.1\r\n";
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, bytes.size()}) {
    CAPTURE(step);
    const Parsed parsed = parse(bytes, step);
    CHECK(parsed.refusal == 0);
    CHECK(parsed.used == request.size() + 2);
    CHECK(parsed.request.method == "POST");
    CHECK(parsed.request.target == "/a?b=1");
    CHECK(parsed.request.headers == Headers{{"Host", "x"}, {"X-A", "1"}, {"Content-Length", "3"}});
    CHECK(parsed.request.body == std::string("a\0b", 3));
  }
}

TEST_CASE("what is ambiguous, malformed or too large is refused, however it is cut") {
  struct Case {
    std::string bytes;
    int refusal;
  };
  const Case cases[] = {
      {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 0},
      {"GET / HTTP/1.0\r\n\r\n", 0},
      {headers("Content-Length: 0\r\n"), 0},
      {headers("Transfer-Encoding: chunked\r\n") + "0\r\n\r\n", 0},
      {headers("Transfer-Encoding: Chunked\r\n") + "3;a=b\r\nabc\r\n0\r\nX-T: 1\r\n\r\n", 0},
      {headers("Content-Length: 3\r\n") + "ab", -1},
      // Who says twice how long it is, or not clearly, may be smuggling.
      {headers("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400},
      {headers("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") + "0\r\n\r\n", 400},
      {headers("Content-Length: 5\r\nContent-Length: 6\r\n") + "abcdef", 400},
      {headers("Content-Length: 5\r\nContent-Length: 5\r\n") + "abcde", 400},
      {headers("Content-Length: 5, 5\r\n") + "abcde", 400},
      {headers("Content-Length: +5\r\n") + "abcde", 400},
      {headers("Content-Length: 0x5\r\n") + "abcde", 400},
      {headers("Content-Length: -1\r\n"), 400},
      {headers("Content-Length:\r\n"), 400},
      {headers("Content-Length: 18446744073709551617\r\n") + "a", 400},
      {headers("Transfer-Encoding: gzip, chunked\r\n") + "0\r\n\r\n", 400},
      {headers("Transfer-Encoding: xchunked\r\n"), 400},
      {headers("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400},
      {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {headers("Transfer-Encoding: chunked\r\n") + "g\r\n", 400},
      {headers("Transfer-Encoding: chunked\r\n") + "3\r\nabcd\r\n0\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400},
      {"GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n Host: x\r\n\r\n", 400},
      {"GET / HTTP/1.1\nHost: x\n\n", 400},
      {"GET / HTTP/1.1\r\nHost: x\r\nA\1: b\r\n\r\n", 400},
      {"GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"G@T / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 400},
      {"GET / HTTP/1.2\r\nHost: x\r\n\r\n", 400},
      {"GET /\r\nHost: x\r\n\r\n", 400},
      {"GET / HTT\r\n\r\n", 400},
      {"\r\n\r\n", 400},
      {std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), 400},
      {headers("Content-Length: 20\r\n") + std::string(20, 'a'), 0},
      {headers("Content-Length: 21\r\n"), 413},
      {headers("Transfer-Encoding: chunked\r\n") + "14\r\n" + std::string(20, 'a') +
           "\r\n0\r\n\r\n",
       0},
      {headers("Transfer-Encoding: chunked\r\n") + "15\r\n", 413},
      {headers("Transfer-Encoding: chunked\r\n") + "a\r\naaaaaaaaaa\r\nb\r\n", 413},
      {headers("Transfer-Encoding: chunked\r\n") + "fffffffff\r\n", 400},
      {headers("X: " + std::string(kHeader - 33, 'a') + "\r\n"), 0},
      {headers("X: " + std::string(kHeader - 32, 'a') + "\r\n"), 431},
      {"GET /" + std::string(400, 'a'), 431},
      {headers("Transfer-Encoding: chunked\r\n") + "1;a=" + std::string(400, 'a'), 431},
      {headers("Transfer-Encoding: chunked\r\n") + "0\r\nX: " + std::string(400, 'a'), 431},
      {headers("Expect: 200-ok\r\nContent-Length: 3\r\n"), 417},
      {headers("Expect: 100-continue\r\nContent-Length: 3\r\n") + "abc", 0},
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes);
    for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{64}}) {
      CAPTURE(step);
      CHECK(parse(c.bytes, step).refusal == c.refusal);
    }
  }
}

TEST_CASE("headers coming slowly one after the other still have a limit together") {
  std::string bytes = "GET / HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 1000; ++i) bytes += "X-A: b\r\n";
  const Parsed parsed = parse(bytes, 8);
  CHECK(parsed.refusal == 431);
  CHECK(parsed.used <= kHeader);
}

TEST_CASE("trailers are no headers") {
  const Parsed parsed = parse(
      headers("Transfer-Encoding: chunked\r\n") + "1\r\na\r\n0\r\nX-Signature: forged\r\n\r\n",
      1000);
  CHECK(parsed.request.body == "a");
  CHECK(find_header(parsed.request.headers, "X-Signature") == std::nullopt);
}

TEST_CASE("a body that waits for a greeting is told apart from one that comes anyway") {
  RequestParser parser(kHeader, kBody);
  const std::string head = headers("Expect: 100-Continue\r\nContent-Length: 3\r\n");
  CHECK(parser.put(head.substr(0, head.size() - 1)) == 0);
  CHECK_FALSE(parser.awaits_continue());
  CHECK(parser.put(head) == head.size());
  CHECK(parser.awaits_continue());
  CHECK(parser.put("a") == 1);
  CHECK_FALSE(parser.awaits_continue());
}

TEST_CASE("connections are kept as version and headers say") {
  struct Case {
    std::string bytes;
    bool kept;
  };
  const Case cases[] = {{"GET / HTTP/1.1\r\nHost: x\r\n\r\n", true},
                        {"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", false},
                        {"GET / HTTP/1.1\r\nHost: x\r\nConnection: a, Close\r\n\r\n", false},
                        {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", false}};
  for (const Case& c : cases) {
    CAPTURE(c.bytes);
    RequestParser parser(kHeader, kBody);
    parser.put(c.bytes);
    CHECK(parser.keeps_connection() == c.kept);
  }
}

TEST_CASE("damaged requests neither crash nor exceed the limits, and pieces make no difference") {
  std::mt19937_64 random(20240229);
  const std::string seeds[] = {
      headers("Content-Length: 3\r\nX-A: b\r\n") + "abc",
      headers("Transfer-Encoding: chunked\r\n") + "3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n"};
  constexpr std::string_view kTokens = "\r\n: ;,0159afAF\t\"\\\x80\xff/";
  for (int round = 0; round < 50'000; ++round) {
    std::string bytes = seeds[round % 2];
    for (std::uint64_t edits = 1 + random() % 4; edits > 0; --edits) {
      const std::size_t at = random() % bytes.size();
      const char token = kTokens[random() % kTokens.size()];
      if (random() % 2 == 0)
        bytes[at] = token;
      else if (random() % 2 == 0)
        bytes.insert(at, 1, token);
      else
        bytes.erase(at, 1);
    }
    const Parsed whole = parse(bytes, bytes.size());
    const Parsed pieces = parse(bytes, 1 + random() % 5);
    CAPTURE(bytes);
    REQUIRE(whole.used <= bytes.size());
    REQUIRE(whole.request.body.size() <= kBody);
    REQUIRE(whole.refusal == pieces.refusal);
    REQUIRE(whole.request.target == pieces.request.target);
    REQUIRE(whole.request.body == pieces.request.body);
    REQUIRE(whole.request.headers == pieces.request.headers);
  }
}

}  // namespace
}  // namespace smsflow::request_parser_test
