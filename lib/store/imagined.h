// What would be if a run wrote to the log now: its reads see its own writes, folded in memory above
// a snapshot, and nothing is ever committed. It takes no lock, so whoever may read the log can ask
// what a run would do.
//
// Whatever lists rows (each_due_text, due_timers, held_intents, each_expected, ...) lists the
// snapshot's.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store/store.h"

namespace smsflow {

class Imagined final : public Transaction {
 public:
  explicit Imagined(std::unique_ptr<Hold> snapshot);
  ~Imagined() override;

  std::optional<Contact> contact(const PhoneNumber& phone) override;
  std::optional<Conversation> conversation(std::string_view id) override;
  bool has_conversation(std::string_view id) override;
  std::optional<Intent> intent(std::string_view id) override;
  std::vector<Intent> intents_of(std::string_view conversation) override;
  std::optional<Timer> timer(std::string_view id) override;
  std::optional<Handoff> handoff(std::string_view id) override;
  std::optional<SeenRecord> record_seen(std::string_view workflow, std::string_view key) override;
  std::optional<LookTaken> look(std::string_view workflow, std::string_view scope) override;

  // As the log would take it; repeats of messages, receipts and events are not told.
  bool write(const Change& change) override;
  bool write(Change&& change) override;
  void commit() override {}

  // The conversations that were written to since the last forget().
  std::vector<std::string> touched() const;
  // Timers that were set for a conversation since then.
  std::vector<Timer> timers_set(std::string_view conversation) const;
  // Lets go of all that belongs to one conversation: contacts and looks stay as they were written.
  void forget();

 private:
  struct Fold;
  struct Known {
    std::optional<Conversation> value;
    bool is_in_log = false;  // without it the log has no texts of it either
    bool is_touched = false;
    std::vector<std::string> planned;  // its intents that the log does not have
  };
  using Name = std::pair<std::string, std::string>;

  Known& known(std::string_view id);
  std::optional<SeenRecord>& seen(std::string_view workflow, std::string_view key);

  // Of the snapshot. Most rows of a table may be new: nothing is looked for where nothing is.
  bool has_contacts_ = false;
  bool has_conversations_ = false;
  bool has_intents_ = false;
  bool has_records_ = false;
  std::map<std::string, Known, std::less<>> conversations_;
  std::map<std::string, Intent, std::less<>> intents_;
  std::map<std::string, std::optional<Timer>, std::less<>> timers_;
  std::map<std::string, Handoff, std::less<>> handoffs_;
  std::map<Name, std::optional<SeenRecord>> seen_;
  std::map<Name, LookTaken> looks_;
  std::map<std::string, Contact, std::less<>> contacts_;
};

}  // namespace smsflow
