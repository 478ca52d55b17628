// A Decision in the making: the contact and the conversations it touches, and the moves that every
// kind of event shares (say, enter a state, hand off). finish() turns it into Changes.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "engine/decide.h"
#include "engine/wording.h"

namespace smsflow {

class Draft {
 public:
  Draft(const Setting& setting, Instant now) : setting_(setting), now_(now) {}

  const Setting& setting() const { return setting_; }
  Instant now() const { return now_; }

  // Working copies; changed ones are written by finish(). A reference stays valid.
  Contact& contact(const Contact& original);
  Conversation& conversation(const Conversation& original);
  void contact_changed(std::string_view reason, std::string_view message = {});
  void changed(const Conversation& conversation, std::string_view reason);

  // Where a text, hook or hand-off comes from.
  struct Cause {
    SendKind kind = SendKind::kReply;
    std::string occurrence;  // inbound message id, moment, timer: what makes it new
    std::string message;     // inbound message, for hand-offs; may be ""
    Instant due;
    std::optional<Instant> expires;
  };

  // Plans the text of a `say`; false when there is none. Returns the intent's id in `id`.
  bool say(const Program& program, const Conversation& conversation, const Say& say,
           std::string_view step, const Cause& cause, std::string* id = nullptr);
  // Plans a text of our own to the contact.
  void say(BuiltInText text, const Workflow* workflow, const Conversation* conversation,
           std::string_view step, const Cause& cause);
  // Plans a text that was composed here.
  void say_as_is(const Workflow* workflow, const Conversation* conversation, std::string text,
                 std::string_view step, const Cause& cause);
  void plan(Intent intent);
  // Suppresses a text planned in this draft: the log keeps that it was due and why it stayed.
  void suppress(std::string_view intent_id, BlockReason block, std::string_view reason);

  // Values the message at hand has said: a question for one of them is not put.
  void heard(std::vector<std::string> captures) { heard_ = std::move(captures); }

  // Enters a state: its text, its hook, its hand-off, its end. Timers of the old visit go stale by
  // the visit's number.
  void enter(const Program& program, Conversation& conversation, std::string_view state,
             const Cause& cause, std::string_view reason);

  // Opens a hand-off (or adds to the open one), silences the bot for the contact, acknowledges
  // unless `quiet`.
  void hand_off(const Workflow* workflow, Conversation* conversation, std::string_view queue,
                std::string_view reason, std::string_view priority, const Cause& cause,
                bool quiet = false);

  void emit(const Conversation& conversation, std::string_view hook, const Cause& cause);
  // The hook of a desk, if it has one: a hand-off is new, or nobody attends to it.
  void tell_desk(const Desk& desk, const Handoff& handoff, const Conversation* conversation,
                 const Cause& cause);
  // The fallback of a text that did not arrive.
  void fall_back(const Program& program, Conversation& conversation, std::string_view channel,
                 const Say& text, const Cause& cause);
  // What a reaction says and leads to.
  void react(const Program& program, Conversation& conversation, const Reaction& reaction,
             std::string_view step, const Cause& cause, std::string_view reason);

  void end(Conversation& conversation, std::string_view outcome, std::string_view resolution);
  // Sets the timer of the question after the matter, where the workflow has one.
  void ask_satisfaction(const Workflow& workflow, const Conversation& conversation);
  void add(Change change) { changes_.push_back(std::move(change)); }

  Decision finish(std::string handled, std::string reason);

 private:
  Intent draft_intent(const Conversation* conversation, const Workflow* workflow,
                      std::string_view step, const Cause& cause) const;
  std::string acknowledgement(const Desk& desk, std::string_view language,
                              std::string& detail) const;

  const Setting& setting_;
  Instant now_;
  Changes changes_;
  std::unique_ptr<Contact> contact_;
  bool contact_changed_ = false;
  std::string contact_reason_;
  std::string contact_message_;
  std::vector<std::string> heard_;
  std::size_t skipped_ = 0;  // questions whose answer was known
  bool is_known(const Workflow& workflow, const Conversation& conversation,
                std::string_view capture) const;
  struct Touched {
    Conversation value;
    std::string reason;
  };
  std::map<std::string, Touched, std::less<>> conversations_;
};

// The queue for a hand-off nobody named: the workflow's, else the first it names, else "people".
std::string default_queue(const Workflow* workflow);

// Who gets a case of [exceptions] that stands above any state.
struct Escalation {
  std::string queue;
  std::string priority;
};
Escalation escalation_for(const Workflow* workflow, std::string_view exception,
                          std::string_view priority = {});

}  // namespace smsflow
