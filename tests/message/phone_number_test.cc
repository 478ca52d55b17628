#include "message/phone_number.h"

#include <doctest/doctest.h>

#include <random>
#include <thread>
#include <vector>

namespace smsflow::phone_number_test {

namespace {

// The number, "?" after it when the metadata doubts it, or the fault in brackets.
std::string parsed(std::string_view text, std::string_view region = "US") {
  const ParsedPhone phone = parse_phone(text, region);
  CHECK(phone.number.has_value() == phone.fault.empty());
  if (!phone.number) return "[" + phone.fault + "]";
  return phone.number->e164() + (phone.valid ? "" : "?");
}

}  // namespace

TEST_CASE("what people type becomes E.164") {
  struct Case {
    std::string_view text, region, number;
  };
  const Case cases[] = {
      {"(312) 555-0123", "US", "+13125550123"},
      {"312.555.0123", "US", "+13125550123"},
      {"+1 312 555 0123", "US", "+13125550123"},
      {"1-312-555-0123", "US", "+13125550123"},
      {"  3125550123\t", "US", "+13125550123"},
      {"+12055551234", "US", "+12055551234"},
      {"+1 211 555 0123", "US", "+12115550123?"},  // possible: no such area code in 2022
      {"011 49 30 1234567", "US", "+49301234567"},
      {"0049 30 1234567", "US", "+49301234567"},
      {"0049 30 1234567", "DE", "+49301234567"},
      {"030 1234567", "DE", "+49301234567"},
      {"0011 1 312 867 5309", "AU", "+13128675309"},
      {"+39 06 1234 5678", "US", "+390612345678"},  // Italy keeps its zero
      {"+52 1 55 1234 5678", "US", "+525512345678"},
      {"tel:+1-312-867-5309", "US", "+13128675309"},
      {"＋１３１２８６７５３０９", "US", "+13128675309"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(parsed(c.text, c.region) == c.number);
  }
}

TEST_CASE("what is no number is refused by name") {
  struct Case {
    std::string_view text, fault;
  };
  const Case cases[] = {
      {"", "[empty]"},
      {"  \n", "[empty]"},
      {"13125550123.0", "[a spreadsheet's decimal (ends in .0)]"},
      {"3125550123.00", "[a spreadsheet's decimal (ends in .0)]"},
      {"1.3125550123E+10", "[a spreadsheet's scientific notation (digits are lost)]"},
      {"1.31E+10", "[a spreadsheet's scientific notation (digits are lost)]"},
      {"1,31E+10", "[a spreadsheet's scientific notation (digits are lost)]"},
      {"3e9", "[a spreadsheet's scientific notation (digits are lost)]"},
      {"n/a", "[not a number]"},
      {"unknown", "[not a number]"},
      {"555-0123", "[no area code]"},
      {"123", "[too short]"},
      {"+1 312 555 012", "[too short]"},
      {"+1 312 555 01234", "[too long]"},
      {"3125550123 / 3125550124", "[too long]"},
      {"+999 12345678", "[no country]"},
      {"1-800-FLOWERS", "[letters in it]"},
      {"call 312 867 5309", "[letters in it]"},
      {"312-867-5309 ext. 12", "[has an extension]"},
      {"312-867-5309 x12", "[has an extension]"},
      {"+", "[not a number]"},
      {"\xFF\xFE", "[not a number]"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(parsed(c.text) == c.fault);
    CHECK(parsed(c.text) == c.fault);  // remembered
  }
  CHECK(parsed(std::string(1 << 20, '1')) == "[too long]");
  CHECK(parsed("3128675309", "") == "[no country]");
  CHECK(parsed("3128675309", "XX") == "[no country]");
  CHECK(parsed("+13128675309", "XX") == "+13128675309");
}

TEST_CASE("a text means what its region says, whatever was asked before") {
  CHECK(parsed("020 7946 0958", "GB") == "+442079460958");
  CHECK(parsed("020 7946 0958", "DE") == "+492079460958?");
  CHECK(parsed("020 7946 0958", "GB") == "+442079460958");
}

TEST_CASE("the fictitious 555 numbers of every area code are possible") {
  for (int area = 201; area <= 989; ++area) {
    const ParsedPhone phone = parse_phone("+1" + std::to_string(area) + "5550000");
    REQUIRE(phone.number.has_value());
  }
}

TEST_CASE("E.164 is a plus and 7 to 15 digits, the first no zero") {
  struct Case {
    std::string_view text;
    bool number;
  };
  const Case cases[] = {{"+1234567", true},   {"+123456789012345", true},
                        {"+123456", false},   {"+1234567890123456", false},
                        {"+0234567", false},  {"1234567", false},
                        {"+12345a7", false},  {"+1234 567", false},
                        {"", false},          {"+", false},
                        {"++1234567", false}, {"+13125550123\n", false}};
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(PhoneNumber::from_e164(c.text).has_value() == c.number);
  }
  CHECK(PhoneNumber::from_e164("+1234567")->e164() == "+1234567");
  CHECK(*PhoneNumber::from_e164("+1234567") < *PhoneNumber::from_e164("+1234568"));
}

TEST_CASE("a parsed number parses to itself") {
  std::mt19937_64 random(9);
  for (int round = 0; round < 2'000; ++round) {
    std::string text;
    for (std::uint64_t n = random() % 18; n > 0; --n)
      text += "0123456789+- ().x\xFF"[random() % 18];
    const ParsedPhone phone = parse_phone(text);
    if (!phone.number) continue;
    REQUIRE(PhoneNumber::from_e164(phone.number->e164()) == phone.number);
    REQUIRE(parse_phone(phone.number->e164()).number == phone.number);
  }
}

TEST_CASE("more texts than are remembered, some of them again and again, from several threads") {
  std::vector<std::thread> threads;
  std::vector<int> wrong(2, 0);
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&wrong, t] {
      for (std::size_t i = 0; i < 70'000; ++i) {
        const std::string rare = std::to_string(2 * i + t);
        const std::string often = "+1312555" + std::to_string(1'000 + i % 50);
        const ParsedPhone refused = parse_phone(rare.substr(0, 6), "US");
        const std::optional<PhoneNumber> found = parse_phone(often).number;
        if (refused.number || !found || found->e164() != often) ++wrong[t];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const int count : wrong) CHECK(count == 0);
}

}  // namespace smsflow::phone_number_test
