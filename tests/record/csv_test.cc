#include <doctest/doctest.h>

#include <random>

#include "rows.h"
#include "text/error.h"

namespace smsflow::csv_test {

namespace {

std::string rows(const std::string& text) {
  std::istringstream in(text);
  return all_rows(*read_csv(in));
}

std::string quoted(const std::string& cell) {
  std::string out = "\"";
  for (const char c : cell) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

}  // namespace

TEST_CASE("cells are read as RFC 4180 and spreadsheets write them") {
  struct Case {
    const char* text;
    const char* rows;
  };
  const Case cases[] = {
      {"a,b\n1,2\n3,4\n", "2: 1|2\n3: 3|4"},
      {"a,b\r\n1,2\r\n", "2: 1|2"},
      {"a,b\r1,2\r3,4", "2: 1|2\n3: 3|4"},
      {"a,b\n1,2", "2: 1|2"},  // no end of line
      {"\xEF\xBB\xBF"
       "a,b\n1,2\n",
       "2: 1|2"},
      {"a;b\n1;2,5\n", "2: 1|2,5"},
      {"a\tb\n1\t2\n", "2: 1|2"},
      {"a,b\n,\n", "2: -|-"},
      {"a,b\n\"\",x\n", "2: -|x"},
      {"a,b\n\"x,y\",2\n", "2: x,y|2"},
      {"a,b\n\"x \"\"y\"\"\",2\n", "2: x \"y\"|2"},
      {"a,b\n\"x\ny\",2\n3,4\n", "2: x\ny|2\n4: 3|4"},  // a line break inside
      {"a,b\n\"x\r\ny\",2\r\n3,4\r\n", "2: x\r\ny|2\n4: 3|4"},
      {"a,b\n5\" pipe,2\n", "2: 5\" pipe|2"},
      {"a,b\n\n1,2\n\n", "3: 1|2"},  // blank lines
      {"a\n\n1\n", "2: -\n3: 1"},    // unless one column makes them rows
      {"a,b\n 1 , 2 \n", "2:  1 | 2 "},
      {"\"a\",\"b\"\n1,2\n", "2: 1|2"},
      {"a,b\n", ""},
  };
  for (const Case& row : cases) {
    CAPTURE(row.text);
    CHECK(rows(row.text) == row.rows);
  }
}

TEST_CASE("a row that cannot be read costs that row only") {
  struct Case {
    const char* text;
    const char* rows;
  };
  const Case cases[] = {
      {"a,b\n1\n3,4\n", "2! 1 cells for 2 columns\n3: 3|4"},
      {"a,b\n1,2,3\n3,4\n", "2! 3 cells for 2 columns\n3: 3|4"},
      {"a,b\n\"x\"y,2\n3,4\n", "2! text after the closing quote in line 2\n3: 3|4"},
      {"a,b\n1,2\n\"x,2\n3,4\n", "2: 1|2\n3! the quote opened in line 3 is never closed\n4: 3|4"},
      {"a,b\n\xFF,2\n3,4\n", "2! not UTF-8\n3: 3|4"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.text);
    CHECK(rows(row.text) == row.rows);
  }
  CHECK(rows(std::string("a,b\n1,\0\n3,4\n", 12)) == "2! a zero byte in it\n3: 3|4");
}

TEST_CASE("a row longer than the limit is skipped, the next one is read") {
  const std::string longer(kMaxRowBytes + 10, 'x');
  CHECK(rows("a,b\n" + longer + ",2\n3,4\n").find("3: 3|4") != std::string::npos);
  CHECK(rows("a,b\n\"" + longer + "\",2\n3,4\n").find("3: 3|4") != std::string::npos);
  CHECK(rows("a,b\n1," + std::string(200'000, 'y') + "\n3,4\n").find("\n3: 3|4") !=
        std::string::npos);
}

TEST_CASE("what has no header is refused as a whole") {
  for (const std::string& text : {std::string(), std::string("\n1,2\n"), std::string("a,a\n1,2\n"),
                                  std::string("\"a,b\n1,2\n"),
                                  std::string("\xFF\xFE"
                                              "a\0",
                                              4),
                                  "a" + std::string(kMaxColumns, ',') + "\n"}) {
    CAPTURE(text.substr(0, 20));
    std::istringstream in(text);
    CHECK_THROWS_AS(read_csv(in), Error);
  }
}

TEST_CASE("what is written with quotes is read as it was, wherever a block ends") {
  std::mt19937_64 random(5);
  const std::string_view alphabet = "ab,\"\n\r; \xC3\xA9";
  std::string text = "a,b,c\n";
  std::string expected;
  long line = 2;
  for (int row = 0; row < 30'000; ++row) {
    expected += (expected.empty() ? "" : "\n") + std::to_string(line) + ":";
    for (int column = 0; column < 3; ++column) {
      std::string cell;
      for (std::size_t i = random() % 8; i > 0; --i) {
        const std::size_t at = random() % (alphabet.size() - 1);
        cell += at == alphabet.size() - 2 ? alphabet.substr(at) : alphabet.substr(at, 1);
      }
      text += (column == 0 ? "" : ",") + quoted(cell);
      expected += (column == 0 ? " " : "|") + (cell.empty() ? "-" : cell);
      for (const char c : cell) line += c == '\n' ? 1 : 0;
    }
    text += "\n";
    ++line;
  }
  CHECK(text.size() > 500'000);
  CHECK(rows(text) == expected);
}

TEST_CASE("any bytes are read to their end") {
  std::mt19937_64 random(9);
  const std::string_view alphabet = "a,\"\n\r;\xFF";
  for (int round = 0; round < 5'000; ++round) {
    std::string text = "a,b\n";
    for (std::size_t i = random() % 40; i > 0; --i) text += alphabet[random() % alphabet.size()];
    std::istringstream in(text);
    const auto source = read_csv(in);
    Row row;
    long count = 0;
    long last = 0;
    while (source->next(row)) {
      CHECK(row.line > last);
      last = row.line;
      REQUIRE(++count <= 50);
    }
  }
}

}  // namespace smsflow::csv_test
