#include "record/reader.h"

#include <sstream>

#include "demo.h"
#include "tests/tree.h"
#include "text/error.h"

namespace smsflow::reader_test {

namespace {

const Instant kNow = *parse_rfc3339("2026-03-02T12:00:00Z");
constexpr std::string_view kHeader = "id,phone,zone,ok,name,starts_at,note,fee,status\n";

Workflow booked() {
  return demo({{"fee = \"number?\"", "fee = \"number?\", status = \"text\""}});
}

struct Read {
  std::vector<RecordSnapshot> records;
  std::vector<RowFault> faults;
  int repeated = 0;
};

Read read(const std::string& text, const Workflow& workflow = booked(), bool json = false) {
  std::istringstream in(text);
  const auto source = json ? read_json(in) : read_csv(in);
  RecordReader reader(workflow, "US");
  Read out;
  for (Row row; source->next(row);) {
    RecordReader::Outcome outcome = reader.read(row, kNow);
    if (auto* record = std::get_if<RecordSnapshot>(&outcome)) {
      out.records.push_back(std::move(*record));
    } else if (auto* fault = std::get_if<RowFault>(&outcome)) {
      out.faults.push_back(std::move(*fault));
    } else {
      ++out.repeated;
    }
  }
  return out;
}

Read read_row(const std::string& row) {
  return read(std::string(kHeader) + row + "\n");
}

}  // namespace

TEST_CASE("a row becomes a snapshot with its moments on the record's wall clock") {
  const Read out =
      read_row("A-1,(312) 555-0101,America/Chicago,yes, Maya ,2026-03-09T10:00,,12.50,booked");
  REQUIRE(out.records.size() == 1);
  const RecordSnapshot& record = out.records[0];
  CHECK(record.workflow == "demo");
  CHECK(record.key == "A-1");
  CHECK(record.phone->e164() == "+13125550101");
  CHECK(record.zone == "America/Chicago");
  CHECK(record.language == "en");
  CHECK(record.consent == true);
  CHECK(record.eligible);
  CHECK(record.seen_at == kNow);
  CHECK(to_text(record.fields.at("name")) == "Maya");
  CHECK(to_text(record.fields.at("id")) == "A-1");
  CHECK(std::get<double>(record.fields.at("fee")) == 12.5);
  CHECK(std::holds_alternative<std::monostate>(record.fields.at("note")));
  // Clocks go forward on 2026-03-08: a day before Monday 10:00 is still Sunday 10:00.
  CHECK(format_rfc3339(std::get<Instant>(record.fields.at("starts_at"))) == "2026-03-09T15:00:00Z");
  CHECK(format_rfc3339(*record.at) == "2026-03-08T15:00:00Z");
  CHECK(format_rfc3339(*record.expires) == "2026-03-09T13:00:00Z");
  CHECK(format_rfc3339(*record.respond_by) == "2026-03-09T14:00:00Z");
  CHECK(record.hash.size() == 64);
}

TEST_CASE("a row that cannot be used says why, and never shows a number") {
  struct Case {
    const char* row;
    const char* reason;
    const char* detail;
  };
  const Case cases[] = {
      {",+13125550101,UTC,yes,M,2026-03-09T10:00,,,booked", "no_key", "\"id\" is empty"},
      {"1,,UTC,yes,M,2026-03-09T10:00,,,booked", "no_phone", "\"phone\" is empty"},
      {"1,555-01,UTC,yes,M,2026-03-09T10:00,,,booked", "bad_phone", "\"phone\": too short"},
      {"1,+13125550101,Chicago,yes,M,2026-03-09T10:00,,,booked", "unknown_zone",
       "\"Chicago\" is no time zone"},
      {"1,+13125550101,,yes,M,2026-03-09T10:00,,,booked", "unknown_zone", "\"zone\" is empty"},
      {"1,+13125550101,UTC,yes,,2026-03-09T10:00,,,booked", "missing_field", "\"name\" is empty"},
      {"1,+13125550101,UTC,yes,  ,2026-03-09T10:00,,,booked", "missing_field", "\"name\" is empty"},
      {"1,+13125550101,UTC,yes,M,soon,,,booked", "bad_time",
       "\"starts_at\" is \"soon\", not a time like 2026-03-03T15:00"},
      {"1,+13125550101,UTC,yes,M,2026-03-09T10:00,,ten,booked", "bad_number",
       "\"fee\" is \"ten\", not a number like 1234.50"},
      {"1,2", "unreadable", "2 cells for 9 columns"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.row);
    const Read out = read_row(row.row);
    REQUIRE(out.faults.size() == 1);
    CHECK(out.faults[0].line == 2);
    CHECK(out.faults[0].reason == row.reason);
    CHECK(out.faults[0].detail == row.detail);
    CHECK(out.faults[0].detail.find("5550101") == std::string::npos);
  }
}

TEST_CASE("consent that is not said is not guessed") {
  struct Case {
    const char* word;
    std::optional<bool> consent;
  };
  const Case cases[] = {{"yes", true}, {"N", false}, {"", std::nullopt}, {"perhaps", std::nullopt}};
  for (const Case& row : cases) {
    CAPTURE(row.word);
    const Read out =
        read_row("1,+13125550101,UTC," + std::string(row.word) + ",M,2026-03-09T10:00,,,booked");
    REQUIRE(out.records.size() == 1);
    CHECK(out.records[0].consent == row.consent);
  }
}

TEST_CASE("conditions are asked at reading and again later") {
  RecordReader reader(demo({{"\"status = 'booked'\"", "\"hours_until(starts_at) > 24\""}}), "US");
  std::istringstream in(
      "id,phone,zone,ok,name,starts_at\n1,+13125550101,UTC,,M,2026-03-04T12:00\n");
  const auto source = read_csv(in);
  Row row;
  REQUIRE(source->next(row));
  const auto record = std::get<RecordSnapshot>(reader.read(row, kNow));
  CHECK(record.eligible);
  CHECK(reader.eligible(record, kNow + std::chrono::hours{23}));
  CHECK_FALSE(reader.eligible(record, kNow + std::chrono::hours{25}));
}

TEST_CASE("a condition that cannot be evaluated is an error before the first row") {
  try {
    RecordReader reader(demo(), "US");
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kBadInput);
    CHECK(error.where() == "demo.toml:13:9");
  }
}

TEST_CASE("a record whose moment cannot be told waits") {
  const Workflow workflow =
      demo({{"starts_at = \"time\"", "starts_at = \"time?\", status = \"text\""},
            {"{starts_at:day_time}", "soon"}});
  const Read out =
      read("id,phone,zone,ok,name,starts_at,status\n1,+13125550101,UTC,yes,M,,booked\n", workflow);
  REQUIRE(out.records.size() == 1);
  CHECK_FALSE(out.records[0].eligible);
  CHECK_FALSE(out.records[0].at);
}

TEST_CASE("a repeated key is nothing when it is the same and a fault of both when it is not") {
  const std::string row = "1,+13125550101,UTC,yes,M,2026-03-09T10:00,,,booked\n";
  const std::string other = "1,+13125550101,UTC,yes,M,2026-03-09T11:00,,,booked\n";
  const Read out = read(std::string(kHeader) + row + row + other + row);
  CHECK(out.records.size() == 1);
  CHECK(out.repeated == 1);
  REQUIRE(out.faults.size() == 2);
  CHECK(out.faults[0].reason == "conflicting_duplicate");
  CHECK(out.faults[0].key == "1");
  CHECK(out.faults[0].line == 4);
  CHECK(out.faults[0].withdrawn == 2);
  CHECK(out.faults[0].detail ==
        "line 2 has this key, too, and not all rows that have it are alike");
  const RowFault first = withdrawn_row(out.faults[0]);
  CHECK(first.line == 2);
  CHECK(first.key == "1");
  CHECK(first.reason == "conflicting_duplicate");
  CHECK(first.detail == "line 4 has this key, too, and not all rows that have it are alike");
  // Like the first again, which does not count any more.
  CHECK(out.faults[1].line == 5);
  CHECK(out.faults[1].withdrawn == 0);
}

TEST_CASE("each row of an export of changes is news, the last one too") {
  Workflow workflow = booked();
  workflow.record.export_kind = ExportKind::kChanges;
  const std::string row = "1,+13125550101,UTC,yes,M,2026-03-09T10:00,,,booked\n";
  const std::string other = "1,+13125550101,UTC,yes,M,2026-03-09T10:00,,,cancelled\n";
  const Read out = read(std::string(kHeader) + row + other + row, workflow);
  CHECK(out.faults.empty());
  REQUIRE(out.records.size() == 3);
  CHECK_FALSE(out.records[1].eligible);
  CHECK(out.records[2].eligible);
  // One that cannot be read is no news, and one that can be read after it is.
  std::istringstream in(std::string(kHeader) + "1,+12,UTC,yes,M,2026-03-09T10:00,,,booked\n" + row);
  const auto source = read_csv(in);
  RecordReader reader(workflow, "US");
  for (Row next; source->next(next);) reader.read(next, kNow);
  CHECK(reader.sight("1") == RecordReader::Sight::kRead);
}

TEST_CASE("a key whose rows can only in part be read has none that counts") {
  const std::string good = "1,+13125550101,UTC,yes,M,2026-03-09T10:00,,,booked\n";
  const std::string bad = "1,+12,UTC,yes,M,2026-03-09T10:00,,,booked\n";
  Read out = read(std::string(kHeader) + good + bad);
  REQUIRE(out.faults.size() == 1);
  CHECK(out.faults[0].reason == "bad_phone");
  CHECK(out.faults[0].withdrawn == 2);
  out = read(std::string(kHeader) + bad + bad + good);
  CHECK(out.records.empty());
  REQUIRE(out.faults.size() == 3);
  CHECK(out.faults[1].reason == "bad_phone");
  CHECK(out.faults[2].reason == "conflicting_duplicate");
  CHECK(out.faults[2].withdrawn == 0);
}

TEST_CASE("the hash changes with what matters and with nothing else") {
  const auto hash = [](const std::string& row) { return read_row(row).records.at(0).hash; };
  const std::string first = hash("1,+13125550101,UTC,yes,M,2026-03-09T10:00,n,5,booked");
  CHECK(hash("1,(312) 555-0101,UTC,YES, M ,2026-03-09 10:00:00Z,n,5,booked") == first);
  for (const char* row : {"2,+13125550101,UTC,yes,M,2026-03-09T10:00,n,5,booked",
                          "1,+13125550102,UTC,yes,M,2026-03-09T10:00,n,5,booked",
                          "1,+13125550101,America/Denver,yes,M,2026-03-09T10:00Z,n,5,booked",
                          "1,+13125550101,UTC,no,M,2026-03-09T10:00,n,5,booked",
                          "1,+13125550101,UTC,yes,Mn,2026-03-09T10:00,,5,booked",
                          "1,+13125550101,UTC,yes,M,2026-03-09T10:01,n,5,booked",
                          "1,+13125550101,UTC,yes,M,2026-03-09T10:00,n,,booked"}) {
    CAPTURE(row);
    CHECK(hash(row) != first);
  }
}

TEST_CASE("a column that is missing is told by its name; optional ones may be absent") {
  const Read out = read(
      "id,phone,zone,ok,nmae,starts_at,status\n1,+13125550101,UTC,yes,M,2026-03-09T10:00,booked\n");
  REQUIRE(out.faults.size() == 1);
  CHECK(out.faults[0].detail == "no column \"name\"; did you mean \"nmae\"?");
  CHECK(read("id,phone,zone,ok,name,starts_at,status\n1,+13125550101,UTC,yes,M,2026-03-09T10:00,"
             "booked\n")
            .records.size() == 1);
}

TEST_CASE("JSON rows may have different keys in any order") {
  const Read out = read(
      "{\"id\":7,\"phone\":\"+13125550101\",\"zone\":\"UTC\",\"name\":\"M\",\"starts_at\":"
      "\"2026-03-09T10:00\",\"status\":\"booked\"}\n"
      "{\"name\":\"N\",\"status\":\"open\",\"zone\":\"UTC\",\"ok\":true,\"id\":8,\"phone\":"
      "13125550102,"
      "\"starts_at\":\"2026-03-09T10:00\",\"fee\":3}\n"
      "{\"id\":9}\n",
      booked(), true);
  REQUIRE(out.records.size() == 2);
  CHECK(out.records[0].key == "7");
  CHECK_FALSE(out.records[0].consent);
  CHECK(out.records[1].consent == true);
  CHECK(out.records[1].phone->e164() == "+13125550102");
  CHECK_FALSE(out.records[1].eligible);
  REQUIRE(out.faults.size() == 1);
  CHECK(out.faults[0].key == "9");
}

TEST_CASE("the language is a code, else English") {
  const Workflow workflow =
      demo({{"zone = \"zone\"", "zone = \"UTC\"\nlanguage = \"lang\"\nversion = \"v\""},
            {"fee = \"number?\"", "status = \"text\""}});
  const std::pair<const char*, const char*> cases[] = {
      {"es", "es"}, {"ES", "es"}, {"es-MX", "es"}, {"", "en"}, {"Spanish", "es"}, {"1", "en"}};
  for (const auto& [written, language] : cases) {
    CAPTURE(written);
    const Read out = read(
        "id,phone,ok,name,starts_at,status,lang,v\n1,+13125550101,yes,M,"
        "2026-03-09T10:00,booked," +
            std::string(written) + ",17\n",
        workflow);
    REQUIRE(out.records.size() == 1);
    CHECK(out.records[0].language == language);
    CHECK(out.records[0].version == "17");
    CHECK(out.records[0].zone == "UTC");
  }
}

TEST_CASE("the sample rows that ship do what their workflow shows") {
  std::ostringstream told;
  const Workflow workflow = load_workflow_file(in_tree("workflows/appointment.toml"), {}).value;
  RecordReader reader(workflow, "US");
  const auto source = open_records(in_tree("testdata/records/appointments.csv"));
  for (Row row; source->next(row);) {
    const RecordReader::Outcome outcome = reader.read(row, kNow);
    if (const auto* fault = std::get_if<RowFault>(&outcome))
      told << fault->key << " " << fault->reason << "\n";
    const auto* record = std::get_if<RecordSnapshot>(&outcome);
    if (record != nullptr && !record->eligible) told << record->key << " waits\n";
    if (record != nullptr && record->consent == false) told << record->key << " no consent\n";
  }
  CHECK(told.str() == "A-1006 no consent\nA-1007 bad_phone\nA-1008 waits\n");
}

TEST_CASE("a row that says it was deleted needs nothing but its key") {
  Workflow workflow = booked();
  workflow.record.deleted = "note";
  const Read out = read(std::string(kHeader) + "A-1,,,,,,yes,,\n", workflow);
  REQUIRE(out.records.size() == 1);
  CHECK(out.records[0].vanished);
  CHECK_FALSE(out.records[0].phone);
  CHECK_FALSE(out.records[0].eligible);
}

TEST_CASE("a reader tells which keys were there, also those of rows it refused") {
  Workflow workflow = booked();
  workflow.record.scope = "note";
  std::istringstream in(std::string(kHeader) +
                        "A-1,+13125550101,America/Chicago,yes,M,2026-03-09T10:00,north,,booked\n"
                        "A-2,12,America/Chicago,yes,M,2026-03-09T10:00,north,,booked\n");
  const auto source = read_csv(in);
  RecordReader reader(workflow, "US");
  std::string scope;
  for (Row row; source->next(row);) {
    const RecordReader::Outcome outcome = reader.read(row, kNow);
    if (const auto* record = std::get_if<RecordSnapshot>(&outcome)) scope = record->scope;
  }
  CHECK(scope == "north");
  CHECK(reader.sight("A-1") == RecordReader::Sight::kRead);
  CHECK(reader.sight("A-2") == RecordReader::Sight::kRejected);
  CHECK(reader.sight("A-3") == RecordReader::Sight::kNever);
}

TEST_CASE("a row that is gone from a ledger is read as its last one with other values") {
  Workflow workflow = booked();
  workflow.trigger.when = "status = 'booked'";
  workflow.record.gone = {{"status", std::string("paid"), {}}};
  const Read before = read(
      std::string(kHeader) + "A-1,+13125550101,America/Chicago,yes,M,2026-03-09T10:00,,,booked\n",
      workflow);
  REQUIRE(before.records.size() == 1);
  const RecordSnapshot& last = before.records[0];
  CHECK(last.eligible);
  RecordReader reader(workflow, "US");
  const RecordSnapshot gone = reader.as_gone(last, kNow + std::chrono::hours{1});
  CHECK(to_text(gone.fields.at("status")) == "paid");
  CHECK_FALSE(gone.eligible);
  CHECK(gone.hash != last.hash);
  CHECK(gone.at == last.at);
  CHECK(gone.phone == last.phone);
  CHECK(gone.seen_at == kNow + std::chrono::hours{1});
}

TEST_CASE("a row is expected until its matter is over") {
  Workflow workflow = booked();
  const std::string row =
      std::string(kHeader) + "A-1,+13125550101,America/Chicago,yes,M,2026-03-09T10:00,,,booked\n";
  const Read bounded = read(row, workflow);
  CHECK(bounded.records.at(0).over_at == bounded.records.at(0).expires);
  workflow.trigger.expires.reset();
  // A reminder leaves the day before; the booking is there until the day itself.
  const Read open = read(row, workflow);
  CHECK(open.records.at(0).over_at == *parse_rfc3339("2026-03-09T15:00:00Z"));
  workflow.trigger.at.reset();
  CHECK_FALSE(read(row, workflow).records.at(0).over_at);
}

TEST_CASE("a row is deleted by a yes or by any time, and what says neither is refused") {
  Workflow workflow = booked();
  workflow.record.deleted = "note";
  const auto says = [&](const std::string& cell) -> std::string {
    const Read out = read(
        std::string(kHeader) + "A-1,+13125550101,UTC,yes,M,2026-03-09T10:00," + cell + ",,booked\n",
        workflow);
    if (out.faults.empty()) return out.records.at(0).vanished ? "deleted" : "stands";
    CHECK(out.faults[0].key == "A-1");
    return out.faults[0].reason;
  };
  for (const char* cell : {"", "no", "FALSE", "0", " "}) CHECK(says(cell) == "stands");
  for (const char* cell : {"Y", "TRUE", " yes ", "1", "2026-02-28", "2026-02-28 09:00:00",
                           "2026-02-28T09:00:00Z", "2026-02-28T09:00:00-06:00"}) {
    CAPTURE(cell);
    CHECK(says(cell) == "deleted");
  }
  for (const char* cell : {"x", "deleted", "0000-00-00", "12"}) {
    CAPTURE(cell);
    CHECK(says(cell) == "missing_field");
  }
}

TEST_CASE("a JSON row that does not name its part is refused, one deleted needs to name none") {
  Workflow workflow = booked();
  workflow.record.scope = "branch";
  workflow.record.deleted = "gone";
  const std::string row =
      "{\"id\":7,\"phone\":\"+13125550101\",\"zone\":\"UTC\",\"name\":\"M\",\"starts_at\":"
      "\"2026-03-09T10:00\",\"status\":\"booked\"";
  const Read out =
      read(row + ",\"branch\":\"north\"}\n" + "{\"id\":8,\"gone\":true}\n", workflow, true);
  REQUIRE(out.records.size() == 2);
  CHECK(out.records[0].scope == "north");
  CHECK(out.records[1].vanished);
  const Read none = read(row + "}\n", workflow, true);
  REQUIRE(none.faults.size() == 1);
  CHECK(none.faults[0].detail == "no column \"branch\"");
}

}  // namespace smsflow::reader_test
