#include "provider/twilio_inbox.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "provider/mail_date.h"
#include "provider/twilio_list.h"

namespace smsflow {
namespace {

using nlohmann::json;

InboxPage fault(std::string why) {
  InboxPage page;
  page.fault = std::move(why);
  return page;
}

std::string text_of(const json& entry, const char* key) {
  const auto found = entry.find(key);
  return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// Twilio writes this number as a text.
int count_of(const json& entry, const char* key) {
  const std::string text = text_of(entry, key);
  int count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return std::clamp(count, 0, 10);
}

std::optional<Instant> date_of(const json& entry) {
  const std::optional<Instant> sent = parse_mail_date(text_of(entry, "date_sent"));
  return sent ? sent : parse_mail_date(text_of(entry, "date_created"));
}

void take(const json& entry, const InboxQuestion& question, std::string_view provider,
          InboxPage& page) {
  const bool is_ours =
      text_of(entry, "direction") == "inbound" && text_of(entry, "to") == question.number;
  const std::optional<PhoneNumber> from = PhoneNumber::from_e164(text_of(entry, "from"));
  const std::optional<Instant> at = date_of(entry);
  const std::string sid = text_of(entry, "sid");
  if (!is_ours || !from || !at || *at < question.since || sid.empty()) return;
  InboundMessage message{.provider = std::string(provider),
                         .id = sid,
                         .from = *from,
                         .to = SenderId{question.number},
                         .text = text_of(entry, "body"),
                         .received_at = *at};
  message.media = count_of(entry, "num_media");
  page.messages.push_back(std::move(message));
}

}  // namespace

std::string twilio_inbox_query(const InboxQuestion& question) {
  const std::string day = format_rfc3339(question.since - std::chrono::hours{24}).substr(0, 10);
  return encode_form(
      {{"To", question.number}, {"DateSent>", day}, {"PageSize", std::to_string(kTwilioPageSize)}});
}

InboxPage read_twilio_inbox(const HttpResult& result, const InboxQuestion& question,
                            std::string_view provider, std::string_view messages_path) {
  if (result.outcome != HttpOutcome::kAnswered) return fault(result.problem);
  if (result.status != 200) return fault(fmt::format("the list answered {}", result.status));
  const json list = json::parse(result.body, nullptr, false);
  if (!list.is_object() || !list.contains("messages") || !list["messages"].is_array()) {
    return fault("the list is not the JSON it should be");
  }
  InboxPage page;
  for (const json& entry : list["messages"]) {
    if (!entry.is_object()) return fault("the list holds something else than messages");
    take(entry, question, provider, page);
  }
  page.next = text_of(list, "next_page_uri");
  const bool is_elsewhere =
      !page.next.empty() && !page.next.starts_with(std::string(messages_path) + "?");
  if (is_elsewhere) return fault("the next page is not of this account's list");
  return page;
}

}  // namespace smsflow
