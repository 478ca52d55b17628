#include "provider/twilio_list.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace smsflow;
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

FindResult find(const std::vector<json>& messages, const OutboundMessage& text = message(),
                const json& next_page = nullptr) {
  HttpResult result;
  result.outcome = HttpOutcome::kAnswered;
  result.status = 200;
  result.body = json{{"messages", messages}, {"next_page_uri", next_page}}.dump();
  return find_in_twilio_list(result, text, kPosted);
}

FindResult find_text(const std::string& body, int status = 200) {
  HttpResult result;
  result.outcome = HttpOutcome::kAnswered;
  result.status = status;
  result.body = body;
  return find_in_twilio_list(result, message(), kPosted);
}

constexpr FindResult::Answer kFound = FindResult::Answer::kFound;
constexpr FindResult::Answer kNotSeen = FindResult::Answer::kNotSeen;
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
      {"other words", {{"body", "Your table is ready."}}, kNotSeen},
      {"words that hold ours, but many more",
       {{"body", "Hi Ann, please confirm." + std::string(80, 'x')}},
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

TEST_CASE("An invented clock compares no dates") {
  HttpResult result;
  result.outcome = HttpOutcome::kAnswered;
  result.status = 200;
  result.body = json{{"messages", {entry(), entry({{"body", "other"}})}}}.dump();
  CHECK(find_in_twilio_list(result, message(), Instant{}).answer == kFound);
  CHECK(find_in_twilio_list(result, message(), Instant{Duration{1}}).answer == kNotSeen);
}

TEST_CASE("A messaging service picks its own number") {
  OutboundMessage text = message();
  text.from.value = kService;
  CHECK(find({entry({{"from", "+13125559999"}})}, text).answer == kFound);
  CHECK(find({entry({{"from", nullptr}})}, text).answer == kFound);
}

TEST_CASE("A page that ends too early proves nothing") {
  const json other = entry({{"body", "Your table is ready."}});
  const json old = entry({{"body", "x y z"}, {"date_created", "Thu, 24 Aug 2023 01:00:00 +0000"}});
  CHECK(find({}).answer == kNotSeen);
  CHECK(find({other}, message(), "/next").answer == kNoAnswer);
  CHECK(find({other, old}, message(), "/next").answer == kNotSeen);
  CHECK(find({other, entry()}, message(), "/next").answer == kFound);
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
  HttpResult broken;
  broken.outcome = HttpOutcome::kBroken;
  broken.status = 200;
  broken.body = "{\"messages\":[]}";
  CHECK(find_in_twilio_list(broken, message(), kPosted).answer == kNoAnswer);
}

TEST_CASE("Messaging services are told by their id") {
  CHECK(is_messaging_service({kService}));
  for (const char* other :
       {"+13125550100", "MG", "MGNORTHSIDE", "", "72645", "SM9752274e9e519418a7406176694466fa"}) {
    CHECK_FALSE(is_messaging_service({other}));
  }
}
