#include "provider/twilio_inbox.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "provider/mail_date.h"
#include "provider/twilio_list.h"
#include "text/json.h"

namespace smsflow {
namespace {

InboxPage fault(std::string why) {
  InboxPage page;
  page.fault = std::move(why);
  return page;
}

// Twilio writes this number as a text.
int count_of(const Json& entry, const char* key) {
  const std::string text = entry.text_at(key);
  int count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return std::clamp(count, 0, 10);
}

std::optional<Instant> date_of(const Json& entry) {
  const std::optional<Instant> sent = parse_mail_date(entry.text_at("date_sent"));
  return sent ? sent : parse_mail_date(entry.text_at("date_created"));
}

void take(const Json& entry, const InboxQuestion& question, std::string_view provider,
          InboxPage& page) {
  const bool is_ours =
      entry.text_at("direction") == "inbound" && entry.text_at("to") == question.number;
  const std::optional<PhoneNumber> from = PhoneNumber::from_e164(entry.text_at("from"));
  const std::optional<Instant> at = date_of(entry);
  const std::string sid = entry.text_at("sid");
  if (!is_ours || !from || !at || *at < question.since || sid.empty()) return;
  InboundMessage message{.provider = std::string(provider),
                         .id = sid,
                         .from = *from,
                         .to = SenderId{question.number},
                         .text = entry.text_at("body"),
                         .received_at = *at};
  message.media = count_of(entry, "num_media");
  message.fetched = true;
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
  const std::optional<Json> list = Json::parse(result.body);
  const Json* messages = list ? list->find("messages") : nullptr;
  if (!messages || !messages->is_list()) {
    return fault("the list is not the JSON it should be");
  }
  InboxPage page;
  for (const Json& entry : messages->items()) {
    if (!entry.is_object()) return fault("the list holds something else than messages");
    take(entry, question, provider, page);
  }
  page.next = list->text_at("next_page_uri");
  const bool is_elsewhere =
      !page.next.empty() && !page.next.starts_with(std::string(messages_path) + "?");
  if (is_elsewhere) return fault("the next page is not of this account's list");
  return page;
}

}  // namespace smsflow
