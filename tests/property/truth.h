// The little world as it is, and what was promised about it: people, the rows of the business
// systems, which of them a look has shown, and whether a text that reaches a phone may be there.
// It knows nothing of the code under test but the words of its texts.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "message/message.h"
#include "shapes.h"
#include "witness.h"

namespace smsflow::property {

struct Row {
  std::string workflow;  // "appointment" or "approval"
  std::string key;       // "A7", "R3": it stands in every text we begin
  int person = 0;
  std::string branch;
  std::string zone;
  Instant starts;    // an approval's: decide_by
  Instant asked_at;  // of an approval
  std::string status;
  bool consents = true;
  bool is_readable = true;
  std::string staff = "Dr Lee";
  std::string email;
  bool is_listed = true;  // false: an export lacks it

  bool is_wanted() const { return status == (workflow == "approval" ? "pending" : "booked"); }
};

struct Got {
  Instant at;
  std::string text;
  std::string from;
  std::string key;
};

struct Person {
  std::string phone;
  std::optional<Instant> stopped_at;
  Instant last_stop;  // when the latest one was written
  bool confirmed = false;
  std::vector<Got> got;
  std::vector<long> yes;  // when they said it, each act once
};

// What an export said when it was written.
struct Sheet {
  std::string workflow;
  Instant written_at;
  std::vector<Row> rows;
};

enum class Kind { kAsk, kNudge, kSure, kApproved, kUnsubscribed, kOther };
Kind kind_of(const std::string& text);
std::string key_in(const std::string& text);

class Truth {
 public:
  Truth(Witness& witness, bool repeats_allowed) : witness_(witness), lax_(repeats_allowed) {}

  std::vector<Person> people;

  // The log has taken it, read as `kind` with or without parts.
  void took(const Sheet& sheet, Export kind, bool scoped, Instant now);
  void took_posted(const Row& row, bool deleted, Instant now);
  // A person's STOP or START is on disk. A START counts when it was written after every STOP.
  void stopped(int person, Instant written, Instant now);
  void started(int person, Instant written);

  void says_yes(int person) { people[static_cast<std::size_t>(person)].yes.push_back(++order_); }

  // A text was posted to the carrier.
  void posted(const OutboundMessage& message);
  // Its process stopped before a byte left: who looks it up may take another's for it.
  void lost(const OutboundMessage& message);
  // A text reached a phone. `fresh` is of the workflow as the process that sent it reads it.
  void reached(const OutboundMessage& message, Duration fresh, Instant now);

 private:
  struct Seen {
    Row row;
    Instant at;  // of the look that showed it
    bool posted = false;
    bool stands = true;
    std::optional<Instant> moment;  // it was wanted for, last
    std::optional<Instant> told;    // the moment that the last question was about
    int asked = 0;                  // about that one
    int nudged = 0;
  };

  bool has_twin(const OutboundMessage& message) const;
  void took_row(const Row& row, Instant at, bool posted);
  void check_begun(Kind kind, const std::string& key, const std::string& text, Duration fresh,
                   Instant now);
  void check_moment(Kind kind, Seen& seen, const std::string& text, Instant now);
  void check_approved(const Person& person, const std::string& key);

  Witness& witness_;
  long order_ = 0;
  bool lax_;                                             // the carrier lies: one repeat may happen
  std::map<std::string, Seen> seen_;                     // by key
  std::map<std::string, Instant> looks_;                 // by workflow and scope
  std::map<std::string, std::set<std::string>> equals_;  // intents, by number and text
  std::map<std::string, long> sure_;     // when the second question first left, by key
  std::map<std::string, int> arrivals_;  // by intent
};

}  // namespace smsflow::property
