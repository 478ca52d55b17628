#include "app/mail_outbox.h"

#include <algorithm>
#include <utility>

#include "hook/delivery.h"
#include "hook/mail.h"

namespace smsflow {
namespace {

constexpr int kMailsAtOnce = 8;  // the client sends them one after the other
constexpr int kMaxMailAttempts = 10;

SendOutcome outcome_of(MailOutcome outcome) {
  switch (outcome) {
    case MailOutcome::kAccepted:
      return SendOutcome::kAccepted;
    case MailOutcome::kDeferred:
      return SendOutcome::kNotSent;
    case MailOutcome::kRefused:
      return SendOutcome::kRejected;
    case MailOutcome::kUnknown:
      break;
  }
  return SendOutcome::kUnknown;
}

SendResult result_of(const MailResult& mail, const Intent& posted) {
  return {.outcome = outcome_of(mail.outcome),
          .provider_id = posted.provider_id,  // the mail's own
          .error = mail.outcome == MailOutcome::kRefused ? ErrorClass::kOther : ErrorClass::kNone,
          .detail = mail.detail,
          .retry_after = std::nullopt};
}

}  // namespace

MailOutbox::MailOutbox(const Receivers* receivers, const Carriers& carriers,
                       const DispatchOptions& options, std::function<void()> on_done)
    : receivers_(receivers), carriers_(carriers), options_(options) {
  if (receivers && receivers->mail()) client_ = std::make_unique<MailClient>(std::move(on_done));
}

void MailOutbox::collect() {
  if (!client_) return;
  for (MailResult& result : client_->take()) finished_.push_back(std::move(result));
}

int MailOutbox::settle(Round& round) {
  for (const MailResult& result : finished_) {
    const Intent& posted = calls_.settle(result.tag)->intent;
    write_result(round, posted, result_of(result, posted),
                 {.most = kMaxMailAttempts, .pause = hook_backoff(posted.attempt)});
  }
  return static_cast<int>(finished_.size());
}

// Without a server nobody hears of it, which a person must learn; a simulated mail is no fault.
int MailOutbox::suppress_all(Round& round) {
  int done = 0;
  for (const Intent& due : round.log.due_intents(Channel::kMail, round.now, kRowsPerTurn)) {
    done += suppress(round, due, receivers_ ? BlockReason::kNoSender : BlockReason::kHeldOut,
                     receivers_ ? "no [mail] server is configured" : "a simulated run mails nobody")
                ? 1
                : 0;
  }
  return done;
}

int MailOutbox::claim(Round& round) {
  if (!client_) return suppress_all(round);
  const int room = kMailsAtOnce - calls_.count();
  if (room <= 0) return 0;
  // A mail waits for those before it, and each may take its whole time.
  const Duration longest{receivers_->mail()->call.timeout_ms};
  int done = 0;
  for (const Intent& due : round.log.due_intents(Channel::kMail, round.now, room)) {
    if (round.skips(due.id)) continue;
    round.at = due.id;
    Claim claim = claim_of(round.log, round.programs, carriers_, due, round.now);
    claim.next.owner = options_.owner;
    if (claim.letter) {
      claim.next.provider_id = message_id({.from = receivers_->mail()->from, .id = claim.next.id});
      claim.next.deadline = round.now + longest * (kMailsAtOnce + 1) + kPostingDeadline;
    }
    if (!write_claim(round, claim)) continue;
    ++done;
    if (claim.letter) {
      calls_.choose({std::move(claim.next), *std::move(claim.letter), round.now});
    }
  }
  round.at.clear();
  return done;
}

void MailOutbox::start() {
  finished_.clear();
  calls_.start([this](const Call& call) {
    const MailServer& server = *receivers_->mail();
    MailCall mail = server.call;
    mail.to = call.letter.to;
    mail.message = mail_bytes({.from = server.from,
                               .to = call.letter.to,
                               .subject = call.letter.subject,
                               .text = call.letter.text,
                               .id = call.intent.id,
                               .date = call.at});
    client_->add(std::move(mail), next_tag_);
    return next_tag_++;
  });
}

}  // namespace smsflow
