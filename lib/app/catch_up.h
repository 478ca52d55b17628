// What contacts sent while nobody listened: carriers that keep a list of inbound texts are asked
// for it at the start and every hour, and what is in it is taken in like a webhook. A text that
// came by a webhook as well has the same key: it changes nothing.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "app/carriers.h"
#include "app/round.h"

namespace smsflow {

class CatchUp {
 public:
  CatchUp(const Carriers& carriers, Wire& wire) : carriers_(carriers), wire_(wire) {}

  // The answer of one of its own requests; false for another's.
  bool settle(Round& round, const HttpResult& answer);
  // Takes in what was fetched and decides what to ask next; how many texts were taken in.
  int walk(Round& round);
  // After the commit.
  void start();
  // Takes back what belongs to a transaction that came to nothing.
  void roll_back();

 private:
  struct Number {
    const Provider* provider = nullptr;
    InboxQuestion question;
    int pages = 0;
  };

  void begin(Round& round);
  void finish_number();

  const Carriers& carriers_;
  Wire& wire_;
  std::deque<Number> numbers_;         // still to be asked, the first one now
  std::vector<InboundMessage> found_;  // of the first number
  std::deque<InboundMessage> news_;    // to be taken in, oldest first
  std::deque<InboundMessage> taken_;   // with this turn
  std::optional<HttpCall> call_;
  std::optional<std::uint64_t> running_;
  std::optional<Instant> covered_;  // until then nothing is missing
  Instant begun_{};
  std::optional<Instant> next_;
  bool failed_ = false;
};

}  // namespace smsflow
