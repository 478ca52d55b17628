#include "provider/twilio_list.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace smsflow::twilio_list_test {
using nlohmann::json;

namespace {

constexpr const char* kSid = "SM0123456789abcdef0123456789abcdef";
constexpr const char* kService = "MG9752274e9e519418a7406176694466fa";
// Thu, 24 Aug 2023 05:01:45 +0000
const Instant kPosted = *parse_rfc3339("2023-08-24T05:01:45Z");

OutboundMessage message(const std::string& text = "Hi Ann, please confirm.") {
  return {"i", *PhoneNumber::from_e164("+13125550123"), {"+13125550100"}, text, "", Duration{0}};
}

json entry(json changes = json::object()) {
  json one = {{"sid", kSid},
              {"to", "+13125550123"},
              {"from", "+13125550100"},
              {"body", "Hi Ann, please confirm."},
              {"direction", "outbound-api"},
              {"status", "sent"},
              {"error_code", nullptr},
              {"date_created", "Thu, 24 Aug 2023 05:01:46 +0000"}};
  one.update(changes);
  return one;
}

HttpResult answered(std::string body, int status = 200) {
  HttpResult result;
  result.outcome = HttpOutcome::kAnswered;
  result.status = status;
  result.body = std::move(body);
  return result;
}

HttpResult page(const std::vector<json>& messages, const json& next_page = nullptr) {
  return answered(json{{"messages", messages}, {"next_page_uri", next_page}}.dump());
}

FindResult find(const std::vector<json>& messages, const OutboundMessage& text = message(),
                const json& next_page = nullptr) {
  return find_in_twilio_list({{page(messages, next_page)}, {}}, text, kPosted).result;
}

FindResult find_text(const std::string& body, int status = 200) {
  return find_in_twilio_list({{answered(body, status)}, {}}, message(), kPosted).result;
}

constexpr FindResult::Answer kFound = FindResult::Answer::kFound;
constexpr FindResult::Answer kNotSeen = FindResult::Answer::kNotSeen;
constexpr FindResult::Answer kMorePages = FindResult::Answer::kMorePages;
constexpr FindResult::Answer kNoAnswer = FindResult::Answer::kNoAnswer;

}  // namespace

TEST_CASE("One message like it is found, with its status") {
  const FindResult result = find({entry()});
  CHECK(result.answer == kFound);
  CHECK(result.provider_id == kSid);
  CHECK(result.status == DeliveryStatus::kSent);
  CHECK(find({entry({{"status", "undelivered"}, {"error_code", 30003}})}).status ==
        DeliveryStatus::kUndelivered);
  CHECK(find({entry({{"status", "failed"}, {"error_code", 30036}})}).status ==
        DeliveryStatus::kExpired);
  CHECK_FALSE(find({entry({{"status", "unheard-of"}})}).status.has_value());
}

TEST_CASE("What is not the same text is not found") {
  struct Row {
    std::string what;
    json changes;
    FindResult::Answer answer;
  };
  const Row rows[] = {
      {"other recipient", {{"to", "+13125550124"}}, kNotSeen},
      {"other sender", {{"from", "+13125550101"}}, kNotSeen},
      {"inbound", {{"direction", "inbound"}}, kNotSeen},
      {"a reply by TwiML", {{"direction", "outbound-reply"}}, kFound},
      {"other words, and nobody else's", {{"body", "Your table is ready."}}, kNoAnswer},
      {"words that hold ours, but many more",
       {{"body", "Hi Ann, please confirm." + std::string(80, 'x')}},
       kNoAnswer},
      {"other words, at another time",
       {{"body", "Your table is ready."}, {"date_created", "Thu, 24 Aug 2023 05:16:46 +0000"}},
       kNotSeen},
      {"trial prefix",
       {{"body", "Sent from your Twilio trial account - Hi Ann, please confirm."}},
       kNoAnswer},
      {"other quotes and spaces", {{"body", "Hi Ann,  please confirm!"}}, kNoAnswer},
      {"redacted", {{"body", ""}}, kNoAnswer},
      {"2 min before", {{"date_created", "Thu, 24 Aug 2023 04:59:45 +0000"}}, kFound},
      {"too early", {{"date_created", "Thu, 24 Aug 2023 04:59:44 +0000"}}, kNotSeen},
      {"15 min after", {{"date_created", "Thu, 24 Aug 2023 05:16:45 +0000"}}, kFound},
      {"too late", {{"date_created", "Thu, 24 Aug 2023 05:16:46 +0000"}}, kNotSeen},
      {"in another zone", {{"date_created", "Thu, 24 Aug 2023 00:01:45 -0500"}}, kFound},
      {"without a date", {{"date_created", nullptr}}, kNoAnswer},
      {"with another date", {{"date_created", "2023-08-24T05:01:46Z"}}, kNoAnswer},
      {"without an id", {{"sid", nullptr}}, kNoAnswer},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(find({entry(row.changes)}).answer == row.answer);
  }
}

TEST_CASE("The same text twice is no answer, twice at other times is one") {
  CHECK(find({entry(), entry({{"sid", "SMx"}})}).answer == kNoAnswer);
  const json earlier = entry({{"date_created", "Thu, 24 Aug 2023 03:01:45 +0000"}});
  CHECK(find({entry(), earlier}).answer == kFound);
  CHECK(find({earlier, earlier}).answer == kNotSeen);
}

TEST_CASE("What may have been posted until later is looked for until then") {
  const std::vector<json> shown = {entry({{"date_created", "Thu, 24 Aug 2023 08:00:00 +0000"}})};
  CHECK(find(shown).answer == kNotSeen);
  const auto find_until = [&](Duration later) {
    return find_in_twilio_list({{page(shown)}, {}, kPosted + later}, message(), kPosted)
        .result.answer;
  };
  CHECK(find_until(std::chrono::hours{1}) == kNotSeen);
  CHECK(find_until(std::chrono::hours{3}) == kFound);
}

TEST_CASE("A message of another text is not this one, however alike") {
  const ListSoFar all{{page({entry()})}, [](std::string_view id) { return id == kSid; }};
  CHECK(find_in_twilio_list(all, message(), kPosted).result.answer == kNotSeen);
  const ListSoFar one{{page({entry(), entry({{"sid", "SMx"}})})},
                      [](std::string_view id) { return id == kSid; }};
  const FindResult result = find_in_twilio_list(one, message(), kPosted).result;
  CHECK(result.answer == kFound);
  CHECK(result.provider_id == "SMx");
}

TEST_CASE("Links are ignored: carriers shorten them") {
  const OutboundMessage text = message("Hi Ann, see https://clinic.example.com/a?b=c&d=1 or call.");
  for (const char* body :
       {"Hi Ann, see https://twl.sh/Xy1 or call.", "Hi Ann, see ly.io/Xy1 or call.",
        "Hi Ann, see https://clinic.example.com/a?b=c&d=1 or call."}) {
    CAPTURE(body);
    CHECK(find({entry({{"body", body}})}, text).answer == kFound);
  }
  CHECK(find({entry({{"body", "Hi Bob, see https://twl.sh/Xy1 or call."}})}, text).answer ==
        kNoAnswer);
}

TEST_CASE("A status URL names the intent, whatever the words and the time") {
  const auto named = [](const std::string& intent) {
    return json{
        {"status_callback", "https://hooks.example.com/twilio/main/status?intent=" + intent},
        {"body", "quite another"},
        {"date_created", "Thu, 24 Aug 2023 09:00:00 +0000"}};
  };
  CHECK(find({entry(named("i"))}).answer == kFound);
  CHECK(find({entry(named("i2"))}).answer == kNotSeen);
  json same_words = named("i2");
  same_words.erase("body");
  same_words.erase("date_created");
  CHECK(find({entry(same_words)}).answer == kNotSeen);
  CHECK(find({entry(), entry(named("i"))}).provider_id == kSid);
}

TEST_CASE("An invented clock compares no dates") {
  const ListSoFar list{{page({entry(), entry({{"body", "other"}})})}, {}};
  CHECK(find_in_twilio_list(list, message(), Instant{}).result.answer == kFound);
  CHECK(find_in_twilio_list(list, message(), Instant{Duration{1}}).result.answer == kNotSeen);
}

TEST_CASE("A messaging service picks its own number") {
  OutboundMessage text = message();
  text.from.value = kService;
  CHECK(find({entry({{"from", "+13125559999"}})}, text).answer == kFound);
  CHECK(find({entry({{"from", nullptr}})}, text).answer == kFound);
}

TEST_CASE("A list is read to its end, or to a page of which all is older") {
  const json later = entry({{"date_created", "Thu, 24 Aug 2023 06:01:45 +0000"}});
  const json old = entry({{"date_created", "Thu, 24 Aug 2023 01:00:00 +0000"}});
  CHECK(find({}).answer == kNotSeen);
  CHECK(find({later}, message(), "/next").answer == kMorePages);
  CHECK(find({later, old}, message(), "/next").answer == kMorePages);
  CHECK(find({entry()}, message(), "/next").answer == kMorePages);
  CHECK(find({}, message(), "/next").answer == kMorePages);
  CHECK(find({old, old}, message(), "/next").answer == kNotSeen);
  CHECK(find({later}, message(), "https://elsewhere/next").answer == kNoAnswer);
  CHECK(find({later}, message(), "//elsewhere/next").answer == kNoAnswer);

  const TwilioListReading first =
      find_in_twilio_list({{page({later}, "/next")}, {}}, message(), kPosted);
  CHECK(first.next_page == "/next");
  const auto both = [&](const json& on_second) {
    return find_in_twilio_list({{page({later}, "/next"), page({on_second})}, {}}, message(),
                               kPosted)
        .result.answer;
  };
  CHECK(both(entry()) == kFound);
  CHECK(both(old) == kNotSeen);
  const ListSoFar two{{page({entry()}, "/next"), page({entry({{"sid", "SMx"}})})}, {}};
  CHECK(find_in_twilio_list(two, message(), kPosted).result.answer == kNoAnswer);
}

TEST_CASE("A list that breaks off or does not end is no answer") {
  const json later = entry({{"date_created", "Thu, 24 Aug 2023 06:01:45 +0000"}});
  const ListSoFar broken{{page({entry()}, "/next"), answered("", 500)}, {}};
  CHECK(find_in_twilio_list(broken, message(), kPosted).result.answer == kNoAnswer);
  ListSoFar endless;
  endless.pages.assign(kMaxTwilioPages, page({later}, "/next"));
  CHECK(find_in_twilio_list(endless, message(), kPosted).result.answer == kNoAnswer);
  endless.pages.pop_back();
  CHECK(find_in_twilio_list(endless, message(), kPosted).result.answer == kMorePages);
}

TEST_CASE("Whatever is no list is no answer") {
  for (const char* body : {"", "{", "[]", "null", "{\"messages\":null}", "{\"messages\":[1]}",
                           "<html>", "{\"messages\":{}}"}) {
    CAPTURE(body);
    CHECK(find_text(body).answer == kNoAnswer);
  }
  CHECK(find_text("{\"messages\":[]}").answer == kNotSeen);
  CHECK(find_text("{\"messages\":[]}", 500).answer == kNoAnswer);
  CHECK(find_text("{\"messages\":[]}", 206).answer == kNoAnswer);
  HttpResult broken = answered("{\"messages\":[]}");
  broken.outcome = HttpOutcome::kBroken;
  CHECK(find_in_twilio_list({{broken}, {}}, message(), kPosted).result.answer == kNoAnswer);
  CHECK(find_in_twilio_list({}, message(), kPosted).result.answer == kNoAnswer);
}

TEST_CASE("Messaging services are told by their id") {
  CHECK(is_messaging_service({kService}));
  for (const char* other :
       {"+13125550100", "MG", "MGNORTHSIDE", "", "72645", "SM9752274e9e519418a7406176694466fa"}) {
    CHECK_FALSE(is_messaging_service({other}));
  }
}

}  // namespace smsflow::twilio_list_test
