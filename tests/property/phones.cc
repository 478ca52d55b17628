#include "phones.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

#include "text/json.h"

namespace smsflow::property {
namespace {

constexpr std::size_t kPageSize = 3;

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string mail_date(Instant at) {
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} +0000", fmt::gmtime(seconds));
}

HttpResult answered(int status, std::string body) {
  HttpResult result;
  result.outcome = HttpOutcome::kAnswered;
  result.status = status;
  result.body = std::move(body);
  return result;
}

HttpResult refused(int status, int code) {
  return answered(status,
                  fmt::format(R"({{"code":{},"message":"refused","status":{}}})", code, status));
}

HttpResult broken(HttpOutcome outcome) {
  HttpResult result;
  result.outcome = outcome;
  result.problem = "no answer";
  return result;
}

// A call that ends before a socket is opened: what it would bring is asked of the Phones.
HttpCall call_without_socket() {
  HttpCall call;
  call.url = "phones:list";
  return call;
}

}  // namespace

Phones::Phones(Dice& dice, const Clock& clock, Witness& witness, PhonesHabits habits)
    : dice_(dice), clock_(clock), witness_(witness), habits_(habits) {}

HttpResult Phones::post(const OutboundMessage& message) {
  if (stopped_) {
    if (on_lost_) on_lost_(message);
    return broken(HttpOutcome::kBroken);
  }
  posts_[message.intent] += 1;
  if (on_post_) on_post_(message);
  if (posts_[message.intent] > 1) witness_.count("posted again");
  if (goes_well_) return take(message, true);
  if (habits_.is_down) witness_.count("carrier that is down");
  if (!habits_.is_down && !dice_.chance(habits_.trouble)) return take(message, true);
  const int trouble = habits_.is_down ? dice_.below(2) : dice_.below(9);
  if (trouble < 4 || trouble == 8) count_unclear(message);
  switch (trouble) {
    case 0:
      witness_.count("500 after delivering");
      take(message, false);
      return answered(500, "oops");
    case 1:
      witness_.count("500 without delivering");
      return answered(500, "oops");
    case 2:
      witness_.count("time-out after delivering");
      take(message, false);
      return broken(HttpOutcome::kBroken);
    case 3:
      witness_.count("time-out without delivering");
      return broken(HttpOutcome::kBroken);
    case 4:
      witness_.count("connection refused");
      return broken(HttpOutcome::kNotSent);
    case 5:
      witness_.count("429");
      return refused(429, 20429);
    case 6:
      witness_.count("rejected");
      return refused(400, dice_.chance(30) ? 21211 : 30007);
    case 7:
      witness_.count("refused as opted out");
      return refused(400, 21610);
    default:
      witness_.count("200 without an id");
      take(message, false);
      return answered(200, "{}");
  }
}

// At most one repeat, ever.
void Phones::count_unclear(const OutboundMessage& message) {
  if (++unclear_[message.intent] > 2) {
    witness_.broken("repeated: " + message.intent + " is posted again and again");
  }
}

HttpResult Phones::take(const OutboundMessage& message, bool answers) {
  Taken taken{.sid = fmt::format("SM{:032x}", ++serial_),
              .message = message,
              .at = clock_.now(),
              .listed_at = clock_.now()};
  if (dice_.chance(40)) taken.listed_at += std::chrono::minutes{dice_.between(1, 12)};
  taken.is_shortened = dice_.chance(30);
  taken.is_never_listed = habits_.hides && dice_.chance(50);
  const bool arrives = !answers || dice_.chance(habits_.trouble == 0 ? 100 : 92);
  report(taken, arrives);
  const std::string sid = taken.sid;
  taken_.push_back(std::move(taken));
  if (arrives && on_text_) on_text_(message);
  return answered(201, fmt::format(R"({{"sid":"{}","status":"queued"}})", sid));
}

void Phones::report(const Taken& taken, bool arrives) {
  Instant at = taken.at;
  const bool names_intent = dice_.chance(70);
  const auto add = [&](DeliveryStatus status, std::string word, ErrorClass error) {
    DeliveryReceipt receipt{.provider = "main",
                            .event_key = taken.sid + ":" + word,
                            .intent = names_intent ? taken.message.intent : "",
                            .provider_id = taken.sid,
                            .status = status,
                            .raw_status = std::move(word),
                            .error = error,
                            .received_at = at};
    receipts_.push_back({at, receipt});
    if (dice_.chance(15)) {
      witness_.count("receipt twice");
      receipts_.push_back({at + std::chrono::minutes{dice_.below(300)}, std::move(receipt)});
    }
    at += std::chrono::seconds{dice_.below(20) == 0 ? dice_.below(90'000) : dice_.below(90)};
  };
  if (dice_.chance(60)) add(DeliveryStatus::kQueued, "queued", ErrorClass::kNone);
  if (dice_.chance(80)) add(DeliveryStatus::kSent, "sent", ErrorClass::kNone);
  if (arrives) {
    add(DeliveryStatus::kDelivered, "delivered", ErrorClass::kNone);
  } else {
    add(DeliveryStatus::kUndelivered, "undelivered",
        dice_.chance(20) ? ErrorClass::kGone : ErrorClass::kUnreachable);
  }
}

std::string Phones::entry(const Taken& taken) const {
  std::string body = taken.message.text;
  const std::size_t link = body.find("https://");
  if (taken.is_shortened && link != std::string::npos) {
    witness_.count("list with a shortened link");
    body.replace(link, std::min(body.find(' ', link), body.size()) - link, "https://sho.rt/x1");
  }
  std::string url;
  if (habits_.names_intents) {
    url = fmt::format(R"(,"status_callback":{})", quoted(taken.message.status_url));
  }
  return fmt::format(
      R"({{"sid":"{}","status":"delivered","direction":"outbound-api","date_created":{},)"
      R"("to":"{}","from":"{}","body":{},"error_code":null{}}})",
      taken.sid, quoted(mail_date(taken.at)), taken.message.to.e164(), taken.message.from.value,
      quoted(body), url);
}

// Each process asks on its own, and forgets that it asked when it ends; but none asks without end.
void Phones::count_lists(const OutboundMessage& message) {
  constexpr std::ptrdiff_t kMostInAMinute = 4;
  std::vector<Instant>& asked = asked_at_[message.intent];
  std::erase_if(asked, [this](Instant at) { return clock_.now() - at >= std::chrono::minutes{1}; });
  asked.push_back(clock_.now());
  if (std::ssize(asked) > kMostInAMinute) {
    witness_.broken("look-ups: the list was asked for " + message.intent + " again and again");
  }
}

HttpResult Phones::list(const OutboundMessage& message, std::size_t page) {
  if (page == 0) count_lists(message);
  if (dice_.chance(habits_.trouble / 2)) {
    witness_.count("list without an answer");
    return answered(503, "busy");
  }
  std::vector<const Taken*> shown;
  bool lags = false;
  int same = 0;
  for (const Taken& taken : taken_) {
    if (taken.message.to != message.to) continue;
    const bool is_it = taken.message.intent == message.intent;
    lags = lags || (is_it && taken.listed_at > clock_.now());
    same += taken.message.text == message.text ? 1 : 0;
    if (!taken.is_never_listed && taken.listed_at <= clock_.now()) shown.push_back(&taken);
  }
  if (lags) witness_.count("list that lags");
  if (same > 1) witness_.count("two equal texts in a list");
  std::reverse(shown.begin(), shown.end());
  const bool is_there = std::any_of(shown.begin(), shown.end(), [&](const Taken* taken) {
    return taken->message.intent == message.intent;
  });
  if (!is_there) witness_.count("list without the text");
  std::string entries;
  const std::size_t from = page * kPageSize;
  for (std::size_t i = from; i < std::min(shown.size(), from + kPageSize); ++i) {
    entries += (entries.empty() ? "" : ",") + entry(*shown[i]);
  }
  const bool more = from + kPageSize < shown.size();
  if (more) witness_.count("list of several pages");
  return answered(200, fmt::format(R"({{"messages":[{}],"next_page_uri":{}}})", entries,
                                   more ? "\"/2010-04-01/next\"" : "null"));
}

std::vector<DeliveryReceipt> Phones::take_receipts() {
  std::vector<DeliveryReceipt> due;
  for (std::size_t i = 0; i < receipts_.size();) {
    if (receipts_[i].at > clock_.now()) {
      ++i;
      continue;
    }
    due.push_back(std::move(receipts_[i].receipt));
    receipts_[i] = std::move(receipts_.back());
    receipts_.pop_back();
  }
  for (std::size_t i = due.size(); i > 1; --i) {
    const auto other = static_cast<std::size_t>(dice_.below(static_cast<int>(i)));
    if (other != i - 1) std::swap(due[i - 1], due[other]);
  }
  if (due.size() > 1) witness_.count("receipts in any order");
  return due;
}

namespace {

class PhoneProvider final : public Provider {
 public:
  explicit PhoneProvider(Phones& phones)
      : Provider({.name = "main", .kind = "twilio"}),
        phones_(phones),
        twilio_(make_provider({.name = "main",
                               .kind = "twilio",
                               .account = "AC00000000000000000000000000000001",
                               .secrets = {"secret"},
                               .token = {},
                               .public_url = "https://hooks.example.com",
                               .api_url = {},
                               .path = {}})) {}

  HttpAnswer acknowledgement() const override { return {}; }
  std::optional<HttpCall> send_call(const OutboundMessage&) const override { return std::nullopt; }
  SendResult read_send(const HttpResult& result) const override {
    return twilio_->read_send(result);
  }
  SendResult deliver(const OutboundMessage& message) const override {
    return twilio_->read_send(phones_.post(message));
  }
  std::optional<HttpCall> find_call(const OutboundMessage&, Instant) const override {
    return call_without_socket();
  }
#if __has_include("policy/unclear_post.h")
  FindResult read_find(const ListSoFar& list, const OutboundMessage& message,
                       Instant posted_at) const override {
    ListSoFar seen;
    seen.is_others = list.is_others;
    std::vector<HttpResult>& pages = pages_[message.intent];
    if (list.pages.size() == 1) pages.clear();
    while (pages.size() < list.pages.size()) pages.push_back(phones_.list(message, pages.size()));
    seen.pages = pages;
    FindResult result = twilio_->read_find(seen, message, posted_at);
    if (result.next_page) result.next_page = call_without_socket();
    return result;
  }
#else
  FindResult read_find(const HttpResult&, const OutboundMessage& message,
                       Instant posted_at) const override {
    return twilio_->read_find(phones_.list(message, 0), message, posted_at);
  }
#endif
  std::string status_url(std::string_view intent) const override {
    return twilio_->status_url(intent);
  }
  Cut cut() const override {
    return twilio_->cut();
  }

 private:
  Phones& phones_;
  std::unique_ptr<Provider> twilio_;
  mutable std::map<std::string, std::vector<HttpResult>> pages_;  // that were read, by intent
};

}  // namespace

std::unique_ptr<Provider> make_phone_provider(Phones& phones) {
  return std::make_unique<PhoneProvider>(phones);
}

}  // namespace smsflow::property
