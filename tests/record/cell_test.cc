#include "record/cell.h"

#include <doctest/doctest.h>

#include <limits>

namespace smsflow::cell_test {

namespace {

// The typed value as text, "-" for none, or "! reason".
std::string typed(Value value, FieldType type, const char* zone = "America/Chicago") {
  const CellFault fault = read_cell(value, type, Zone::find(zone));
  if (!fault.reason.empty()) return "! " + std::string(fault.reason);
  return std::holds_alternative<std::monostate>(value) ? "-" : to_text(value);
}

}  // namespace

TEST_CASE("times are local to the zone unless they say otherwise") {
  struct Case {
    const char* text;
    const char* value;
  };
  const Case cases[] = {
      {"2026-03-03T15:00", "2026-03-03T21:00:00Z"},
      {"2026-03-03 15:00:00", "2026-03-03T21:00:00Z"},
      {" 2026-03-03 ", "2026-03-03T06:00:00Z"},
      {"2026-03-03T15:00:00Z", "2026-03-03T15:00:00Z"},
      {"2026-03-03T15:00:00+02:00", "2026-03-03T13:00:00Z"},
      {"2026-03-08T02:30", "2026-03-08T08:30:00Z"},  // skipped by the clock change
      {"2026-11-01T01:30", "2026-11-01T06:30:00Z"},  // comes twice: the first
      {"", "-"},
      {"   ", "-"},
      {"2026-02-30", "! bad_time"},
      {"3/3/2026", "! bad_time"},
      {"tomorrow", "! bad_time"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.text);
    CHECK(typed(std::string(row.text), FieldType::kTime) == row.value);
  }
  CHECK(typed(std::int64_t{1772550000}, FieldType::kTime) == "! bad_time");
  // Without a zone only moments that name their offset are certain.
  CHECK(typed(std::string("2026-03-03T15:00"), FieldType::kTime, "nowhere") == "! bad_time");
  CHECK(typed(std::string("2026-03-03T15:00:00Z"), FieldType::kTime, "nowhere") ==
        "2026-03-03T15:00:00Z");
}

TEST_CASE("numbers are whole where they can be, and finite") {
  struct Case {
    const char* text;
    const char* value;
  };
  const Case cases[] = {
      {"12", "12"},
      {"-7", "-7"},
      {" 12.50 ", "12.5"},
      {"1e3", "1000"},
      {"", "-"},
      {"1,234.50", "! bad_number"},
      {"$12", "! bad_number"},
      {"12 EUR", "! bad_number"},
      {"nan", "! bad_number"},
      {"inf", "! bad_number"},
      {"0x10", "! bad_number"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.text);
    std::string found = typed(std::string(row.text), FieldType::kNumber);
    if (found == "1000.0") found = "1000";
    CHECK(found == row.value);
  }
  CHECK(typed(std::int64_t{5}, FieldType::kNumber) == "5");
  CHECK(typed(2.5, FieldType::kNumber) == "2.5");
  CHECK(typed(std::numeric_limits<double>::quiet_NaN(), FieldType::kNumber) == "! bad_number");
  CHECK(typed(true, FieldType::kNumber) == "! bad_number");
}

TEST_CASE("flags are yes or no in the words people use") {
  for (const char* word : {"yes", "YES", " true ", "1", "y", "si", "s\xC3\xAD", "S\xC3\x8D"}) {
    CAPTURE(word);
    CHECK(yes_or_no(std::string(word)) == true);
  }
  for (const char* word : {"no", "No", "false", "0", "n"}) {
    CAPTURE(word);
    CHECK(yes_or_no(std::string(word)) == false);
  }
  for (const char* word : {"", " ", "maybe", "2", "yes please", "opted in"}) {
    CAPTURE(word);
    CHECK_FALSE(yes_or_no(std::string(word)));
  }
  CHECK(yes_or_no(Value{}) == std::nullopt);
  CHECK(yes_or_no(true) == true);
  CHECK(yes_or_no(std::int64_t{0}) == false);
  CHECK(typed(std::string("maybe"), FieldType::kFlag) == "! missing_field");
  CHECK(typed(std::string("n"), FieldType::kFlag) == "no");
  CHECK(typed(std::string(""), FieldType::kFlag) == "-");
}

TEST_CASE("texts lose the blanks around them, and a zero byte is refused") {
  CHECK(typed(std::string("  Maya  "), FieldType::kText) == "Maya");
  CHECK(typed(std::string(" \t "), FieldType::kText) == "-");
  CHECK(typed(std::int64_t{48291}, FieldType::kText) == "48291");
  CHECK(typed(std::string("a\0b", 3), FieldType::kText) == "! unreadable");
  CHECK(cell_text(std::string(" x ")) == "x");
  CHECK(cell_text(Value{}) == "");
}

}  // namespace smsflow::cell_test
