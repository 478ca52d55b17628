#include "expr/shape.h"

#include <doctest/doctest.h>

#include <random>

namespace smsflow::shape_test {

TEST_CASE("what may not stand in a condition") {
  struct Row {
    std::string_view text;
    std::size_t offset;
    const char* message;  // "" when the shape is good
  };
  const Row rows[] = {
      {"status = 'booked'", 0, ""},
      {"status in ('a', 'b') and not (x or y)", 0, ""},
      {"name = 'it''s; -- (fine) ?1 select'", 0, ""},
      {"\"a;b\" = [c--d] or `e?f` = ']'", 0, ""},
      {"\"a\"\"b\" = 1", 0, ""},
      {"selected = 1 and values_of = 2", 0, ""},
      {"a - 1 > b / 2", 0, ""},
      {"a$ = 1", 0, ""},
      {"", 0, "empty condition"},
      {" \n\t ", 0, "empty condition"},
      {"name = 'open", 7, "quote is not closed"},
      {"name = 'open''", 7, "quote is not closed"},
      {"\"open = 1", 0, "quote is not closed"},
      {"[open = 1", 0, "quote is not closed"},
      {"(a and (b)", 0, "parenthesis is not closed"},
      {"a and (b", 6, "parenthesis is not closed"},
      {"a)", 1, "parenthesis was never opened"},
      {"1) FROM sqlite_master; --", 1, "parenthesis was never opened"},
      {")(", 0, "parenthesis was never opened"},
      {"a; b", 1, "one expression only, found ;"},
      {"(a; b)", 2, "one expression only, found ;"},
      {"a, b", 1, "one expression only, found ,"},
      {"a -- b", 2, "no comment in a condition"},
      {"a /* b", 2, "no comment in a condition"},
      {"?", 0, "no parameter in a condition: ?"},
      {"a = ?1", 4, "no parameter in a condition: ?"},
      {"a = :b", 4, "no parameter in a condition: :"},
      {"a = @b", 4, "no parameter in a condition: @"},
      {"a = $b", 4, "no parameter in a condition: $"},
      {"(SELECT 1)", 1, "no sub-select in a condition"},
      {"exists(sElEcT 1)", 7, "no sub-select in a condition"},
      {"(values(1))", 1, "no sub-select in a condition"},
      {"a in b", 5, "in needs a list"},
      {"a not IN pragma_database_list", 9, "in needs a list"},
      {"a in 'b'", 5, "in needs a list"},
      {"a > Current_Timestamp", 4, "no other clock than now"},
      {"a > current_date", 4, "no other clock than now"},
      {std::string_view("a\0b", 3), 1, "a zero byte"},
      {"a = '\xff'", 0, "condition is not UTF-8"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const std::optional<ConditionFault> fault = shape_fault(row.text);
    CHECK((fault ? fault->message : "") == row.message);
    CHECK((fault ? fault->offset : 0) == row.offset);
  }
  CHECK_FALSE(shape_fault(std::string(kLongestExpression, '1')).has_value());
  CHECK(shape_fault(std::string(kLongestExpression + 1, '1')).has_value());
}

TEST_CASE("a good shape keeps every byte inside its parentheses") {
  std::mt19937_64 chance(17);
  const std::string_view alphabet = "a1 ()'\"[]`,;-/*?\n";
  int good = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string text;
    for (std::size_t length = 1 + chance() % 12; text.size() < length;) {
      text += alphabet[chance() % alphabet.size()];
    }
    if (shape_fault(text)) continue;
    ++good;
    // Followed by a closing parenthesis, exactly that one is unmatched.
    const std::optional<ConditionFault> outside = shape_fault(text + "\n)");
    REQUIRE(outside.has_value());
    CHECK(outside->offset == text.size() + 1);
  }
  CHECK(good > 1'000);
}

}  // namespace smsflow::shape_test
