#include "app/committer.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/renamed.h"
#include "text/error.h"

namespace smsflow {
namespace {

constexpr std::size_t kMaxQueued = 10'000;  // beyond it: 503, the carrier tries again
constexpr std::size_t kMaxBatch = 512;      // requests in one transaction

HttpAnswer refuse_renamed(const Workflow& workflow, std::string_view other) {
  const Error error = would_ask_again(workflow, other);
  fmt::print(stderr, "smsflow: error: {}\nsmsflow: hint: {}\n", error.what(), error.hint());
  return plain_answer(409, fmt::format("{}\n", error.what()));
}

Received take(Transaction& transaction, Programs& programs, Arrived& arrived, Instant now) {
  if (const auto* inbound = std::get_if<InboundMessage>(&arrived.news)) {
    return receive(transaction, programs, *inbound, arrived.request.body, now);
  }
  if (const auto* receipt = std::get_if<DeliveryReceipt>(&arrived.news)) {
    return receive(transaction, programs, *receipt, now);
  }
  Received received = receive(transaction, programs, std::get<PostedRecord>(arrived.news), now);
  arrived.answer = plain_answer(200, fmt::format("{}: {}\n", received.handled, received.reason));
  if (received.handled == kRenamed) {
    const std::string& workflow = std::get<PostedRecord>(arrived.news).record.workflow;
    arrived.answer = refuse_renamed(*programs.find(workflow), received.reason);
  }
  return received;
}

}  // namespace

HttpAnswer plain_answer(int status, std::string body) {
  return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(body)};
}

Committer::Committer(Log& log, Programs& programs, const Clock& clock, Alarm& alarm,
                     RequestFile& quarantine, RequestFile* capture)
    : log_(log),
      programs_(programs),
      clock_(clock),
      alarm_(alarm),
      quarantine_(quarantine),
      capture_(capture) {}

void Committer::add(Arrived arrived) {
  const std::lock_guard lock(mutex_);
  if (queue_.size() >= kMaxQueued || closing_ || !healthy_) {
    return arrived.responder.answer(plain_answer(503, "busy\n"));
  }
  queue_.push_back(std::move(arrived));
  if (queue_.size() == 1) arrival_.notify_one();
}

void Committer::close() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  arrival_.notify_all();
}

void Committer::give_up() {
  std::vector<Arrived> dropped;
  const std::lock_guard lock(mutex_);
  healthy_ = false;
  dropped.swap(queue_);  // dropped responders answer 503
}

bool Committer::next_batch(std::vector<Arrived>& batch) {
  batch.clear();
  std::unique_lock lock(mutex_);
  arrival_.wait(lock, [this] { return closing_ || !queue_.empty(); });
  const std::size_t count = std::min(queue_.size(), kMaxBatch);
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(count);
  batch.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
  queue_.erase(queue_.begin(), end);
  return !batch.empty();
}

// Its sender may never come again: it is kept for a person.
void Committer::set_aside(Arrived arrived, const std::string& why) {
  std::string what = "a request could not be decided and was answered 503: " + why;
  try {
    quarantine_.append(request_line(arrived, true), true);
    what += "; it is kept in " + quarantine_.path();
  } catch (const Error& error) {
    what += fmt::format("; it is not kept: {} {}", error.what(), error.where());
  }
  alarm_.raise(what);
  arrived.responder.answer(plain_answer(503, "cannot be decided\n"));
}

std::optional<Committer::Undecided> Committer::try_commit(std::vector<Arrived>& batch) {
  const Instant now = clock_.now();
  const std::unique_ptr<Transaction> transaction = log_.write(now);
  bool news = false;
  for (std::size_t at = 0; at < batch.size(); ++at) {
    try {
      news = !take(*transaction, programs_, batch[at], now).repeat || news;
    } catch (const std::exception& error) {
      return Undecided{at, error.what()};
    }
  }
  if (capture_) {
    std::string lines;
    for (const Arrived& arrived : batch) {
      if (arrived.provider) lines += request_line(arrived, false);
    }
    capture_->append(lines, false);
  }
  if (news) transaction->commit();
  return std::nullopt;
}

// Again without each that cannot be decided; it is kept only after the log was let go.
void Committer::commit(std::vector<Arrived>& batch) {
  while (!batch.empty()) {
    const std::optional<Undecided> undecided = try_commit(batch);
    if (!undecided) return;
    const auto at = batch.begin() + static_cast<std::ptrdiff_t>(undecided->at);
    set_aside(std::move(*at), undecided->why);
    batch.erase(at);
  }
}

void Committer::run() {
  std::vector<Arrived> batch;
  while (next_batch(batch)) {
    try {
      commit(batch);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::kLocked) {  // nothing was begun
        alarm_.raise(fmt::format("{}; {} requests were answered 503", error.what(), batch.size()));
        continue;  // dropped responders answer 503
      }
      batch.clear();
      return on_failure(std::current_exception());
    } catch (...) {
      // Whether it was committed is not known: nobody gets a 2xx, nothing more is written.
      batch.clear();
      return on_failure(std::current_exception());
    }
    for (Arrived& arrived : batch) arrived.responder.answer(std::move(arrived.answer));
    batch.clear();
    on_commit();
  }
}

}  // namespace smsflow
