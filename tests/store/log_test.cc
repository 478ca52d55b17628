#include <doctest/doctest.h>

#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "sample.h"
#include "store/sqlite.h"

namespace smsflow::log_test {

namespace {

void edit(const Folder& folder, const std::string& sql) {
  Database(folder.log(), Database::Mode::kReadWrite).execute(sql);
}

}  // namespace

TEST_CASE("every source of events has a name of its own, and each event bears it") {
  std::set<std::string_view> names;
  for (const Source source : {Source::kLive, Source::kSimulated, Source::kReplayed}) {
    CAPTURE(name(source));
    CHECK(names.insert(name(source)).second);
    const Folder folder;
    write(*open_log(folder.log(), {.source = source}), TimerSet{sample_timer("t1", 70)});
    Database database(folder.log(), Database::Mode::kReadOnly);
    Query query = database.query("SELECT source FROM v_event");
    REQUIRE(query.step());
    CHECK(query.text(0) == name(source));
  }
  CHECK_FALSE(names.contains("unnamed"));
}

TEST_CASE("any number of threads reads a log while one writes it, each what was committed") {
  const Folder folder;
  const auto log = open_log(folder.log(), {});
  write(*log, RevisionKept{"r", "a", "0"}, TimerSet{sample_timer("t", 0)});
  std::atomic<bool> whole = true;
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const auto view = log->read();
        // Both were written by one transaction: neither is ever there without the other.
        const auto one = view->timer("one");
        const auto two = view->timer("two");
        if (one.has_value() != two.has_value() || (one && one->due != two->due)) whole = false;
      }
    });
  }
  for (int n = 0; n < 50; ++n) {
    write(*log, TimerSet{sample_timer("one", n)}, TimerSet{sample_timer("two", n)});
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(whole);
}

TEST_CASE("a projection that was edited behind the log's back is told, row and column") {
  const Folder folder;
  write(*open_log(folder.log(), {}), IntentPlanned{sample_intent("1")});
  CHECK(open_log(folder.log(), {})->check_projections().empty());
  edit(folder, "UPDATE intent SET due = 5");
  const std::vector<std::string> faults = open_log(folder.log(), {})->check_projections();
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].find("intent " + sample_intent("1").id) != std::string::npos);
  CAPTURE(faults[0]);
  CHECK(faults[0].find("due is 5, its events say ") != std::string::npos);
}

TEST_CASE("an event that was edited behind the log's back is told") {
  const Folder folder;
  write(*open_log(folder.log(), {}), TimerSet{sample_timer("t1", 70)});
  CHECK(open_log(folder.log(), {})->verify().empty());
  edit(folder, "DROP TRIGGER event_stays; UPDATE event SET at = at + 1");
  CHECK_FALSE(open_log(folder.log(), {})->verify().empty());
}

TEST_CASE("what is in memory is gone with its log") {
  write(*open_log(kInMemory, {}), TimerSet{sample_timer("t1", 70)});
  CHECK_FALSE(open_log(kInMemory, {})->read()->timer("t1"));
}

}  // namespace smsflow::log_test
