#include "app/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <thread>
#include <utility>

#include "text/error.h"

namespace smsflow {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMaxBatch = 512;  // requests in one transaction
constexpr int kIdle_ms = 200;           // then it is looked for what other processes wrote
constexpr milliseconds kTry{100};       // for the write lock, while answers of carriers wait
constexpr milliseconds kPauseWithoutLog{50};
constexpr milliseconds kAnswersWithoutLog{30'000};
constexpr int kLastTurns = 100;

}  // namespace

Writer::Writer(Log& log, Programs& programs, Dispatcher& dispatcher, const Clock& clock,
               Alarm& alarm, RequestFile& quarantine, RequestFile* capture, int patience_ms)
    : log_(log),
      programs_(programs),
      dispatcher_(dispatcher),
      clock_(clock),
      alarm_(alarm),
      quarantine_(quarantine),
      capture_(capture),
      patience_(patience_ms),
      arrivals_([&dispatcher] { dispatcher.wake(); }) {}

void Writer::run() {
  while (arrivals_.is_open() || !arrivals_.is_empty()) {
    turn(kIdle_ms);
    if (on_turn) on_turn();
  }
  for (int i = 0; i < kLastTurns && turn(50); ++i) {
  }
}

// True while something is on its way, or there is more to do.
bool Writer::turn(int wait_ms) {
  dispatcher_.collect(arrivals_.is_empty() ? wait_ms : 0);
  const bool rests = dispatcher_.rests();
  if (arrivals_.is_empty() && (rests || !dispatcher_.has_work())) return dispatcher_.is_busy();
  std::unique_ptr<Transaction> log = begin();
  if (!log) return true;
  std::vector<Arrived> batch = arrivals_.take(kMaxBatch);
  bool news = false;
  if (!take_arrivals(log, batch, news) || (!rests && !drive_outbox(log, news))) {
    arrivals_.put_back(std::move(batch));
    return true;
  }
  keep_capture(batch);
  if (news) log->commit();
  log.reset();
  for (Arrived& arrived : batch) arrived.responder.answer(std::move(arrived.answer));
  return (!rests && dispatcher_.start()) || dispatcher_.is_busy() || !arrivals_.is_empty();
}

std::unique_ptr<Transaction> Writer::begin() {
  try {
    std::unique_ptr<Transaction> log =
        log_.write(clock_, static_cast<int>(std::min(kTry, patience_).count()));
    busy_since_.reset();
    gone_since_.reset();
    return log;
  } catch (const LogGone& error) {
    wait_for_lost(error);
  } catch (const LogBusy& error) {
    wait_in_vain(error.what());
  }
  return nullptr;
}

void Writer::wait_in_vain(const std::string& why) {
  const Moment now = Moment::clock::now();
  if (!busy_since_) busy_since_ = now - std::min(kTry, patience_);
  const std::size_t refused = arrivals_.refuse(now - patience_);
  if (refused > 0) {
    alarm_.raise(fmt::format("{}; {} requests were answered 503", why, refused));
  } else if (now - *busy_since_ >= patience_) {
    alarm_.raise("the outbox waits: " + why);
  }
}

// Who posts meanwhile is told that it was not taken (503), which ends the server at once.
void Writer::wait_for_lost(const LogGone& error) {
  const Moment now = Moment::clock::now();
  if (!gone_since_) gone_since_ = now;
  if (!arrivals_.is_empty() || now - *gone_since_ >= kAnswersWithoutLog) throw error;
  alarm_.raise(std::string("the outbox waits: ") + error.what());
  std::this_thread::sleep_for(kPauseWithoutLog);
}

bool Writer::take_arrivals(std::unique_ptr<Transaction>& log, std::vector<Arrived>& batch,
                           bool& news) {
  const Slice slice(kTurnAtLog / 2);
  for (auto at = batch.begin(); at != batch.end(); ++at) {
    if (at != batch.begin() && slice.is_over()) {
      arrivals_.put_back({std::make_move_iterator(at), std::make_move_iterator(batch.end())});
      batch.erase(at, batch.end());
      return true;
    }
    try {
      const Received received =
          take(*log, programs_, at->news, at->request.body, at->answer, log->at());
      news = news || !received.repeat;
    } catch (const std::exception& error) {
      log.reset();  // let go before the disk is waited for
      set_aside(std::move(*at), error.what());
      batch.erase(at);
      return false;
    }
  }
  return true;
}

// A fault costs the outbox this turn, and the requests of this turn nothing.
bool Writer::drive_outbox(std::unique_ptr<Transaction>& log, bool& news) {
  try {
    news = dispatcher_.work(*log, kTurnAtLog / 2) > 0 || news;
    return true;
  } catch (const std::exception& error) {
    log.reset();
    if (!dispatcher_.undo()) alarm_.raise(std::string("the outbox waits: ") + error.what());
    return false;
  }
}

void Writer::keep_capture(const std::vector<Arrived>& batch) {
  if (!capture_) return;
  std::string lines;
  for (const Arrived& arrived : batch) {
    if (arrived.provider) lines += request_line(arrived, false);
  }
  capture_->append(lines, false);
}

// Its sender may never come again: it is kept for a person.
void Writer::set_aside(Arrived arrived, const std::string& why) {
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

}  // namespace smsflow
