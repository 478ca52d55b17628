// Twilio Programmable Messaging, API version 2010-04-01.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "provider/carrier_detail.h"
#include "provider/kinds.h"
#include "provider/mail_date.h"
#include "provider/twilio_errors.h"
#include "provider/twilio_inbox.h"
#include "provider/twilio_list.h"
#include "provider/twilio_signature.h"
#include "provider/webhook_path.h"
#include "text/error.h"
#include "text/json.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

constexpr std::string_view kApi = "https://api.twilio.com";
constexpr std::string_view kEmptyTwiml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

std::string field(const FormPairs& form, std::string_view name) {
  return to_utf8(find_field(form, name).value_or(std::string_view()));
}

int number(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size() ? value : 0;
}

// A message's id: "SM" or "MM" and 32 hexadecimal digits. Anything else is kept out of the log.
bool is_message_sid(std::string_view sid) {
  return sid.size() == 34 && (sid.starts_with("SM") || sid.starts_with("MM")) &&
         sid.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos;
}

CarrierFlag carrier_flag(std::string_view opt_out_type) {
  if (opt_out_type == "STOP") return CarrierFlag::kStop;
  if (opt_out_type == "START") return CarrierFlag::kStart;
  if (opt_out_type == "HELP") return CarrierFlag::kHelp;
  return CarrierFlag::kNone;
}

// Twilio's own words for a refusal; nothing when the answer is somebody else's.
struct Refusal {
  int code = 0;
  std::string words;
};

std::optional<Refusal> read_refusal(const std::string& body) {
  const std::optional<Json> answer = Json::parse(body);
  const Json* code = answer ? answer->find("code") : nullptr;
  if (!code || !code->is_integer()) return std::nullopt;
  const std::string words = answer->text_at("message");
  Refusal refusal;
  refusal.code = static_cast<int>(answer->integer_at("code"));
  if (!words.empty()) refusal.words = carrier_detail(words);
  return refusal;
}

SendResult read_accepted(const HttpResult& result) {
  const std::optional<Json> answer = Json::parse(result.body);
  SendResult sent;
  sent.detail = fmt::format("{} without a message id", result.status);
  const std::string sid = answer ? answer->text_at("sid") : "";
  if (!is_message_sid(sid)) return sent;
  sent.outcome = SendOutcome::kAccepted;
  sent.provider_id = sid;
  sent.detail.clear();
  return sent;
}

SendResult read_refused(const HttpResult& result) {
  SendResult sent;
  sent.detail = fmt::format("HTTP {}", result.status);
  const std::optional<Refusal> refusal = read_refusal(result.body);
  if (refusal) sent.detail = fmt::format("{} {}", refusal->code, refusal->words);
  if (result.status == 429) {
    sent.outcome = SendOutcome::kNotSent;
    sent.error = ErrorClass::kRate;
    sent.retry_after = retry_after(result.headers);
    return sent;
  }
  // A timeout that their front end reports leaves open what became of the request.
  if (!refusal || result.status == 408) return sent;
  sent.error = twilio_error_class(refusal->code);
  const bool ours = result.status == 401 || result.status == 403 || result.status == 404;
  if (ours && sent.error == ErrorClass::kOther) sent.error = ErrorClass::kSender;
  if (sent.error == ErrorClass::kTemporary) return sent;
  // What says nothing about this text may pass: credentials get repaired, queues drain.
  const bool may_pass =
      (ours && sent.error == ErrorClass::kSender) || sent.error == ErrorClass::kRate;
  sent.outcome = may_pass ? SendOutcome::kNotSent : SendOutcome::kRejected;
  return sent;
}

// The path of a URL without a query.
std::string_view path_of(std::string_view url) {
  const std::size_t host = url.find("://");
  const std::size_t path = url.find('/', host == std::string_view::npos ? 0 : host + 3);
  return path == std::string_view::npos ? std::string_view() : url.substr(path);
}

class TwilioProvider final : public Provider {
 public:
  explicit TwilioProvider(ProviderSetup provider_setup)
      : Provider(std::move(provider_setup)), signature_(setup().secrets) {}

  std::vector<std::string> webhook_folders() const override {
    return {"/twilio", "/twilio/" + percent_encode(setup().name)};
  }
  HttpAnswer acknowledgement() const override {
    return {200, {{"Content-Type", "text/xml; charset=utf-8"}}, std::string(kEmptyTwiml)};
  }
  std::optional<HttpCall> send_call(const OutboundMessage& message) const override;
  SendResult read_send(const HttpResult& result) const override;
  std::optional<HttpCall> find_call(const OutboundMessage& message,
                                    Instant posted_at) const override;
  FindResult read_find(const ListSoFar& list, const OutboundMessage& message,
                       Instant posted_at) const override;
  std::optional<HttpCall> inbox_call(const InboxQuestion& question) const override;
  InboxPage read_inbox(const HttpResult& result, const InboxQuestion& question) const override {
    return read_twilio_inbox(result, question, setup().name, list_path());
  }
  std::string status_url(std::string_view intent) const override;
  Cut cut() const override { return Cut::kGrapheme; }

 protected:
  Verification verify(const HttpRequest& request, std::string_view url) const override {
    TwilioVerdict verdict = signature_.check(request, url);
    return {verdict.authentic, std::move(verdict.reason), std::move(verdict.signed_text),
            std::move(verdict.fields)};
  }
  Said read(const Proven& request, Webhook webhook) const override {
    return webhook == Webhook::kInbound ? read_inbound(request) : read_status(request);
  }

 private:
  Said read_inbound(const Proven& request) const;
  Said read_status(const Proven& request) const;
  HttpCall messages_call() const;
  std::string list_path() const { return std::string(path_of(messages_call().url)); }
  HttpCall list_call(std::string url) const;
  std::string url_of(std::string_view path) const;

  TwilioSignature signature_;
};

std::string TwilioProvider::status_url(std::string_view intent) const {
  if (setup().public_url.empty()) return {};
  return join_url(setup().public_url,
                  fmt::format("/twilio/{}/status?intent={}", percent_encode(setup().name),
                              percent_encode(intent)));
}

Said TwilioProvider::read_inbound(const Proven& request) const {
  const FormPairs& form = request.fields();
  const std::string sid = field(form, "MessageSid");
  if (!is_message_sid(sid)) return Unreadable{"MessageSid is missing or malformed"};
  const std::optional<PhoneNumber> from = PhoneNumber::from_e164(field(form, "From"));
  if (!from) return Unreadable{"From is not a phone number"};
  const std::string to = field(form, "To");
  if (to.empty()) return Unreadable{"To is missing"};
  InboundMessage message{setup().name,         sid, *from, SenderId{to}, field(form, "Body"),
                         request.received_at()};
  message.flag = carrier_flag(field(form, "OptOutType"));
  message.media = std::clamp(number(field(form, "NumMedia")), 0, 10);
  return message;
}

Said TwilioProvider::read_status(const Proven& request) const {
  const FormPairs& form = request.fields();
  const std::string sid = field(form, "MessageSid");
  if (!is_message_sid(sid)) return Unreadable{"MessageSid is missing or malformed"};
  const std::string word = field(form, "MessageStatus");
  const int code = number(field(form, "ErrorCode"));
  const std::optional<DeliveryStatus> status = twilio_status(word, code);
  if (!status) return Unreadable{"MessageStatus is missing or unknown"};
  DeliveryReceipt receipt;
  receipt.provider = setup().name;
  receipt.event_key = sid + ":" + word;
  receipt.intent = field(parse_form(split_target(request.request().target).query), "intent");
  receipt.provider_id = sid;
  receipt.status = *status;
  receipt.raw_status = code == 0 ? word : fmt::format("{} {}", word, code);
  const bool lost = is_final(*status) && *status != DeliveryStatus::kDelivered;
  if (lost) receipt.error = twilio_error_class(code);
  receipt.received_at = request.received_at();
  return receipt;
}

std::string TwilioProvider::url_of(std::string_view path) const {
  return join_url(setup().api_url.empty() ? kApi : std::string_view(setup().api_url), path);
}

HttpCall TwilioProvider::messages_call() const {
  if (setup().account.empty()) {
    throw Error(ErrorKind::kBadInput, fmt::format("provider {} has no account", setup().name), {},
                "set account to the account SID, \"AC...\"");
  }
  HttpCall call;
  call.url =
      url_of(fmt::format("/2010-04-01/Accounts/{}/Messages.json", percent_encode(setup().account)));
  call.basic_user = setup().account;
  call.basic_password = setup().secrets.front();
  return call;
}

std::optional<HttpCall> TwilioProvider::send_call(const OutboundMessage& message) const {
  constexpr std::int64_t kLongestValidity_s = 36'000;
  HttpCall call = messages_call();
  FormPairs form = {{"To", message.to.e164()}};
  form.emplace_back(is_messaging_service(message.from) ? "MessagingServiceSid" : "From",
                    message.from.value);
  form.emplace_back("Body", message.text);
  if (!message.status_url.empty()) form.emplace_back("StatusCallback", message.status_url);
  if (message.validity > Duration{0}) {
    const std::int64_t seconds = message.validity / std::chrono::seconds{1};
    form.emplace_back("ValidityPeriod",
                      std::to_string(std::clamp<std::int64_t>(seconds, 1, kLongestValidity_s)));
  }
  call.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                  {"Accept", "application/json"}};
  call.body = encode_form(form);
  return call;
}

// Refused with Twilio's own error document (400-class) means never queued; so does 429, whoever
// says it. An answer that is neither that nor a message id leaves open what happened.
SendResult TwilioProvider::read_send(const HttpResult& result) const {
  if (result.outcome == HttpOutcome::kAnswered) {
    if (result.status / 100 == 2) return read_accepted(result);
    if (result.status / 100 == 4) return read_refused(result);
  }
  SendResult sent;
  sent.error = ErrorClass::kTemporary;
  const bool answered = result.outcome == HttpOutcome::kAnswered;
  sent.detail = answered ? fmt::format("HTTP {}", result.status) : result.problem;
  if (result.outcome == HttpOutcome::kNotSent) sent.outcome = SendOutcome::kNotSent;
  return sent;
}

// No filter by date: Twilio's applies to the date a message was sent, which one still queued lacks.
std::optional<HttpCall> TwilioProvider::find_call(const OutboundMessage& message, Instant) const {
  FormPairs query = {{"To", message.to.e164()}};
  if (!is_messaging_service(message.from)) query.emplace_back("From", message.from.value);
  query.emplace_back("PageSize", std::to_string(kTwilioPageSize));
  return list_call(messages_call().url + "?" + encode_form(query));
}

HttpCall TwilioProvider::list_call(std::string url) const {
  HttpCall call = messages_call();
  call.method = "GET";
  call.url = std::move(url);
  call.headers = {{"Accept", "application/json"}};
  return call;
}

std::optional<HttpCall> TwilioProvider::inbox_call(const InboxQuestion& question) const {
  HttpCall call = messages_call();
  call.method = "GET";
  call.headers = {{"Accept", "application/json"}};
  if (question.page.empty()) {
    call.url += "?" + twilio_inbox_query(question);
  } else {
    call.url.resize(call.url.size() - path_of(call.url).size());
    call.url += question.page;
  }
  return call;
}

FindResult TwilioProvider::read_find(const ListSoFar& list, const OutboundMessage& message,
                                     Instant posted_at) const {
  TwilioListReading reading = find_in_twilio_list(list, message, posted_at);
  if (reading.result.answer == FindResult::Answer::kMorePages) {
    reading.result.next_page = list_call(url_of(reading.next_page));
  }
  return std::move(reading.result);
}

}  // namespace

std::unique_ptr<Provider> make_twilio_provider(ProviderSetup setup) {
  const bool usable =
      !setup.secrets.empty() && std::none_of(setup.secrets.begin(), setup.secrets.end(),
                                             [](const std::string& one) { return one.empty(); });
  // With an empty key anybody could sign.
  if (!usable) {
    throw Error(ErrorKind::kBadInput, fmt::format("provider {} has no secret", setup.name), {},
                "secret_file holds the account's auth token, one a line");
  }
  return std::make_unique<TwilioProvider>(std::move(setup));
}

}  // namespace smsflow
