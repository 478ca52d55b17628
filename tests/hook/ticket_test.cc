#include "hook/ticket.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace smsflow::ticket_test {
namespace {

using nlohmann::json;

constexpr std::string_view kPayload =
    R"({"type":"support.ticket","data":{"workflow":"support","key":"m1","priority":"high",)"
    R"("contact":"+15550100","reason":"asked for \"a person\"","fields":{"order":"7 < 8"},)"
    R"("transcript":[{"at":"2026-03-02T14:00:00Z","from":"us","text":"Hello"},)"
    R"({"at":"2026-03-02T14:01:00Z","from":"contact","text":"<b>hi</b>"}]}})";

json body(std::string_view shape, std::string_view payload = kPayload) {
  return json::parse(ticket_body({shape, "i1", 4}, payload));
}

}  // namespace

TEST_CASE("zendesk takes subject, comment, priority, external id and tags") {
  const json ticket = body("zendesk")["ticket"];
  CHECK(ticket["subject"] == "support m1: asked for \"a person\"");
  CHECK(ticket["priority"] == "urgent");
  CHECK(ticket["external_id"] == "i1");
  CHECK(ticket["tags"] == json::array({"smsflow", "support"}));
  CHECK(ticket["comment"]["body"] ==
        "2026-03-02T14:00:00Z we: Hello\n2026-03-02T14:01:00Z customer: <b>hi</b>\norder: 7 < 8\n");
}

TEST_CASE("freshdesk takes numbers for priority and status, a named caller, and HTML") {
  const json ticket = body("freshdesk");
  CHECK(ticket["priority"] == 4);
  CHECK(ticket["status"] == 2);
  CHECK(ticket["source"] == 3);
  CHECK(ticket["phone"] == "+15550100");
  CHECK(ticket["name"] == "+15550100");
  const std::string description = ticket["description"];
  CHECK(description.find("&lt;b&gt;hi&lt;/b&gt;<br>order: 7 &lt; 8<br>") != std::string::npos);
  CHECK(description.find("<b>") == std::string::npos);
}

TEST_CASE("chatwoot takes a source, an inbox and the first message") {
  const json ticket = body("chatwoot");
  CHECK(ticket["source_id"] == "+15550100");
  CHECK(ticket["inbox_id"] == 4);
  CHECK(ticket["custom_attributes"]["smsflow_id"] == "i1");
  CHECK(ticket["message"]["content"].get<std::string>().starts_with("support m1: asked for"));
}

TEST_CASE("a reminder says so") {
  json payload = json::parse(kPayload);
  payload["data"]["alerts"] = 2;
  CHECK(body("zendesk", payload.dump())["ticket"]["subject"].get<std::string>().starts_with(
      "Unattended: "));
}

TEST_CASE("whatever comes, a ticket is made") {
  for (const char* payload :
       {"", "garbage", "[]", "7", R"({"data":7})", R"({"data":{"fields":[1],"transcript":"x"}})",
        R"({"data":{"transcript":[7,{"at":1}],"alerts":"many","priority":2}})",
        "{\"data\":{\"reason\":\"\\u0000\xff\"}}"}) {
    for (const char* shape : {"zendesk", "freshdesk", "chatwoot"}) {
      CAPTURE(payload);
      CHECK(body(shape, payload).is_object());
    }
  }
  CHECK_FALSE(is_ticket_shape("jira"));
  CHECK_FALSE(is_ticket_shape("event"));
}

}  // namespace smsflow::ticket_test
