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

TEST_CASE("a last column of texts takes what room there is") {
  TextTable table({{"a", TextTable::kLeft, 60}, {"why", TextTable::kLeft, 60}});
  table.add({std::string(50, 'x'), std::string(60, 'y')});
  const std::string room(51, ' '), cut(27, 'y');
  CHECK(table.render() ==
        std::string("a") + room + "why\n" + std::string(50, 'x') + "  " + cut + "…\n");
}
