#include "store/owner_lock.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <memory>
#include <set>

#include "sample.h"
#include "text/error.h"

namespace smsflow::owner_lock_test {

TEST_CASE("an owner is alive while its lock is held, within the process and beyond") {
  const Folder folder;
  const OwnerLock watcher(folder.log(), random_owner());
  const std::string other = random_owner();
  CHECK_FALSE(watcher.is_alive(other));
  auto held = std::make_unique<OwnerLock>(folder.log(), other);
  CHECK(watcher.is_alive(other));
  CHECK(held->is_alive(watcher.owner()));
  held.reset();
  CHECK_FALSE(watcher.is_alive(other));
}

TEST_CASE("a killed process leaves no lock behind, and its process id says nothing") {
  const Folder folder;
  const OwnerLock watcher(folder.log(), random_owner());
  const std::string other = random_owner();
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const OwnerLock held(folder.log(), other);
    static_cast<void>(::write(ready[1], "x", 1));
    for (;;) ::pause();
  }
  char byte = 0;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  CHECK(watcher.is_alive(other));
  REQUIRE(::kill(child, SIGKILL) == 0);
  // Not waited for yet: the process id is still taken.
  siginfo_t ended{};
  REQUIRE(::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT) == 0);
  CHECK(::kill(child, 0) == 0);
  CHECK_FALSE(watcher.is_alive(other));
  ::waitpid(child, nullptr, 0);
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("owners are random, and what is none is left to its deadline") {
  const Folder folder;
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(random_owner());
  CHECK(seen.size() == 100);
  const OwnerLock watcher(folder.log(), *seen.begin());
  for (const char* other :
       {"", "send/1", "0123456789abcde", "0123456789abcdef0", "0123456789abcdeg"}) {
    CAPTURE(other);
    CHECK(watcher.is_alive(other));
  }
  CHECK(watcher.is_alive(watcher.owner()));
  CHECK_THROWS_AS(OwnerLock(folder.log(), "send/1"), Error);
}

}  // namespace smsflow::owner_lock_test
