// What engine tests share: the shipped appointment workflow, a contact, and a little log that keeps
// the last of everything a Decision changes.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/decide.h"
#include "tests/tree.h"
#include "workflow/load.h"

namespace smsflow {

inline Instant at(std::string_view text) {
  return *parse_rfc3339(text);
}

class World {
 public:
  explicit World(const std::string& file = in_tree("workflows/appointment.toml")) {
    add(load_workflow_file(file, reserved_words()));
    setting.pinned = [this](std::string_view, std::string_view revision) -> const Program* {
      for (const auto& one : files_) {
        if (one->loaded.value.revision == revision && !one->lost) return &one->program;
      }
      return nullptr;
    };
    setting.desk = [this](std::string_view queue, const Workflow*) {
      Desk desk{.name = std::string(queue), .hours = files_.front()->loaded.value.hours};
      desk.first_response = std::chrono::minutes{15};
      desk.configured =
          std::find(gone_queues.begin(), gone_queues.end(), queue) == gone_queues.end();
      return desk;
    };
  }

  // The workflow in force now.
  const Workflow& workflow() const { return files_.back()->loaded.value; }

  // The file is edited: each first becomes its second. What began before stays with the old file.
  void edit(const std::vector<std::pair<std::string, std::string>>& changes) {
    std::string text = workflow().source;
    for (const auto& [from, to] : changes) {
      const std::size_t at = text.find(from);
      REQUIRE(at != std::string::npos);
      text.replace(at, from.size(), to);
    }
    add(load_workflow(text, "edited.toml", reserved_words()));
  }
  // No revision can be read any more but the one in force, or not even that.
  void lose_revisions() {
    for (const auto& one : files_) one->lost = true;
  }

  RecordSnapshot record(std::string_view starts_at = "2026-03-03T15:00:00-06:00") const {
    RecordSnapshot snapshot{.workflow = "appointment", .key = "A1"};
    snapshot.phone = phone;
    snapshot.zone = "America/Chicago";
    snapshot.consent = true;
    const Instant start = at(starts_at);
    snapshot.fields = {{"first_name", std::string("Maya")},
                       {"starts_at", start},
                       {"status", std::string("booked")},
                       {"branch", std::string("Downtown")},
                       {"staff", std::string("Dr Lee")},
                       {"reschedule_url", std::string("https://n.example/r/A1")}};
    snapshot.hash = std::string(starts_at);
    snapshot.eligible = true;
    snapshot.start = workflow().trigger.start;
    snapshot.at = start - std::chrono::hours{24};
    snapshot.expires = start - std::chrono::hours{2};
    snapshot.respond_by = start - std::chrono::hours{1};
    snapshot.seen_at = now;
    return snapshot;
  }

  const Decision& take(Decision decision) {
    for (const Change& change : decision.changes) {
      std::visit([this](const auto& value) { keep(value); }, change);
    }
    last = std::move(decision);
    return last;
  }

  void keep(const ConversationChanged& c) { conversations.insert_or_assign(c.now.id, c.now); }
  void keep(const ContactChanged& c) { contact = c.now; }
  void keep(const IntentPlanned& c) {
    if (intents.emplace(c.intent.id, c.intent).second) planned_.push_back(c.intent.id);
  }
  void keep(const IntentMoved& c) { intents.insert_or_assign(c.now.id, c.now); }
  void keep(const TimerSet& c) { timers.insert_or_assign(c.timer.id, c.timer); }
  void keep(const InboundRecorded& c) {
    const InboundMessage& m = c.message;
    earlier.insert(earlier.begin(), {m.provider, m.id, m.text, m.received_at, c.conversation,
                                     c.handled, c.verdict.suspected_opt_out});
  }
  void keep(const HandoffChanged& c) { handoffs.insert_or_assign(c.now.id, c.now); }
  template <typename Other>
  void keep(const Other&) {}

  const Decision& see(const RecordSnapshot& snapshot) {
    std::optional<Conversation> known;
    if (conversations.contains(id())) known = conversations.at(id());
    std::vector<Intent> texts;
    for (const std::string& one : planned_) {
      if (intents.at(one).conversation == id()) texts.push_back(intents.at(one));
    }
    return take(decide(setting, snapshot, known, texts, contact, now));
  }

  // The ask leaves and is accepted.
  void deliver() {
    for (IntentState state : {IntentState::kPosting, IntentState::kAccepted}) {
      Intent intent = intents.at(conversation().ask_intent);
      intent.state = state;
      intent.sender = "+15550100";
      if (state == IntentState::kAccepted) intent.accepted_at = now;
      intents.insert_or_assign(intent.id, intent);
      take(decide(setting, intent, conversation(), contact, now));
    }
  }

  const Decision& hear(std::string text, CarrierFlag flag = CarrierFlag::kNone) {
    return hear({.provider = "main",
                 .id = "m" + std::to_string(++messages_),
                 .from = phone,
                 .to = {"+15550100"},
                 .text = std::move(text),
                 .received_at = now,
                 .flag = flag});
  }

  // What no webhook brought, and the carrier's list shows: its date has whole seconds.
  const Decision& fetch(std::string text, Instant written) {
    return hear({.provider = "main",
                 .id = "m" + std::to_string(++messages_),
                 .from = phone,
                 .to = {"+15550100"},
                 .text = std::move(text),
                 .received_at = std::chrono::floor<std::chrono::seconds>(written),
                 .fetched = true});
  }

  const Decision& hear(const InboundMessage& message) {
    std::vector<Conversation> all;
    for (const auto& [name_of, conversation] : conversations) all.push_back(conversation);
    return take(decide(setting, message, contact, all, earlier, now));
  }

  // What the question's text comes to.
  void settle(IntentState state, BlockReason block = BlockReason::kNone) {
    Intent intent = intents.at(conversation().ask_intent);
    intent.state = state;
    intent.block = block;
    intents.insert_or_assign(intent.id, intent);
    take(decide(setting, intent, conversation(), contact, now));
  }

  std::string id() const { return conversation_id(files_.front()->loaded.value.log_name(), "A1"); }
  const Conversation& conversation() const { return conversations.at(id()); }
  // Texts the last decision planned, by their step.
  std::vector<std::string> planned() const {
    std::vector<std::string> steps;
    for (const Change& change : last.changes) {
      const auto* planned_intent = std::get_if<IntentPlanned>(&change);
      if (planned_intent && planned_intent->intent.channel == Channel::kSms) {
        steps.push_back(planned_intent->intent.step);
      }
    }
    return steps;
  }
  const Verdict& verdict() const { return std::get<InboundRecorded>(last.changes.front()).verdict; }

  PhoneNumber phone = *PhoneNumber::from_e164("+13125550101");
  Instant now = at("2026-03-02T15:00:00-06:00");
  Setting setting;
  Contact contact{.phone = *PhoneNumber::from_e164("+13125550101")};
  std::map<std::string, Conversation> conversations;
  std::map<std::string, Intent> intents;
  std::map<std::string, Timer> timers;
  std::map<std::string, Handoff> handoffs;
  Decision last;
  std::vector<EarlierReply> earlier;
  std::vector<std::string> gone_queues;  // that are no longer configured

 private:
  struct File {
    explicit File(LoadedWorkflow read)
        : loaded(std::move(read)),
          classifier(&loaded.value, nullptr),
          program{&loaded.value, &classifier} {}
    LoadedWorkflow loaded;
    Classifier classifier;
    Program program;
    bool lost = false;
  };
  void add(LoadedWorkflow loaded) {
    REQUIRE_FALSE(has_errors(loaded.diagnostics));
    files_.push_back(std::make_unique<File>(std::move(loaded)));
    setting.current = {files_.back()->program};
  }
  std::vector<std::unique_ptr<File>> files_;  // oldest first
  std::vector<std::string> planned_;          // intents, oldest first
  int messages_ = 0;
};

}  // namespace smsflow
