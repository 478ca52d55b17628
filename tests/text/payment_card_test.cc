#include "text/payment_card.h"

#include <doctest/doctest.h>

#include <string>

using smsflow::is_payment_card;

// Numbers that schemes and payment services publish for tests.
TEST_CASE("a card has a scheme's prefix, its length and a Luhn digit") {
  struct Case {
    std::string_view digits;
    bool card;
  };
  const Case cases[] = {
      {"4111111111111111", true},     // Visa
      {"4222222222222", true},        //
      {"5555555555554444", true},     // Mastercard
      {"2223003122003222", true},     //
      {"378282246310005", true},      // American Express
      {"6011111111111117", true},     // Discover
      {"3056930009020004", true},     // Diners Club
      {"36227206271667", true},       //
      {"3566002020360505", true},     // JCB
      {"6200000000000005", true},     // UnionPay
      {"6205500000000000004", true},  //
      {"6759649826438453", true},     // Maestro
      {"4111111111111112", false},    // Luhn
      {"411111111111111", false},     // 15 digits are no Visa card
      {"55555555555544", false},      // nor 14 a Mastercard
      {"1111111111111117", false},    // no scheme
      {"0000000000000000", false},    //
      {"20260302150000", false},      // a time stamp
      {"9400111899223100001237", false},
      {"4915112345673", false},  // a German mobile number that passes Luhn
      {"", false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.digits);
    CHECK(is_payment_card(c.digits) == c.card);
  }
}

TEST_CASE("any one digit mistyped is noticed") {
  const std::string_view card = "4111111111111111";
  for (std::size_t i = 0; i < card.size(); ++i) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string typed(card);
      if (typed[i] == digit) continue;
      typed[i] = digit;
      CHECK_FALSE(is_payment_card(typed));
    }
  }
}
