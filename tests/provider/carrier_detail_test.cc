#include "provider/carrier_detail.h"

#include <doctest/doctest.h>

#include "text/utf8.h"

namespace smsflow::carrier_detail_test {

TEST_CASE("Phone numbers are masked, codes and ids are not") {
  struct Row {
    std::string words;
    std::string detail;
  };
  const Row rows[] = {
      {"", ""},
      {"Attempt to send to unsubscribed recipient", "Attempt to send to unsubscribed recipient"},
      {"The 'To' number +13125550123 is not valid", "The 'To' number +1312***0123 is not valid"},
      {"13125550123", "1312***0123"},
      {"code 21610, 404", "code 21610, 404"},
      {"NACK/0x0000000b/Invalid", "NACK/0x0000000b/Invalid"},
      {"stat:UNDELIV err:001", "stat:UNDELIV err:001"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.words);
    CHECK(carrier_detail(row.words) == row.detail);
  }
}

TEST_CASE("Long and broken words are cut and repaired") {
  CHECK(carrier_detail(std::string(1000, 'x')).size() == 200);
  CHECK(is_utf8(carrier_detail("\xff\xfe broken")));
  CHECK(is_utf8(carrier_detail(std::string(199, 'x') + "\u00e9")));
}

}  // namespace smsflow::carrier_detail_test
