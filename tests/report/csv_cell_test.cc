#include "report/csv_cell.h"

#include <doctest/doctest.h>

using smsflow::append_csv_cell;
using smsflow::csv_line;

TEST_CASE("cells are quoted as RFC 4180 says, and none is a formula") {
  struct Case {
    const char* text;
    const char* cell;
  };
  const Case cases[] = {
      {"", ""},
      {"plain", "plain"},
      {"a,b", "\"a,b\""},
      {"say \"hi\"", "\"say \"\"hi\"\"\""},
      {"two\nlines", "\"two\nlines\""},
      {"=1+1", "'=1+1"},
      {"=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\tx", "'\tx"},
      {"\r=1", "\"'\r=1\""},
      {"-", "'-"},
      {"-2+3", "'-2+3"},
      {"+1312***0123", "'+1312***0123"},
      {"+13125550123", "+13125550123"},
      {"-12.5", "-12.5"},
      {"-1.2.3", "'-1.2.3"},
      {"-5.", "'-5."},
  };
  for (const Case& row : cases) {
    CAPTURE(row.text);
    std::string cell;
    append_csv_cell(cell, row.text);
    CHECK(cell == row.cell);
  }
  CHECK(csv_line({"a", "", "b,c"}) == "a,,\"b,c\"\r\n");
}
