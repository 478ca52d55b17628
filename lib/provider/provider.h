// A carrier: verify and parse what it posts to us, make and read what we post to it. Everything
// here is a pure function of its arguments; lib/http moves the bytes. The carrier's words stop in
// its one file.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/client.h"
#include "http/message.h"
#include "message/message.h"
#include "text/segment.h"

namespace smsflow {

// What a provider needs of [provider.NAME]; made by lib/app from the configuration.
struct ProviderSetup {
  std::string name;
  std::string kind;  // "file", "kannel", "twilio"
  std::string account;
  std::vector<std::string> secrets;  // all verify, the first signs
  std::string token;                 // Kannel: path token of its webhooks
  std::string public_url;            // "https://hooks.example.com", no trailing slash needed
  std::string api_url;               // empty: the carrier's own
  std::string path;                  // file provider: where texts are appended; "-" is stdout
};

// Made only by Provider::verify: a request whose authenticity was proven.
class VerifiedRequest {
 public:
  const HttpRequest& request() const { return request_; }
  Instant received_at() const { return received_at_; }

 private:
  friend class Provider;
  VerifiedRequest(HttpRequest request, Instant received_at)
      : request_(std::move(request)), received_at_(received_at) {}
  HttpRequest request_;
  Instant received_at_;
};

struct Verification {
  std::optional<VerifiedRequest> request;  // nothing: rejected
  std::string reason;                      // "signature does not match", "header missing", ...
  std::string signed_text;                 // what the signature was computed over; shown only by
                                           // replay --verify
};

// A request that is authentic but says nothing we can use (fault is for the log, without its text).
struct Unreadable {
  std::string fault;
};
using Parsed = std::variant<InboundMessage, DeliveryReceipt, Unreadable>;

// What became of one POST. `kNotSent` is said only with a proof that the carrier did not take the
// text: it may be posted again.
enum class SendOutcome { kAccepted, kNotSent, kRejected, kUnknown };

struct SendResult {
  SendOutcome outcome = SendOutcome::kUnknown;
  std::string provider_id;               // accepted, where the carrier has ids
  ErrorClass error = ErrorClass::kNone;  // rejected, or why not sent
  std::string detail;                    // carrier's code and words, without the text
  std::optional<Duration> retry_after;   // 429
};

// What a carrier's list of messages says of one text: it is there; it is not, in a list that is
// complete (which alone proves nothing: lists lag); another page must be read first; or nothing.
struct FindResult {
  enum class Answer { kFound, kNotSeen, kMorePages, kNoAnswer } answer = Answer::kNoAnswer;
  std::string provider_id;
  std::optional<DeliveryStatus> status;
  std::string detail;
  std::optional<HttpCall> next_page;  // with kMorePages
};

// The pages of a list that were read, in their order, and whether an id in it is known to be
// another text's.
struct ListSoFar {
  std::vector<HttpResult> pages;
  std::function<bool(std::string_view provider_id)> is_others;
  // When the message may have been posted last; nothing: at `posted_at` or never.
  std::optional<Instant> until = std::nullopt;
};

// What contacts sent to one of our numbers, also while nobody listened.
struct InboxQuestion {
  std::string number;
  Instant since;
  std::string page;  // InboxPage::next of the page before; "" for the first
};

struct InboxPage {
  std::vector<InboundMessage> messages;
  std::string next;   // "" when there are no more
  std::string fault;  // not empty: the list could not be read
};

class Provider {
 public:
  virtual ~Provider() = default;

  // Which webhook path this is: "inbound" or "status", or "" when it is none of this provider's.
  // Paths: /twilio/inbound, /twilio/status, /kannel/TOKEN/inbound, /kannel/TOKEN/status; with more
  // than one provider of a kind, /twilio/NAME/inbound and so on.
  virtual std::string route(std::string_view path) const = 0;

  // Constant time; fails closed. `url` is the request as the carrier addressed it (public_url plus
  // target for live requests, the captured URL for replay).
  Verification verify(const HttpRequest& request, std::string_view url, Instant received_at) const;

  virtual Parsed parse(const VerifiedRequest& request, std::string_view route) const = 0;

  // The answer a 2xx carries (empty TwiML, empty body).
  virtual HttpAnswer acknowledgement() const = 0;

  // The request that sends; nothing for a provider that needs no network (then deliver()).
  virtual std::optional<HttpCall> send_call(const OutboundMessage& message) const = 0;
  virtual SendResult read_send(const HttpResult& result) const = 0;
  // Providers without a network: durable when it returns.
  virtual SendResult deliver(const OutboundMessage& message) const;

  // Where the carrier can be asked what became of a message; nothing where it cannot. A `posted_at`
  // of 0 says that our clock is an invented one: dates cannot be compared.
  virtual std::optional<HttpCall> find_call(const OutboundMessage& message,
                                            Instant posted_at) const = 0;
  virtual FindResult read_find(const ListSoFar& list, const OutboundMessage& message,
                               Instant posted_at) const = 0;

  // Asks for inbound messages; nothing where the carrier keeps no list of them.
  virtual std::optional<HttpCall> inbox_call(const InboxQuestion&) const { return std::nullopt; }
  virtual InboxPage read_inbox(const HttpResult&, const InboxQuestion&) const { return {}; }

  // The status URL for an intent, from public_url; empty where there is none.
  virtual std::string status_url(std::string_view intent) const = 0;

  virtual Cut cut() const { return Cut::kUnit; }  // how this carrier cuts segments

  const ProviderSetup& setup() const { return setup_; }

 protected:
  explicit Provider(ProviderSetup setup) : setup_(std::move(setup)) {}

  struct Judgement {
    bool authentic = false;
    std::string reason;
    std::string signed_text;
  };
  virtual Judgement judge(const HttpRequest& request, std::string_view url,
                          Instant received_at) const = 0;

 private:
  ProviderSetup setup_;
};

// Throws Error{kBadInput} for an unknown kind ("did you mean") or a setup it cannot work with.
std::unique_ptr<Provider> make_provider(ProviderSetup setup);
const std::vector<std::string>& provider_kinds();

}  // namespace smsflow
