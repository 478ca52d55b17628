#include "provider/twilio_inbox.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace smsflow::twilio_inbox_test {
using nlohmann::json;

namespace {

constexpr const char* kPath = "/2010-04-01/Accounts/AC1/Messages.json";
const InboxQuestion kQuestion{
    .number = "+13125550100", .since = *parse_rfc3339("2026-03-02T10:00:00Z"), .page = {}};

json entry(json changes = json::object()) {
  json one = {{"sid", "SM1"},
              {"to", "+13125550100"},
              {"from", "+13125550123"},
              {"body", "C"},
              {"direction", "inbound"},
              {"status", "received"},
              {"num_media", "0"},
              {"date_sent", "Mon, 02 Mar 2026 10:30:00 +0000"},
              {"date_created", "Mon, 02 Mar 2026 10:29:59 +0000"}};
  one.update(changes);
  return one;
}

InboxPage read_body(const std::string& body, int status = 200) {
  HttpResult result;
  result.outcome = HttpOutcome::kAnswered;
  result.status = status;
  result.body = body;
  return read_twilio_inbox(result, kQuestion, "main", kPath);
}

InboxPage read(const std::vector<json>& messages, const json& next = nullptr) {
  return read_body(json{{"messages", messages}, {"next_page_uri", next}}.dump());
}

}  // namespace

TEST_CASE("an inbound text of the list is what its webhook would have said") {
  const InboxPage page = read({entry({{"num_media", "2"}, {"body", "Si \xC3\xB1"}})});
  CHECK(page.fault.empty());
  CHECK(page.next.empty());
  REQUIRE(page.messages.size() == 1);
  const InboundMessage& message = page.messages[0];
  CHECK(message.provider == "main");
  CHECK(message.id == "SM1");
  CHECK(message.from.e164() == "+13125550123");
  CHECK(message.to.value == "+13125550100");
  CHECK(message.text == "Si \xC3\xB1");
  CHECK(message.media == 2);
  CHECK(message.fetched);
  CHECK(format_rfc3339(message.received_at) == "2026-03-02T10:30:00Z");
}

TEST_CASE("what is not a text to this number since then is left out") {
  const std::vector<json> others = {
      entry({{"direction", "outbound-api"}}),
      entry({{"direction", "outbound-reply"}}),
      entry({{"to", "+13125550199"}}),
      entry({{"from", "HELP"}}),
      entry({{"from", nullptr}}),
      entry({{"sid", nullptr}}),
      // Twilio counts in days: what the webhooks brought before comes as well.
      entry({{"date_sent", "Mon, 02 Mar 2026 09:59:59 +0000"}}),
      entry({{"date_sent", nullptr}, {"date_created", "yesterday"}}),
  };
  for (const json& other : others) {
    CAPTURE(other.dump());
    const InboxPage page = read({other});
    CHECK(page.fault.empty());
    CHECK(page.messages.empty());
  }
  CHECK(read({entry({{"date_sent", nullptr}})}).messages.size() == 1);
}

TEST_CASE("a list that is none is a fault, not an empty inbox") {
  CHECK(read_body("", 500).fault == "the list answered 500");
  CHECK(read_body("<html>").fault == "the list is not the JSON it should be");
  CHECK(read_body("{\"messages\":{}}").fault == "the list is not the JSON it should be");
  CHECK(read_body("{\"messages\":[1]}").fault == "the list holds something else than messages");
  HttpResult cut;
  cut.outcome = HttpOutcome::kNotSent;
  cut.problem = "could not connect";
  CHECK(read_twilio_inbox(cut, kQuestion, "main", kPath).fault == "could not connect");
}

TEST_CASE("our secret goes to pages of the account's own list only") {
  const std::string next = std::string(kPath) + "?To=%2B13125550100&Page=1&PageToken=PA1";
  CHECK(read({entry()}, next).next == next);
  for (const char* other :
       {"https://elsewhere.example/2010-04-01/Accounts/AC1/Messages.json?Page=1",
        "/2010-04-01/Accounts/AC2/Messages.json?Page=1",
        "/2010-04-01/Accounts/AC1/Messages.json@elsewhere.example/", "//elsewhere.example/x?y"}) {
    CAPTURE(other);
    CHECK(read({entry()}, other).fault == "the next page is not of this account's list");
  }
}

TEST_CASE("the day before is asked for as well, in UTC") {
  CHECK(twilio_inbox_query(kQuestion) == "To=%2B13125550100&DateSent%3E=2026-03-01&PageSize=50");
}

}  // namespace smsflow::twilio_inbox_test
