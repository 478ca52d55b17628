// A request that waits to be taken to the log.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

#include "app/receive.h"
#include "http/server.h"
#include "provider/provider.h"

namespace smsflow {

using News = std::variant<InboundMessage, DeliveryReceipt, PostedRecord>;

struct Arrived {
  const Provider* provider = nullptr;  // null: of a business system
  HttpRequest request;
  std::string url;
  News news;
  Responder responder;
  HttpAnswer answer;                              // sent after the commit
  std::chrono::steady_clock::time_point at = {};  // set when it begins to wait
};

HttpAnswer plain_answer(int status, std::string body);

// Takes news to the log; `raw` is the body of its request. A posted record's answer is written
// down, another's stays as it is. Throws when it cannot be decided: then the transaction has to
// come to nothing.
Received take(Transaction& log, Programs& programs, const News& news, std::string_view raw,
              HttpAnswer& answer, Instant now);

}  // namespace smsflow
