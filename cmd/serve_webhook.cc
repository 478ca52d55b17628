// serve-webhook: receives replies and receipts, and drives the outbox beside it.

#include "app/service.h"
#include "command.h"
#include "options.h"
#include "shared_options.h"
#include "store/owner_lock.h"
#include "text/error.h"

namespace smsflow {
namespace {

struct ServeOptions {
  PlaceOptions place;
  std::vector<std::string> workflows;
  std::string listen = "127.0.0.1:8080";
  std::string capture;
  std::string now;
  bool adopt = false;
};

int run_server(const ServeOptions& options, Io& io) {
  const Config config = find_config(options.place.config);
  require_provider(config);
  if (!options.now.empty()) refuse_invented_time(config);
  const SystemClock system;
  const ShiftedClock shifted(now_or_system(options.now));
  const bool real_time = options.now.empty();
  ServiceOptions service_options{.listen = options.listen,
                                 .log = find_log(options.place.log, config),
                                 .workflows = options.workflows,
                                 .capture = options.capture,
                                 .owner = random_owner(),
                                 .real_time = real_time,
                                 .adopt = options.adopt};
  Service service(config, real_time ? static_cast<const Clock&>(system) : shifted, service_options);
  io.err << "smsflow: listening on port " << service.port() << "\n" << std::flush;
  service.run();
  return kDone;
}

std::function<int(Io&)> define_serve_webhook(Options verb) {
  auto options = std::make_shared<ServeOptions>();
  verb.add("workflow", options->workflows, "Workflow files").required().type_name("FILE");
  verb.add("--listen", options->listen, "Address and port").type_name("ADDRESS");
  verb.add("--capture", options->capture, "Append verified requests to this file")
      .type_name("FILE");
  verb.add_flag("--adopt", options->adopt,
                "Go on with a copy of a log, or with one that served another account");
  add_config(verb, options->place);
  add_log(verb, options->place);
  add_now(verb, options->now);
  return [options](Io& io) { return run_server(*options, io); };
}

}  // namespace

extern const Command kServeWebhook{"serve-webhook", "Receive replies and receipts over HTTP",
                                   &define_serve_webhook};

}  // namespace smsflow
