#include "expr/fault.h"

#include <doctest/doctest.h>

namespace smsflow::fault_test {

TEST_CASE("faults name the place, the word and a way out") {
  struct Row {
    const char* expression;
    std::size_t offset;
    const char* message;
    const char* hint;
  };
  const char* const kSees = "a condition sees status, starts_at, first name, now";
  const Row rows[] = {
      {"stauts = 'booked'", 0, "no such field: stauts", "did you mean status?"},
      {"status = 'é' and start_at > now", 18, "no such field: start_at", "did you mean starts_at?"},
      {"status = 'a' and\n zzz", 18, "no such field: zzz", kSees},
      {"status = \"booked\"", 9, "no such field: booked",
       "write a text in single quotes: 'booked'"},
      {"status = 'a' and rowid", 17, "no such field: rowid", kSees},
      {"booking.status", 0, "no such field: booking.status", kSees},
      {"status = 'a' and", 16, "the condition ends too early", ""},
      {"status =", 8, "the condition ends too early", ""},
      {"status likes 'a'", 7, "syntax error near likes", ""},
      {"status = = 'a'", 9, "syntax error near =", ""},
      {"{status} = 'a'", 0, "unrecognized token: \"{\"", ""},
      {"1 and hour_until(now)", 6, "no such function: hour_until", "did you mean hours_until?"},
      {"load_extension('x')", 0, "no such function: load_extension", ""},
      {"1 = random()", 4, "no such function: random", ""},
      {"starts_at > now()", 12, "no such function: now",
       "now is a field: write it without parentheses"},
      {"1 and days_until()", 6, "wrong number of arguments to function days_until()", ""},
      {"(status, 1)", 0, "row value misused", ""},
      {"max(starts_at) over () > 1", 0, "not allowed in a condition", ""},
  };
  const std::vector<std::string> fields{"status", "starts_at", "first name"};
  for (const Row& row : rows) {
    CAPTURE(row.expression);
    ConditionFault fault;
    CHECK(Condition::compile(row.expression, fields, fault) == nullptr);
    CHECK(fault.offset == row.offset);
    CHECK(fault.message == row.message);
    CHECK(fault.hint == row.hint);
  }
}

TEST_CASE("a place outside the expression is brought back to its end") {
  CHECK(explain({500, "no such column: x"}, "abc", {}).offset == 3);
  CHECK(explain({-1, "out of memory"}, "abc", {}).offset == 0);
  CHECK(explain({-1, "out of memory"}, "abc", {}).message == "out of memory");
}

TEST_CASE("deep nesting is a fault, a long chain is not") {
  ConditionFault fault;
  const std::string deep(1'000, '(');
  CHECK(Condition::compile(deep + "1" + std::string(1'000, ')'), {}, fault) == nullptr);
  CHECK(fault.message == "the condition is nested too deeply");
  std::string chain = "a = 1";
  for (int i = 0; i < 150; ++i) chain += " or a = 1";
  CHECK(Condition::compile(chain, {"a"}, fault) != nullptr);
  std::string longer = chain;
  for (int i = 0; i < 150; ++i) longer += " or a = 1";
  CHECK(Condition::compile(longer, {"a"}, fault) == nullptr);
  CHECK(fault.message == "the condition is nested too deeply");
}

}  // namespace smsflow::fault_test
