#include <doctest/doctest.h>

#include "provider/provider.h"
#include "route_of.h"
#include "text/error.h"

namespace smsflow::kannel_test {

namespace {

ProviderSetup kannel_setup() {
  ProviderSetup setup;
  setup.name = "main";
  setup.kind = "kannel";
  setup.account = "tester";
  setup.secrets = {"foobar"};
  setup.token = "2b7e151628aed2a6abf71588";
  setup.public_url = "https://hooks.example.com";
  return setup;
}

OutboundMessage message(const std::string& text = "Hello") {
  return {"i/1", *PhoneNumber::from_e164("+15557654321"), {"13013"}, text, "", Duration{0}};
}

std::string header(const HttpCall& call, std::string_view name) {
  return std::string(find_header(call.headers, name).value_or("none"));
}

}  // namespace

TEST_CASE("A text is the body of a POST, all else stands in headers") {
  const std::unique_ptr<Provider> provider = make_provider(kannel_setup());
  OutboundMessage text = message("S\u00ed: 100% & more");
  text.status_url = provider->status_url("i/1");
  text.validity = std::chrono::seconds{150};
  const HttpCall call = *provider->send_call(text);
  CHECK(call.method == "POST");
  CHECK(call.url == "http://127.0.0.1:13013/cgi-bin/sendsms");
  CHECK(call.basic_user == "");
  CHECK(call.body == text.text);
  CHECK(header(call, "Content-Type") == "text/plain; charset=utf-8");
  CHECK(header(call, "X-Kannel-Username") == "tester");
  CHECK(header(call, "X-Kannel-Password") == "foobar");
  CHECK(header(call, "X-Kannel-From") == "13013");
  CHECK(header(call, "X-Kannel-To") == "+15557654321");
  CHECK(header(call, "X-Kannel-Validity") == "2");
  CHECK(header(call, "X-Kannel-DLR-Mask") == "31");
  // Our own per cent signs doubled, Kannel's escapes not.
  CHECK(header(call, "X-Kannel-DLR-Url") ==
        "https://hooks.example.com/kannel/main/2b7e151628aed2a6abf71588/status"
        "?intent=i%%2F1&type=%d&answer=%A");
}

TEST_CASE("Without a status URL Kannel reports nothing") {
  const HttpCall call = *make_provider(kannel_setup())->send_call(message());
  CHECK(header(call, "X-Kannel-DLR-Mask") == "none");
  CHECK(header(call, "X-Kannel-DLR-Url") == "none");
  CHECK(header(call, "X-Kannel-Validity") == "none");
}

TEST_CASE("The coding follows the text") {
  const std::unique_ptr<Provider> provider = make_provider(kannel_setup());
  struct Row {
    std::string text;
    std::string coding;
  };
  const Row rows[] = {{"Hello", "0"},      {"\u20ac5 \u00e9", "0"}, {"\u00e7a va", "2"},
                      {"\U0001F600", "2"}, {"\u041f", "2"},         {"", "0"}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(header(*provider->send_call(message(row.text)), "X-Kannel-Coding") == row.coding);
  }
}

TEST_CASE("A sender cannot smuggle in a header") {
  OutboundMessage text = message();
  text.from.value = "13013\r\nX-Kannel-To: +19005550100";
  const HttpCall call = *make_provider(kannel_setup())->send_call(text);
  CHECK(header(call, "X-Kannel-From") == "13013X-Kannel-To: +19005550100");
}

TEST_CASE("api_url is a host or the whole address") {
  struct Row {
    std::string api_url;
    std::string url;
  };
  const Row rows[] = {
      {"", "http://127.0.0.1:13013/cgi-bin/sendsms"},
      {"http://sms.example:13013", "http://sms.example:13013/cgi-bin/sendsms"},
      {"http://sms.example:13013/", "http://sms.example:13013/cgi-bin/sendsms"},
      {"https://sms.example/box/send", "https://sms.example/box/send"},
  };
  for (const Row& row : rows) {
    ProviderSetup setup = kannel_setup();
    setup.api_url = row.api_url;
    CHECK(make_provider(setup)->send_call(message())->url == row.url);
  }
}

TEST_CASE("Without a login nothing is sent") {
  ProviderSetup setup = kannel_setup();
  setup.account = "";
  CHECK_THROWS_AS(make_provider(setup)->send_call(message()), Error);
  setup = kannel_setup();
  setup.secrets.clear();
  CHECK_THROWS_AS(make_provider(setup)->send_call(message()), Error);
}

TEST_CASE("What smsbox answers") {
  struct Row {
    int status;
    std::string body;
    SendOutcome outcome;
    ErrorClass error;
  };
  const Row rows[] = {
      {202, "0: Accepted for delivery", SendOutcome::kAccepted, ErrorClass::kNone},
      {202, "3: Queued for later delivery", SendOutcome::kAccepted, ErrorClass::kNone},
      {202, "4: something new", SendOutcome::kUnknown, ErrorClass::kTemporary},
      {202, "", SendOutcome::kUnknown, ErrorClass::kTemporary},
      {200, "0: Accepted for delivery", SendOutcome::kUnknown, ErrorClass::kTemporary},
      {400, "Missing receiver(s) number(s), rejected", SendOutcome::kRejected,
       ErrorClass::kInvalidNumber},
      {400, "Number(s) has/have been denied by white- and/or black-lists.", SendOutcome::kRejected,
       ErrorClass::kBlocked},
      {400, "Sender missing and no global set, rejected", SendOutcome::kRejected,
       ErrorClass::kSender},
      {400, "<html>proxy says no", SendOutcome::kUnknown, ErrorClass::kTemporary},
      {403, "Authorization failed for sendsms", SendOutcome::kNotSent, ErrorClass::kSender},
      {404, "Unknown request.", SendOutcome::kNotSent, ErrorClass::kSender},
      {302, "", SendOutcome::kUnknown, ErrorClass::kTemporary},
      {503, "Temporal failure, try again later.", SendOutcome::kUnknown, ErrorClass::kTemporary},
  };
  const std::unique_ptr<Provider> provider = make_provider(kannel_setup());
  for (const Row& row : rows) {
    CAPTURE(row.body);
    HttpResult result;
    result.outcome = HttpOutcome::kAnswered;
    result.status = row.status;
    result.body = row.body;
    const SendResult sent = provider->read_send(result);
    CHECK(sent.outcome == row.outcome);
    CHECK(sent.error == row.error);
  }
}

TEST_CASE("Only a request that never left was not sent") {
  const std::unique_ptr<Provider> provider = make_provider(kannel_setup());
  HttpResult result;
  result.problem = "connection refused";
  result.outcome = HttpOutcome::kNotSent;
  CHECK(provider->read_send(result).outcome == SendOutcome::kNotSent);
  CHECK(provider->read_send(result).detail == "connection refused");
  result.outcome = HttpOutcome::kBroken;
  result.status = 202;
  result.body = "0: Accepted for delivery";
  CHECK(provider->read_send(result).outcome == SendOutcome::kUnknown);
}

TEST_CASE("Webhooks need a token, and the token's path") {
  ProviderSetup setup = kannel_setup();
  const std::unique_ptr<Provider> provider = make_provider(setup);
  const std::string token = setup.token;
  struct Row {
    std::string path;
    std::string route;
    bool authentic;
  };
  const Row rows[] = {
      {"/kannel/" + token + "/inbound", "inbound", true},
      {"/kannel/main/" + token + "/status", "status", true},
      {"/kannel/other/" + token + "/status", "", false},
      {"/kannel/" + token + "x/inbound", "inbound", false},
      {"/kannel//inbound", "inbound", false},
      {"/kannel/inbound", "", false},
      {"/kannel/" + token + "/inbound/", "", false},
      {"/kannel/" + token + "/other", "", false},
      {"/twilio/" + token + "/inbound", "", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    CHECK(route_of(*provider, row.path) == row.route);
    const HttpRequest request{"GET", row.path + "?id=1", {}, ""};
    const Reception reception = provider->receive(request, "", Webhook::kInbound, Instant{});
    CHECK(reception.said.has_value() == row.authentic);
  }
  setup.token = "";
  const Reception closed = make_provider(setup)->receive(
      {"GET", "/kannel//inbound", {}, ""}, "https://hooks.example.com/kannel//inbound",
      Webhook::kInbound, Instant{});
  CHECK_FALSE(closed.said.has_value());
  CHECK(closed.reason == "no token is configured");
  CHECK(make_provider(setup)->status_url("i") == "");
}

TEST_CASE("An answer that Kannel neither sends on nor asks for again") {
  const HttpAnswer answer = make_provider(kannel_setup())->acknowledgement();
  CHECK(answer.status == 200);
  CHECK(answer.body == "");
}

TEST_CASE("Kannel cannot be asked what became of a text") {
  const std::unique_ptr<Provider> provider = make_provider(kannel_setup());
  CHECK_FALSE(provider->find_call(message(), Instant{}).has_value());
  CHECK(provider->read_find({}, message(), Instant{}).answer == FindResult::Answer::kNoAnswer);
}

}  // namespace smsflow::kannel_test
