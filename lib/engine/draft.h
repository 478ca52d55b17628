// A Decision in the making: the contact and the conversations it touches, and the moves that every
// kind of event shares (say, enter a state, hand off). finish() turns it into Changes.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/decide.h"
#include "engine/wording.h"

namespace smsflow {

// What a person is told when the workflow a conversation began in cannot be read any more.
inline constexpr std::string_view kRevisionIsGone =
    "the workflow it was asked by cannot be had any more";

// Ends the name of the hook of a conversation that is void because its record is gone:
// "appointment.gone".
inline constexpr std::string_view kGone = ".gone";

class Draft {
 public:
  Draft(const Setting& setting, const Contact& contact, Instant now)
      : setting_(setting), now_(now), contact_(contact) {
    changes_.reserve(kUsualChanges);
  }

  const Setting& setting() const { return setting_; }
  Instant now() const { return now_; }

  // Working copies; changed ones are written by finish(). A reference stays valid.
  Contact& contact() { return contact_; }
  Conversation& conversation(Conversation original);
  void contact_changed(std::string_view reason, std::string_view message = {});
  void changed(const Conversation& conversation, std::string_view reason);
  // The language of texts that belong to no conversation.
  void speak(std::string_view language) { language_ = language; }

  // Where a text, hook or hand-off comes from.
  struct Cause {
    SendKind kind = SendKind::kReply;
    std::string occurrence;  // inbound message id, moment, timer: what makes it new
    std::string message;     // inbound message, for hand-offs; may be ""
    Instant due;
    std::optional<Instant> expires;
    std::string question = {};  // intent that puts the question of a state without words of its own
    bool was_said = false;      // the words of the state left before: they are not said again
  };

  // Plans the text of a `say`; false when there is none. Returns the intent's id in `id`.
  bool say(const Program& program, const Conversation& conversation, const Say& say,
           std::string_view step, const Cause& cause, std::string* id = nullptr);
  // Plans a text of our own to the contact.
  void say(BuiltInText text, const Workflow* workflow, const Conversation* conversation,
           std::string_view step, const Cause& cause);
  // Plans a text that was composed here; its intent's id.
  std::string say_as_is(const Workflow* workflow, const Conversation* conversation,
                        std::string text, std::string_view step, const Cause& cause);
  std::string plan(Intent intent);
  // Suppresses a text planned in this draft: the log keeps that it was due and why it stayed.
  void suppress(std::string_view intent_id, BlockReason block, std::string_view reason);

  // Values the message at hand has said: a question for one of them is not put.
  void heard(std::vector<std::string> captures) { heard_ = std::move(captures); }

  // Enters a state: its text, its hook, its hand-off, its end. Timers of the old visit go stale by
  // the visit's number. A state that its workflow does not have is a person's.
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

  // Gives a person what outlived the file it came from: a state, a stage or a whole revision is
  // gone. Nothing happens when a person has the conversation already.
  void strand(const Workflow* workflow, Conversation& conversation, std::string_view what,
              const Cause& cause);

  void end(Conversation& conversation, std::string_view outcome, std::string_view resolution);
  // Sets the timer of the question after the matter, where the workflow has one.
  void ask_satisfaction(const Workflow& workflow, const Conversation& conversation);
  void add(Change change) { changes_.push_back(std::move(change)); }

  // `first` are the changes that come before all others. Nothing is left in the draft.
  Decision finish(std::string handled, std::string reason, Changes first = {});

 private:
  static constexpr std::size_t kUsualChanges = 4;  // they are large: none is moved to make room

  Intent draft_intent(const Conversation* conversation, const Workflow* workflow,
                      std::string_view step, const Cause& cause) const;
  std::string acknowledgement(const Desk& desk, std::string_view language,
                              std::string& detail) const;
  void put_question(Conversation& conversation, const State& state, std::string_view intent,
                    const Cause& cause) const;

  const Setting& setting_;
  Instant now_;
  Changes changes_;
  Contact contact_;
  std::string language_ = "en";
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

// The desk of a queue; where an older file names one that is no longer configured, the desk that
// today's file of that workflow hands off to.
Desk desk_of(const Setting& setting, std::string_view queue, const Workflow* workflow);

// Who gets a case of [exceptions] that stands above any state.
struct Escalation {
  std::string queue;
  std::string priority;
};
Escalation escalation_for(const Workflow* workflow, std::string_view exception,
                          std::string_view priority = {});

}  // namespace smsflow
