#include "report/text_table.h"

#include <doctest/doctest.h>

using smsflow::fit;
using smsflow::TextTable;

TEST_CASE("columns are aligned by what a terminal shows") {
  TextTable table({{"who", TextTable::kLeft, 8}, {"n", TextTable::kRight}, {"why"}});
  table.add({"Zoë", "7", "late"});
  table.add({"山田", "123"});
  CHECK(table.render() ==
        "who     n  why\n"
        "Zoë     7  late\n"
        "山田  123\n");
  CHECK(table.render(2).starts_with("  who"));
}

TEST_CASE("wide texts are cut, and none moves the cursor") {
  CHECK(fit("abcdef", 6) == "abcdef");
  CHECK(fit("abcdefg", 6) == "abcde…");
  CHECK(fit("山田太郎", 5) == "山田…");
  CHECK(fit("a\x1b[2Jb", 40) == "a\\x1B[2Jb");
  CHECK(fit("\xff", 4) == "\xef\xbf\xbd");
  CHECK(fit("", 3).empty());
}
