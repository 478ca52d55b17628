// A clinic whose exports are read and whose texts leave on a virtual clock: what tests of records
// share. The workflow asks at four hours before, nudges an hour later, expires an hour before.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "app/intake.h"
#include "app/receive.h"
#include "app/rehearsal.h"
#include "config/config.h"

namespace smsflow {

inline constexpr std::string_view kClinic = R"(name = "clinic"
brand = "Northside Dental"
purpose = "appointment-reminder"
owners = { rules = "a", integration = "b", escalation = "c", consent = "d" }
[record]
source = "scheduling system"
key = "id"
phone = "phone"
zone = "America/Chicago"
consent = "ok"
fields = { name = "text", starts_at = "time", status = "text" }
[trigger]
when = "status = 'booked'"
at = "starts_at - 4h"
expires = "starts_at - 1h"
start = "asked"
[intents.confirm]
keywords = ["C"]
[states.asked]
say = "Hi {name}, {brand} here. Reply C to confirm."
[states.asked.on]
confirm = { go = "confirmed" }
silence = { after = "1h", go = "nudged" }
unclear = { handoff = "desk" }
[states.nudged]
say = "{name}, {brand} still waits for your C."
[states.nudged.on]
confirm = { go = "confirmed" }
silence = { after = "6h", go = "silent" }
unclear = { handoff = "desk" }
[states.confirmed]
end = "confirmed"
say = "Thank you, {name}. {brand}"
[states.silent]
end = "no_answer"
)";

class Clinic {
 public:
  using Edits = std::vector<std::pair<std::string, std::string>>;
  // `record` stands in [record]; of `edits` each first becomes its second.
  explicit Clinic(const std::string& record = "", const Edits& edits = {}) {
    std::string name = (std::filesystem::temp_directory_path() / "smsflow-clinic-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    for (const auto& [from, to] : edits) {
      REQUIRE(text_.find(from) != std::string::npos);
      text_.replace(text_.find(from), from.size(), to);
    }
    write(record);
    rehearsal_ = std::make_unique<Rehearsal>(
        default_config(), std::vector<std::string>{folder_ / "clinic.toml"},
        open_log(std::string(kInMemory), {.source = Source::kSimulated}));
    rehearsal_->on_text([this](const SimulatedText& text) {
      texts_ += (texts_.empty() ? "" : " ") + text.message.to.e164().substr(8) +
                (text.message.text.find("still") == std::string::npos ? "" : "!");
    });
    rehearsal_->clock().set(at("09:00"));
  }
  ~Clinic() { std::filesystem::remove_all(folder_); }
  Clinic(const Clinic&) = delete;
  Clinic& operator=(const Clinic&) = delete;

  static Instant at(const std::string& clock) {
    return *parse_rfc3339("2026-03-02T" + clock + ":00-06:00");
  }

  // Rows "ID" or "ID:MORE": a booking at 14:00 of the contact whose number ends in ID.
  std::string csv(const std::string& ids) const {
    std::string text = "id,phone,ok,name,starts_at,status" + columns + "\n";
    std::istringstream words(ids);
    for (std::string word; words >> word;) {
      const std::size_t colon = word.find(':');
      const std::string id = word.substr(0, colon);
      text += id + ",+1312555" + id + ",yes,Maya,2026-03-02T14:00,booked";
      text += colon == std::string::npos ? "" : "," + word.substr(colon + 1);
      text += "\n";
    }
    return text;
  }
  // An export, written `age` ago.
  LookSummary read(const std::string& text, Duration age = Duration{0}, bool accept = false) {
    std::istringstream in(text);
    const std::unique_ptr<RecordSource> source = read_csv(in);
    const PlanSummary summary = take_records(
        *source, programs(), workflow(), rehearsal_->store(), horizon, rehearsal_->now(),
        {.at = rehearsal_->now() - age, .accept_missing = accept}, {});
    return summary.look;
  }
  LookSummary look(const std::string& ids, Duration age = Duration{0}, bool accept = false) {
    return read(csv(ids), age, accept);
  }
  PlanSummary plan(const std::string& ids, Duration age = Duration{0}) {
    return plan_of(csv(ids), age);
  }
  PlanSummary plan_of(const std::string& text, Duration age = Duration{0}) {
    std::istringstream in(text);
    const std::unique_ptr<RecordSource> source = read_csv(in);
    return plan_records(*source, rehearsal_->programs(), workflow(), rehearsal_->carriers(),
                        rehearsal_->store(), rehearsal_->now(),
                        {.look = {.at = rehearsal_->now() - age}, .horizon = horizon, .texts = 3},
                        {});
  }
  Received post(const std::string& id, bool deleted = false, const std::string& event = "e") {
    const std::string text = csv(id);
    std::istringstream in(text);
    const std::unique_ptr<RecordSource> source = read_csv(in);
    Row row;
    source->next(row);
    RecordReader::Outcome read =
        rehearsal_->programs().reader(workflow())->read(row, rehearsal_->now(), deleted);
    PostedRecord posted{.record = std::get<RecordSnapshot>(std::move(read)), .id = event + id};
    posted.record.posted = true;
    const auto log = rehearsal_->store().write(rehearsal_->now());
    rehearsal_->programs().keep_revisions(*log);
    const Received received = receive(*log, rehearsal_->programs(), posted, rehearsal_->now());
    log->commit();
    return received;
  }
  // What has left since the last call: the last four digits, "!" for a nudge.
  std::string until(const std::string& clock) { return until(at(clock)); }
  std::string until(Instant moment) {
    rehearsal_->advance(moment);
    return std::exchange(texts_, {});
  }
  Conversation conversation(const std::string& id) {
    return rehearsal_->store().read()->conversation(conversation_id("clinic", id)).value();
  }
  Intent ask(const std::string& id) {
    const std::string asked = conversation(id).ask_intent;
    return rehearsal_->store().read()->intent(asked).value();
  }
  SeenRecord seen(const std::string& id) {
    return rehearsal_->store().read()->record_seen("clinic", id).value();
  }
  // From now on exports are read by the file with this in [record].
  void reread(const std::string& record) {
    write(record);
    reader_ =
        std::make_unique<Programs>(std::vector<std::string>{folder_ / "clinic.toml"}, config_);
  }
  const Workflow& workflow() { return *programs().workflows().front(); }
  Rehearsal& stage() { return *rehearsal_; }

  std::string columns;  // more of them, ",branch"
  Duration horizon = std::chrono::hours{48};

 private:
  void write(const std::string& record) {
    std::string workflow = text_;
    workflow.insert(workflow.find("key = "), record + "\n");
    std::ofstream(folder_ / "clinic.toml") << workflow;
  }
  Programs& programs() { return reader_ ? *reader_ : rehearsal_->programs(); }

  std::filesystem::path folder_;
  std::string text_{kClinic};
  const Config config_ = default_config();
  std::unique_ptr<Programs> reader_;
  std::unique_ptr<Rehearsal> rehearsal_;
  std::string texts_;
};

}  // namespace smsflow
