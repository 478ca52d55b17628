#include "app/mail_outbox.h"

#include <algorithm>
#include <utility>

#include "app/receive.h"
#include "hook/delivery.h"
#include "hook/mail.h"

namespace smsflow {
namespace {

constexpr int kMailsAtOnce = 8;  // the client sends them one after the other
constexpr int kMaxMailAttempts = 10;

}  // namespace

MailOutbox::MailOutbox(const Receivers* receivers, const Carriers& carriers,
                       const DispatchOptions& options, std::function<void()> on_done)
    : receivers_(receivers), carriers_(carriers), options_(options) {
  if (receivers && receivers->mail()) client_ = std::make_unique<MailClient>(std::move(on_done));
}

void MailOutbox::settle(Round& round, const MailResult& result) {
  Intent next = running_.at(result.tag);
  if (round.skips(next.id)) return;
  round.at = next.id;
  next.detail = result.detail;
  switch (result.outcome) {
    case MailOutcome::kAccepted:
      next.state = IntentState::kAccepted;
      next.accepted_at = round.now;
      round.counts.accepted += 1;
      break;
    case MailOutcome::kDeferred:
      next.state = IntentState::kPlanned;
      next.due = round.now + hook_backoff(next.attempt);
      round.counts.not_sent += 1;
      break;
    case MailOutcome::kRefused:
      next.state = IntentState::kRejected;
      next.error = ErrorClass::kOther;
      round.counts.rejected += 1;
      break;
    case MailOutcome::kUnknown:
      next.state = IntentState::kUnknown;
      round.counts.unknown += 1;
      break;
  }
  if (next.state == IntentState::kPlanned && next.attempt >= kMaxMailAttempts) {
    next.state = IntentState::kRejected;
    next.detail += "; given up after " + std::to_string(next.attempt) + " attempts";
  }
  move_intent(round.log, round.programs, next, next.detail, round.now);
  round.at.clear();
}

int MailOutbox::settle(Round& round) {
  if (!client_) return 0;
  for (MailResult& result : client_->take()) finished_.push_back(std::move(result));
  for (const MailResult& result : finished_) settle(round, result);
  return static_cast<int>(finished_.size());
}

bool MailOutbox::is_running(const std::string& intent) const {
  return std::any_of(running_.begin(), running_.end(),
                     [&](const auto& entry) { return entry.second.id == intent; });
}

int MailOutbox::suppress_all(Round& round) {
  int done = 0;
  for (Intent& intent : round.log.due_intents(Channel::kMail, round.now, kRowsPerTurn)) {
    if (round.skips(intent.id)) continue;
    round.at = intent.id;
    intent.state = IntentState::kSuppressed;
    // Without a server nobody hears of it, which a person must learn; a simulated mail is no fault.
    intent.block = receivers_ ? BlockReason::kNoSender : BlockReason::kHeldOut;
    if (!move_intent(round.log, round.programs, intent,
                     receivers_ ? "no [mail] server is configured" : "a simulated run mails nobody",
                     round.now)) {
      continue;
    }
    round.counts.blocked[std::string(name(intent.block))] += 1;
    ++done;
  }
  round.at.clear();
  return done;
}

int MailOutbox::claim(Round& round) {
  if (!client_) return suppress_all(round);
  const int room =
      kMailsAtOnce - static_cast<int>(running_.size() - finished_.size() + calls_.size());
  if (room <= 0) return 0;
  // A mail waits for those before it, and each may take its whole time.
  const Duration longest{receivers_->mail()->call.timeout_ms};
  int done = 0;
  for (const Intent& intent : round.log.due_intents(Channel::kMail, round.now, room)) {
    if (round.skips(intent.id)) continue;
    round.at = intent.id;
    Claim claim = claim_of(round.log, round.programs, carriers_, intent, round.now);
    claim.next.owner = options_.owner;
    if (claim.letter) {
      claim.next.provider_id = message_id({.from = receivers_->mail()->from, .id = claim.next.id});
      claim.next.deadline = round.now + longest * (kMailsAtOnce + 1) + kPostingDeadline;
    }
    if (!move_intent(round.log, round.programs, claim.next, claim.reason, round.now)) continue;
    ++done;
    if (claim.letter) {
      claim.next.changed_at = round.now;
      calls_.push_back({std::move(claim.next), *std::move(claim.letter), round.now});
    } else {
      count_stopped(round.counts, claim.next);
    }
  }
  round.at.clear();
  return done;
}

void MailOutbox::start() {
  for (const MailResult& result : std::exchange(finished_, {})) running_.erase(result.tag);
  for (Call& call : std::exchange(calls_, {})) {
    const MailServer& server = *receivers_->mail();
    MailCall mail = server.call;
    mail.to = call.letter.to;
    mail.message = mail_bytes({.from = server.from,
                               .to = call.letter.to,
                               .subject = call.letter.subject,
                               .text = call.letter.text,
                               .id = call.intent.id,
                               .date = call.at});
    const std::uint64_t tag = next_tag_++;
    running_.emplace(tag, std::move(call.intent));
    client_->add(std::move(mail), tag);
  }
}

void MailOutbox::roll_back() {
  calls_.clear();
}

}  // namespace smsflow
