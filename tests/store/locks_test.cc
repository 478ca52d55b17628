#include "store/locks.h"

#include "sample.h"
#include "text/error.h"

namespace smsflow::locks_test {

namespace {

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
