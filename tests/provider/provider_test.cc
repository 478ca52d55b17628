#include "provider/provider.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "route_of.h"
#include "text/error.h"

namespace smsflow::provider_test {

namespace {

ProviderSetup setup_of(const std::string& kind) {
  ProviderSetup setup;
  setup.name = "main";
  setup.kind = kind;
  setup.account = "AC0123456789abcdef0123456789abcdef";
  setup.secrets = {"secret"};
  setup.token = "2b7e151628aed2a6abf71588";
  setup.public_url = "https://hooks.example.com/";
  setup.path = "texts.jsonl";
  return setup;
}

std::string hint_of(ProviderSetup setup) {
  try {
    make_provider(std::move(setup));
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kBadInput);
    return error.hint();
  }
  return "made";
}

}  // namespace

TEST_CASE("Every kind that is named can be made") {
  CHECK(provider_kinds() == std::vector<std::string>{"file", "kannel", "twilio"});
  for (const std::string& kind : provider_kinds()) {
    CAPTURE(kind);
    const std::unique_ptr<Provider> provider = make_provider(setup_of(kind));
    REQUIRE(provider != nullptr);
    CHECK(provider->setup().kind == kind);
    CHECK(provider->setup().name == "main");
    CHECK(provider->acknowledgement().status == 200);
  }
}

TEST_CASE("An unknown kind is refused with the nearest or all known ones") {
  CHECK(hint_of(setup_of("twillio")) == "did you mean \"twilio\"?");
  CHECK(hint_of(setup_of("carrier-pigeon")) == "known kinds: file, kannel, twilio");
  CHECK(hint_of(setup_of("")) == "known kinds: file, kannel, twilio");
}

TEST_CASE("Setups that could never work are refused") {
  ProviderSetup setup = setup_of("twilio");
  setup.secrets = {};
  CHECK(hint_of(setup) == "secret_file holds the account's auth token, one a line");
  setup.secrets = {"good", ""};
  CHECK(hint_of(setup) == "secret_file holds the account's auth token, one a line");
  setup = setup_of("kannel");
  setup.token = "short";
  CHECK(hint_of(setup).starts_with("use 16 or more"));
  setup.token = "0123456789/abcdef";
  CHECK(hint_of(setup).starts_with("use 16 or more"));
  setup = setup_of("file");
  setup.path = "";
  CHECK(hint_of(setup).starts_with("set path"));
}

TEST_CASE("Status URLs lead back to the same provider, whatever the intent's characters") {
  for (const std::string kind : {"kannel", "twilio"}) {
    CAPTURE(kind);
    const std::unique_ptr<Provider> provider = make_provider(setup_of(kind));
    const std::string intent = "reminders/4711 & 100%?=#+\u00e9";
    const std::string url = provider->status_url(intent);
    const std::string base = "https://hooks.example.com";
    REQUIRE(url.starts_with(base + "/" + kind + "/main/"));
    const TargetParts target = split_target(std::string_view(url).substr(base.size()));
    CHECK(route_of(*provider, target.path) == "status");
    CHECK(find_field(parse_form(target.query), "intent") == intent);
    ProviderSetup private_setup = setup_of(kind);
    private_setup.public_url = "";
    CHECK(make_provider(private_setup)->status_url(intent) == "");
  }
}

TEST_CASE("A provider with a network delivers nothing without it") {
  const OutboundMessage message{
      "i", *PhoneNumber::from_e164("+13125550123"), {"+13125550100"}, "Hi", "", Duration{0}};
  for (const std::string kind : {"kannel", "twilio"}) {
    const std::unique_ptr<Provider> provider = make_provider(setup_of(kind));
    CHECK(provider->deliver(message).outcome == SendOutcome::kNotSent);
    CHECK(provider->send_call(message).has_value());
  }
}

}  // namespace smsflow::provider_test
