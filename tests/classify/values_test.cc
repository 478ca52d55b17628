#include "classify/values.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace smsflow::values_test {

namespace {

std::string joined(const ReadValue& value) {
  std::string result;
  for (const std::string& each : value.candidates) result += (result.empty() ? "" : " ") + each;
  return result;
}

}  // namespace

TEST_CASE("values: order ids by the pattern of the workflow") {
  const struct {
    const char* text;
    const char* pattern;
    const char* expected;
  } rows[] = {
      {"it's 48291", "\\d{5}", "48291"},
      {"#48291.", "\\d{5}", "48291"},
      {"order 482913", "\\d{5}", ""},
      {"312-555-0143", "\\d{5}", ""},
      {"ab-1234 please", "AB-?\\d{4}", "AB1234"},
      {"AB1234 or ab-1234", "AB-?\\d{4}", "AB1234"},
      {"48291,48292", "\\d{5}", "48291 48292"},
      {"48291 48292 48291", "\\d{5}", "48291 48292"},
      {"order no: 77", "order (?:no:? ?)?(\\d+)", "77"},
      {"", "\\d+", ""},
      {"48291", "(", ""},
      {"48291", "", ""},
      {"\xff\xfe 48291 \xc3", "\\d{5}", "48291"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(joined(read_by_pattern(row.text, row.pattern)) == row.expected);
  }
  CHECK(is_pattern("\\d{5}"));
  CHECK_FALSE(is_pattern("("));
  CHECK_FALSE(is_pattern("(?=lookahead)"));
}

TEST_CASE("values: an id that is not this customer's is none of theirs") {
  const std::vector<std::string> mine = {"AB-1234", "48291"};
  CHECK(is_expected("ab1234", mine));
  CHECK(is_expected("#48291", mine));
  CHECK_FALSE(is_expected("48292", mine));
  CHECK_FALSE(is_expected("", mine));
  CHECK_FALSE(is_expected("#", {""}));
}

TEST_CASE("values: amounts in hundredths") {
  const struct {
    const char* text;
    const char* expected;
  } rows[] = {
      {"$45", "4500"},
      {"$45.50", "4550"},
      {"I can pay $1,234.50 now", "123450"},
      {"45 dollars", "4500"},
      {"45 bucks", "4500"},
      {"1.234,50 \u20AC", "123450"},
      {"\u20AC20", "2000"},
      {"200 pesos", "20000"},
      {"45", "4500"},
      {"45.", "4500"},
      {"45.5", "4550"},
      {"$0", "0"},
      {"$0.05", "5"},
      {"$20 or $30", "2000 3000"},
      {"$20 and 20 dollars", "2000"},
      {"order 4512", ""},
      {"at 4", ""},
      {"no", ""},
      {"$", ""},
      {"$9999999999", ""},
      {"1,234", "123400"},
      {"just paid 105.92", "10592"},
      {"Paid 50 today, rest next week", "5000"},
      {"paid 50", "5000"},
      {"paid 2 days ago", ""},
      {"paid invoice 4512", ""},
      {"PAID 0009888307", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(joined(read_amount(row.text)) == row.expected);
  }
}

TEST_CASE("values: small numbers, in digits and words") {
  const struct {
    const char* text;
    const char* expected;
  } rows[] = {
      {"2", "2"},       {"Two!", "2"},     {"2 people please", "2"},
      {"dos", "2"},     {"03", "3"},       {"2 or 3", "2 3"},
      {"none", ""},     {"48291", ""},     {"twelve", "12"},
      {"two (2)", "2"}, {"a couple", "2"}, {"", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(joined(read_number(row.text)) == row.expected);
  }
}

TEST_CASE("values: long texts are read in bounded time") {
  const std::string flood(100'000, '1');
  CHECK(read_by_pattern(flood, "(1+)+x").candidates.empty());
  CHECK(joined(read_amount(flood)).empty());
  CHECK(read_number(flood).candidates.empty());
}

}  // namespace smsflow::values_test
