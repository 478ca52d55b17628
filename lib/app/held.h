// Texts that are held because nobody saw their record lately. They stay planned, due again when
// they expire; this plans them for now as soon as their record is seen.
#pragma once

#include <string>

#include "app/round.h"

namespace smsflow {

// Plans a held text for now; false as long as nobody has seen its record again.
bool release_held(Transaction& log, Programs& programs, Intent held, Instant now);

class HeldTexts {
 public:
  // Looks at some of them, at all of them every few seconds; how many were released.
  int release(Round& round, bool real_time);
  // Takes back what belongs to a transaction that came to nothing.
  void roll_back();
  // There are more of them to look at.
  bool is_walking() const { return !after_.empty(); }

 private:
  std::string after_;  // the last one looked at; "" between two walks
  Instant next_walk_{};
  bool walked_ = false;
};

}  // namespace smsflow
