// A log that an older smsflow wrote goes on: nothing is lost, nothing is sent again.
#include "store/upgrade.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "sample.h"
#include "store/sqlite.h"
#include "tests/tree.h"

namespace smsflow::upgrade_test {

namespace {

namespace files = std::filesystem;

// By the binary of version 1: sent, delivered, posting, unknown, planned and suppressed texts,
// replies, an opt-out and hand-offs.
void put_version_1(const std::string& log) {
  files::copy_file(in_tree("testdata/logs/version-1.db"), log);
}

std::vector<std::string> answers(const std::string& log, const std::string& sql) {
  Database database(log, Database::Mode::kReadOnly);
  Query query = database.query(sql);
  std::vector<std::string> out;
  while (query.step()) {
    std::string line;
    for (int i = 0; i < query.columns(); ++i) line += std::string(query.text(i)) + "|";
    out.push_back(line);
  }
  return out;
}

// What must be the same before and after.
std::vector<std::string> kept(const std::string& log) {
  std::vector<std::string> out;
  for (const char* sql :
       {"SELECT id, workflow, key, step, occurrence, state, due, provider, provider_id, attempt, "
        "owner, side, contact FROM intent ORDER BY id",
        "SELECT id, status, state, visit, ask_intent, handoff, side, contact FROM conversation "
        "ORDER BY id",
        "SELECT contact, opted_out_at, opt_out_rule, handoff FROM contact_state ORDER BY 1",
        "SELECT id, status, queue, reason FROM handoff ORDER BY id",
        "SELECT id, due FROM timer ORDER BY id", "SELECT * FROM reply ORDER BY id",
        "SELECT workflow, key, side FROM record_seen ORDER BY key",
        "SELECT id, phone FROM contact ORDER BY id", "SELECT id FROM revision"}) {
    for (std::string& line : answers(log, sql)) out.push_back(std::move(line));
    out.emplace_back("--");
  }
  return out;
}

std::vector<std::string> faults(Log& log) {
  std::vector<std::string> found = log.verify();
  for (std::string& fault : log.check_projections()) found.push_back(std::move(fault));
  return found;
}

std::string version(const std::string& log) {
  return answers(log, "PRAGMA user_version").front();
}

}  // namespace

TEST_CASE("a log of version 1 is upgraded, and says what it said") {
  const Folder folder;
  put_version_1(folder.log());
  const std::vector<std::string> before = kept(folder.log());
  REQUIRE(before.size() > 30);
  const auto log = open_log(folder.log(), {});
  CHECK(kept(folder.log()) == before);
  CHECK(faults(*log) == std::vector<std::string>{});
  CHECK(version(folder.log()) == "2|");
  const std::string copy = upgrade_copy(folder.log(), 1);
  CHECK(version(copy) == "1|");
  CHECK(kept(copy) == before);
  // The copy is marked as one: it does not hold what the log sends from now on.
  files::copy_file(copy, folder.log() + ".restored");
  CHECK(open_log(folder.log() + ".restored", {})->read()->nature().copied);
  CHECK_THROWS_AS(open_log(folder.log() + ".restored", {})->write(at(1)), Error);
  CHECK_FALSE(log->read()->nature().copied);
  // Each question keeps until when a reply counts.
  CHECK(answers(folder.log(),
                "SELECT count(*), count(respond_by) FROM conversation WHERE key LIKE "
                "'A-%'") == std::vector<std::string>{"7|7|"});
  CHECK(answers(folder.log(), "SELECT count(*) FROM v_contact WHERE source IS NULL") ==
        std::vector<std::string>{"0|"});
}

TEST_CASE("after the upgrade nothing is new that was planned, and receipts find their text") {
  const Folder folder;
  put_version_1(folder.log());
  const auto log = open_log(folder.log(), {});
  const auto transaction = log->write(at(100'000'000));
  int intents = 0;
  for (const std::string& id : answers(folder.log(), "SELECT id FROM intent")) {
    const std::optional<Intent> known = transaction->intent(id.substr(0, id.size() - 1));
    REQUIRE(known);
    CHECK_FALSE(transaction->write(IntentPlanned{*known}));
    if (!known->key.empty() && known->step != "agent.reply") {
      CHECK(known->id == intent_id(known->workflow, known->key, known->step, known->occurrence));
    }
    ++intents;
  }
  CHECK(intents >= 9);
  CHECK(transaction->posting_intents(Instant::max()).size() == 1);
  CHECK(transaction->unknown_intents(9).size() == 1);
  const std::optional<Intent> sent =
      transaction->intent_by_provider_id("main", "SM00000000000000000000000000000001");
  REQUIRE(sent);
  CHECK(transaction->write(ReceiptRecorded{{.provider = "main",
                                            .event_key = sent->provider_id + ":delivered",
                                            .intent = sent->id,
                                            .provider_id = sent->provider_id,
                                            .status = DeliveryStatus::kDelivered,
                                            .raw_status = "delivered"}}));
  CHECK(transaction->orphan_receipts("main", sent->provider_id).empty());
}

TEST_CASE("an upgrade that is killed leaves the old log or the new one, and goes on") {
  int old_ones = 0;
  for (int pause_us = 0; pause_us < 40'000; pause_us += 1'000) {
    CAPTURE(pause_us);
    const Folder folder;
    put_version_1(folder.log());
    const std::vector<std::string> before = kept(folder.log());
    const pid_t child = ::fork();
    if (child == 0) {
      open_log(folder.log(), {});
      ::_exit(0);
    }
    ::usleep(static_cast<useconds_t>(pause_us));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    old_ones += version(folder.log()) == "1|";
    const auto log = open_log(folder.log(), {});
    REQUIRE(version(folder.log()) == "2|");
    REQUIRE(kept(folder.log()) == before);
    REQUIRE(faults(*log).empty());
  }
  CHECK(old_ones > 0);
}

TEST_CASE("a copy of something else is not taken for the copy of the log") {
  const Folder folder;
  put_version_1(folder.log());
  {
    const Folder other;
    open_log(other.log(), {});
    files::copy_file(other.log(), upgrade_copy(folder.log(), 1));
  }
  CHECK_THROWS_AS(open_log(folder.log(), {}), Error);
  CHECK(version(folder.log()) == "1|");
  files::remove(upgrade_copy(folder.log(), 1));
  CHECK_NOTHROW(open_log(folder.log(), {}));
}

TEST_CASE("a later log is refused") {
  const Folder folder;
  { open_log(folder.log(), {}); }
  Database(folder.log(), Database::Mode::kReadWrite).execute("PRAGMA user_version = 3");
  for (const Access access : {Access::kReadWrite, Access::kReadOnly}) {
    CHECK_THROWS_WITH_AS(open_log(folder.log(), {.access = access}),
                         doctest::Contains("is of version 3"), Error);
  }
}

TEST_CASE("who has an upgraded log open from before is refused") {
  const Folder folder;
  const auto log = open_log(folder.log(), {});
  Database(folder.log(), Database::Mode::kReadWrite).execute("PRAGMA user_version = 3");
  CHECK_THROWS_AS(log->write(at(0)), Error);
  CHECK_THROWS_AS(log->read(), Error);
}

}  // namespace smsflow::upgrade_test
