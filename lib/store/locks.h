// The two locks beside a log: files that flock(2) guards, of the same owner and mode.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace smsflow {

// The end of the log as its last writer left it, kept where an edit of the log does not reach: the
// log must hold that batch for ever after.
struct Anchor {
  std::string log_id;
  std::int64_t batch = 0;
  std::string hash_hex;
  bool operator==(const Anchor&) const = default;
};

// The write lock, `<log>.lock`: held by every transaction and every checkpoint, in all processes.
class WriteLock {
 public:
  // Opens the file, making it if need be. Throws Error{kOutside}.
  explicit WriteLock(const std::string& log_path);
  ~WriteLock();
  WriteLock(const WriteLock&) = delete;
  WriteLock& operator=(const WriteLock&) = delete;

  // Waits `busy_ms` at most, in turn with other processes; false when it was in vain.
  bool acquire(int busy_ms);
  void release();

  // Whether the lock file is at its path still.
  bool in_place() const;

  // Nothing when there is none or it cannot be read.
  std::optional<Anchor> anchor() const;
  // Not synced: an anchor lost with the power is merely older.
  void set_anchor(const Anchor& anchor);

 private:
  std::string path_;
  int descriptor_ = -1;
};

// The anchor of the log at the path, for who may only read.
std::optional<Anchor> read_anchor(const std::string& log_path);

// The write lock while it is held. Throws LogBusy when it waited in vain.
class HeldLock {
 public:
  HeldLock(WriteLock& lock, int busy_ms);
  ~HeldLock() { lock_.release(); }
  HeldLock(const HeldLock&) = delete;
  HeldLock& operator=(const HeldLock&) = delete;

 private:
  WriteLock& lock_;
};

}  // namespace smsflow
