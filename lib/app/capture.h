// The capture format: one request a line (man 5 smsflow-capture).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"
#include "time/instant.h"

namespace smsflow {

// Keys read as they are: v id received_at (or now) provider scheme method url headers body or
// body_b64, and optionally secret public_key expect_verified expect.
struct CapturedRequest {
  std::string id;  // as text; a number in the file stays one in answers
  bool id_is_number = false;
  std::optional<Instant> received_at;
  std::string provider;  // kind: "twilio"
  std::string scheme;
  std::string url;      // as the carrier addressed it
  HttpRequest request;  // target cut from the url
  std::string secret;   // for this request only
  std::optional<bool> expect_verified;
  std::string expect;  // JSON of what should come of it, or ""
};

// The line, without its end.
std::string to_line(const CapturedRequest& captured);

struct ParsedCapture {
  CapturedRequest value;
  std::string fault;  // empty when well formed
};
ParsedCapture parse_capture_line(std::string_view line);

}  // namespace smsflow
