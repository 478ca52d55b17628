#include "app/replay.h"

#include <fmt/format.h>

#include "app/intake.h"
#include "app/plan.h"
#include "provider/webhook_path.h"
#include "text/error.h"
#include "text/json.h"

namespace smsflow {
namespace {

void compare(ReplayedRequest& request) {
  const std::optional<bool>& expected = request.captured.expect_verified;
  if (expected && *expected != request.accepted) {
    request.differences.push_back(
        fmt::format("expected {}, got {} ({})", *expected ? "accept" : "reject",
                    request.accepted ? "accept" : "reject", request.reason));
  }
  const std::optional<Json> expect = Json::parse(request.captured.expect);
  if (!expect) return;
  const std::map<std::string, std::string> actual = {{"handled", request.handled},
                                                     {"label", request.label},
                                                     {"key", request.key},
                                                     {"state", request.state},
                                                     {"outcome", request.outcome}};
  for (const auto& [name_of, value] : expect->members()) {
    const auto found = actual.find(name_of);
    const std::string wanted = value.text_or_dump();
    if (found == actual.end()) {
      request.differences.push_back("expect names an unknown property: " + name_of);
    } else if (found->second != wanted) {
      request.differences.push_back(
          fmt::format("{}: expected {}, got {}", name_of, wanted, found->second));
    }
  }
}

}  // namespace

SignatureVerifier::SignatureVerifier(const Config& config) : config_(config) {}
SignatureVerifier::~SignatureVerifier() = default;

const Provider* SignatureVerifier::provider_for(const CapturedRequest& captured,
                                                std::string& fault) {
  if (!captured.secret.empty()) {
    std::unique_ptr<Provider>& made = by_secret_[captured.provider + "\x1f" + captured.secret];
    try {
      if (!made) {
        made = make_provider({.name = captured.provider,
                              .kind = captured.provider,
                              .account = "AC00000000000000000000000000000000",
                              .secrets = {captured.secret},
                              .token = captured.secret,
                              .public_url = "https://replay.invalid",
                              .api_url = "http://127.0.0.1:9",
                              .path = {}});
      }
    } catch (const Error& error) {
      fault = error.what();
      return nullptr;
    }
    return made.get();
  }
  if (!configured_) configured_ = std::make_unique<Carriers>(config_);
  for (const auto& [name_of, provider] : configured_->all()) {
    if (provider->setup().kind == captured.provider) return provider.get();
  }
  fault = "no provider of kind " + captured.provider + " is configured, and the row has no secret";
  return nullptr;
}

std::optional<Said> SignatureVerifier::verify(ReplayedRequest& request) {
  const CapturedRequest& captured = request.captured;
  const Provider* provider = provider_for(captured, request.reason);
  if (!provider) return std::nullopt;
  WebhookPaths paths;
  paths.add(*provider);
  const auto* path = paths.find(split_target(captured.request.target).path);
  // Captured behind a proxy that calls them otherwise: replies are what is captured most.
  const Webhook webhook = path ? path->webhook : Webhook::kInbound;
  Reception reception = provider->receive(captured.request, captured.url, webhook,
                                          captured.received_at.value_or(Instant{}));
  request.accepted = reception.said.has_value();
  request.reason = std::move(reception.reason);
  request.signed_text = std::move(reception.signed_text);
  if (request.accepted) request.what = name(webhook);
  return std::move(reception.said);
}

Replay::Replay(const Config& config, const std::vector<std::string>& workflows,
               std::unique_ptr<Log> scratch)
    : rehearsal_(config, workflows, std::move(scratch)), verifier_(rehearsal_.config()) {
  const std::unique_ptr<Transaction> log = rehearsal_.store().write(rehearsal_.now());
  rehearsal_.programs().keep_revisions(*log);
  log->commit();
}

void Replay::take(RecordSource& source, Instant at) {
  rehearsal_.clock().set(at);
  // The capture has the receipts that really came.
  rehearsal_.carrier().always({.receipt = std::nullopt});
  take_records(source, rehearsal_.programs(), *rehearsal_.programs().workflows().front(),
               rehearsal_.store(), rehearsal_.config().horizon, at, {.at = at}, {});
  rehearsal_.settle();
}

void Replay::note(ReplayedRequest& request, const Received& received) {
  request.repeat = received.repeat;
  request.handled = received.handled;
  request.conversation = received.conversation;
  if (received.conversation.empty()) return;
  const std::unique_ptr<ReadTransaction> log = rehearsal_.store().read();
  const std::optional<Conversation> conversation = log->conversation(received.conversation);
  if (!conversation) return;
  request.key = conversation->record.key;
  request.state = conversation->state;
  request.outcome = conversation->outcome;
  if (request.what == "inbound") request.label = conversation->last_label;
  std::vector<std::string>& states = states_[received.conversation];
  if (states.empty() || states.back() != conversation->state) states.push_back(conversation->state);
}

ReplayedRequest Replay::play(CapturedRequest captured) {
  ReplayedRequest request{.captured = std::move(captured)};
  const std::optional<Said> said = verifier_.verify(request);
  if (said) {
    if (request.captured.received_at && *request.captured.received_at > rehearsal_.now()) {
      rehearsal_.advance(*request.captured.received_at);
    }
    Received received;
    {
      const std::unique_ptr<Transaction> log = rehearsal_.store().write(rehearsal_.now());
      if (const auto* inbound = std::get_if<InboundMessage>(&*said)) {
        received = receive(*log, rehearsal_.programs(), *inbound, request.captured.request.body,
                           rehearsal_.now());
      } else if (const auto* receipt = std::get_if<DeliveryReceipt>(&*said)) {
        received = receive(*log, rehearsal_.programs(), *receipt, rehearsal_.now());
      } else {
        received.handled = "unreadable";
        received.reason = std::get<Unreadable>(*said).fault;
      }
      log->commit();
    }
    rehearsal_.settle();
    note(request, received);
  }
  compare(request);
  return request;
}

std::vector<Replay::Path> Replay::paths() {
  std::vector<Path> paths;
  const std::unique_ptr<ReadTransaction> log = rehearsal_.store().read();
  for (const auto& [id, states] : states_) {
    const std::optional<Conversation> conversation = log->conversation(id);
    if (!conversation) continue;
    paths.push_back({conversation->workflow, conversation->record.key, states,
                     std::string(name(conversation->status)), conversation->outcome});
  }
  return paths;
}

}  // namespace smsflow
