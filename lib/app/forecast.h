// What a run would let leave at one moment, as the dispatcher would: timers that are due fire, held
// texts whose record was seen again are released, evaluate() is asked of every due text, and what
// may leave does so in its order, as far as the daily caps of its numbers allow. Over a log that is
// only imagined: nothing is posted, and carriers are taken to accept what they get.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "app/carriers.h"
#include "app/claim.h"
#include "app/number_limits.h"
#include "app/programs.h"
#include "policy/leaving_order.h"
#include "store/imagined.h"

namespace smsflow {

// What becomes of one due text.
struct Foreseen {
  std::string intent;
  bool leaves = false;
  bool waits = false;                      // it may leave, and its number may not send yet
  bool in_doubt = false;                   // the original of an adopted copy may have sent it
  BlockReason block = BlockReason::kNone;  // why it does not leave
};

class Forecast {
 public:
  // `each` is told what becomes of every due text; may be empty.
  Forecast(Imagined& log, Programs& programs, const Carriers& carriers, Instant now,
           std::function<void(const Foreseen&)> each);

  // A text that may leave now.
  struct Leaving {
    Waiting order;
    std::string intent;  // only where `each` wants it
    std::uint64_t conversation = 0;
    std::uint32_t number = 0;
    int segments = 0;
    bool is_held = false;          // its record cannot be read after all
    std::optional<Instant> waits;  // for the cap of its number, until then
  };
  // What became of a text: `leaving` counts those that may leave, in the order they were found.
  struct Verdict {
    Claim claim;
    std::optional<std::size_t> leaving;
    bool in_doubt = false;
  };

  // All that is due about a conversation, for once. It may be written to again only to hold it.
  void settle(const std::string& conversation);
  bool is_settled(const std::string& conversation) const;
  // Its texts that we begin stay.
  void hold(const std::string& conversation);
  // Of the conversation that was settled last; null for a text that is not due.
  const Verdict* verdict(const std::string& intent) const;

  // The rest of what is due; then who leaves before whom.
  void finish();
  const std::vector<Leaving>& leaving() const { return leaving_; }
  std::vector<CappedNumber> capped() const { return limits_.capped(); }
  std::int64_t timers() const { return timers_fired_; }
  std::int64_t in_doubt() const { return in_doubt_; }

 private:
  struct Due {
    std::string intent;
    std::string conversation;
    std::int64_t place;
  };
  struct Answer {
    Intent intent;
    std::optional<Conversation> conversation;
  };

  void find_due();
  void fire_timers(const std::string& conversation);
  void fire(const Timer& timer);
  bool settle_text(const Intent& text);
  bool doubt(const Intent& text, const Claim& claim);
  void may_leave(const Intent& text, const Claim& claim);
  void tell(const Intent& text, const Claim& claim, bool in_doubt);
  void settle_rest();
  void settle_answers();
  void let_leave();
  std::int64_t place_of(const Intent& text);
  std::uint32_t number_of(const Route& route);

  Imagined& log_;
  Programs& programs_;
  const Carriers& carriers_;
  Instant now_;
  std::function<void(const Foreseen&)> each_;
  std::optional<Adoption> adoption_;
  std::vector<Due> due_;  // of the log, by intent
  std::vector<Intent> held_;
  std::map<std::string, std::vector<Timer>, std::less<>> timers_;  // due in the log
  std::map<std::string, std::int64_t, std::less<>> timer_order_;
  std::unordered_set<std::uint64_t> settled_;
  std::map<std::string, Verdict, std::less<>> verdicts_;  // of the last settle()
  std::set<std::string, std::less<>> settled_texts_;      // in it
  std::vector<Answer> answers_;
  std::vector<Leaving> leaving_;
  std::vector<Route> numbers_;
  std::map<std::string, std::uint32_t> number_index_;
  NumberLimits limits_{false};
  std::int64_t places_ = 0;
  std::int64_t timers_fired_ = 0;
  std::int64_t in_doubt_ = 0;
};

}  // namespace smsflow
