// An answer of the server as the bytes of HTTP/1.1 (RFC 9112).
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace smsflow {

struct AnswerFraming {
  bool to_head = false;   // the request was HEAD: the length of the body, without the body
  bool last = false;      // the connection closes after it
  std::string_view date;  // value of the Date header (RFC 9110, 6.6.1); left out when empty
};

// Content-Length, Connection and Date are this function's: those in `answer` are left out. Bytes
// that would end a header early are sent as spaces. Statuses 1xx, 204 and 304 have no body.
std::string answer_bytes(const HttpAnswer& answer, const AnswerFraming& framing);

}  // namespace smsflow
