#include <doctest/doctest.h>
#include <fmt/format.h>
#include <random>

#include "provider/provider.h"
#include "provider/twilio_signature.h"
#include "route_of.h"
#include "text/error.h"

namespace smsflow::twilio_test {

namespace {

constexpr const char* kAccount = "AC0123456789abcdef0123456789abcdef";
constexpr const char* kSid = "SM0123456789abcdef0123456789abcdef";

ProviderSetup twilio_setup() {
  ProviderSetup setup;
  setup.name = "main";
  setup.kind = "twilio";
  setup.account = kAccount;
  setup.secrets = {"first", "second"};
  setup.public_url = "https://hooks.example.com";
  return setup;
}

OutboundMessage message() {
  return {"i/1",
          *PhoneNumber::from_e164("+13125550123"),
          {"+13125550100"},
          "Hi Ann & Bob: 100%\nOK?",
          "",
          Duration{0}};
}

HttpResult answered(int status, const std::string& body, Headers headers = {}) {
  HttpResult result;
  result.outcome = HttpOutcome::kAnswered;
  result.status = status;
  result.body = body;
  result.headers = std::move(headers);
  return result;
}

std::string sent_field(const OutboundMessage& text, std::string_view name) {
  const HttpCall call = *make_provider(twilio_setup())->send_call(text);
  const FormPairs form = parse_form(call.body);
  return std::string(find_field(form, name).value_or("none"));
}

}  // namespace

TEST_CASE("The request that sends") {
  OutboundMessage text = message();
  text.status_url = "https://hooks.example.com/twilio/main/status?intent=i%2F1";
  text.validity = std::chrono::minutes{30};
  const HttpCall call = *make_provider(twilio_setup())->send_call(text);
  CHECK(call.method == "POST");
  CHECK(call.url ==
        std::string("https://api.twilio.com/2010-04-01/Accounts/") + kAccount + "/Messages.json");
  CHECK(call.basic_user == kAccount);
  CHECK(call.basic_password == "first");
  CHECK(find_header(call.headers, "content-type") == "application/x-www-form-urlencoded");
  CHECK(parse_form(call.body) == FormPairs{{"To", "+13125550123"},
                                           {"From", "+13125550100"},
                                           {"Body", text.text},
                                           {"StatusCallback", text.status_url},
                                           {"ValidityPeriod", "1800"}});
}

TEST_CASE("What is not asked for is not sent") {
  const OutboundMessage text = message();
  CHECK(sent_field(text, "StatusCallback") == "none");
  CHECK(sent_field(text, "ValidityPeriod") == "none");
  CHECK(sent_field(text, "MessagingServiceSid") == "none");
}

TEST_CASE("Validity is within what Twilio takes") {
  struct Row {
    Duration validity;
    std::string seconds;
  };
  const Row rows[] = {{Duration{0}, "none"},
                      {Duration{-1}, "none"},
                      {Duration{1}, "1"},
                      {std::chrono::milliseconds{1999}, "1"},
                      {std::chrono::hours{10}, "36000"},
                      {std::chrono::hours{24 * 365}, "36000"}};
  for (const Row& row : rows) {
    OutboundMessage text = message();
    text.validity = row.validity;
    CHECK(sent_field(text, "ValidityPeriod") == row.seconds);
  }
}

TEST_CASE("A messaging service takes the place of a number") {
  OutboundMessage text = message();
  text.from.value = "MG9752274e9e519418a7406176694466fa";
  CHECK(sent_field(text, "MessagingServiceSid") == text.from.value);
  CHECK(sent_field(text, "From") == "none");
  text.from.value = "MGREENWOOD";
  CHECK(sent_field(text, "From") == "MGREENWOOD");
}

TEST_CASE("api_url replaces Twilio's host; without an account nothing can be sent") {
  ProviderSetup setup = twilio_setup();
  setup.api_url = "http://127.0.0.1:28480/";
  const std::unique_ptr<Provider> provider = make_provider(setup);
  CHECK(provider->send_call(message())->url ==
        std::string("http://127.0.0.1:28480/2010-04-01/Accounts/") + kAccount + "/Messages.json");
  CHECK(provider->find_call(message(), Instant{})->url.starts_with("http://127.0.0.1:28480/"));
  setup.account = "";
  CHECK_THROWS_AS(make_provider(setup)->send_call(message()), Error);
}

TEST_CASE("What Twilio answers") {
  const std::string created = std::string("{\"sid\":\"") + kSid + "\",\"status\":\"queued\"}";
  const auto error = [](int code) {
    return "{\"code\":" + std::to_string(code) + ",\"message\":\"words\",\"status\":400}";
  };
  struct Row {
    int status;
    std::string body;
    SendOutcome outcome;
    ErrorClass error;
  };
  constexpr SendOutcome kAccepted = SendOutcome::kAccepted;
  constexpr SendOutcome kRejected = SendOutcome::kRejected;
  constexpr SendOutcome kNotSent = SendOutcome::kNotSent;
  constexpr SendOutcome kUnknown = SendOutcome::kUnknown;
  const Row rows[] = {
      {201, created, kAccepted, ErrorClass::kNone},
      {200, created, kAccepted, ErrorClass::kNone},
      {201, "{\"sid\":\"SM12\"}", kUnknown, ErrorClass::kNone},
      {201, "{\"sid\":null}", kUnknown, ErrorClass::kNone},
      {201, "{\"si", kUnknown, ErrorClass::kNone},
      {201, "<html>oops", kUnknown, ErrorClass::kNone},
      {201, "", kUnknown, ErrorClass::kNone},
      {204, "", kUnknown, ErrorClass::kNone},
      {400, error(21211), kRejected, ErrorClass::kInvalidNumber},
      {400, error(21610), kRejected, ErrorClass::kOptedOut},
      {400, error(21614), kRejected, ErrorClass::kNotMobile},
      {400, error(21606), kRejected, ErrorClass::kSender},
      {400, error(21617), kRejected, ErrorClass::kContent},
      {400, error(12345), kRejected, ErrorClass::kOther},
      {400, error(21611), kNotSent, ErrorClass::kRate},
      {400, error(20500), kUnknown, ErrorClass::kTemporary},
      {400, "{}", kUnknown, ErrorClass::kNone},
      {400, "<html>proxy", kUnknown, ErrorClass::kNone},
      {401, error(20003), kNotSent, ErrorClass::kSender},
      {403, error(20005), kNotSent, ErrorClass::kSender},
      {403, error(12345), kNotSent, ErrorClass::kSender},
      {404, error(20404), kNotSent, ErrorClass::kSender},
      {403, error(21610), kRejected, ErrorClass::kOptedOut},
      {401, "", kUnknown, ErrorClass::kNone},
      {404, "<html>not found", kUnknown, ErrorClass::kNone},
      {408, error(12345), kUnknown, ErrorClass::kNone},
      {429, error(20429), kNotSent, ErrorClass::kRate},
      {429, "slow down", kNotSent, ErrorClass::kRate},
      {302, "", kUnknown, ErrorClass::kTemporary},
      {500, error(20500), kUnknown, ErrorClass::kTemporary},
      {503, created, kUnknown, ErrorClass::kTemporary},
      {100, "", kUnknown, ErrorClass::kTemporary},
  };
  const std::unique_ptr<Provider> provider = make_provider(twilio_setup());
  for (const Row& row : rows) {
    CAPTURE(row.status);
    CAPTURE(row.body);
    const SendResult sent = provider->read_send(answered(row.status, row.body));
    CHECK(sent.outcome == row.outcome);
    CHECK(sent.error == row.error);
    CHECK(sent.provider_id == (row.outcome == kAccepted ? kSid : ""));
  }
}

TEST_CASE("A refusal is told in the carrier's words, without the number") {
  const SendResult sent = make_provider(twilio_setup())
                              ->read_send(answered(400,
                                                   "{\"code\":21211,\"message\":\"The 'To' number "
                                                   "+13125550123 is not a valid number\"}"));
  CHECK(sent.detail == "21211 The 'To' number +1312***0123 is not a valid number");
}

TEST_CASE("429 says when to come back") {
  const std::unique_ptr<Provider> provider = make_provider(twilio_setup());
  CHECK(provider->read_send(answered(429, "{}", {{"Retry-After", "7"}})).retry_after ==
        std::chrono::seconds{7});
  CHECK_FALSE(provider->read_send(answered(429, "{}")).retry_after.has_value());
}

TEST_CASE("Only what never left was not sent") {
  const std::unique_ptr<Provider> provider = make_provider(twilio_setup());
  HttpResult result;
  result.problem = "could not connect";
  CHECK(provider->read_send(result).outcome == SendOutcome::kNotSent);
  CHECK(provider->read_send(result).detail == "could not connect");
  // A complete-looking answer of a broken exchange counts for nothing.
  result.outcome = HttpOutcome::kBroken;
  result.status = 429;
  CHECK(provider->read_send(result).outcome == SendOutcome::kUnknown);
  result.status = 201;
  result.body = std::string("{\"sid\":\"") + kSid + "\"}";
  CHECK(provider->read_send(result).outcome == SendOutcome::kUnknown);
}

TEST_CASE("No answer of random bytes is taken for sent or for not sent") {
  const std::unique_ptr<Provider> provider = make_provider(twilio_setup());
  const std::string body = std::string("{\"sid\":\"") + kSid + "\",\"status\":\"queued\"}";
  std::mt19937_64 random(3);
  int wrong = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string cut = body.substr(0, random() % body.size());
    for (std::size_t i = random() % 3; i-- > 0 && !cut.empty();) {
      cut[random() % cut.size()] = static_cast<char>(random());
    }
    const int status = 200 + static_cast<int>(random() % 300);
    const SendOutcome outcome = provider->read_send(answered(status, cut)).outcome;
    if (outcome != SendOutcome::kUnknown && status != 429) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("The request that asks what became of a text") {
  const std::unique_ptr<Provider> provider = make_provider(twilio_setup());
  const HttpCall call = *provider->find_call(message(), Instant{});
  CHECK(call.method == "GET");
  CHECK(call.body == "");
  CHECK(call.basic_password == "first");
  CHECK(parse_form(split_target(call.url).query) ==
        FormPairs{{"To", "+13125550123"}, {"From", "+13125550100"}, {"PageSize", "50"}});
  OutboundMessage text = message();
  text.from.value = "MG9752274e9e519418a7406176694466fa";
  CHECK(parse_form(split_target(provider->find_call(text, Instant{})->url).query) ==
        FormPairs{{"To", "+13125550123"}, {"PageSize", "50"}});
}

TEST_CASE("The next page of a list is asked of the same host, with the same name and password") {
  const std::unique_ptr<Provider> provider = make_provider(twilio_setup());
  const FindResult more = provider->read_find(
      {{answered(200, R"({"messages":[],"next_page_uri":"/2010-04-01/x.json?Page=1"})")}, {}},
      message(), Instant{});
  REQUIRE(more.answer == FindResult::Answer::kMorePages);
  REQUIRE(more.next_page.has_value());
  CHECK(more.next_page->method == "GET");
  CHECK(more.next_page->url == "https://api.twilio.com/2010-04-01/x.json?Page=1");
  CHECK(more.next_page->basic_password == "first");
}

TEST_CASE("Paths") {
  const std::unique_ptr<Provider> provider = make_provider(twilio_setup());
  struct Row {
    std::string path;
    std::string route;
  };
  const Row rows[] = {{"/twilio/inbound", "inbound"},
                      {"/twilio/status", "status"},
                      {"/twilio/main/inbound", "inbound"},
                      {"/twilio/m%61in/status", "status"},
                      {"/twilio/other/inbound", ""},
                      {"/twilio/inbound/", ""},
                      {"/twilio", ""},
                      {"/", ""},
                      {"", ""},
                      {"/kannel/inbound", ""},
                      {"/twilio/../inbound", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.path);
    CHECK(route_of(*provider, row.path) == row.route);
  }
}

TEST_CASE("The acknowledgement is empty TwiML, and parts are cut as Twilio cuts them") {
  const std::unique_ptr<Provider> provider = make_provider(twilio_setup());
  const HttpAnswer answer = provider->acknowledgement();
  CHECK(answer.body == "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>");
  CHECK(find_header(answer.headers, "Content-Type") == "text/xml; charset=utf-8");
  CHECK(provider->cut() == Cut::kGrapheme);
}

TEST_CASE("Any authentic form is read or called unreadable, never a crash") {
  const std::unique_ptr<Provider> provider = make_provider(twilio_setup());
  const std::string form = std::string("MessageSid=") + kSid +
                           "&From=%2B13125550123&To=%2B13125550100&Body=Yes&NumMedia=1"
                           "&MessageStatus=sent&ErrorCode=30003";
  std::mt19937_64 random(5);
  for (int round = 0; round < 20'000; ++round) {
    std::string body = form;
    for (std::size_t i = random() % 6; i-- > 0;) {
      body[random() % body.size()] = static_cast<char>(random());
    }
    const Webhook webhook = random() % 2 == 0 ? Webhook::kInbound : Webhook::kStatus;
    const std::string target =
        fmt::format("/twilio/{}?intent=%ff{}", name(webhook), std::to_string(round));
    const std::string url = "https://hooks.example.com" + target;
    const HttpRequest request{
        "POST", target, {{"X-Twilio-Signature", sign_as_twilio("second", url, body)}}, body};
    const Reception reception = provider->receive(request, url, webhook, Instant{});
    REQUIRE(reception.said.has_value());
    if (const auto* inbound = std::get_if<InboundMessage>(&*reception.said)) {
      CHECK(inbound->id.size() == 34);
      CHECK(inbound->media <= 10);
    }
  }
}

}  // namespace smsflow::twilio_test
