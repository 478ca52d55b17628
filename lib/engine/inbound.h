// A text of a contact on its way down the stations of decide(InboundMessage): inbound.cc has those
// that stand above any question, inbound_questions.cc those that look at questions.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "classify/reading.h"
#include "engine/draft.h"

namespace smsflow {

// One inbound message on its way down the stations. Each station either takes it (and says how) or
// passes it on.
class Inbound {
 public:
  Inbound(const Setting& setting, const InboundMessage& message, const Contact& contact,
          const std::vector<Conversation>& conversations, const std::vector<EarlierReply>& earlier,
          Instant now)
      : draft_(setting, contact, now),
        message_(message),
        reading_(message.text),
        contact_(draft_.contact()),
        conversations_(conversations),
        earlier_(earlier) {
    cause_.kind = SendKind::kReply;
    cause_.occurrence = message.provider + ":" + message.id;
    cause_.message = message.id;
    cause_.due = now;
    contact_.sender = message.to.value;
  }

  Decision run();

 private:
  using Station = bool (Inbound::*)();

  bool opt_out();
  bool repeat();
  bool suspected_opt_out();
  bool opt_in();
  bool wrong_number();
  bool noise();
  bool no_answer_allowed();
  bool help();
  bool owned();
  bool rating();
  bool choice();
  bool open_questions();
  bool stranded();
  bool answered();
  bool void_question();
  bool keyword_trigger();
  bool unclear_answer();
  bool catch_all();
  bool person();

  void taken(std::string handled, std::string reason) {
    handled_ = std::move(handled);
    reason_ = std::move(reason);
  }
  const Program* program_of(const Conversation& conversation) const {
    return draft_.setting().pinned(conversation.workflow, conversation.revision);
  }
  const Program* first_program() const {
    return draft_.setting().current.empty() ? nullptr : &draft_.setting().current.front();
  }
  // The workflow a text without a conversation is answered in the name of.
  const Workflow* voice() const;
  std::string language() const;
  // The verdict on the message as a reply to one of `conversations_`.
  const Verdict& reply_to(const Program& program, const Conversation& original);
  void read_without_question(const Program& program);
  std::vector<const Conversation*> with_status(ConversationStatus status) const;
  void take(const Conversation& original, Verdict verdict, bool reopened);
  void strand(const Conversation& original);
  void take_early(const Program& program, Conversation& conversation, Verdict verdict,
                  bool outdated);
  void ask_which(const std::vector<const Conversation*>& meant, const Verdict& verdict);
  void open(const Program& program, std::string_view why);
  bool open_with_answer(const Program& program, Conversation& conversation);
  void count_reply(Conversation& conversation) const;
  void close_all(std::string_view outcome);
  void end_for_good(Instant said_at);

  Draft draft_;
  const InboundMessage& message_;
  Reading reading_;
  std::deque<std::pair<const Conversation*, Verdict>> replies_;  // see reply_to()
  Contact& contact_;
  const std::vector<Conversation>& conversations_;
  const std::vector<EarlierReply>& earlier_;
  Draft::Cause cause_;
  Verdict verdict_;
  std::string classifier_;
  std::string conversation_;
  std::string handled_;
  std::string reason_;
  bool late_ = false;
};

}  // namespace smsflow
