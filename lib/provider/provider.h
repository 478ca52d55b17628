// A carrier: receive what it posts to us, make and read what we post to it. Everything
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

// What a webhook tells of: its path says which.
enum class Webhook { kInbound, kStatus };
std::string_view name(Webhook webhook);  // "inbound", "status"

// A request that is authentic but says nothing we can use (fault is for the log, without its text).
struct Unreadable {
  std::string fault;
};
using Said = std::variant<InboundMessage, DeliveryReceipt, Unreadable>;

// What came of a request that was posted to us.
struct Reception {
  std::optional<Said> said;  // nothing: its authenticity was not proven
  std::string reason;        // why not: "signature does not match", "header missing", ...
  std::string signed_text;   // what the signature was computed over; shown only by replay --verify
};

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

  // The folders of its webhooks, "/twilio" and "/twilio/NAME": inbound and status are in each. A
  // part "*" is a secret, which only receive() compares. None for a provider that receives nothing.
  virtual std::vector<std::string> webhook_folders() const { return {}; }

  // Proves in constant time that the carrier posted the request, and only then reads it; what it
  // brings is decoded once. `url` is the request as the carrier addressed it (public_url plus
  // target for live requests, the captured URL for replay).
  Reception receive(const HttpRequest& request, std::string_view url, Webhook webhook,
                    Instant received_at) const;

  // The answer a 2xx carries (empty TwiML, empty body).
  virtual HttpAnswer acknowledgement() const { return {}; }

  // The request that sends; nothing for a provider that needs no network (then deliver()).
  virtual std::optional<HttpCall> send_call(const OutboundMessage& message) const = 0;
  virtual SendResult read_send(const HttpResult& result) const = 0;
  // Providers without a network: durable when it returns.
  virtual SendResult deliver(const OutboundMessage& message) const;

  // Where the carrier can be asked what became of a message; nothing where it cannot. That it was
  // posted at 0 says that our clock is an invented one: dates cannot be compared.
  virtual std::optional<HttpCall> find_call(const OutboundMessage&, Instant) const {
    return std::nullopt;
  }
  virtual FindResult read_find(const ListSoFar&, const OutboundMessage&, Instant) const {
    return {};
  }

  // Asks for inbound messages; nothing where the carrier keeps no list of them.
  virtual std::optional<HttpCall> inbox_call(const InboxQuestion&) const { return std::nullopt; }
  virtual InboxPage read_inbox(const HttpResult&, const InboxQuestion&) const { return {}; }

  // The status URL for an intent, from public_url; empty where there is none.
  virtual std::string status_url(std::string_view) const { return {}; }

  virtual Cut cut() const { return Cut::kUnit; }  // how this carrier cuts segments

  const ProviderSetup& setup() const { return setup_; }

 protected:
  explicit Provider(ProviderSetup setup) : setup_(std::move(setup)) {}

  struct Verification {
    bool authentic = false;
    std::string reason;
    std::string signed_text;
    FormPairs fields;  // that were proven
  };
  // Fails closed.
  virtual Verification verify(const HttpRequest& request, std::string_view url) const;

  // A request whose authenticity was proven: made by receive() only.
  class Proven {
   public:
    const HttpRequest& request() const { return request_; }
    const FormPairs& fields() const { return fields_; }
    Instant received_at() const { return received_at_; }

   private:
    friend class Provider;
    Proven(const HttpRequest& request, const FormPairs& fields, Instant received_at)
        : request_(request), fields_(fields), received_at_(received_at) {}
    const HttpRequest& request_;
    const FormPairs& fields_;
    Instant received_at_;
  };
  virtual Said read(const Proven& request, Webhook webhook) const;

 private:
  ProviderSetup setup_;
};

// Throws Error{kBadInput} for an unknown kind ("did you mean") or a setup it cannot work with.
std::unique_ptr<Provider> make_provider(ProviderSetup setup);
const std::vector<std::string>& provider_kinds();

}  // namespace smsflow
