#include "message/record.h"

#include <doctest/doctest.h>

#include <limits>

namespace smsflow::record_test {

TEST_CASE("values show as a person would write them") {
  struct Case {
    Value value;
    std::string_view text;
  };
  const Case cases[] = {
      {Value{}, ""},
      {Value{std::string("Ana")}, "Ana"},
      {Value{std::string()}, ""},
      {Value{std::int64_t{0}}, "0"},
      {Value{std::numeric_limits<std::int64_t>::min()}, "-9223372036854775808"},
      {Value{12.5}, "12.5"},
      {Value{0.1}, "0.1"},
      {Value{120.0}, "120"},
      {Value{true}, "yes"},
      {Value{false}, "no"},
      {Value{from_ms(0)}, "1970-01-01T00:00:00Z"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(to_text(c.value) == c.text);
  }
}

TEST_CASE("versions are numbers, moments or words") {
  struct Case {
    std::string_view version;
    std::string_view known;
    bool older;
  };
  const Case cases[] = {
      {"1", "2", true},
      {"2", "1", false},
      {"2", "2", false},
      {"9", "10", true},
      {"", "2", false},
      {"1", "", false},
      {"1.5", "1.25", false},
      {"-2", "1", true},
      {"1764000000000000001", "1764000000000000002", true},
      {"1764000000000000002", "1764000000000000001", false},
      {"2026-03-01T10:00:00Z", "2026-03-01T10:00:00.5Z", true},
      {"2026-03-01T10:00:00.5Z", "2026-03-01T10:00:00Z", false},
      {"2026-03-01T10:00:00+02:00", "2026-03-01T09:00:00Z", true},
      {"2026-03-01", "2026-03-02", true},
      {"2026-03-02 10:00", "2026-03-02 09:59", false},
      {"a", "b", true},
  };
  for (const Case& c : cases) {
    CAPTURE(c.version);
    CAPTURE(c.known);
    CHECK(is_older_version(c.version, c.known) == c.older);
  }
}

}  // namespace smsflow::record_test
