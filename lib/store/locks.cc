#include "store/locks.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <sstream>
#include <thread>

#include "store/files.h"
#include "store/store.h"
#include "text/error.h"

namespace smsflow {
namespace {

using namespace std::chrono_literals;

constexpr mode_t kMode = S_IRUSR | S_IWUSR;
constexpr auto kShortestPoll = 50us;
constexpr auto kLongestPoll = 400us;
constexpr off_t kPlaces = 6;  // in the queue before the lock
constexpr auto kRunLockPoll = 20ms;
constexpr std::size_t kAnchorBytes = 256;

int open_lock(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kMode);
  if (descriptor < 0) {
    const bool no_folder = errno == ENOENT;
    throw Error(ErrorKind::kOutside, "cannot open " + path + ": " + std::strerror(errno), {},
                no_folder
                    ? "make its folder first: mkdir -p " + path.substr(0, path.find_last_of('/'))
                    : "");
  }
  return descriptor;
}

// Polls until `take` succeeds or the deadline has passed.
template <typename Take>
bool poll(std::chrono::steady_clock::time_point deadline, Take&& take) {
  std::chrono::microseconds wait = kShortestPoll;
  while (!take()) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(wait);
    wait = std::min<std::chrono::microseconds>(2 * wait, kLongestPoll);
  }
  return true;
}

// A place in the queue: a lock on one byte, apart from flock's, that ends with its process.
bool set_place(int descriptor, off_t place, short type) {
  struct flock range {};
  range.l_type = type;
  range.l_whence = SEEK_SET;
  range.l_start = place;
  range.l_len = 1;
  return ::fcntl(descriptor, F_OFD_SETLK, &range) == 0;
}

std::optional<Anchor> anchor_in(int descriptor) {
  std::array<char, kAnchorBytes> bytes{};
  const ssize_t got = ::pread(descriptor, bytes.data(), bytes.size(), 0);
  if (got <= 0) return std::nullopt;
  std::istringstream words(std::string(bytes.data(), static_cast<std::size_t>(got)));
  Anchor anchor;
  std::string end;
  if (!(words >> anchor.log_id >> anchor.batch >> anchor.hash_hex >> end) || end != "end") {
    return std::nullopt;
  }
  return anchor;
}

}  // namespace

WriteLock::WriteLock(const std::string& log_path)
    : path_(log_path + ".lock"), descriptor_(open_lock(path_)) {}

WriteLock::~WriteLock() {
  ::close(descriptor_);
}

// Who waits goes forward from place to place and gives up the last one when it has the next. Nobody
// overtakes: who releases the lock and wants it at once again comes in behind all who wait.
bool WriteLock::acquire(int busy_ms) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(busy_ms);
  for (off_t place = kPlaces; place-- > 0;) {
    const bool got = poll(deadline, [&] { return set_place(descriptor_, place, F_WRLCK); });
    if (place + 1 < kPlaces) set_place(descriptor_, place + 1, F_UNLCK);
    if (!got) return false;
  }
  const bool got = poll(deadline, [this] { return ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0; });
  set_place(descriptor_, 0, F_UNLCK);
  return got;
}

bool WriteLock::in_place() const {
  return file_at(path_) == file_of(descriptor_);
}

void WriteLock::release() {
  ::flock(descriptor_, LOCK_UN);
}

std::optional<Anchor> WriteLock::anchor() const {
  return anchor_in(descriptor_);
}

std::optional<Anchor> read_anchor(const std::string& log_path) {
  const int descriptor = ::open((log_path + ".lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return std::nullopt;
  std::optional<Anchor> anchor = anchor_in(descriptor);
  ::close(descriptor);
  return anchor;
}

void WriteLock::set_anchor(const Anchor& anchor) {
  // Always as long as before or longer: the number never shrinks, the rest is of one length.
  const std::string line =
      anchor.log_id + ' ' + std::to_string(anchor.batch) + ' ' + anchor.hash_hex + " end\n";
  // A failed write leaves the older anchor, which holds as well.
  const ssize_t written = ::pwrite(descriptor_, line.data(), line.size(), 0);
  static_cast<void>(written);
}

HeldLock::HeldLock(WriteLock& lock, int busy_ms) : lock_(lock) {
  if (lock.acquire(busy_ms)) return;
  throw LogBusy("the log is busy: another process writes too long");
}

RunLock::RunLock(const std::string& log_path, int wait_ms)
    : descriptor_(open_lock(log_path + ".run")) {
  int reason = 0;
  const auto take = [&] {
    const bool got = ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0;
    reason = got ? 0 : errno;
    return got || reason != EWOULDBLOCK;
  };
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(wait_ms);
  while (!take() && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(kRunLockPoll);
  }
  if (reason == 0) return;
  ::close(descriptor_);
  if (reason == EWOULDBLOCK) {
    throw Error(ErrorKind::kLocked, "another run holds " + log_path + ".run", {},
                "it goes on by itself; --wait SECONDS waits longer for it");
  }
  throw Error(ErrorKind::kOutside, "cannot lock " + log_path + ".run: " + std::strerror(reason));
}

RunLock::~RunLock() {
  ::close(descriptor_);
}

}  // namespace smsflow
