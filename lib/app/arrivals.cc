#include "app/arrivals.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace smsflow {
namespace {

void refuse_all(std::deque<Arrived>& dropped) {
  for (Arrived& arrived : dropped) arrived.responder.answer(plain_answer(503, "busy\n"));
}

}  // namespace

void Arrivals::add(Arrived arrived) {
  arrived.at = Moment::clock::now();
  {
    const std::lock_guard lock(mutex_);
    if (!open_ || waiting_.size() >= kMaxWaiting) {
      return arrived.responder.answer(plain_answer(503, "busy\n"));
    }
    waiting_.push_back(std::move(arrived));
    if (waiting_.size() > 1) return;
  }
  wake_();
}

void Arrivals::close() {
  {
    const std::lock_guard lock(mutex_);
    open_ = false;
  }
  wake_();
}

void Arrivals::give_up() {
  std::deque<Arrived> dropped;
  {
    const std::lock_guard lock(mutex_);
    open_ = false;
    dropped.swap(waiting_);
  }
  refuse_all(dropped);
}

bool Arrivals::is_empty() const {
  const std::lock_guard lock(mutex_);
  return waiting_.empty();
}

bool Arrivals::is_open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

std::vector<Arrived> Arrivals::take(std::size_t count) {
  const std::lock_guard lock(mutex_);
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(count, waiting_.size()));
  std::vector<Arrived> taken(std::make_move_iterator(waiting_.begin()),
                             std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  return taken;
}

void Arrivals::put_back(std::vector<Arrived> taken) {
  const std::lock_guard lock(mutex_);
  waiting_.insert(waiting_.begin(), std::make_move_iterator(taken.begin()),
                  std::make_move_iterator(taken.end()));
}

std::size_t Arrivals::refuse(Moment before) {
  std::deque<Arrived> dropped;
  {
    const std::lock_guard lock(mutex_);
    while (!waiting_.empty() && waiting_.front().at <= before) {
      dropped.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
  }
  refuse_all(dropped);
  return dropped.size();
}

}  // namespace smsflow
