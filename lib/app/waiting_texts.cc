#include "app/waiting_texts.h"

#include <algorithm>
#include <utility>

#include "app/claim.h"

namespace smsflow {
namespace {

constexpr int kRowsAtATime = 1000;
constexpr std::chrono::seconds kBetweenTextWalks{10};

// Of a heap whose front leaves first.
bool leaves_later(const WaitingTexts::Place& left, const WaitingTexts::Place& right) {
  return leaves_before(right.text, left.text);
}

}  // namespace

void WaitingTexts::forget() {
  lanes_.clear();
  known_.clear();
  last_row_.reset();
  cursor_ = {};
  whole_ = false;
}

void WaitingTexts::add(Round& round, const DueText& text) {
  const auto row = static_cast<std::size_t>(text.row);
  if (known_.size() <= row) known_.resize(std::max(row + 1, 2 * known_.size()));
  if (known_[row]) return;
  known_[row] = true;
  const auto [sender, is_new] = senders_.try_emplace(text.workflow + '/' + text.revision);
  if (is_new) {
    sender->second = sender_of(round.programs.setting(&round.log), text.workflow, text.revision);
  }
  std::optional<Route> route = carriers_.route(text.sender, sender->second, text.to.e164());
  const std::string number = route ? route->number : "";
  std::vector<Place>& heap = lanes_.try_emplace(number, std::move(route)).first->second.heap_;
  heap.push_back({text.waiting, text.row});
  std::push_heap(heap.begin(), heap.end(), leaves_later);
}

void WaitingTexts::walk(Round& round) {
  const Slice slice = round.slice.half();
  bool more = true;
  do {
    const std::vector<TextPlace> places = round.log.due_places(cursor_, round.now, kRowsAtATime);
    for (const TextPlace& place : places) {
      const auto row = static_cast<std::size_t>(place.row);
      if (row < known_.size() && known_[row]) continue;
      if (const std::optional<DueText> text = round.log.due_text(place.row)) add(round, *text);
    }
    if (!places.empty()) cursor_ = places.back();
    more = std::ssize(places) == kRowsAtATime;
    whole_ = whole_ || !more;
  } while (more && !slice.is_over());
}

void WaitingTexts::look(Round& round, bool anew) {
  if (anew) forget();
  if (last_row_) {
    for (const DueText& text : round.log.due_texts_behind(*last_row_, round.now)) {
      add(round, text);
    }
  }
  last_row_ = round.log.last_intent_row();
  const Moment moment = Moment::clock::now();
  if (whole_ && moment - walked_at_ >= kBetweenTextWalks) {
    cursor_ = {};
    walked_at_ = moment;
  }
  walk(round);
  for (auto& [number, lane] : lanes_) lane.open();
}

WaitingTexts::Lane* WaitingTexts::next() {
  Lane* first = nullptr;
  for (auto& [number, lane] : lanes_) {
    if (!lane.is_open() || lane.is_empty()) continue;
    if (is_walking() && !lane.begins_with_answer()) continue;
    if (!first || leaves_later(first->first(), lane.first())) first = &lane;
  }
  return first;
}

std::optional<Intent> WaitingTexts::first_of(const Lane& lane, Round& round) {
  std::optional<Intent> intent = round.log.planned_text(lane.first().row);
  if (intent && intent->due > round.now) intent.reset();
  return intent;
}

void WaitingTexts::drop_first_of(Lane& lane) {
  known_[static_cast<std::size_t>(lane.first().row)] = false;
  std::pop_heap(lane.heap_.begin(), lane.heap_.end(), leaves_later);
  lane.heap_.pop_back();
}

std::int64_t WaitingTexts::count(const std::string& number) const {
  const auto lane = lanes_.find(number);
  return lane == lanes_.end() ? 0 : static_cast<std::int64_t>(lane->second.size());
}

}  // namespace smsflow
