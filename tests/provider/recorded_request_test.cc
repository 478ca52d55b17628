#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "provider/provider.h"
#include "route_of.h"
#include "tests/tree.h"

namespace smsflow::recorded_request_test {

// testdata/webhooks/KIND/cases.tsv: the request's file (raw bytes), its route, and what comes of
// it:
//   inbound ID FROM TO FLAG MEDIA TEXT | receipt KEY INTENT STATUS ERROR RAW
//   unreadable FAULT | rejected REASON

namespace {

const Instant kReceived = from_ms(1772463600000);

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream all;
  all << file.rdbuf();
  REQUIRE_MESSAGE(file, path);
  return all.str();
}

HttpRequest recorded(const std::string& bytes) {
  HttpRequest request;
  const std::size_t head_end = bytes.find("\r\n\r\n");
  REQUIRE(head_end != std::string::npos);
  request.body = bytes.substr(head_end + 4);
  std::istringstream head(bytes.substr(0, head_end));
  std::string line;
  head >> request.method >> request.target;
  std::getline(head, line);
  while (std::getline(head, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const std::size_t colon = line.find(": ");
    request.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  return request;
}

std::string describe(const Said& said) {
  static const char* const kFlags[] = {"none", "stop", "start", "help"};
  if (const auto* inbound = std::get_if<InboundMessage>(&said)) {
    CHECK(inbound->provider == "main");
    CHECK(inbound->received_at == kReceived);
    return fmt::format("inbound {} {} {} {} {} {}", inbound->id, inbound->from.e164(),
                       inbound->to.value, kFlags[static_cast<int>(inbound->flag)], inbound->media,
                       inbound->text);
  }
  if (const auto* receipt = std::get_if<DeliveryReceipt>(&said)) {
    CHECK(receipt->provider == "main");
    CHECK(receipt->received_at == kReceived);
    return fmt::format("receipt {} {} {} {} {}", receipt->event_key, receipt->intent,
                       name(receipt->status), name(receipt->error), receipt->raw_status);
  }
  return "unreadable " + std::get<Unreadable>(said).fault;
}

struct Case {
  std::string file;
  std::string route;
  std::string expected;
};

std::vector<Case> cases(const std::string& folder) {
  std::istringstream lines(contents(folder + "/cases.tsv"));
  std::vector<Case> all;
  std::string line;
  while (std::getline(lines, line)) {
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    all.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1),
                   line.substr(second + 1)});
  }
  return all;
}

std::unique_ptr<Provider> provider_of(const std::string& kind) {
  ProviderSetup setup;
  setup.name = "main";
  setup.kind = kind;
  setup.secrets = {"rotated-away", "5f2b8e0c3d7a4916b1e0d4c7a9f83652"};
  setup.token = "2b7e151628aed2a6abf71588";
  setup.public_url = "https://hooks.example.com";
  return make_provider(setup);
}

Reception receive(const Provider& provider, const HttpRequest& request) {
  const std::string route = route_of(provider, split_target(request.target).path);
  return provider.receive(request, provider.setup().public_url + request.target,
                          webhook_named(route).value_or(Webhook::kStatus), kReceived);
}

std::string outcome(const Provider& provider, const HttpRequest& request) {
  const Reception reception = receive(provider, request);
  return reception.said ? describe(*reception.said) : "rejected " + reception.reason;
}

// Where the proof of authenticity stands: each byte of it is flipped in turn.
std::string& proof(HttpRequest& request) {
  for (auto& [name, value] : request.headers) {
    if (name == "X-Twilio-Signature") return value;
  }
  return request.target;
}

}  // namespace

TEST_CASE("Recorded requests are told apart and read") {
  for (const std::string kind : {"twilio", "kannel"}) {
    const std::string folder = in_tree("testdata/webhooks/" + kind);
    const std::unique_ptr<Provider> provider = provider_of(kind);
    const std::vector<Case> all = cases(folder);
    CHECK(all.size() >= 25);
    for (const Case& one : all) {
      CAPTURE(one.file);
      const HttpRequest request = recorded(contents(folder + "/" + one.file + ".http"));
      CHECK(route_of(*provider, split_target(request.target).path) == one.route);
      CHECK(outcome(*provider, request) == one.expected);
    }
  }
}

TEST_CASE("With any byte of its signature or token changed, none is accepted") {
  for (const std::string kind : {"twilio", "kannel"}) {
    const std::string folder = in_tree("testdata/webhooks/" + kind);
    const std::unique_ptr<Provider> provider = provider_of(kind);
    for (const Case& one : cases(folder)) {
      CAPTURE(one.file);
      HttpRequest request = recorded(contents(folder + "/" + one.file + ".http"));
      std::string& text = proof(request);
      const std::size_t at = kind == "kannel" ? text.find(provider->setup().token) : 0;
      const std::size_t size = kind == "kannel" ? provider->setup().token.size() : text.size();
      if (one.expected.starts_with("rejected")) continue;
      REQUIRE(at != std::string::npos);
      for (std::size_t i = at; i < at + size; ++i) {
        const char kept = text[i];
        text[i] = static_cast<char>(kept ^ 1);
        CHECK_FALSE(receive(*provider, request).said);
        text[i] = kept;
      }
      CHECK(receive(*provider, request).said);
    }
  }
}

TEST_CASE("A provider only proves what is addressed to its own kind") {
  const std::unique_ptr<Provider> twilio = provider_of("twilio");
  const std::unique_ptr<Provider> kannel = provider_of("kannel");
  const std::string folder = in_tree("testdata/webhooks/");
  const HttpRequest request = recorded(contents(folder + "kannel/inbound-gsm.http"));
  CHECK(receive(*kannel, request).said);
  CHECK_FALSE(receive(*twilio, request).said);
  CHECK(route_of(*twilio, split_target(request.target).path) == "");
}

}  // namespace smsflow::recorded_request_test
