// What happens to rows, and how it is told: exports that are whole, of one branch, empty, half,
// read late or in another order; and events that are posted.
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "app/intake.h"
#include "app/receive.h"
#include "text/error.h"
#include "time/zone.h"
#include "world.h"

namespace smsflow::property {
namespace {

const std::vector<std::string> kZones = {"America/Chicago", "America/New_York",
                                         "America/Los_Angeles", "America/Phoenix"};

std::string local_text(Instant at, const std::string& zone) {
  const LocalTime local = Zone::find(zone)->local(at);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:00", local.year, local.month, local.day,
                     local.hour, local.minute);
}

std::vector<std::string> columns_of(const std::string& workflow) {
  if (workflow == "appointment") {
    return {"appointment_id", "patient_phone", "first_name",     "starts_at",   "status", "branch",
            "staff",          "zone",          "reschedule_url", "sms_consent", "email"};
  }
  return {"request_id",   "approver_phone", "first_name", "status",      "item", "amount",
          "requested_by", "asked_at",       "decide_by",  "sms_consent", "email"};
}

std::vector<std::string> cells_of(const Row& row, const std::string& phone) {
  const std::string consent = row.consents ? "yes" : "no";
  const std::string at = row.is_readable ? local_text(row.starts, row.zone) : "soon";
  if (row.workflow == "appointment") {
    return {row.key,   phone,      row.key,
            at,        row.status, row.branch,
            row.staff, row.zone,   "https://n.example/r/" + row.key,
            consent,   row.email};
  }
  return {row.key, phone,   row.key,   row.status,
          row.key, "120",   row.staff, local_text(row.asked_at, row.zone),
          at,      consent, row.email};
}

std::string joined(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) line += (line.empty() ? "" : ",") + cell;
  return line + "\n";
}

}  // namespace

Row World::new_row(const std::string& workflow) {
  const bool is_visit = workflow == "appointment";
  Row row{.workflow = workflow, .key = (is_visit ? "A" : "R") + std::to_string(++keys_)};
  row.person = dice_.below(static_cast<int>(truth_.people.size()));
  row.branch = dice_.chance(50) ? "Downtown" : "Lakeview";
  row.zone = is_visit ? dice_.pick(kZones) : "America/Chicago";
  const Instant hour = std::chrono::floor<std::chrono::hours>(now());
  row.starts = hour + std::chrono::hours{dice_.between(3, 60)};
  row.asked_at = hour - std::chrono::hours{dice_.below(4)};
  row.status = is_visit ? "booked" : "pending";
  row.consents = !dice_.chance(6);
  if (dice_.chance(4)) row.staff = "4111111111111111";  // must not travel by SMS
  if (dice_.chance(30)) row.email = "ann@example.com";
  return row;
}

void World::add_row() {
  const bool is_visit = dice_.chance(70);
  rows_.push_back(new_row(is_visit ? "appointment" : "approval"));
  if (is_visit && dice_.chance(3) &&
      rows_.size() < 20) {  // so many that half of them can be missing
    for (int i = 0; i < 14; ++i) rows_.push_back(new_row("appointment"));
  }
}

void World::change_row() {
  if (rows_.empty()) return add_row();
  Row& row = rows_[static_cast<std::size_t>(dice_.below(static_cast<int>(rows_.size())))];
  const bool is_visit = row.workflow == "appointment";
  const std::string wanted = is_visit ? "booked" : "pending";
  switch (dice_.below(8)) {
    case 0:
    case 1:
      row.starts += std::chrono::minutes{30 * dice_.between(-10, 60)};
      if (row.starts < now() + std::chrono::hours{1}) row.starts += std::chrono::hours{24};
      row.starts = std::chrono::floor<std::chrono::minutes>(row.starts);
      break;
    case 2:
    case 3:
      if (row.status != wanted) witness_.count("status that flaps");
      row.status = row.status == wanted ? (is_visit ? "cancelled" : "withdrawn") : wanted;
      break;
    case 4:
    case 5:
      row.is_listed = !row.is_listed;
      break;
    case 6:
      // What must not travel by SMS, and a text that cannot be written without its value.
      row.staff = dice_.chance(60) ? "4111111111111111" : "Dr Ray";
      row.email.clear();
      break;
    default:
      row.is_readable = !row.is_readable || !dice_.chance(30);
  }
}

// One that is wanted, can be read and is listed; most often one whose question has left.
Row* World::standing_row() {
  std::vector<Row*> standing;
  std::vector<Row*> asked;
  for (Row& row : rows_) {
    if (!row.is_wanted() || !row.is_readable || !row.is_listed) continue;
    standing.push_back(&row);
    const std::vector<Got>& got = truth_.people[static_cast<std::size_t>(row.person)].got;
    const bool was_asked = std::any_of(got.begin(), got.end(), [&](const Got& one) {
      return one.key == row.key && kind_of(one.text) == Kind::kAsk;
    });
    if (was_asked && row.starts > now() + std::chrono::hours{4}) asked.push_back(&row);
  }
  if (standing.empty()) return nullptr;
  return asked.empty() || dice_.chance(20) ? dice_.pick(standing) : dice_.pick(asked);
}

// Booked, cancelled, booked, arrived, booked: each seen and acted upon.
void World::flap() {
  Row* const row = standing_row();
  if (row == nullptr) return;
  const std::string wanted = row->status;
  witness_.count("status that flaps");
  turns(4);
  for (int times = dice_.between(1, 3); times > 0; --times) {
    const bool arrives = row->workflow == "appointment" && dice_.chance(50);
    if (arrives) witness_.count("stage that flaps");
    for (const std::string& status : {std::string(arrives ? "arrived" : "cancelled"), wanted}) {
      row->status = status;
      advance(std::chrono::minutes{dice_.between(1, 60)});
      read(sheet(row->workflow));
      turns(3);
    }
  }
}

// Moved to another day and back.
void World::swing() {
  Row* const row = standing_row();
  if (row == nullptr) return;
  witness_.count("moment that moves and moves back");
  turns(4);
  const Instant starts = row->starts;
  for (const Instant moment : {starts + std::chrono::hours{24 * dice_.between(1, 6)}, starts}) {
    row->starts = moment;
    advance(std::chrono::minutes{dice_.between(1, 60)});
    read(sheet(row->workflow));
    turns(3);
  }
}

Sheet World::sheet(const std::string& workflow) {
  Sheet sheet{.workflow = workflow, .written_at = now(), .rows = {}};
  for (const Row& row : rows_) {
    if (row.workflow == workflow && row.is_listed) sheet.rows.push_back(row);
  }
  return sheet;
}

void World::write_sheet() {
  Sheet written = sheet(dice_.chance(70) ? "appointment" : "approval");
  if (written.rows.size() > 12 && dice_.chance(40)) written.rows.resize(1);
  const int kind = dice_.below(20);
  if (kind == 0) {
    witness_.count("empty export");
    written.rows.clear();
  } else if (kind == 1 && written.rows.size() > 2) {
    written.rows.resize(written.rows.size() / 3);
    witness_.count("half an export");
  } else if (kind < 5 && scoped_) {
    std::erase_if(written.rows, [](const Row& row) { return row.branch != "Downtown"; });
    witness_.count("export of one branch");
  }
  sheets_.push_back(std::move(written));
  if (dice_.chance(85)) read_sheet();
}

// The newest most often; an older one that lay about, sometimes.
void World::read_sheet() {
  if (sheets_.empty()) return;
  const bool newest = dice_.chance(85);
  const std::size_t at =
      newest ? sheets_.size() - 1
             : static_cast<std::size_t>(dice_.below(static_cast<int>(sheets_.size())));
  const Sheet sheet = sheets_[at];
  if (dice_.chance(70)) sheets_.erase(sheets_.begin() + static_cast<std::ptrdiff_t>(at));
  read(sheet);
}

// Under another name somebody would be asked again.
bool World::was_asked(const Sheet& sheet) {
  const std::unique_ptr<ReadTransaction> log = processes_[0]->log().read();
  return std::any_of(sheet.rows.begin(), sheet.rows.end(), [&](const Row& row) {
    return row.workflow == "appointment" &&
           log->conversation(conversation_id(row.workflow, row.key)).has_value();
  });
}

bool World::may_read(Process& process, const Sheet& sheet) {
  return !process.setup().shape.is_misnamed() || was_asked(sheet);
}

Export World::kind_of_export(Process& process, const Sheet& sheet) const {
  return sheet.workflow == "appointment" ? process.setup().shape.export_kind : Export::kSnapshot;
}

// Some rows come twice: of an export of changes the last one counts, in others neither can be read.
std::string World::csv_of(Sheet& sheet, Export kind) {
  std::string csv = joined(columns_of(sheet.workflow));
  std::vector<Row> rows;
  for (Row& row : sheet.rows) {
    const std::string& phone = truth_.people[static_cast<std::size_t>(row.person)].phone;
    const std::string line = joined(cells_of(row, phone));
    if (row.is_readable && dice_.chance(5)) {
      Row other = row;
      other.starts += std::chrono::hours{dice_.between(1, 30)};
      if (dice_.chance(40)) other.status = row.workflow == "approval" ? "withdrawn" : "cancelled";
      csv += joined(cells_of(other, phone));
      if (kind == Export::kChanges) {
        witness_.count("row told twice in an export of changes");
        rows.push_back(std::move(other));
      } else {
        witness_.count("two rows of one key that differ");
        row.is_readable = false;
      }
    }
    csv += line;
    rows.push_back(row);
  }
  sheet.rows = std::move(rows);
  return csv;
}

void World::read(const Sheet& sheet) {
  Process& process = any();
  if (!may_read(process, sheet)) return;
  Sheet told = sheet;
  const std::string csv = csv_of(told, kind_of_export(process, told));
  const bool accepts = dice_.chance(3);
  if (dice_.chance(50)) return send(process, told, csv, accepts);
  read(process, told, csv, accepts);
}

void World::read(Process& process, const Sheet& sheet, const std::string& csv, bool accepts) {
  if (now() - sheet.written_at > std::chrono::hours{2}) witness_.count("stale look");
  std::istringstream in(csv);
  const std::unique_ptr<RecordSource> source = read_csv(in);
  const Workflow& workflow = process.workflow(sheet.workflow);
  if (witness_.tells()) {
    std::string rows;
    for (const Row& row : sheet.rows) {
      rows += fmt::format(" {}({} {} {}{})", row.key, row.branch[0], row.status,
                          format_rfc3339(row.starts), row.is_readable ? "" : " unreadable");
    }
    tell(fmt::format("{} reads {} written {}:{}", process.setup().owner, sheet.workflow,
                     format_rfc3339(sheet.written_at), rows));
  }
  try {
    take_records(*source, process.programs(), workflow, process.log(), config_.horizon, now(),
                 {.at = sheet.written_at, .accept_missing = accepts}, {});
  } catch (const Error& error) {
    const bool misnamed = sheet.workflow == "appointment" && process.setup().shape.is_misnamed();
    if (!misnamed || error.kind() != ErrorKind::kBadInput) throw;
    witness_.count("workflow renamed without a word");
    return;
  }
  names_.insert(workflow.name);
  truth_.took(sheet, kind_of_export(process, sheet), scoped_, now());
}

void World::post_row() {
  if (rows_.empty()) return;
  const Row& row = rows_[static_cast<std::size_t>(dice_.below(static_cast<int>(rows_.size())))];
  if (!row.is_readable) return;
  Process& process = any();
  if (process.setup().shape.is_misnamed()) return;
  const std::vector<std::string> columns = columns_of(row.workflow);
  Row told = row;
  ::smsflow::Row read{.line = 1, .columns = &columns, .values = {}, .fault = {}};
  for (std::string& cell :
       cells_of(row, truth_.people[static_cast<std::size_t>(row.person)].phone)) {
    if (cell.empty()) {
      read.values.emplace_back();
    } else {
      read.values.emplace_back(std::move(cell));
    }
  }
  const Workflow& workflow = process.workflow(row.workflow);
  const std::unique_ptr<RecordReader> reader = process.programs().reader(workflow);
  RecordReader::Outcome outcome = reader->read(read, now());
  auto* record = std::get_if<RecordSnapshot>(&outcome);
  if (record == nullptr) return witness_.broken("posted: a row cannot be read");
  const bool deleted = !row.is_listed;
  PostedRecord posted{.record = std::move(*record), .id = "evt_" + std::to_string(++events_)};
  posted.record.posted = true;
  posted.record.vanished = deleted;
  const std::unique_ptr<Transaction> log = process.log().write(now());
  process.programs().keep_revisions(*log);
  receive(*log, process.programs(), posted, now());
  log->commit();
  witness_.count(deleted ? "row deleted by an event" : "row posted");
  tell("posted " + row.key + (deleted ? " deleted" : " " + row.status));
  truth_.took_posted(row, deleted, now());
}

}  // namespace smsflow::property
