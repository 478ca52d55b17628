#include "expr/condition.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <random>

namespace smsflow::condition_test {

namespace {

constexpr std::int64_t kHour = 3'600'000;
const std::vector<std::string> kFields{"status", "starts_at",  "n_sent",
                                       "amount", "first name", "gone"};

std::unique_ptr<Condition> compiled(std::string_view expression,
                                    const std::vector<std::string>& fields = kFields) {
  ConditionFault fault;
  std::unique_ptr<Condition> condition = Condition::compile(expression, fields, fault);
  REQUIRE_MESSAGE(condition != nullptr, fault.message);
  CHECK(fault.message.empty());
  return condition;
}

std::string reads(const Condition& condition) {
  std::string text;
  for (const std::size_t field : condition.reads()) text += std::to_string(field);
  return text;
}

}  // namespace

TEST_CASE("conditions over a record") {
  struct Row {
    const char* expression;
    const char* reads;  // field numbers
    Truth truth;
  };
  constexpr Truth kYes = Truth::kTrue;
  constexpr Truth kNo = Truth::kFalse;
  constexpr Truth kOpen = Truth::kUnknown;
  const Row rows[] = {
      {"status = 'booked'", "0", kYes},
      {"status == 'booked' AND n_sent < 3", "02", kYes},
      {"STATUS = 'booked'", "0", kYes},
      {"\"status\" = 'booked'", "0", kYes},
      {"record.status = 'booked'", "0", kYes},
      {"status = 'Booked'", "0", kNo},
      {"lower(status) = 'booked' and upper(status) = 'BOOKED'", "0", kYes},
      {"status like 'BOO%'", "0", kYes},
      {"status in ('booked', 'held')", "0", kYes},
      {"status not in ('booked')", "0", kNo},
      {"\"first name\" = 'Ana'", "4", kYes},
      {"[first name] = 'Ana' and `first name` <> ''", "4", kYes},
      {"starts_at > now", "1", kYes},
      {"now < starts_at and starts_at < now + 86400000", "1", kYes},
      {"starts_at between now and now + 20 * 3600000", "1", kYes},
      {"hours_until(starts_at) = 20", "1", kYes},
      {"hours_until(starts_at) <= 24 and hours_until(starts_at) > 19.99", "1", kYes},
      {"days_until(starts_at) < 1", "1", kYes},
      {"hours_until(now) = 0", "", kYes},
      {"hours_until(status) is null", "0", kYes},
      {"now = 1767225600000", "", kYes},
      {"amount > 12.25 and amount < 13", "3", kYes},
      {"n_sent", "2", kYes},
      {"not n_sent", "2", kNo},
      {"amount - 12.5", "3", kNo},
      {"status", "0", kNo},
      {"gone", "5", kOpen},
      {"gone = 'x'", "5", kOpen},
      {"not gone = 'x'", "5", kOpen},
      {"gone is null", "5", kYes},
      {"gone = 'x' or n_sent = 1", "25", kYes},
      {"gone = 'x' and n_sent = 2", "25", kNo},
      {"coalesce(gone, 'none') = 'none'", "5", kYes},
      {"hours_until(gone) < 24", "5", kOpen},
      {"case status when 'booked' then n_sent = 1 else 0 end", "02", kYes},
      {"iif(n_sent > 0, 1, 0)", "2", kYes},
      {"(status, n_sent) = ('booked', 1)", "02", kYes},
      {"status || '' = 'booked'", "0", kYes},
      {"n_sent = '1'", "2", kNo},
      {"1", "", kYes},
      {"0.0", "", kNo},
      {"null", "", kOpen},
      {"abs(-9223372036854775808) > 0", "", kOpen},
      {"1 / 0", "", kOpen},
      {"'it''s' <> 'its'", "", kYes},
      {"0.5", "", kYes},
      {"1\n", "", kYes},
  };
  for (const Row& row : rows) {
    CAPTURE(row.expression);
    const std::unique_ptr<Condition> condition = compiled(row.expression);
    CHECK(reads(*condition) == row.reads);
    const std::string status = "booked";
    condition->bind(0, std::string_view(status));
    condition->bind(1, std::int64_t{1'767'225'600'000 + 20 * kHour});
    condition->bind(2, std::int64_t{1});
    condition->bind(3, 12.5);
    condition->bind(4, std::string_view("Ana"));
    condition->bind_null(5);
    CHECK(condition->evaluate(from_ms(1'767'225'600'000)) == row.truth);
  }
}

TEST_CASE("any field name works") {
  const std::vector<std::string> names{
      "select", "order", "a\"b", "a b", "rowid", "1st",          "a]b", "record", "värld",
      "a.b",    "--",    "?1",   "'",   ";",     "current_time", "Ünï", " ",      "sqlite_master"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    CAPTURE(names[i]);
    std::string quoted = "\"";
    for (const char c : names[i]) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    const std::unique_ptr<Condition> condition = compiled(quoted + "\" = 7", names);
    CHECK(condition->reads() == std::vector<std::size_t>{i});
    condition->bind(i, std::int64_t{7});
    CHECK(condition->evaluate(from_ms(0)) == Truth::kTrue);
  }
}

TEST_CASE("fields that cannot be told apart are refused") {
  struct Row {
    std::vector<std::string> fields;
    const char* message;
  };
  const Row rows[] = {
      {{"status", "Status"}, "fields status and Status are the same name"},
      {{"now"}, "a field cannot be named now"},
      {{"NOW"}, "a field cannot be named now"},
      {{""}, "a field without a name"},
      {{std::string("a\0b", 3)}, "a field's name is not a text"},
      {{"a\xff"}, "a field's name is not a text"},
  };
  for (const Row& row : rows) {
    ConditionFault fault;
    CHECK(Condition::compile("1", row.fields, fault) == nullptr);
    CHECK(fault.message == row.message);
  }
}

TEST_CASE("a condition is asked again with other values") {
  const std::unique_ptr<Condition> condition = compiled("status = 'a' and starts_at > now");
  CHECK(condition->evaluate(from_ms(0)) == Truth::kUnknown);
  const std::string long_text(200'000, 'a');
  condition->bind(0, std::string_view("a"));
  condition->bind(1, std::int64_t{1'000});
  CHECK(condition->evaluate(from_ms(999)) == Truth::kTrue);
  CHECK(condition->evaluate(from_ms(1'000)) == Truth::kFalse);
  condition->bind(0, std::string_view(long_text));
  CHECK(condition->evaluate(from_ms(0)) == Truth::kUnknown);
  condition->bind(0, std::string_view("b"));
  CHECK(condition->evaluate(from_ms(0)) == Truth::kFalse);
  condition->bind(0, std::string_view());
  CHECK(condition->evaluate(from_ms(0)) == Truth::kFalse);
  condition->bind(0, std::string_view("a"));
  condition->bind_null(1);
  CHECK(condition->evaluate(from_ms(0)) == Truth::kUnknown);
  condition->bind(1, std::numeric_limits<double>::quiet_NaN());
  CHECK(condition->evaluate(from_ms(0)) == Truth::kUnknown);
  condition->bind(5, std::string_view("what is not read may be bound"));
}

TEST_CASE("a text is compared byte by byte, whatever its bytes") {
  const std::unique_ptr<Condition> condition = compiled("status = 'a'");
  condition->bind(0, std::string_view("a\0b", 3));
  CHECK(condition->evaluate(from_ms(0)) == Truth::kFalse);
  condition->bind(0, std::string_view("\xff\xfe"));
  CHECK(condition->evaluate(from_ms(0)) == Truth::kFalse);
}

TEST_CASE("the budget of steps is renewed for each evaluation") {
  std::string chain = "n_sent = 1";
  for (int i = 0; i < 150; ++i) chain += " or n_sent = " + std::to_string(i);
  const std::unique_ptr<Condition> condition = compiled(chain);
  condition->bind(2, std::int64_t{-5});
  for (int i = 0; i < 2'000; ++i) REQUIRE(condition->evaluate(from_ms(i)) == Truth::kFalse);
}

TEST_CASE("hostile patterns and growing texts end soon") {
  const char* const rows[] = {
      "status like '%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%b'",
      "status glob '*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b'",
      "status like status || status",
      "length(replace(replace(status, 'a', status), 'a', status)) > 0",
      "length(status || status || status || status || status) > 0",
  };
  const std::string text(100'000, 'a');
  for (const char* const row : rows) {
    CAPTURE(row);
    const std::unique_ptr<Condition> condition = compiled(row);
    condition->bind(0, std::string_view(text));
    const auto start = std::chrono::steady_clock::now();
    CHECK(condition->evaluate(from_ms(0)) != Truth::kTrue);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{5});
  }
}

TEST_CASE("no bytes crash the compiler") {
  std::mt19937_64 chance(23);
  const char* const words[] = {
      "status", "=",       "'a'",   "and",    "or",     "not",     "(",    ")",
      "in",     "now",     "like",  "null",   "case",   "when",    "then", "end",
      "1",      "-",       "||",    ",",      "is",     "between", "cast", "as",
      "max",    "collate", "over",  "filter", "with",   "union",   "from", "raise",
      "\"",     "x'",      "1e999", "->>",    "escape", "glob",    "*",    "sqlite_master"};
  int good = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (std::size_t count = 1 + chance() % 8; count > 0; --count) {
      text += std::string(words[chance() % std::size(words)]) + " ";
    }
    ConditionFault fault;
    const std::unique_ptr<Condition> condition = Condition::compile(text, {"status"}, fault);
    CHECK((condition != nullptr) == fault.message.empty());
    CHECK(fault.offset <= text.size());
    if (!condition) continue;
    ++good;
    condition->bind(0, std::string_view("a"));
    condition->evaluate(from_ms(0));
  }
  CHECK(good > 100);
}

}  // namespace smsflow::condition_test
