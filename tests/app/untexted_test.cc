#include "app/untexted.h"

#include <doctest/doctest.h>

namespace smsflow::untexted_test {
namespace {

std::string all(const Untexted& rows) {
  std::string text;
  rows.each([&](const std::string& key, const Untexted::Why& why) {
    text += key + " " + why.reason + (why.detail.empty() ? "" : ": " + why.detail) + "\n";
  });
  return text;
}

}  // namespace

TEST_CASE("each row has its reason, in the order of the records") {
  Untexted rows;
  rows.add("A-1", "void", "status is \"cancelled\"");
  rows.add("A-2", "no_consent");
  rows.add("A-3", "void", "status is \"cancelled\"");
  CHECK(all(rows) ==
        "A-1 void: status is \"cancelled\"\nA-2 no_consent\nA-3 void: status is \"cancelled\"\n");
}

TEST_CASE("rows that are taken back are counted by reason") {
  Untexted rows;
  rows.add("A-1", "void", "a");
  rows.add("A-2", "void", "b");
  rows.add("A-3", "no_consent");
  const auto taken = rows.keep([](const std::string& key) { return key == "A-1"; });
  CHECK(taken == std::map<std::string, std::int64_t>{{"no_consent", 1}, {"void", 1}});
  CHECK(all(rows) == "A-1 void: a\n");
}

TEST_CASE("details without end are not kept, reasons are") {
  Untexted rows;
  for (int n = 0; n < 3000; ++n) rows.add(std::to_string(n), "void", std::to_string(n));
  CHECK(rows.size() == 3000);
  const std::string text = all(rows);
  CHECK(text.starts_with("0 void: 0\n"));
  CHECK(text.ends_with("2999 void\n"));
}

}  // namespace smsflow::untexted_test
