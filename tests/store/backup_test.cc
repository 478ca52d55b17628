#include "store/backup.h"

#include <filesystem>
#include <fstream>

#include "sample.h"
#include "text/error.h"

namespace smsflow::backup_test {

TEST_CASE("a backup holds what was committed, while the log goes on") {
  const Folder folder;
  const std::string copy = folder.log() + ".copy";
  const auto log = open_log(folder.log(), {});
  write(*log, TimerSet{sample_timer("t1", 70)});
  const auto transaction = log->write(at(1));
  transaction->write(TimerSet{sample_timer("t2", 80)});
  back_up(folder.log(), copy);
  transaction->commit();
  const auto backup = open_log(copy, {.access = Access::kReadOnly});
  CHECK(backup->read()->timer("t1"));
  CHECK_FALSE(backup->read()->timer("t2"));
  CHECK(backup->verify().empty());
  CHECK(backup->check_projections().empty());
}

TEST_CASE("a backup is there whole, or not at all, and never in another file's place") {
  const Folder folder;
  const std::string copy = folder.log() + ".copy";
  write(*open_log(folder.log(), {}), RevisionKept{"r1", "appointment", "source"});
  std::ofstream(copy + ".part") << "left by a run that was killed";
  back_up(folder.log(), copy);
  CHECK_FALSE(std::filesystem::exists(copy + ".part"));
  CHECK((std::filesystem::status(copy).permissions() &
         (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
        std::filesystem::perms::none);
  CHECK_THROWS_AS(back_up(folder.log(), copy), Error);
  CHECK_THROWS_AS(back_up(folder.log() + ".none", copy + ".2"), Error);
  CHECK_FALSE(std::filesystem::exists(copy + ".2"));
  CHECK_FALSE(std::filesystem::exists(copy + ".2.part"));
}

}  // namespace smsflow::backup_test
