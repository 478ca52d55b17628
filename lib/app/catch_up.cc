#include "app/catch_up.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/receive.h"

namespace smsflow {
namespace {

constexpr Duration kBetweenCatchUps = std::chrono::hours{1};
constexpr Duration kAfterFailure = std::chrono::minutes{5};
// Lists lag, and webhooks that failed may be older than those that came.
constexpr Duration kMargin = std::chrono::hours{2};
constexpr Duration kMarginAtStart = std::chrono::hours{24};
constexpr Duration kLongest = std::chrono::hours{24 * 30};
constexpr int kMaxPages = 200;
constexpr std::size_t kTextsPerTurn = 100;

void warn_of_inbox(const Provider& provider, std::string_view what) {
  fmt::print(stderr, "smsflow: warning: provider {} cannot say what was missed: {}\n",
             provider.setup().name, what);
}

}  // namespace

void CatchUp::begin(Round& round) {
  begun_ = round.now;
  failed_ = false;
  if (!covered_) {
    const std::optional<Instant> heard = round.log.last_heard();
    covered_ = heard ? *heard - (kMarginAtStart - kMargin) : round.log.begun().value_or(round.now);
  }
  const Instant since = std::max(*covered_ - kMargin, round.now - kLongest);
  for (const auto& [name, sender] : carriers_.config().senders) {
    const Provider* provider = carriers_.find(sender.provider);
    if (!provider) continue;
    for (const std::string& number : sender.numbers) {
      Number one{provider, {.number = number, .since = since, .page = {}}, 0};
      if (provider->inbox_call(one.question)) numbers_.push_back(std::move(one));
    }
  }
}

// What is said must come in its order, and the list is newest first, also within a second.
void CatchUp::finish_number() {
  std::reverse(found_.begin(), found_.end());
  std::stable_sort(found_.begin(), found_.end(), [](const auto& one, const auto& other) {
    return one.received_at < other.received_at;
  });
  std::move(found_.begin(), found_.end(), std::back_inserter(news_));
  found_.clear();
  numbers_.pop_front();
}

bool CatchUp::settle(Round&, const HttpResult& answer) {
  if (!running_ || answer.tag != *running_) return false;
  running_.reset();
  Number& number = numbers_.front();
  InboxPage page = number.provider->read_inbox(answer, number.question);
  std::move(page.messages.begin(), page.messages.end(), std::back_inserter(found_));
  number.pages += 1;
  if (page.fault.empty() && !page.next.empty() && number.pages == kMaxPages) {
    page.fault = fmt::format("more than {} pages", kMaxPages);
  }
  if (!page.fault.empty()) {
    warn_of_inbox(*number.provider, page.fault);
    failed_ = true;
  } else if (!page.next.empty()) {
    number.question.page = std::move(page.next);
    return true;
  }
  finish_number();
  return true;
}

int CatchUp::walk(Round& round) {
  int taken = 0;
  const Slice slice = round.slice.half();
  for (std::size_t n = 0; n < kTextsPerTurn && !news_.empty(); ++n) {
    if (n > 0 && slice.is_over()) break;
    // One that could not be decided comes again with the next list.
    const std::string row = "text/" + news_.front().id;
    if (!round.skips(row)) {
      round.at = row;
      const Received received = receive(round.log, round.programs, news_.front(), {}, round.now);
      taken += received.repeat ? 0 : 1;
    }
    taken_.push_back(std::move(news_.front()));
    news_.pop_front();
  }
  round.at.clear();
  if (running_ || call_) return taken;
  if (numbers_.empty()) {
    if (next_ && round.now < *next_) return taken;
    begin(round);
    next_ = round.now + kBetweenCatchUps;
  }
  if (!numbers_.empty()) call_ = numbers_.front().provider->inbox_call(numbers_.front().question);
  return taken;
}

void CatchUp::roll_back() {
  std::move(taken_.rbegin(), taken_.rend(), std::front_inserter(news_));
  taken_.clear();
}

void CatchUp::start() {
  taken_.clear();
  if (call_) running_ = wire_.add(*std::exchange(call_, std::nullopt));
  const bool is_done = begun_ != Instant{} && !running_ && numbers_.empty() && news_.empty();
  if (!is_done) return;
  if (failed_) {
    next_ = begun_ + kAfterFailure;
  } else {
    covered_ = begun_;
  }
  begun_ = Instant{};
}

}  // namespace smsflow
