// A request that waits to be taken to the log.
#pragma once

#include <string>
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
  HttpAnswer answer;  // sent after the commit
};

HttpAnswer plain_answer(int status, std::string body);

}  // namespace smsflow
