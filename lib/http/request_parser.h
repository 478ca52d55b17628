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

  State state() const { return state_; }
  // 400 ambiguous or malformed, 413 body too large, 417 unknown expectation, 431 header too large;
  // after it nothing more can be read.
  int refusal() const { return refusal_; }
  // The client wants to hear "100 Continue" before it sends the body (RFC 9110, 10.1.1).
  bool awaits_continue() const;
  // Whether another request may follow on the connection; once the header is read.
  bool keeps_connection() const;
  bool is_head() const;

  // The complete request; the parser begins the next one.
  HttpRequest take();

 private:
  struct Impl;

  void begin();
  std::size_t put_header(std::string_view bytes);
  std::size_t put_body(std::string_view bytes);
  void refuse(int status);

  std::size_t max_header_bytes_;
  std::size_t max_body_bytes_;
  State state_ = State::kHeader;
  int refusal_ = 0;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smsflow
