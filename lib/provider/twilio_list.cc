#include "provider/twilio_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "provider/mail_date.h"
#include "provider/twilio_errors.h"
#include "text/json.h"

namespace smsflow {
namespace {

constexpr Duration kBefore = std::chrono::minutes{2};
constexpr Duration kAfter = std::chrono::minutes{15};

// The ASCII letters and digits of a text: what smart encoding and trimming leave alone.
std::string skeleton(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  return out;
}

// Could `shown` be what Twilio made of `sent`? It replaces characters, adds a few words in front,
// or shows nothing at all where contents are redacted; it takes no letters away.
bool may_be_respelt(std::string_view sent, std::string_view shown) {
  constexpr std::size_t kAddedWords = 40;
  const std::string wanted = skeleton(sent);
  const std::string given = skeleton(shown);
  if (shown.empty()) return true;
  if (given.size() > wanted.size() + wanted.size() / 4 + kAddedWords) return false;
  std::size_t matched = 0;
  for (const char c : given) {
    if (matched < wanted.size() && wanted[matched] == c) ++matched;
  }
  return matched == wanted.size();
}

enum class Likeness { kNone, kSimilar, kSame };

Likeness compare(const Json& entry, const OutboundMessage& message) {
  const bool same_ends =
      entry.text_at("to") == message.to.e164() &&
      entry.text_at("direction").starts_with("outbound") &&
      (is_messaging_service(message.from) || entry.text_at("from") == message.from.value);
  if (!same_ends) return Likeness::kNone;
  const std::string body = entry.text_at("body");
  if (body == message.text) return Likeness::kSame;
  return may_be_respelt(message.text, body) ? Likeness::kSimilar : Likeness::kNone;
}

FindResult no_answer(std::string detail) {
  FindResult result;
  result.detail = std::move(detail);
  return result;
}

FindResult found(const Json& entry) {
  FindResult result;
  result.answer = FindResult::Answer::kFound;
  result.provider_id = entry.text_at("sid");
  result.status =
      twilio_status(entry.text_at("status"), static_cast<int>(entry.integer_at("error_code")));
  if (result.provider_id.empty()) return no_answer("a message in the list has no sid");
  return result;
}

}  // namespace

bool is_messaging_service(const SenderId& sender) {
  constexpr std::size_t kSize = 34;
  const std::string& value = sender.value;
  return value.size() == kSize && value.starts_with("MG") &&
         value.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string::npos;
}

FindResult find_in_twilio_list(const HttpResult& result, const OutboundMessage& message,
                               Instant posted_at) {
  if (result.outcome != HttpOutcome::kAnswered || result.status != 200) {
    return no_answer(result.outcome == HttpOutcome::kAnswered
                         ? fmt::format("the list answered {}", result.status)
                         : result.problem);
  }
  const std::optional<Json> page = Json::parse(result.body);
  const Json* messages = page ? page->find("messages") : nullptr;
  if (!messages || !messages->is_list()) {
    return no_answer("the list is not the JSON it should be");
  }
  const bool is_dated = posted_at != Instant{};
  const Json* match = nullptr;
  int same = 0;
  int similar = 0;
  bool reaches_back = page->text_at("next_page_uri").empty();
  for (const Json& entry : messages->items()) {
    if (!entry.is_object()) return no_answer("the list holds something else than messages");
    const std::optional<Instant> created = parse_mail_date(entry.text_at("date_created"));
    if (!created) return no_answer("a message in the list has no date");
    if (is_dated) {
      // Newest first: with one message older than the window, the page shows all of the window.
      reaches_back = reaches_back || *created < posted_at - kBefore;
      if (*created < posted_at - kBefore || *created > posted_at + kAfter) continue;
    }
    const Likeness likeness = compare(entry, message);
    if (likeness == Likeness::kSimilar) ++similar;
    if (likeness != Likeness::kSame) continue;
    ++same;
    match = &entry;
  }
  if (same == 1) return found(*match);
  if (same > 1) return no_answer(fmt::format("the list shows {} messages like it", same));
  if (similar > 0) return no_answer("the list shows a message with nearly this text");
  if (!reaches_back) return no_answer("the list does not reach back far enough");
  FindResult not_seen;
  not_seen.answer = FindResult::Answer::kNotSeen;
  return not_seen;
}

}  // namespace smsflow
