#include <doctest/doctest.h>

#include <random>

#include "rows.h"
#include "text/error.h"

namespace smsflow::json_test {

namespace {

std::string rows(const std::string& text) {
  std::istringstream in(text);
  return all_rows(*read_json(in));
}

}  // namespace

TEST_CASE("lines and arrays of objects give the same rows") {
  struct Case {
    const char* text;
    const char* rows;
  };
  const Case cases[] = {
      {"{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n", "1: 1|x\n2: 2|y"},
      {"[{\"a\":1,\"b\":\"x\"},\n {\"a\":2,\"b\":\"y\"}]", "1: 1|x\n2: 2|y"},
      {"\xEF\xBB\xBF\n\n{\"a\":1}", "3: 1"},
      {"\n[\n{\"a\":1}\n]\n", "3: 1"},
      {"[]", ""},
      {" [ ] ", ""},
      {"", ""},
      {"{\"a\":1}\n\n\n{\"a\":2}", "1: 1\n4: 2"},
      {"{\"b\":1}\n{\"a\":2}\n{\"b\":3}", "1: 1\n2: -|2\n3: 3|-"},  // keys come as they come
      {"{\"a\":null,\"b\":\"\",\"c\":true,\"d\":1.5}", "1: -|-|yes|1.5"},
      {"{\"a\":18446744073709551615}", "1: 18446744073709551615"},
      {"{\"a\":[1,2],\"b\":{\"c\":\"]\"}}", "1: [1,2]|{\"c\":\"]\"}"},
      {"[{\"a\":\"x]\\\"}\"}, {\"a\":\"y\"}]", "1: x]\"}\n1: y"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.text);
    CHECK(rows(row.text) == row.rows);
  }
}

TEST_CASE("a broken line or element costs that one only") {
  struct Case {
    const char* text;
    const char* rows;
  };
  const Case cases[] = {
      {"{\"a\":1}\n{\"a\":\n{\"a\":3}\n", "1: 1\n2! not JSON\n3: 3"},
      {"{\"a\":1}\n5\n[1]\n{\"a\":2}",
       "1: 1\n2! a JSON number, not an object\n3! a JSON array, not an object\n4: 2"},
      {"{\"a\":\"\xFF\"}\n{\"a\":2}", "1! not JSON\n2: 2"},
      {"[{\"a\":1}, nonsense, {\"a\":3}]", "1: 1\n1! not JSON\n1: 3"},
      {"[{\"a\":1}\n{\"a\":2}]", "1! not JSON"},
      {"[,{\"a\":1}]", "1! not JSON\n1: 1"},
      {"[{\"a\":1},]", "1: 1\n1! not JSON"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.text);
    CHECK(rows(row.text) == row.rows);
  }
}

TEST_CASE("deep, long and wide objects are refused one by one") {
  const std::string deep =
      "{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}\n";
  CHECK(rows(deep + "{\"a\":1}") == "1! deeper than 32 levels\n2: 1");
  const std::string longer = "{\"a\":\"" + std::string(kMaxRowBytes, 'x') + "\"}\n";
  CHECK(rows(longer + "{\"a\":1}").ends_with("\n2: 1"));
  std::string wide = "{\"a\":1";
  for (std::size_t i = 0; i <= kMaxColumns; ++i) wide += ",\"k" + std::to_string(i) + "\":1";
  CHECK(rows(wide + "}").starts_with("1! more than 512 different keys"));
}

TEST_CASE("an array without an end, or with something after it, is refused where it breaks") {
  for (const char* text : {"[", "[{\"a\":1}", "[{\"a\":1", "[{\"a\":\"x]", "[{\"a\":1}] x"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(rows(text), Error);
  }
}

TEST_CASE("elements are found wherever a block ends") {
  std::string array = "[";
  std::string lines;
  for (int i = 0; i < 20'000; ++i) {
    const std::string object = "{\"id\":" + std::to_string(i) + ",\"t\":\"" +
                               std::string(static_cast<std::size_t>(i % 37), ']') + "x\"}";
    array += (i == 0 ? "" : ",\n") + object;
    lines += object + "\n";
  }
  CHECK(rows(array + "]") == rows(lines));
}

TEST_CASE("any bytes are read to their end or refused") {
  std::mt19937_64 random(13);
  const std::string_view alphabet = "[]{}\",:\\1a \n";
  for (int round = 0; round < 5'000; ++round) {
    std::string text = round % 2 == 0 ? "[" : "{";
    for (std::size_t i = random() % 40; i > 0; --i) text += alphabet[random() % alphabet.size()];
    try {
      rows(text);
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::kBadInput);
    }
  }
}

}  // namespace smsflow::json_test
