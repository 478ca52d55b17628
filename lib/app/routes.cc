#include "app/routes.h"

#include <fmt/format.h>

namespace smsflow {

Routes::Routes(const Carriers& carriers, RecordEvents& events, const Clock& clock,
               std::function<void(Arrived)> take, std::function<bool()> is_ready)
    : events_(events), clock_(clock), take_(std::move(take)), is_ready_(std::move(is_ready)) {
  for (const auto& [name, provider] : carriers.all()) webhooks_.add(*provider);
}

void Routes::on_request(HttpRequest request, Responder responder) {
  const std::string_view path = split_target(request.target).path;
  if (const WebhookPaths::Found* webhook = webhooks_.find(path)) {
    return on_webhook(*webhook, std::move(request), std::move(responder));
  }
  if (RecordEvents::workflow_of(path)) return on_event(std::move(request), std::move(responder));
  if (path == "/healthz") return responder.answer(plain_answer(200, "ok\n"));
  if (path == "/readyz") {
    return responder.answer(is_ready_() ? plain_answer(200, "ready\n")
                                        : plain_answer(503, "the log is in doubt\n"));
  }
  responder.answer(plain_answer(404, "no such path\n"));
}

void Routes::on_webhook(const WebhookPaths::Found& path, HttpRequest request, Responder responder) {
  if (request.method != "POST" && request.method != "GET") {
    return responder.answer(plain_answer(405, "POST or GET\n"));
  }
  const Provider& provider = *path.provider;
  std::string url = join_url(provider.setup().public_url, request.target);
  Reception reception = provider.receive(request, url, path.webhook, clock_.now());
  if (!reception.said) {
    fmt::print(stderr, "smsflow: warning: rejected a request to {}: {}\n", name(path.webhook),
               reception.reason);
    return responder.answer(plain_answer(403, "not authentic\n"));
  }
  if (const auto* unreadable = std::get_if<Unreadable>(&*reception.said)) {
    fmt::print(stderr, "smsflow: warning: an authentic {} request says nothing: {}\n",
               name(path.webhook), unreadable->fault);
    return responder.answer(plain_answer(400, "cannot be read\n"));
  }
  auto* inbound = std::get_if<InboundMessage>(&*reception.said);
  take_({&provider, std::move(request), std::move(url),
         inbound ? News(std::move(*inbound))
                 : News(std::get<DeliveryReceipt>(*std::move(reception.said))),
         std::move(responder), provider.acknowledgement()});
}

void Routes::on_event(HttpRequest request, Responder responder) {
  const auto workflow = RecordEvents::workflow_of(split_target(request.target).path);
  std::variant<PostedRecord, RefusedEvent> read = events_.read(*workflow, request, clock_.now());
  if (const auto* refused = std::get_if<RefusedEvent>(&read)) {
    fmt::print(stderr, "smsflow: warning: refused an event with {}: {}\n", refused->status,
               refused->code);
    return responder.answer(plain_answer(refused->status, refused->reason + "\n"));
  }
  std::string url = request.target;
  take_({nullptr,
         std::move(request),
         std::move(url),
         std::get<PostedRecord>(std::move(read)),
         std::move(responder),
         {}});
}

}  // namespace smsflow
