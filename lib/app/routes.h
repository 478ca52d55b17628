// Which request goes where. The paths are known at start; what is authentic and can be read is
// passed on, anything else is answered here.
#pragma once

#include <functional>

#include "app/arrived.h"
#include "app/carriers.h"
#include "app/record_events.h"
#include "provider/webhook_path.h"
#include "time/clock.h"

namespace smsflow {

// For one thread: the server's.
class Routes {
 public:
  // `take` is given what is to be taken to the log; `is_ready` says whether it can be.
  Routes(const Carriers& carriers, RecordEvents& events, const Clock& clock,
         std::function<void(Arrived)> take, std::function<bool()> is_ready);

  void on_request(HttpRequest request, Responder responder);

 private:
  void on_webhook(const WebhookPaths::Found& path, HttpRequest request, Responder responder);
  void on_event(HttpRequest request, Responder responder);

  RecordEvents& events_;
  const Clock& clock_;
  std::function<void(Arrived)> take_;
  std::function<bool()> is_ready_;
  WebhookPaths webhooks_;
};

}  // namespace smsflow
