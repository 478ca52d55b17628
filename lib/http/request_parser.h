// The bytes of one HTTP/1.1 request become an HttpRequest, or a refusal: bounded in size, and
// stricter than asked for where two servers could read the same bytes differently (RFC 9112, 6.3
// and 11.2). Pure: no socket, no clock.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "http/message.h"

namespace smsflow {

class RequestParser {
 public:
  enum class State { kHeader, kBody, kComplete, kRefused };

  // Limits of the whole header (request line to empty line) and of the body, chunks joined.
  RequestParser(std::size_t max_header_bytes, std::size_t max_body_bytes);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  // Reads on, at most to the end of the request. Returns how many bytes it used; the rest has to
  // come again, with more behind it.
  std::size_t put(std::string_view bytes);

  State state() const;
  // 400 ambiguous or malformed, 413 body too large, 417 unknown expectation, 431 header too large;
  // after it nothing more can be read.
  int refusal() const;
  // The client wants to hear "100 Continue" before it sends the body (RFC 9110, 10.1.1).
  bool awaits_continue() const;
  // Whether another request may follow on the connection; once the header is read.
  bool keeps_connection() const;
  bool is_head() const;

  // The complete request; the parser begins the next one.
  HttpRequest take();

 private:
  class Impl;
  struct Limits {
    std::size_t header_bytes;
    std::size_t body_bytes;
  };
  std::size_t advance(std::string_view bytes);

  Limits limits_;
  std::unique_ptr<Impl> impl_;
  int refusal_ = 0;
};

}  // namespace smsflow
