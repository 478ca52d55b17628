// What happens to the files of a log while it is open, or before it is.
#include "store/open_log.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <functional>
#include <set>

#include "sample.h"
#include "store/backup.h"
#include "store/read.h"
#include "text/error.h"

namespace smsflow::open_log_test {

namespace {

namespace files = std::filesystem;

TimerSet timer(const std::string& id) {
  return TimerSet{sample_timer(id, 70)};
}

ErrorKind kind_of_opening(const std::string& path) {
  try {
    open_log(path, {});
  } catch (const Error& error) {
    return error.kind();
  }
  return ErrorKind::kUsage;
}

unsigned mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

// Names, sizes, modes and times of all files of a folder.
std::string look_of(const std::string& folder) {
  std::set<std::string> lines;
  for (const auto& file : files::directory_iterator(folder)) {
    struct stat status {};
    REQUIRE(::stat(file.path().c_str(), &status) == 0);
    lines.insert(file.path().filename().string() + " " + std::to_string(status.st_size) + " " +
                 std::to_string(status.st_mode) + " " + std::to_string(status.st_mtim.tv_sec) +
                 "." + std::to_string(status.st_mtim.tv_nsec));
  }
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

// A process of a user who owns nothing, made before anything is open: `use` ends well in it, or
// not.
class Nobody {
 public:
  explicit Nobody(const std::function<bool()>& use) {
    REQUIRE(::pipe(go_.data()) == 0);
    child_ = ::fork();
    if (child_ != 0) return;
    constexpr uid_t kNobody = 65'534;
    char byte = 0;
    bool well = ::geteuid() != 0 || (::setgid(kNobody) == 0 && ::setuid(kNobody) == 0);
    well = well && ::read(go_[0], &byte, 1) == 1;
    try {
      well = well && use();
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
      well = false;
    }
    ::_exit(well ? 0 : 1);
  }
  bool ends_well() {
    int status = 0;
    REQUIRE(::write(go_[1], "g", 1) == 1);
    ::waitpid(child_, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

 private:
  std::array<int, 2> go_{};
  pid_t child_ = 0;
};

bool reads_all(const std::string& path) {
  const auto log = open_log(path, {.access = Access::kReadOnly});
  LogReader reader(path);
  bool seen = false;
  reader.query("SELECT count(*) FROM v_event", {},
               [&](const LogRow& row) { seen = row.integer(0) > 0; });
  return seen && log->read()->timer("t1") && log->verify().empty() &&
         log->check_projections().empty();
}

}  // namespace

TEST_CASE("nothing is committed to a log that is not where it was") {
  for (const char* which : {"", ".lock", "-wal"}) {
    for (const char* how : {"removed", "renamed", "replaced"}) {
      CAPTURE(which);
      CAPTURE(how);
      const Folder folder;
      const std::string path = folder.log() + which;
      const auto log = open_log(folder.log(), {});
      CHECK(write(*log, timer("t1")));
      auto transaction = log->write(at(1));
      CHECK(transaction->write(timer("t2")));
      if (how == std::string("removed")) files::remove(path);
      if (how == std::string("renamed")) files::rename(path, path + ".1");
      if (how == std::string("replaced")) {
        files::copy_file(path, path + ".new");
        files::rename(path + ".new", path);
      }
      CHECK_THROWS_AS(transaction->commit(), LogGone);
      transaction.reset();
      CHECK_THROWS_AS(log->write(at(2)), LogGone);
    }
  }
}

TEST_CASE("nothing is committed to a log that was cut or overwritten") {
  for (const char* how : {"cut", "cut short", "backup", "copy", "other"}) {
    CAPTURE(how);
    const Folder folder;
    const Folder second;
    CHECK(write(*open_log(folder.log(), {}), timer("t0")));
    if (how == std::string("backup")) back_up(folder.log(), second.log());
    if (how == std::string("copy")) files::copy_file(folder.log(), second.log());
    if (how == std::string("other")) CHECK(write(*open_log(second.log(), {}), timer("t1")));
    {
      const auto log = open_log(folder.log(), {});
      for (int n = 0; n < 300; ++n) CHECK(write(*log, timer("t" + std::to_string(1 + n))));
    }
    const auto log = open_log(folder.log(), {});
    CHECK(write(*log, timer("more")));
    const auto size = files::file_size(folder.log());
    if (files::exists(second.log())) {
      std::ofstream(folder.log(), std::ios::in | std::ios::out | std::ios::binary)
          << std::ifstream(second.log(), std::ios::binary).rdbuf();
    } else {
      files::resize_file(folder.log(), how == std::string("cut") ? 0 : size - 2048);
    }
    CHECK_THROWS_AS(log->write(at(2)), LogGone);
    CHECK_THROWS_AS(log->write(at(3)), LogGone);
  }
}

TEST_CASE("a log that grows, is written by others and checkpointed is in its place") {
  const Folder folder;
  const auto log = open_log(folder.log(), {});
  for (int n = 0; n < 20; ++n) {
    const auto other = open_log(folder.log(), {.writer = "other"});
    for (int i = 0; i < 20; ++i) {
      CHECK(write(n % 2 == 0 ? *log : *other, timer(fmt::format("{}/{}", n, i))));
    }
  }
}

TEST_CASE("where there is no log, whoever only reads is told what to do") {
  const Folder folder;
  const auto refusal = [&](auto&& use) {
    try {
      use();
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::kBadInput);
      CHECK(error.where() == folder.log());
      return error.hint();
    }
    return std::string();
  };
  const std::string hint = refusal([&] { open_log(folder.log(), {.access = Access::kReadOnly}); });
  CHECK(hint.find("check the path") == 0);
  CHECK(hint.find("smsflow log create") != std::string::npos);
  CHECK(refusal([&] { LogReader reader(folder.log()); }) == hint);
  CHECK_FALSE(files::exists(folder.log()));
}

TEST_CASE("who may only read is told why the end of a log cannot be read") {
  const Folder folder;
  const std::string home = files::path(folder.log()).parent_path().string();
  Nobody reader([&] {
    try {
      LogReader log(folder.log());
    } catch (const Error& error) {
      return error.kind() == ErrorKind::kOutside &&
             error.hint().find("the log's owner") != std::string::npos;
    }
    return false;
  });
  const auto log = open_log(folder.log(), {.mode = 0644});
  CHECK(write(*log, timer("t1")));
  files::remove(folder.log() + "-shm");  // as after a crash and a cleaning
  REQUIRE(::chmod(home.c_str(), 0555) == 0);
  CHECK(reader.ends_well());
  REQUIRE(::chmod(home.c_str(), 0755) == 0);
}

TEST_CASE("a log that is missing beside its lock file is not made anew") {
  for (const bool empty : {false, true}) {
    CAPTURE(empty);
    const Folder folder;
    CHECK(write(*open_log(folder.log(), {}), timer("t1")));
    files::rename(folder.log(), folder.log() + ".away");
    files::remove(folder.log() + "-wal");
    files::remove(folder.log() + "-shm");
    if (empty) make_file(folder.log());
    CHECK(kind_of_opening(folder.log()) == ErrorKind::kBadInput);
    CHECK_THROWS_AS(require_not_lost(folder.log()), Error);
    CHECK(files::exists(folder.log()) == empty);
    files::rename(folder.log() + ".away", folder.log());
    CHECK(open_log(folder.log(), {})->read()->timer("t1"));
    CHECK_NOTHROW(require_not_lost(folder.log()));
  }
}

TEST_CASE("who may only read reads everything and changes nothing, the writer up or down") {
  for (const bool up : {true, false}) {
    for (const bool neighbours : {true, false}) {
      if (up && !neighbours) continue;
      CAPTURE(up);
      CAPTURE(neighbours);
      const Folder folder;
      const std::string home = files::path(folder.log()).parent_path().string();
      Nobody reader([&] { return reads_all(folder.log()); });
      Nobody writer([&] { return open_log(folder.log(), {}) == nullptr; });
      auto log = open_log(folder.log(), {.mode = 0644});
      CHECK(write(*log, timer("t1")));
      if (!up) log.reset();
      if (!neighbours) {
        for (const char* end : {"-wal", "-shm", ".lock"}) files::remove(folder.log() + end);
      }
      REQUIRE(::chmod(home.c_str(), 0555) == 0);
      const std::string before = look_of(home);
      CHECK(reader.ends_well());
      if (::geteuid() == 0) CHECK_FALSE(writer.ends_well());
      CHECK(look_of(home) == before);
      REQUIRE(::chmod(home.c_str(), 0755) == 0);
      if (up) CHECK(write(*log, timer("t2")));
    }
  }
}

TEST_CASE("the files beside a log have its mode") {
  const Folder folder;
  const auto log = open_log(folder.log(), {});
  CHECK(write(*log, timer("t1")));
  for (const char* end : {"", "-wal", "-shm", ".lock"}) CHECK(mode_of(folder.log() + end) == 0600);
  CHECK(write(*open_log(folder.log(), {.mode = 0640}), timer("t2")));
  for (const char* end : {"", "-wal", "-shm", ".lock"}) CHECK(mode_of(folder.log() + end) == 0640);
}

}  // namespace smsflow::open_log_test
