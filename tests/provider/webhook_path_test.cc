#include "provider/webhook_path.h"

#include <doctest/doctest.h>

namespace smsflow::webhook_path_test {
using Parts = std::vector<std::string_view>;

TEST_CASE("Paths are cut at their slashes") {
  struct Row {
    std::string path;
    Parts parts;
  };
  const Row rows[] = {
      {"", {}},
      {"/", {""}},
      {"/twilio/inbound", {"twilio", "inbound"}},
      {"/twilio/inbound/", {"twilio", "inbound", ""}},
      {"//twilio", {"", "twilio"}},
      {"twilio/inbound", {}},
      {"/a/b/c/d/e/f", {"a", "b", "c", "d", "e", "f"}},
      {"/a/b/c/d/e/f/g", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    CHECK(path_parts(row.path) == row.parts);
  }
}

TEST_CASE("Only inbound and status name a webhook") {
  CHECK(webhook_named("inbound") == Webhook::kInbound);
  CHECK(webhook_named("status") == Webhook::kStatus);
  for (const char* other : {"", "Inbound", "inbound ", "statuses"}) {
    CHECK_FALSE(webhook_named(other));
  }
}

TEST_CASE("A path finds its provider: by name, else the first of its kind") {
  const auto twilio = [](std::string name) {
    return make_provider({.name = std::move(name), .kind = "twilio", .secrets = {"s"}});
  };
  const std::unique_ptr<Provider> first = twilio("a");
  const std::unique_ptr<Provider> second = twilio("b/c +");
  const std::unique_ptr<Provider> kannel =
      make_provider({.name = "k", .kind = "kannel", .token = "0123456789abcdef"});
  WebhookPaths paths;
  for (const auto* each : {&first, &second, &kannel}) paths.add(**each);
  struct Row {
    std::string path;
    const Provider* provider;
  };
  const Row rows[] = {
      {"/twilio/inbound", first.get()},
      {"/twilio/a/inbound", first.get()},
      {"/twilio/%61/inbound", first.get()},
      {"/twilio/b%2Fc%20%2B/status", second.get()},
      {"/twilio/b%2fc%20+/status", second.get()},
      {"/twilio/b/c%20+/status", nullptr},
      {"/twilio/d/inbound", nullptr},
      {"/twilio/*/inbound", nullptr},
      {"/kannel/any/inbound", kannel.get()},
      {"/kannel/k/any/status", kannel.get()},
      {"/kannel/a/any/status", nullptr},
      {"/kannel/inbound", nullptr},
      {"/kannel/any/other", nullptr},
      {"inbound", nullptr},
      {"", nullptr},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    const WebhookPaths::Found* found = paths.find(row.path);
    CHECK((found == nullptr ? nullptr : found->provider) == row.provider);
    if (found != nullptr) CHECK(row.path.ends_with(name(found->webhook)));
  }
}

TEST_CASE("One slash joins a base and a path") {
  CHECK(join_url("https://h.example", "/x") == "https://h.example/x");
  CHECK(join_url("https://h.example//", "/x") == "https://h.example/x");
  CHECK(join_url("https://h.example/sms/", "/x") == "https://h.example/sms/x");
}

}  // namespace smsflow::webhook_path_test
