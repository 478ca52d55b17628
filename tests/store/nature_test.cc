// What a log is, before anybody writes to it: what it holds, whether it is a copy, whom it serves.
#include <doctest/doctest.h>

#include <filesystem>

#include "sample.h"
#include "store/backup.h"
#include "store/store.h"
#include "text/error.h"

namespace smsflow::nature_test {

namespace {

const AccountServed kAccount{"twilio", "AC1"};

// One event, without which no batch is written.
void keep(Log& log, const std::string& revision, int seconds = 0) {
  const std::unique_ptr<Transaction> transaction = log.write(at(seconds));
  transaction->write(RevisionKept{revision, "appointment", "source"});
  transaction->commit();
}

Nature nature_of(const std::string& path) {
  return open_log(path, {.access = Access::kReadOnly})->read()->nature();
}

void adopt(Log& log, Instant now) {
  const std::unique_ptr<Transaction> transaction = log.write(now);
  transaction->write(LogAdopted{log.read()->nature().copied});
  transaction->commit();
}

}  // namespace

TEST_CASE("a log says what kind of events it holds") {
  struct Case {
    Source source;
    bool live, simulated, replayed;
  };
  const Case cases[] = {{Source::kLive, true, false, false},
                        {Source::kSimulated, false, true, false},
                        {Source::kReplayed, false, false, true}};
  for (const Case& row : cases) {
    CAPTURE(static_cast<int>(row.source));
    const Folder folder;
    const std::unique_ptr<Log> log = open_log(folder.log(), {.source = row.source});
    CHECK_FALSE(log->read()->nature().live);
    keep(*log, "r1");
    const Nature nature = log->read()->nature();
    CHECK(nature.live == row.live);
    CHECK(nature.simulated == row.simulated);
    CHECK(nature.replayed == row.replayed);
    CHECK_FALSE(nature.copied);
  }
}

TEST_CASE("what was simulated in a live log counts until the log is adopted") {
  const Folder folder;
  keep(*open_log(folder.log(), {}), "r1");
  keep(*open_log(folder.log(), {.source = Source::kSimulated}), "r2");
  CHECK(nature_of(folder.log()).live);
  CHECK(nature_of(folder.log()).simulated);
  adopt(*open_log(folder.log(), {.copies = Copies::kAdopt}), at(10));
  CHECK(nature_of(folder.log()).live);
  CHECK_FALSE(nature_of(folder.log()).simulated);
}

TEST_CASE("a backup is marked as a copy, and written to only by who says so") {
  const Folder folder;
  const std::string copy = folder.log() + ".copy";
  const std::unique_ptr<Log> original = open_log(folder.log(), {});
  keep(*original, "r1", 7);
  back_up(folder.log(), copy);
  CHECK_FALSE(nature_of(folder.log()).copied);
  CHECK(nature_of(copy).copied == at(7));
  CHECK_THROWS_AS(open_log(copy, {})->write(at(8)), Error);
  keep(*open_log(copy, {.copies = Copies::kWrite}), "r2", 9);
  CHECK(nature_of(copy).copied == at(7));
  {
    const std::unique_ptr<Log> adopted = open_log(copy, {.copies = Copies::kAdopt});
    keep(*adopted, "r3", 10);
    CHECK(nature_of(copy).copied == at(7));
    adopt(*adopted, at(11));
  }
  CHECK_FALSE(nature_of(copy).copied);
  keep(*open_log(copy, {}), "r4", 12);
  CHECK(open_log(copy, {})->verify().empty());
  CHECK(open_log(copy, {})->check_projections().empty());
  // A copy of what was adopted is a copy again.
  back_up(copy, copy + ".2");
  CHECK(nature_of(copy + ".2").copied == at(12));
  keep(*original, "r5");
}

TEST_CASE("an older log in the log's place is a copy to whoever adopts it, until it is done") {
  const Folder folder;
  keep(*open_log(folder.log(), {}), "r1", 1);
  std::filesystem::copy_file(folder.log(), folder.log() + ".old");
  keep(*open_log(folder.log(), {}), "r2", 2);
  std::filesystem::rename(folder.log() + ".old", folder.log());
  CHECK_THROWS_AS(open_log(folder.log(), {})->write(at(3)), Error);
  CHECK_THROWS_AS(open_log(folder.log(), {.copies = Copies::kWrite})->write(at(3)), Error);
  // Cut off after its first commit, which makes the lock's memory fit again.
  keep(*open_log(folder.log(), {.copies = Copies::kAdopt}), "r3", 4);
  CHECK_THROWS_AS(open_log(folder.log(), {})->write(at(5)), Error);
  CHECK(nature_of(folder.log()).copied == at(1));
  adopt(*open_log(folder.log(), {.copies = Copies::kAdopt}), at(6));
  keep(*open_log(folder.log(), {}), "r4", 7);
}

TEST_CASE("a log keeps the accounts it serves, each once, as events") {
  const Folder folder;
  const std::unique_ptr<Log> log = open_log(folder.log(), {});
  const AccountServed other{"kannel", "clinic"};
  for (int run = 0; run < 2; ++run) {
    const std::unique_ptr<Transaction> transaction = log->write(at(run));
    CHECK(transaction->write(kAccount) == (run == 0));
    CHECK(transaction->write(other) == (run == 0));
    transaction->commit();
  }
  CHECK(log->read()->accounts() == std::vector<AccountServed>{kAccount, other});
  CHECK(log->verify().empty());
  CHECK(log->check_projections().empty());
}

}  // namespace smsflow::nature_test
