#include "classify/noise.h"

#include <doctest/doctest.h>

#include "message_table.h"

namespace smsflow::noise_test {

TEST_CASE("noise: reactions, automatic replies and notices are no answers") {
  for (const MessageRow& row : read_message_table("noise.tsv")) {
    CAPTURE(row.line);
    CAPTURE(row.text);
    const std::string rule = read_noise(Utterance(row.text));
    CAPTURE(rule);
    CHECK((rule.empty() ? "no" : "yes") == row.expected);
  }
}

}  // namespace smsflow::noise_test
