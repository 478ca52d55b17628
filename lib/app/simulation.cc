#include "app/simulation.h"

#include <fmt/format.h>

#include <deque>
#include <map>
#include <ostream>
#include <set>
#include <utility>

#include "app/intake.h"
#include "app/look_words.h"
#include "app/receive.h"
#include "app/step_rows.h"
#include "message/phone_number.h"
#include "text/error.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

std::string one_line(std::string_view text) {
  std::string line(text);
  for (char& byte : line) {
    if (byte == '\n' || byte == '\r') byte = ' ';
  }
  return terminal_safe(line);
}

}  // namespace

std::string aged(std::string_view words, Duration age) {
  if (age == Duration{0}) return std::string(words);
  std::string span = format_duration(age);
  std::erase(span, ' ');  // one word, so that it reads back
  return fmt::format("{} {} old", words, span);
}

struct Simulation::Impl {
  Impl(Config config, const std::vector<std::string>& workflows, std::unique_ptr<Log> store)
      : rehearsal(std::move(config), workflows, std::move(store)), files(workflows) {
    rehearsal.on_text([this](const SimulatedText& text) { heard(text); });
    rehearsal.on_held([this](const Intent& text) { held(text); });
    rehearsal.on_move([this] { *played << "at " << moment() << "\n"; });
  }

  Rehearsal rehearsal;
  std::vector<std::string> files;  // the workflows, "" for the one built in
  std::ostream* played = nullptr;
  std::deque<SimulatedText> unexpected;  // texts nobody asked about yet
  std::vector<Mismatch> mismatches;
  std::string contact;                           // who speaks when no number is given
  std::map<std::string, std::string> sender_of;  // the number a contact was texted from
  InboundMessage* last() { return last_message ? &*last_message : nullptr; }
  std::optional<InboundMessage> last_message;
  std::set<std::string> told_held;                                   // texts and why they were held
  std::map<const Workflow*, std::unique_ptr<RecordReader>> readers;  // of single records
  int messages = 0;
  bool strict = false;
  bool began = false;
  std::optional<Step> look;  // whose rows are being told
  std::vector<Step> look_rows;

  void step(const Step& step);
  void heard(const SimulatedText& text);
  void held(const Intent& text);
  void record(const Step& step);
  void records(const Step& step);
  void take(RecordSource& source, const Workflow& workflow, std::string_view name, Duration age);
  void end_look();
  void gone(const Step& step);
  void says(const Step& step, bool repeat);
  void expect(const Step& step);
  void no_more(int line);
  void check(const Step& step);
  std::string property(const std::string& name, const std::string& key);
  void mismatch(int line, std::string what, std::string expected, std::string actual) {
    mismatches.push_back({line, std::move(what), std::move(expected), std::move(actual)});
  }
  std::string moment() {
    const std::string zone = rehearsal.programs().workflows().empty()
                                 ? "UTC"
                                 : rehearsal.programs().workflows().front()->hours.zone.name();
    const Zone local = Zone::find(zone).value_or(Zone::utc());
    return format_time(rehearsal.now(), "iso", local, rehearsal.now()).value_or("");
  }
};

Simulation::Simulation(Config config, const std::vector<std::string>& workflows,
                       std::unique_ptr<Log> store)
    : impl_(std::make_unique<Impl>(std::move(config), workflows, std::move(store))) {}
Simulation::~Simulation() = default;

void Simulation::Impl::heard(const SimulatedText& text) {
  const std::string& to = text.message.to.e164();
  sender_of[to] = text.message.from.value;
  contact = to;
  *played << "> " << to << ": " << one_line(text.message.text) << "\n";
  unexpected.push_back(text);
}

// Once for each text and reason. The evidence is what the log keeps.
void Simulation::Impl::held(const Intent& text) {
  const std::size_t at = text.detail.find("record_seen_at");
  const std::string why = at == std::string::npos ? text.detail : text.detail.substr(at);
  if (!told_held.insert(text.id + why.substr(std::min(why.size(), why.find("look: ")))).second)
    return;
  *played << "#   held: " << name(text.block) << " - " << text.step << " of " << one_line(text.key)
          << "; " << one_line(why) << "\n";
}

void Simulation::Impl::record(const Step& step) {
  const Workflow* workflow = nullptr;
  for (const Workflow* candidate : rehearsal.programs().workflows()) {
    if (!workflow && has_key(step, *candidate)) workflow = candidate;
  }
  if (!workflow) {
    return mismatch(step.line, "no loaded workflow has this record's key", "", "");
  }
  std::unique_ptr<RecordReader>& reader = readers[workflow];
  if (!reader) reader = rehearsal.programs().reader(*workflow);
  // The same key with other values is a change here, not a conflict.
  reader->forget_keys();
  const std::vector<Step> rows = {step};
  StepRows source(rows);
  Row row;
  source.next(row);
  RecordReader::Outcome outcome = reader->read(row, rehearsal.now());
  if (const auto* fault = std::get_if<RowFault>(&outcome)) {
    return mismatch(step.line, "the record is rejected: " + fault->reason, "", fault->detail);
  }
  if (auto* snapshot = std::get_if<RecordSnapshot>(&outcome)) {
    snapshot->posted = true;
    const std::unique_ptr<Transaction> log = rehearsal.store().write(rehearsal.now());
    rehearsal.programs().keep_revisions(*log);
    receive(*log, rehearsal.programs(), *snapshot, rehearsal.config().horizon, rehearsal.now());
    log->commit();
    if (snapshot->phone) contact = snapshot->phone->e164();
  }
  rehearsal.settle();
}

void Simulation::Impl::take(RecordSource& source, const Workflow& workflow, std::string_view name,
                            Duration age) {
  const PlanSummary summary =
      take_records(source, rehearsal.programs(), workflow, rehearsal.store(),
                   rehearsal.config().horizon, rehearsal.now(), {.at = rehearsal.now() - age}, {});
  for (const RowFault& fault : summary.faults) {
    *played << "# " << name << ":" << fault.line << ": rejected: " << fault.reason
            << (fault.detail.empty() ? "" : ": ") << one_line(fault.detail) << "\n";
  }
  for (const std::string& words : look_words(summary.look, workflow, rehearsal.now())) {
    *played << "#   " << words << "\n";
  }
}

void Simulation::Impl::records(const Step& step) {
  const std::unique_ptr<RecordSource> source = open_records(step.text);
  take(*source, *rehearsal.programs().workflows().front(), step.text, step.by);
  rehearsal.settle();
}

// An export without rows is one of the first workflow.
void Simulation::Impl::end_look() {
  const Step begun = *std::exchange(look, std::nullopt);
  const std::vector<Step> rows = std::exchange(look_rows, {});
  bool taken = false;
  for (const Workflow* workflow : rehearsal.programs().workflows()) {
    std::vector<Step> own;
    for (const Step& row : rows) {
      if (has_key(row, *workflow)) own.push_back(row);
    }
    if (own.empty() && (!rows.empty() || taken)) continue;
    StepRows source(own);
    take(source, *workflow, "look", begun.by);
    taken = true;
  }
  if (!taken) mismatch(begun.line, "no loaded workflow has the key of these records", "", "");
  rehearsal.settle();
}

// The latest export has every row but this one.
void Simulation::Impl::gone(const Step& step) {
  const std::unique_ptr<Transaction> log = rehearsal.store().write(rehearsal.now());
  for (const Workflow* workflow : rehearsal.programs().workflows()) {
    if (!log->record_seen(workflow->log_name(), step.text)) continue;
    const bool held = workflow->record.export_kind == ExportKind::kSnapshot;
    const std::unique_ptr<RecordReader> reader = rehearsal.programs().reader(*workflow);
    const Absence absence{.key = step.text,
                          .standing = held ? RecordStanding::kMissing : RecordStanding::kGone};
    take_absence(*log, rehearsal.programs(), Look(*workflow, rehearsal.now()), absence, *reader,
                 rehearsal.config().horizon, rehearsal.now());
    *played << "#   " << (held ? "missing: held until it is seen again" : "missing: taken for gone")
            << "\n";
  }
  log->commit();
}

void Simulation::Impl::says(const Step& step, bool repeat) {
  no_more(step.line);
  if (repeat && !last()) return mismatch(step.line, "there is no message to repeat", "", "");
  if (!repeat) {
    const std::string who = step.contact.empty() ? contact : step.contact;
    const std::optional<PhoneNumber> from = PhoneNumber::from_e164(who);
    if (!from) {
      return mismatch(step.line, "nobody to say it", "< +13125550101: ...", "< " + step.text);
    }
    contact = who;
    std::string to = sender_of[who];
    if (to.empty()) {
      const std::optional<Route> route = rehearsal.carriers().route({}, {}, who);
      if (route) to = route->number;
    }
    last_message = InboundMessage{.provider = "simulated",
                                  .id = "m" + std::to_string(++messages),
                                  .from = *from,
                                  .to = {to},
                                  .text = step.text,
                                  .received_at = rehearsal.now()};
  }
  *played << (repeat ? "<<" : "< " + contact + ": " + one_line(step.text)) << "\n";
  {
    const std::unique_ptr<Transaction> log = rehearsal.store().write(rehearsal.now());
    rehearsal.programs().keep_revisions(*log);
    const Received received =
        receive(*log, rehearsal.programs(), *last_message, {}, rehearsal.now());
    *played << "#   " << (received.repeat ? "repeat: nothing changed" : received.handled)
            << (received.reason.empty() ? "" : " - ") << one_line(received.reason) << "\n";
    log->commit();
  }
  rehearsal.settle();
}

void Simulation::Impl::expect(const Step& step) {
  for (auto text = unexpected.begin(); text != unexpected.end(); ++text) {
    const bool same_contact = step.contact.empty() || text->message.to.e164() == step.contact;
    if (!same_contact) continue;
    if (text->message.text != step.text) {
      mismatch(step.line, "another text than expected", step.text, text->message.text);
    }
    unexpected.erase(text);
    return;
  }
  mismatch(step.line, "no text, but one was expected", step.text, "");
}

void Simulation::Impl::no_more(int line) {
  if (strict) {
    for (const SimulatedText& text : unexpected) {
      mismatch(line, "a text nobody expected, to " + text.message.to.e164(), "", text.message.text);
    }
  }
  unexpected.clear();
}

std::string Simulation::Impl::property(const std::string& name_of, const std::string& key) {
  const std::unique_ptr<ReadTransaction> log = rehearsal.store().read();
  const std::optional<PhoneNumber> phone = PhoneNumber::from_e164(contact);
  std::optional<Contact> known;
  if (phone) known = log->contact(*phone);
  if (name_of == "contact") {
    if (!known) return "unknown";
    return known->opted_out_at   ? "opted_out"
           : known->paused       ? "paused"
           : known->wrong_number ? "wrong_number"
                                 : "ok";
  }
  if (name_of == "handoff") {
    const std::optional<Handoff> handoff =
        known && !known->handoff.empty() ? log->handoff(known->handoff) : std::nullopt;
    return handoff ? handoff->queue : "none";
  }
  std::optional<Conversation> conversation;
  for (const Workflow* workflow : rehearsal.programs().workflows()) {
    if (key.empty()) break;
    conversation = log->conversation(conversation_id(workflow->log_name(), key));
    if (conversation) break;
  }
  if (!conversation && phone) {
    for (Conversation& candidate : log->conversations_of(*phone)) {
      if (!conversation || candidate.changed_at >= conversation->changed_at) {
        conversation = std::move(candidate);
      }
    }
  }
  if (!conversation) return "none";
  if (name_of == "state") return conversation->state;
  if (name_of == "status") return std::string(name(conversation->status));
  if (name_of == "outcome") return conversation->outcome.empty() ? "none" : conversation->outcome;
  if (name_of == "label")
    return conversation->last_label.empty() ? "none" : conversation->last_label;
  const auto captured = conversation->captured.find(name_of);
  if (captured != conversation->captured.end()) return captured->second;
  return "none";
}

void Simulation::Impl::check(const Step& step) {
  std::string key;
  for (const auto& [name_of, value] : step.pairs) {
    if (name_of == "key") {
      key = value;
      continue;
    }
    const std::string actual = property(name_of, key);
    if (actual != value) {
      mismatch(step.line, name_of + " is another than expected", value, actual);
    }
  }
}

void Simulation::Impl::step(const Step& step) {
  switch (step.kind) {
    case StepKind::kWorkflow:
      return;  // read before the play began
    case StepKind::kAt:
      if (!began) {
        rehearsal.clock().set(step.at);
        began = true;
        *played << "at " << moment() << "\n";
        return;
      }
      if (step.at < rehearsal.now()) {
        return mismatch(step.line, "time runs backwards", step.text, moment());
      }
      return rehearsal.advance(step.at);
    case StepKind::kAdvance:
      return rehearsal.advance(rehearsal.now() + step.by);
    case StepKind::kRecord:
      *played << "record " << one_line(step.text) << "\n";
      if (!look) return record(step);
      return look_rows.push_back(step);
    case StepKind::kRecords:
      *played << "records " << aged(one_line(step.text), step.by) << "\n";
      return records(step);
    case StepKind::kLook:
      *played << aged("look", step.by) << "\n";
      look = step;
      return;
    case StepKind::kLookEnds:
      return end_look();
    case StepKind::kGone:
      *played << "gone " << one_line(step.text) << "\n";
      gone(step);
      return rehearsal.settle();
    case StepKind::kContact:
      contact = step.contact;
      return;
    case StepKind::kSays:
      return says(step, false);
    case StepKind::kRepeat:
      return says(step, true);
    case StepKind::kExpect:
      return expect(step);
    case StepKind::kSilence:
      return no_more(step.line);
    case StepKind::kCarrier:
      *played << "! " << one_line(step.text) << "\n";
      return rehearsal.carrier().expect(mood_of(step.text));
    case StepKind::kProperty:
      return check(step);
  }
}

std::vector<Mismatch> Simulation::play(const Script& script, std::ostream& played) {
  Impl& self = *impl_;
  self.played = &played;
  self.strict = script.has_expectations;
  for (const std::string& file : self.files) {
    played << "workflow " << (file.empty() ? std::string(kBuiltInWorkflow) : one_line(file))
           << "\n";
  }
  for (const Step& step : script.steps) self.step(step);
  self.no_more(script.steps.empty() ? 0 : script.steps.back().line);
  return std::move(self.mismatches);
}

}  // namespace smsflow
