#include "store/locks.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <thread>

#include "sample.h"
#include "text/error.h"

namespace smsflow::locks_test {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// What a process had that wrote without a pause.
struct Share {
  int turns = 0;
  std::int64_t longest_wait_us = 0;
};

// In a process of its own, which writes its share to `pipe`.
void write_without_pause(const std::string& log, milliseconds turn, int pipe) {
  Share share;
  WriteLock lock(log);
  const auto end = steady_clock::now() + milliseconds{1500};
  while (steady_clock::now() < end) {
    const auto asked = steady_clock::now();
    if (!lock.acquire(5'000)) ::_exit(1);
    const auto waited = steady_clock::now() - asked;
    share.longest_wait_us = std::max<std::int64_t>(
        share.longest_wait_us,
        std::chrono::duration_cast<std::chrono::microseconds>(waited).count());
    share.turns += 1;
    std::this_thread::sleep_for(turn);
    lock.release();
  }
  ::_exit(::write(pipe, &share, sizeof share) == sizeof share ? 0 : 1);
}

template <std::size_t N>
std::array<Share, N> share_between(const std::string& log, const std::array<int, N>& turns_ms) {
  std::array<Share, N> shares;
  std::array<int, N> pipes{};
  std::array<pid_t, N> writers{};
  for (std::size_t i = 0; i < N; ++i) {
    int ends[2] = {};
    REQUIRE(::pipe(ends) == 0);
    writers[i] = ::fork();
    REQUIRE(writers[i] >= 0);
    if (writers[i] == 0) write_without_pause(log, milliseconds{turns_ms[i]}, ends[1]);
    ::close(ends[1]);
    pipes[i] = ends[0];
  }
  for (std::size_t i = 0; i < N; ++i) {
    CHECK(::read(pipes[i], &shares[i], sizeof(Share)) == sizeof(Share));
    ::close(pipes[i]);
    int status = 0;
    ::waitpid(writers[i], &status, 0);
    CHECK(status == 0);
  }
  return shares;
}

const Anchor kAnchor{.log_id = "00ff", .batch = 12, .hash_hex = std::string(64, 'a')};

}  // namespace

TEST_CASE("one holds the write lock; another gets it when it is released") {
  const Folder folder;
  WriteLock one(folder.log());
  WriteLock two(folder.log());
  CHECK(one.acquire(0));
  CHECK_FALSE(two.acquire(0));
  CHECK_FALSE(two.acquire(20));
  CHECK_THROWS_AS(HeldLock(two, 0), Error);
  one.release();
  CHECK(two.acquire(0));
  CHECK_FALSE(one.acquire(0));
}

TEST_CASE("two processes that write without a pause take turns") {
  const Folder folder;
  const auto shares = share_between<2>(folder.log(), {20, 1});
  CAPTURE(shares[0].turns);
  CAPTURE(shares[1].turns);
  CAPTURE(shares[0].longest_wait_us);
  CAPTURE(shares[1].longest_wait_us);
  CHECK(std::abs(shares[0].turns - shares[1].turns) <= 5);
  // The turn of the other one, and what a busy machine adds.
  CHECK(shares[1].longest_wait_us < 60'000);
  CHECK(shares[0].longest_wait_us < 60'000);
}

TEST_CASE("of four that write without a pause none is overtaken") {
  const Folder folder;
  const auto shares = share_between<4>(folder.log(), {10, 10, 10, 10});
  for (const Share& share : shares) {
    CAPTURE(share.turns);
    CHECK(share.turns >= 20);
    CHECK(share.longest_wait_us < 120'000);
    CHECK(std::abs(share.turns - shares[0].turns) <= 3);
  }
}

TEST_CASE("a held lock is released at its end, and by a process that ends") {
  const Folder folder;
  WriteLock one(folder.log());
  { const HeldLock held(one, 0); }
  {
    WriteLock gone(folder.log());
    REQUIRE(gone.acquire(0));
  }
  CHECK(one.acquire(0));
}

TEST_CASE("a lock file that was removed or replaced is not in its place") {
  const Folder folder;
  const WriteLock lock(folder.log());
  CHECK(lock.in_place());
  std::filesystem::remove(folder.log() + ".lock");
  CHECK_FALSE(lock.in_place());
  const WriteLock other(folder.log());
  CHECK(other.in_place());
  CHECK_FALSE(lock.in_place());
}

TEST_CASE("the locks of two logs are two") {
  const Folder folder;
  WriteLock one(folder.log());
  WriteLock other(folder.log() + "2");
  CHECK(one.acquire(0));
  CHECK(other.acquire(0));
}

TEST_CASE("an anchor is what the last one wrote, for readers too") {
  const Folder folder;
  CHECK_FALSE(read_anchor(folder.log()));
  WriteLock lock(folder.log());
  CHECK_FALSE(lock.anchor());
  lock.set_anchor(kAnchor);
  CHECK(lock.anchor() == kAnchor);
  CHECK(read_anchor(folder.log()) == kAnchor);
  Anchor next = kAnchor;
  next.batch = 13;
  next.hash_hex = std::string(64, 'b');
  lock.set_anchor(next);
  CHECK(WriteLock(folder.log()).anchor() == next);
}

TEST_CASE("half an anchor is none") {
  const Folder folder;
  WriteLock lock(folder.log());
  lock.set_anchor(kAnchor);
  std::filesystem::resize_file(folder.log() + ".lock", 40);
  CHECK_FALSE(lock.anchor());
  CHECK_FALSE(read_anchor(folder.log()));
}

TEST_CASE("a second run is told that the first goes on, and may run once that has ended") {
  const Folder folder;
  {
    const RunLock first(folder.log());
    try {
      const RunLock second(folder.log());
      FAIL("two runs at once");
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::kLocked);
    }
  }
  CHECK_NOTHROW(RunLock(folder.log()));
}

TEST_CASE("a lock in a folder that is not there cannot be made") {
  const Folder folder;
  try {
    const WriteLock lock(folder.log() + "/nowhere");
    FAIL("made in no folder");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kOutside);
  }
}

}  // namespace smsflow::locks_test
