#include "store/hold.h"

#include "sample.h"

namespace smsflow::hold_test {

namespace {

void add(Hold& hold, const char* id) {
  hold.database().run("INSERT INTO revision (id, workflow, source) VALUES (?, '', '')", id);
}

std::int64_t count(Hold& hold) {
  return hold.database().number("SELECT count(*) FROM revision").value_or(-1);
}

}  // namespace

TEST_CASE("what was not committed is taken back when the hold ends, in a file and in memory") {
  const Folder folder;
  for (const std::string& path : {folder.log(), std::string(kInMemory)}) {
    CAPTURE(path);
    OpenLog log(path, {});
    {
      const auto hold = hold_for_writing(log, 20);
      add(*hold, "r1");
      CHECK(count(*hold) == 1);
    }
    CHECK(count(*hold_for_reading(log)) == 0);
    {
      const auto hold = hold_for_writing(log, 20);
      add(*hold, "r2");
      hold->database().run("COMMIT");
    }
    CHECK(count(*hold_for_reading(log)) == 1);
    CHECK_NOTHROW(log.require_usable());
  }
}

TEST_CASE("a reader of a file stands beside a writer, and keeps what it saw first") {
  const Folder folder;
  OpenLog log(folder.log(), {.busy_ms = 20});
  const auto writer = hold_for_writing(log, 20);
  const auto reader = hold_for_reading(log);
  CHECK(count(*reader) == 0);
  add(*writer, "r1");
  writer->database().run("COMMIT");
  CHECK(count(*reader) == 0);
  CHECK(count(*hold_for_reading(log)) == 1);
}

TEST_CASE("who cannot have the write lock is told, and the log stays usable") {
  const Folder folder;
  OpenLog one(folder.log(), {.busy_ms = 20});
  OpenLog two(folder.log(), {.busy_ms = 20});
  {
    const auto writer = hold_for_writing(one, 20);
    CHECK_THROWS_AS(hold_for_writing(two, 20), Error);
  }
  CHECK_NOTHROW(hold_for_writing(two, 20));
}

}  // namespace smsflow::hold_test
