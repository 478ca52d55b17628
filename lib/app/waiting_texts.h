// The texts that are due and wait for their number, kept in the order of leaving: a turn costs what
// came and what leaves, not what waits. The log is walked once, and then again and again, a piece
// at a time, for what moved within it; what a text is by now is asked when its turn comes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/carriers.h"
#include "app/round.h"

namespace smsflow {

class WaitingTexts {
 public:
  struct Place {
    Waiting text;
    std::int64_t row = 0;
  };
  // What waits for one number, or for none when nobody can carry it.
  class Lane {
   public:
    explicit Lane(std::optional<Route> route) : route_(std::move(route)) {}
    const std::optional<Route>& route() const { return route_; }
    const Place& first() const { return heap_.front(); }
    bool begins_with_answer() const { return first().text.kind != SendKind::kProactive; }
    bool is_empty() const { return heap_.empty(); }
    std::size_t size() const { return heap_.size(); }
    // Nothing more of it leaves in this turn.
    void close() { open_ = false; }
    void open() { open_ = true; }
    bool is_open() const { return open_; }

   private:
    friend class WaitingTexts;
    std::optional<Route> route_;
    std::vector<Place> heap_;  // the first one to leave in front
    bool open_ = true;
  };

  explicit WaitingTexts(const Carriers& carriers) : carriers_(carriers) {}

  // Takes in what came since the last look, and opens all lanes. With `anew`: all that is due.
  void look(Round& round, bool anew);
  // Not all that is due was seen yet: answers may leave, what we begin has to wait.
  bool is_walking() const { return !whole_; }

  // Of the open lanes the one whose first text leaves first; null when there is none.
  Lane* next();
  // The text that its lane begins with, as it is by now; nothing when it is not due any more.
  static std::optional<Intent> first_of(const Lane& lane, Round& round);
  // It left, or does not leave now: the log tells when it is due again.
  void drop_first_of(Lane& lane);
  // How many wait for a number.
  std::int64_t count(const std::string& number) const;

  // Rows that came to nothing may be others later.
  void forget();

 private:
  using Moment = std::chrono::steady_clock::time_point;

  void walk(Round& round);
  void add(Round& round, const DueText& text);

  const Carriers& carriers_;
  std::map<std::string, Lane> lanes_;           // by number
  std::map<std::string, std::string> senders_;  // by workflow and revision: looked up once
  std::vector<bool> known_;                     // by row
  std::optional<std::int64_t> last_row_;        // that was planned by the last look
  TextPlace cursor_;                            // of the walk
  bool whole_ = false;
  Moment walked_at_;
};

}  // namespace smsflow
