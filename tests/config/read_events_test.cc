#include "config/read.h"

#include <doctest/doctest.h>

#include "faults.h"

namespace smsflow::read_events_test {

TEST_CASE("posted events need the file of their secrets") {
  CHECK(parse_config("[events]\nsecret_file = \"e\"\n", "a").value.events_secret_file == "e");
  CHECK(parse_config("", "a").value.events_secret_file.empty());
  struct Case {
    const char* text;
    const char* faults;
  };
  const Case cases[] = {
      {"[events]\nsecret_file = \"e\"\n", ""},
      {"[events]\n", "missing-key 1:1"},
      {"[events]\nsecret_file = \"\"\n", "bad-value 2:15"},
      {"[events]\nsecret_file = 5\n", "wrong-kind 2:15"},
      {"[events]\nsecret = \"whsec_x\"\nsecret_file = \"e\"\n", "inline-secret 2:1"},
      {"[events]\nsecretfile = \"e\"\n", "missing-key 1:1, unknown-key 2:1"},
      {"events = 5\n", "wrong-kind 1:10"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.text);
    CHECK(faults_of(row.text) == row.faults);
  }
}

}  // namespace smsflow::read_events_test
