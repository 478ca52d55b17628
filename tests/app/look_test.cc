// How old a look is, and what it is known by. What it means for rows: intake_test.cc.
#include "app/look.h"

#include <doctest/doctest.h>

namespace smsflow::look_test {
namespace {

Instant at(std::string_view text) {
  return *parse_rfc3339(text);
}

}  // namespace

TEST_CASE("a source is as old as it was written, never younger than now") {
  struct Case {
    const char* written;
    const char* now;
    const char* real;
    const char* look;
  };
  const Case cases[] = {
      {"2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z",
       "2026-03-02T08:00:00Z"},
      // Clocks that disagree: a file of tomorrow is of now.
      {"2026-03-03T08:00:00Z", "2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z",
       "2026-03-02T09:00:00Z"},
      // An invented moment, and a file that was made for it.
      {"2026-03-01T03:00:00Z", "2026-03-02T09:00:00Z", "2026-11-29T09:00:00Z",
       "2026-03-01T03:00:00Z"},
      // One that was written since.
      {"2026-11-29T08:59:00Z", "2026-03-02T09:00:00Z", "2026-11-29T09:00:00Z",
       "2026-03-02T09:00:00Z"},
      // A moment to come, and a file of just now, of 30 hours ago, of then.
      {"2026-11-29T08:59:00Z", "2027-03-02T09:00:00Z", "2026-11-29T09:00:00Z",
       "2027-03-02T09:00:00Z"},
      {"2026-11-28T02:59:00Z", "2027-03-02T09:00:00Z", "2026-11-29T09:00:00Z",
       "2027-03-01T03:00:00Z"},
      {"2027-03-02T03:00:00Z", "2027-03-02T09:00:00Z", "2026-11-29T09:00:00Z",
       "2027-03-02T03:00:00Z"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.written);
    CAPTURE(row.now);
    CHECK(format_rfc3339(look_moment(at(row.written), at(row.now), at(row.real))) == row.look);
  }
  CHECK(look_moment({}, at("2026-03-02T09:00:00Z"), Instant{}) == at("2026-03-02T09:00:00Z"));
}

TEST_CASE("a look is known by its rows, whatever their order") {
  Workflow workflow;
  workflow.name = "w";
  RecordSnapshot one{.hash = std::string(64, 'a')};
  RecordSnapshot other{.hash = std::string(64, 'f')};
  Look first(workflow, Instant{});
  first.add(one);
  first.add(other);
  Look second(workflow, Instant{});
  second.add(other);
  second.add(one);
  CHECK(first.taken(first.parts().at(""), 3) == second.taken(second.parts().at(""), 3));
  CHECK(first.taken(first.parts().at(""), 3).rows == 2);
  second.add(one);
  CHECK(first.taken(first.parts().at(""), 0).digest !=
        second.taken(second.parts().at(""), 0).digest);
}

TEST_CASE("a source in parts speaks only for those that occur in it") {
  Workflow workflow;
  CHECK(Look(workflow, Instant{}).parts().size() == 1);
  workflow.record.scope = "branch";
  Look look(workflow, Instant{});
  CHECK(look.parts().empty());
  look.add({.scope = "north"});
  REQUIRE(look.parts().size() == 1);
  CHECK(look.parts().begin()->second.scope == "north");
}

TEST_CASE("a row without a key makes a look doubtful, one that only cannot be read does not") {
  const Workflow workflow;
  Look look(workflow, Instant{});
  look.refuse({.line = 2, .key = "A-1", .reason = "bad_phone", .detail = {}});
  CHECK_FALSE(look.is_doubtful());
  look.refuse({.line = 3, .key = {}, .reason = "unreadable", .detail = {}});
  CHECK(look.is_doubtful());
}

}  // namespace smsflow::look_test
