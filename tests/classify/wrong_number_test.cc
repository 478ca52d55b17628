#include "classify/wrong_number.h"

#include <doctest/doctest.h>

#include "message_table.h"

namespace smsflow::wrong_number_test {

TEST_CASE("wrong number: the number is not the customer's") {
  for (const MessageRow& row : read_message_table("wrong_number.tsv")) {
    CAPTURE(row.line);
    CAPTURE(row.text);
    const std::string rule = read_wrong_number(Utterance(row.text));
    CAPTURE(rule);
    CHECK((rule.empty() ? "no" : "yes") == row.expected);
  }
}

}  // namespace smsflow::wrong_number_test
