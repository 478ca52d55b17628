// Projections are what the events say, and answer as the model does.
#include <doctest/doctest.h>

#include "everything.h"
#include "random_changes.h"
#include "store/sqlite.h"

namespace smsflow::refold_test {

TEST_CASE("a log answers as the model does after random changes, and rebuilds to the same") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    CAPTURE(seed);
    const Folder folder;
    const auto log =
        open_log(seed == 1 ? std::string(kInMemory) : folder.log(), {.source = Source::kReplayed});
    RandomChanges changes(seed);
    Model model;
    write_random(*log, changes, 2'000, &model);
    CHECK(everything(*log->read()) == everything(model));
    CHECK(log->check_projections() == std::vector<std::string>{});
    CHECK(log->verify() == std::vector<std::string>{});
  }
}

TEST_CASE("a log that was closed and opened again answers as before") {
  const Folder folder;
  RandomChanges changes(9);
  std::string before;
  {
    const auto store = open_log(folder.log(), {});
    write_random(*store, changes, 500);
    before = everything(*store->read());
  }
  const auto store = open_log(folder.log(), {.writer = "another", .source = Source::kSimulated});
  CHECK(everything(*store->read()) == before);
  write_random(*store, changes, 200);
  CHECK(store->check_projections() == std::vector<std::string>{});
  CHECK(store->verify() == std::vector<std::string>{});
}

TEST_CASE("an edited projection is found") {
  const Folder folder;
  {
    const auto store = open_log(folder.log(), {});
    RandomChanges changes(4);
    write_random(*store, changes, 600);
  }
  const std::vector<std::string> edits = {
      "UPDATE conversation SET state = state || 'x' WHERE n = 3",
      "UPDATE conversation SET asked_at = coalesce(asked_at, 0) + 1 WHERE n = 2",
      "UPDATE conversation SET side = (SELECT max(id) FROM record) WHERE n = 1",
      "UPDATE conversation SET contact = 1 + (contact IS 1) WHERE n = 1",
      "UPDATE conversation SET source = 2 WHERE n = 1",
      "DELETE FROM conversation WHERE n = 4",
      "UPDATE contact_state SET opted_out_at = coalesce(opted_out_at, 0) + 1 WHERE contact = 1",
      "DELETE FROM contact_state WHERE contact = 1",
      "UPDATE intent SET state = (state + 1) % 12 WHERE n = 5",
      "UPDATE intent SET segments = segments + 1 WHERE n = 5",
      "UPDATE intent SET left_at = coalesce(left_at, 0) + 1 WHERE n = 5",
      "DELETE FROM intent WHERE n = 5",
      "UPDATE handoff SET queue = 'nowhere' WHERE n = 1",
      "DELETE FROM handoff WHERE n = 1",
      "UPDATE timer SET due = due + 1 WHERE id = (SELECT min(id) FROM timer)",
      "DELETE FROM timer WHERE id = (SELECT min(id) FROM timer)",
      "UPDATE reply SET label = 'stop' WHERE id = (SELECT min(id) FROM reply)",
      "DELETE FROM reply WHERE id = (SELECT min(id) FROM reply)",
      "UPDATE orphan SET status = status + 1 WHERE id = (SELECT min(id) FROM orphan)",
      "DELETE FROM orphan WHERE id = (SELECT min(id) FROM orphan)",
      "UPDATE record_seen SET side = (SELECT min(id) FROM record) WHERE key = (SELECT max(key) "
      "FROM record_seen)",
      "DELETE FROM record_seen WHERE key = (SELECT max(key) FROM record_seen)",
      "UPDATE revision SET source = 'other' WHERE id = 'r1'",
      "DELETE FROM revision WHERE id = 'r1'"};
  for (const std::string& edit : edits) {
    CAPTURE(edit);
    const Folder copy;
    std::filesystem::copy_file(folder.log(), copy.log());
    Database(copy.log(), Database::Mode::kReadWrite).execute(edit);
    CHECK(open_log(copy.log(), {})->check_projections().size() >= 1);
  }
}

}  // namespace smsflow::refold_test
