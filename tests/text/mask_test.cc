#include "text/mask.h"

#include <doctest/doctest.h>

#include <random>

#include "text/utf8.h"

namespace smsflow::mask_test {

TEST_CASE("card numbers and social security numbers are masked") {
  struct Case {
    std::string_view text, masked;
  };
  const Case cases[] = {
      {"4111111111111111", "[card ...1111]"},
      {"my card is 4111 1111 1111 1111 exp 12/27", "my card is [card ...1111] exp 12/27"},
      {"4111-1111-1111-1111.", "[card ...1111]."},
      {"4111.1111.1111.1111", "[card ...1111]"},
      {"4111 - 1111 - 1111 - 1111", "[card ...1111]"},
      {"4111\u00A01111\u20111111\u20131111", "[card ...1111]"},
      {"卡号4111111111111111。", "卡号[card ...1111]。"},
      {"3782 822463 10005", "[card ...0005]"},
      {"card:5555555555554444,thanks", "card:[card ...4444],thanks"},
      {"4111 1111 1111 1111 123", "[card ...1111] 123"},  // the code behind it is no part of it
      {"12 4111 1111 1111 1111", "12 [card ...1111]"},
      {"4111111111111111 5555555555554444", "[card ...1111] [card ...4444]"},
      {"order 4111 1111 1111 1111", "order [card ...1111]"},  // written as cards are
      {"card #4111111111111111", "card #[card ...1111]"},
      {"312-555-0123 123-45-6789", "312-555-0123 [ssn]"},
      {"123-45-6789 219-09-9998", "[ssn] [ssn]"},
      {"ssn 123-45-6789", "ssn [ssn]"},
      {"123-45-6789", "[ssn]"},
      {"my social security number is 123456789", "my social security number is [ssn]"},
      {"SSN: 123 45 6789 ok", "SSN: [ssn] ok"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(mask_sensitive(c.text) == c.masked);
  }
}

TEST_CASE("everything else stays") {
  const std::string_view texts[] = {
      "",
      "C",
      "Where is order #48291?",
      "order #4111111111111111",
      "order number 4111111111111111",  // digits alone, and said to be something else
      "tracking no. 4111111111111111",
      "call (312) 555-0123 or +1 312 555 0123",
      "+4915112345673",
      "4915112345673",
      "415-555-0123 312-555-0124",
      "see you at 10:30 on 2026-03-02",
      "20260302150000",
      "1772463600000",
      "1Z999AA10123456784",
      "9400 1118 9922 3100 0012 37",
      "9400111899223100001237",
      "4111111111111112",  // no card: Luhn
      "a4111111111111111",
      "4111111111111111b",
      "41111111111111110000",
      "000-12-3456 666-12-3456 912-12-3456",
      "123-00-4567 123-45-0000",
      "123-45-67890",
      "123-45-6789-1",
      "123456789",
      "987 65 4321",
      "é 日 😀 1 2 3",
  };
  for (const std::string_view text : texts) {
    CAPTURE(text);
    CHECK(mask_sensitive(text) == text);
  }
}

TEST_CASE("a card is found wherever it stands, and nothing around it is lost") {
  std::mt19937_64 random(2);
  const std::string_view alphabet = "ab .,-:#+()/\n";
  for (int round = 0; round < 5'000; ++round) {
    std::string before;
    std::string after;
    for (std::uint64_t n = random() % 10; n > 0; --n)
      before += alphabet[random() % alphabet.size()];
    for (std::uint64_t n = random() % 10; n > 0; --n) after += alphabet[random() % alphabet.size()];
    before += " is ";
    after.insert(0, "; ");
    REQUIRE(mask_sensitive(before + "4111 1111 1111 1111" + after) ==
            before + "[card ...1111]" + after);
  }
}

TEST_CASE("random digits and bytes are never spoilt by accident") {
  std::mt19937_64 random(4);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::uint64_t n = random() % 60; n > 0; --n) text += "0123456789 -.é#+x"[random() % 18];
    const std::string once = mask_sensitive(text);
    REQUIRE(mask_sensitive(once) == once);
  }
}

TEST_CASE("a phone number stays recognisable and cannot be called") {
  struct Case {
    std::string_view e164, masked;
  };
  const Case cases[] = {
      {"+13125550123", "+1312***0123"},
      {"+4915112345678", "+4915***5678"},
      {"+123456789012345", "+1234***2345"},
      {"+12345678", "+1***5678"},
      {"+1234567", "+***4567"},
      {"+123456", "***"},
      {"13013", "***"},
      {"", "***"},
      {"NORTHSIDE", "***"},
      {"+1312555\xFF\xFF\xFF\xFF", "***"},
  };
  for (const Case& c : cases) CHECK(mask_phone(c.e164) == c.masked);
}

}  // namespace smsflow::mask_test
