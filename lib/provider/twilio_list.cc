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

// The words of a text, a mark in the place of each link.
std::string without_links(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n\r\t"), text.size());
    const std::string_view word = text.substr(0, end);
    const std::size_t dot = word.find('.');
    const bool is_link = word.find("://") != std::string_view::npos ||
                         (dot != std::string_view::npos && word.find('/', dot) < word.size());
    out += is_link ? std::string_view("\x01") : word;
    const std::size_t next = std::min(end + 1, text.size());
    out += text.substr(end, next - end);
    text.remove_prefix(next);
  }
  return out;
}

enum class Likeness { kNone, kOtherWords, kSimilar, kSame, kNamed };

// The intent that the entry's status URL names; "" when it has none.
std::string named_intent(const Json& entry) {
  const std::string url = entry.text_at("status_callback");
  const std::size_t query = url.find('?');
  if (query == std::string::npos) return {};
  return std::string(find_field(parse_form(std::string_view(url).substr(query + 1)), "intent")
                         .value_or(std::string_view()));
}

Likeness compare(const Json& entry, const OutboundMessage& message) {
  const bool same_ends =
      entry.text_at("to") == message.to.e164() &&
      entry.text_at("direction").starts_with("outbound") &&
      (is_messaging_service(message.from) || entry.text_at("from") == message.from.value);
  if (!same_ends) return Likeness::kNone;
  const std::string intent = named_intent(entry);
  if (!intent.empty()) return intent == message.intent ? Likeness::kNamed : Likeness::kNone;
  const std::string wanted = without_links(message.text);
  const std::string body = without_links(entry.text_at("body"));
  if (body == wanted) return Likeness::kSame;
  return may_be_respelt(wanted, body) ? Likeness::kSimilar : Likeness::kOtherWords;
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

// What the pages say so far.
class Reading {
 public:
  Reading(const ListSoFar& list, const OutboundMessage& message, Instant posted_at)
      : list_(list), message_(message), posted_at_(posted_at) {}

  // "" or why the page cannot be used.
  std::string read(const HttpResult& answer);
  FindResult verdict() const;
  // Nothing on later pages matters.
  bool is_over() const { return named_ || is_old_ || next_page_.empty(); }
  const std::string& next_page() const { return next_page_; }

 private:
  std::string read_entry(const Json& entry);

  const ListSoFar& list_;
  const OutboundMessage& message_;
  Instant posted_at_;
  std::optional<Json> named_;
  std::optional<Json> match_;
  int same_ = 0;
  int similar_ = 0;
  int other_words_ = 0;
  bool is_old_ = false;  // the whole last page is older than the POST
  std::string next_page_;
};

std::string Reading::read(const HttpResult& answer) {
  if (answer.outcome != HttpOutcome::kAnswered) return "the list did not come: " + answer.problem;
  if (answer.status != 200) return fmt::format("the list answered {}", answer.status);
  const std::optional<Json> page = Json::parse(answer.body);
  const Json* messages = page ? page->find("messages") : nullptr;
  if (!messages || !messages->is_list()) return "the list is not the JSON it should be";
  is_old_ = posted_at_ != Instant{} && !messages->items().empty();
  for (const Json& entry : messages->items()) {
    if (std::string fault = read_entry(entry); !fault.empty()) return fault;
  }
  next_page_ = page->text_at("next_page_uri");
  if (!next_page_.empty() && (!next_page_.starts_with("/") || next_page_.starts_with("//"))) {
    return "the list's next page is elsewhere";
  }
  return {};
}

std::string Reading::read_entry(const Json& entry) {
  if (!entry.is_object()) return "the list holds something else than messages";
  const std::optional<Instant> created = parse_mail_date(entry.text_at("date_created"));
  if (!created) return "a message in the list has no date";
  const bool is_dated = posted_at_ != Instant{};
  if (!is_dated || *created >= posted_at_ - kBefore) is_old_ = false;
  const Instant last = std::max(posted_at_, list_.until.value_or(posted_at_)) + kAfter;
  const bool in_time = !is_dated || (*created >= posted_at_ - kBefore && *created <= last);
  const Likeness likeness = compare(entry, message_);
  if (likeness == Likeness::kNamed) named_ = entry;
  if (!in_time || (list_.is_others && list_.is_others(entry.text_at("sid")))) return {};
  if (likeness == Likeness::kSimilar) ++similar_;
  if (likeness == Likeness::kOtherWords && is_dated) ++other_words_;
  if (likeness == Likeness::kSame) {
    ++same_;
    match_ = entry;
  }
  return {};
}

FindResult Reading::verdict() const {
  if (named_) return found(*named_);
  if (same_ == 1) return found(*match_);
  if (same_ > 1) return no_answer(fmt::format("the list shows {} messages like it", same_));
  if (similar_ > 0) return no_answer("the list shows a message with nearly this text");
  if (other_words_ > 0) return no_answer("the list shows another text to this number");
  FindResult not_seen;
  not_seen.answer = FindResult::Answer::kNotSeen;
  return not_seen;
}

}  // namespace

bool is_messaging_service(const SenderId& sender) {
  constexpr std::size_t kSize = 34;
  const std::string& value = sender.value;
  return value.size() == kSize && value.starts_with("MG") &&
         value.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string::npos;
}

TwilioListReading find_in_twilio_list(const ListSoFar& list, const OutboundMessage& message,
                                      Instant posted_at) {
  Reading reading(list, message, posted_at);
  if (list.pages.empty()) return {no_answer("the list was not read"), {}};
  for (const HttpResult& page : list.pages) {
    if (std::string fault = reading.read(page); !fault.empty()) return {no_answer(fault), {}};
    if (reading.is_over()) return {reading.verdict(), {}};
  }
  if (list.pages.size() >= kMaxTwilioPages) {
    return {no_answer("the list does not end"), {}};
  }
  FindResult more;
  more.answer = FindResult::Answer::kMorePages;
  return {more, reading.next_page()};
}

}  // namespace smsflow
