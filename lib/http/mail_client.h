// Mails to an SMTP server: libcurl on a thread of its own, since it waits for a server's goodbye.
// What is promised: one dialogue for each call, never repeated by the library; size and time are
// bounded; and the result tells whether the server may have taken the mail.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace smsflow {

enum class MailSecurity {
  kRequired,       // STARTTLS with a certificate that is trusted, or smtps
  kOpportunistic,  // STARTTLS where it is offered, whatever the certificate
  kNone,
};

struct MailCall {
  std::string server;  // "smtp://HOST:PORT" or "smtps://HOST:PORT"
  MailSecurity security = MailSecurity::kRequired;
  std::string username;  // AUTH when not empty
  std::string password;
  std::string ca_file;      // besides the system's
  bool public_only = true;  // refuse loopback, private and link-local addresses
  std::string from;         // addresses without brackets
  std::string to;
  std::string message;      // RFC 5322, lines end in CRLF
  int timeout_ms = 90'000;  // the whole dialogue
  int connect_timeout_ms = 10'000;
};

enum class MailOutcome {
  kAccepted,  // the server took the responsibility
  kDeferred,  // it surely did not: may be tried again
  kRefused,   // it said no for good to this sender, recipient or message
  kUnknown,   // the message had begun to leave when the dialogue broke
};

struct MailResult {
  std::uint64_t tag = 0;
  MailOutcome outcome = MailOutcome::kDeferred;
  // "550 5.1.1", or curl's words; nothing the server wrote for people, for it may hold addresses.
  std::string detail;
};

class MailClient {
 public:
  // `on_done` is called from the thread whenever a result is there.
  explicit MailClient(std::function<void()> on_done);
  // Breaks off what is under way; its result is not had.
  ~MailClient();
  MailClient(const MailClient&) = delete;
  MailClient& operator=(const MailClient&) = delete;

  void add(MailCall call, std::uint64_t tag);
  // What finished since; does not wait.
  std::vector<MailResult> take();
  std::size_t in_flight() const;  // added and not taken yet

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smsflow
