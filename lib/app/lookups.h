// Asks carriers what became of texts that nobody can vouch for. Every look-up is counted and
// spaced, whatever it finds (policy/unclear_post.h).
#pragma once

#include <string>
#include <vector>

#include "app/carriers.h"
#include "app/outbox.h"

namespace smsflow {

class Lookups {
 public:
  Lookups(const Carriers& carriers, const DispatchOptions& options, Wire& wire)
      : carriers_(carriers), options_(options), wire_(wire) {}

  // Takes a page of a list; false when the call was not one of its own.
  bool settle(Round& round, const HttpResult& answer);
  // Gives up what is unknown for too long, chooses what to ask for; how many rows it changed. The
  // requests wait for start().
  int begin(Round& round);

  // Call it after the commit, and never before.
  void start();
  // Takes back what belongs to a transaction that came to nothing.
  void roll_back() { calls_.roll_back(); }

  bool has_settled() const { return calls_.has_settled(); }
  bool is_busy() const { return calls_.is_busy(); }
  bool has_calls() const { return calls_.has_chosen(); }

 private:
  struct Lookup {
    Intent intent;
    OutboundMessage message;
    const Provider* provider = nullptr;
    HttpCall request;
    ListSoFar list;
  };

  bool give_up(Round& round, Intent intent);
  void draw(Round& round, const Lookup& lookup, const FindResult& found);
  void found(Round& round, Intent next, const FindResult& found);
  Instant list_from(const Intent& intent) const;

  const Carriers& carriers_;
  const DispatchOptions& options_;
  Wire& wire_;
  InFlight<Lookup> calls_;
};

}  // namespace smsflow
