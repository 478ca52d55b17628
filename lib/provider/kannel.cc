// Kannel 1.4, the open SMS gateway, through smsbox's sendsms and sms-service.
//
// What Kannel has to be told (TOKEN is the provider's token, NAME its name in our configuration):
//
//   group = sms-service
//   keyword = default
//   get-url =
//   "https://hooks.example.com/kannel/TOKEN/inbound?id=%I&from=%p&to=%P&text=%b&coding=%c&charset=%C"
//   max-messages = 0
//   omit-empty = true
//
// `%b` rather than `%a`, which squeezes spaces; without `omit-empty` each of our empty answers
// becomes an empty text to the customer. Delivery reports need no setting: every text carries its
// own dlr-url. Nothing but the token in the path shows that a webhook is Kannel's.

#include <fmt/format.h>

#include <algorithm>

#include "provider/carrier_detail.h"
#include "provider/kannel_receipt.h"
#include "provider/kinds.h"
#include "provider/webhook_path.h"
#include "text/digest.h"
#include "text/error.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

constexpr std::string_view kSendsms = "/cgi-bin/sendsms";
constexpr std::string_view kLocalSmsbox = "http://127.0.0.1:13013";
constexpr std::size_t kMaxId = 128;

std::string sendsms_url(std::string_view api_url) {
  if (api_url.empty()) return join_url(kLocalSmsbox, kSendsms);
  const std::size_t host = api_url.find("://");
  const std::size_t path = api_url.find('/', host == std::string_view::npos ? 0 : host + 3);
  const bool bare = path == std::string_view::npos || path + 1 == api_url.size();
  return bare ? join_url(api_url, kSendsms) : std::string(api_url);
}

// A header's value cannot hold line breaks.
std::string header_value(std::string_view value) {
  std::string out;
  std::copy_if(value.begin(), value.end(), std::back_inserter(out),
               [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != 0x7F; });
  return out;
}

// Kannel replaces %d, %A and the like in a dlr-url: a per cent sign of our own is written twice.
std::string dlr_url(std::string_view status_url) {
  std::string out;
  for (const char c : status_url) out.append(c == '%' ? "%%" : std::string(1, c));
  return out + (out.find('?') == std::string::npos ? "?" : "&") + "type=%d&answer=%A";
}

// "+1...", the same with a plus that was not escaped and became a space, "001...", or bare digits:
// Kannel passes on what the SMSC sends.
std::optional<PhoneNumber> phone_number(std::string_view text) {
  if (text.starts_with("+") || text.starts_with(" ")) {
    text.remove_prefix(1);
  } else if (text.starts_with("00")) {
    text.remove_prefix(2);
  }
  return PhoneNumber::from_e164("+" + std::string(text));
}

bool same_word(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
    return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b;
  });
}

// Kannel passes UCS-2 texts on as they came, in UTF-16BE, and all others in UTF-8.
std::string decoded_text(const FormPairs& query) {
  const std::string_view text = find_field(query, "text").value_or("");
  const std::string_view charset = find_field(query, "charset").value_or("");
  const bool ucs2 = find_field(query, "coding").value_or("") == "2";
  const bool wide = same_word(charset, "UTF-16BE") || (ucs2 && charset.empty());
  return wide ? from_utf16be(text) : to_utf8(text);
}

// A receipt ends in the first characters of the text, which have no place in our log.
std::string receipt_words(std::string_view answer) {
  return carrier_detail(answer.substr(0, std::min(answer.find(" text:"), answer.find(" Text:"))));
}

struct AnswerRow {
  int status;
  std::string_view words;
  SendOutcome outcome;
  ErrorClass error;
};

// What smsbox answers, by the beginning of its words. 503 and everything else is unclear: it may
// have passed the text on.
constexpr AnswerRow kAnswers[] = {
    {202, "0:", SendOutcome::kAccepted, ErrorClass::kNone},
    {202, "3:", SendOutcome::kAccepted, ErrorClass::kNone},  // the SMSC is away: kept for later
    {400, "Missing receiver", SendOutcome::kRejected, ErrorClass::kInvalidNumber},
    {400, "Number(s) has/have been denied", SendOutcome::kRejected, ErrorClass::kBlocked},
    {400, "Sender missing", SendOutcome::kRejected, ErrorClass::kSender},
    {400, "Invalid content-type", SendOutcome::kNotSent, ErrorClass::kSender},  // another version
    {403, "Authorization failed", SendOutcome::kNotSent, ErrorClass::kSender},
    {404, "Unknown request", SendOutcome::kNotSent, ErrorClass::kSender},
};

class KannelProvider final : public Provider {
 public:
  explicit KannelProvider(ProviderSetup provider_setup) : Provider(std::move(provider_setup)) {}

  std::vector<std::string> webhook_folders() const override {
    return {"/kannel/*", "/kannel/" + percent_encode(setup().name) + "/*"};
  }
  HttpAnswer acknowledgement() const override {
    // Not 204, which Kannel takes for a failure and asks again.
    return {200, {{"Content-Type", "text/plain; charset=utf-8"}}, ""};
  }
  std::optional<HttpCall> send_call(const OutboundMessage& message) const override;
  SendResult read_send(const HttpResult& result) const override;
  std::string status_url(std::string_view intent) const override;

 protected:
  Verification verify(const HttpRequest& request, std::string_view url) const override;
  Said read(const Proven& request, Webhook webhook) const override {
    return webhook == Webhook::kInbound ? read_inbound(request) : read_status(request);
  }

 private:
  Said read_inbound(const Proven& request) const;
  Said read_status(const Proven& request) const;
  std::optional<std::string_view> token_of(std::string_view path) const;
};

// The part that should be the token, in /kannel/TOKEN/ROUTE and /kannel/NAME/TOKEN/ROUTE.
std::optional<std::string_view> KannelProvider::token_of(std::string_view path) const {
  const std::vector<std::string_view> parts = path_parts(path);
  if (parts.size() < 3 || parts.size() > 4 || parts[0] != "kannel") return std::nullopt;
  if (parts.size() == 4 && percent_decode(parts[1]) != setup().name) return std::nullopt;
  if (!webhook_named(parts.back())) return std::nullopt;
  return parts[parts.size() - 2];
}

std::string KannelProvider::status_url(std::string_view intent) const {
  if (setup().public_url.empty() || setup().token.empty()) return {};
  return join_url(setup().public_url,
                  fmt::format("/kannel/{}/{}/status?intent={}", percent_encode(setup().name),
                              setup().token, percent_encode(intent)));
}

Provider::Verification KannelProvider::verify(const HttpRequest& request, std::string_view) const {
  const auto refused = [](std::string reason) {
    return Verification{
        .authentic = false, .reason = std::move(reason), .signed_text = {}, .fields = {}};
  };
  if (setup().token.empty()) return refused("no token is configured");
  const TargetParts target = split_target(request.target);
  const std::optional<std::string_view> token = token_of(target.path);
  if (!token) return refused("the path is not one of ours");
  if (!equal_constant_time(*token, setup().token)) return refused("the token does not match");
  return {.authentic = true, .reason = {}, .signed_text = {}, .fields = parse_form(target.query)};
}

Said KannelProvider::read_inbound(const Proven& request) const {
  const FormPairs& query = request.fields();
  const std::string id = to_utf8(find_field(query, "id").value_or(""));
  if (id.empty() || id.size() > kMaxId) return Unreadable{"id is missing or too long"};
  const std::optional<PhoneNumber> from = phone_number(find_field(query, "from").value_or(""));
  if (!from) return Unreadable{"from is not a phone number"};
  const std::string to = to_utf8(find_field(query, "to").value_or(""));
  if (to.empty()) return Unreadable{"to is missing"};
  if (find_field(query, "coding").value_or("") == "1") return Unreadable{"a binary message"};
  return InboundMessage{setup().name,         id, *from, SenderId{to}, decoded_text(query),
                        request.received_at()};
}

Said KannelProvider::read_status(const Proven& request) const {
  const FormPairs& query = request.fields();
  const std::string intent = to_utf8(find_field(query, "intent").value_or(""));
  if (intent.empty() || intent.size() > kMaxId) return Unreadable{"intent is missing or too long"};
  const std::string type = to_utf8(find_field(query, "type").value_or(""));
  const std::string_view answer = find_field(query, "answer").value_or("");
  const std::optional<KannelReport> report = read_kannel_report(type, answer);
  if (!report) return Unreadable{"type is missing or unknown"};
  DeliveryReceipt receipt;
  receipt.provider = setup().name;
  receipt.event_key = intent + ":" + type;
  receipt.intent = intent;
  receipt.status = report->status;
  receipt.raw_status = answer.empty() ? type : fmt::format("{} {}", type, receipt_words(answer));
  receipt.error = report->error;
  receipt.received_at = request.received_at();
  return receipt;
}

// A POST with the text as its body and the rest in headers, so that neither password nor text
// stands in a URL that proxies and logs keep. (smsbox refuses forms.)
std::optional<HttpCall> KannelProvider::send_call(const OutboundMessage& message) const {
  if (setup().account.empty() || setup().secrets.empty()) {
    throw Error(ErrorKind::kBadInput, fmt::format("provider {} cannot log in", setup().name), {},
                "account and secret_file are username and password of the sendsms-user");
  }
  HttpCall call;
  call.url = sendsms_url(setup().api_url);
  const bool gsm = segment(message.text, Cut::kUnit).encoding == Encoding::kGsm7;
  call.headers = {{"Content-Type", "text/plain; charset=utf-8"},
                  {"X-Kannel-Username", header_value(setup().account)},
                  {"X-Kannel-Password", header_value(setup().secrets.front())},
                  {"X-Kannel-From", header_value(message.from.value)},
                  {"X-Kannel-To", message.to.e164()},
                  {"X-Kannel-Coding", gsm ? "0" : "2"}};
  if (!message.status_url.empty()) {
    call.headers.emplace_back("X-Kannel-DLR-Mask", "31");
    call.headers.emplace_back("X-Kannel-DLR-Url", header_value(dlr_url(message.status_url)));
  }
  if (message.validity > Duration{0}) {
    const std::int64_t minutes = message.validity / std::chrono::minutes{1};
    call.headers.emplace_back("X-Kannel-Validity",
                              std::to_string(std::max<std::int64_t>(minutes, 1)));
  }
  call.body = message.text;
  return call;
}

SendResult KannelProvider::read_send(const HttpResult& result) const {
  SendResult sent;
  sent.error = ErrorClass::kTemporary;
  if (result.outcome != HttpOutcome::kAnswered) {
    if (result.outcome == HttpOutcome::kNotSent) sent.outcome = SendOutcome::kNotSent;
    sent.detail = result.problem;
    return sent;
  }
  sent.detail = fmt::format("HTTP {} {}", result.status, carrier_detail(result.body));
  const auto row =
      std::find_if(std::begin(kAnswers), std::end(kAnswers), [&](const AnswerRow& candidate) {
        return candidate.status == result.status && result.body.starts_with(candidate.words);
      });
  if (row == std::end(kAnswers)) return sent;
  sent.outcome = row->outcome;
  sent.error = row->error;
  return sent;
}

}  // namespace

std::unique_ptr<Provider> make_kannel_provider(ProviderSetup setup) {
  constexpr std::size_t kShortestToken = 16;
  const std::string& token = setup.token;
  const bool plain = std::all_of(token.begin(), token.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
  });
  if (!token.empty() && (!plain || token.size() < kShortestToken)) {
    throw Error(
        ErrorKind::kBadInput,
        fmt::format("the token of provider {} is too easy to guess or not plain", setup.name), {},
        "use 16 or more letters and digits, as \"openssl rand -hex 16\" prints them");
  }
  return std::make_unique<KannelProvider>(std::move(setup));
}

}  // namespace smsflow
