// The sign of life of a sender: who writes `posting` in its name holds a lock beside the log for as
// long as it runs. The kernel drops it with the process, however that ends; process ids, which come
// again and mean nothing in another container, play no part.
#pragma once

#include <string>
#include <string_view>

namespace smsflow {

// 16 hexadecimal digits, never the same again.
std::string random_owner();

class OwnerLock {
 public:
  // `owner` as random_owner() makes it. Throws Error{kOutside}.
  OwnerLock(const std::string& log_path, std::string owner);
  ~OwnerLock();
  OwnerLock(const OwnerLock&) = delete;
  OwnerLock& operator=(const OwnerLock&) = delete;

  const std::string& owner() const { return owner_; }
  // Whether another owner's lock is held, by whatever process. An owner of another form is taken
  // for alive: its rows' deadline decides.
  bool is_alive(std::string_view other) const;

 private:
  std::string owner_;
  int descriptor_ = -1;
};

}  // namespace smsflow
