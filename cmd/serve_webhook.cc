// serve-webhook: receives replies and receipts, and drives the outbox beside it.
#include <CLI/CLI.hpp>

#include "app/service.h"
#include "command.h"
#include "shared_options.h"
#include "text/error.h"

namespace smsflow {
namespace {

struct ServeOptions {
  PlaceOptions place;
  std::vector<std::string> workflows;
  std::string listen = "127.0.0.1:8080";
  std::string capture;
  std::string now;
};

int run(const ServeOptions& options, Io& io) {
  const Config config = find_config(options.place.config);
  const SystemClock system;
  const ShiftedClock shifted(now_or_system(options.now));
  const bool real_time = options.now.empty();
  ServiceOptions service_options{.listen = options.listen,
                                 .log = find_log(options.place.log, config),
                                 .workflows = options.workflows,
                                 .capture = options.capture,
                                 .real_time = real_time};
  Service service(config, real_time ? static_cast<const Clock&>(system) : shifted, service_options);
  io.err << "smsflow: listening on port " << service.port() << "\n" << std::flush;
  service.run();
  return kDone;
}

std::function<int(Io&)> define(CLI::App& app) {
  auto options = std::make_shared<ServeOptions>();
  app.add_option("workflow", options->workflows, "Workflow files")->required()->type_name("FILE");
  app.add_option("--listen", options->listen, "Address and port")->type_name("ADDRESS");
  app.add_option("--capture", options->capture, "Append verified requests to this file")
      ->type_name("FILE");
  add_config(app, options->place);
  add_log(app, options->place);
  add_now(app, options->now);
  return [options](Io& io) { return run(*options, io); };
}

}  // namespace

extern const Command kServeWebhook{"serve-webhook", "Receive replies and receipts over HTTP",
                                   &define};

}  // namespace smsflow
