#include "store/rows.h"

#include <doctest/doctest.h>

namespace smsflow::rows_test {

TEST_CASE("the number of an erased contact tells which one it was, and can be no customer's") {
  for (const std::int64_t contact :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{99'999'999'999}}) {
    CAPTURE(contact);
    const std::string number = erased_number(contact).e164();
    CHECK(number.starts_with("+999"));
    CHECK(erased_contact(number) == contact);
  }
  for (const char* number : {"+13125551001", "+999", "+9991", "", "99900000000001"}) {
    CAPTURE(number);
    CHECK(erased_contact(number) == std::nullopt);
  }
}

TEST_CASE("a stored number is a number, or the log is damaged") {
  CHECK(stored_number("+13125551001").e164() == "+13125551001");
  CHECK_THROWS_AS(stored_number("13125551001"), Error);
  CHECK_THROWS_AS(stored_number(""), Error);
}

TEST_CASE("the zero of a cell is of its type; of none it is none") {
  const Cells zeros = zeros_of({std::string("en"), std::int64_t{7}, 0.5, Cell()});
  CHECK((zeros == Cells{std::string(), std::int64_t{0}, 0.0, Cell()}));
}

}  // namespace smsflow::rows_test
