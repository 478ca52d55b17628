#include "store/owner_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>

#include "text/error.h"

namespace smsflow {
namespace {

constexpr std::size_t kDigits = 16;

// The byte of the lock file that stands for an owner: two of them meet once in 2^62.
std::optional<off_t> byte_of(std::string_view owner) {
  std::uint64_t value = 0;
  const char* const end = owner.data() + owner.size();
  const auto [stop, error] = std::from_chars(owner.data(), end, value, 16);
  if (owner.size() != kDigits || error != std::errc() || stop != end) return std::nullopt;
  return static_cast<off_t>(value >> 2U);
}

struct flock one_byte(off_t at, short type) {
  struct flock range {};
  range.l_type = type;
  range.l_whence = SEEK_SET;
  range.l_start = at;
  range.l_len = 1;
  return range;
}

[[noreturn]] void fail_lock(const std::string& path) {
  throw Error(ErrorKind::kOutside, "cannot lock " + path + ": " + std::strerror(errno));
}

}  // namespace

std::string random_owner() {
  std::uint64_t value = 0;
  if (::getrandom(&value, sizeof value, 0) != sizeof value) {
    throw Error(ErrorKind::kOutside, "the system gives no random numbers");
  }
  return fmt::format("{:016x}", value);
}

OwnerLock::OwnerLock(const std::string& log_path, std::string owner) : owner_(std::move(owner)) {
  const std::string path = log_path + ".run";
  const std::optional<off_t> byte = byte_of(owner_);
  if (!byte) throw Error(ErrorKind::kOutside, "an owner is not 16 hexadecimal digits");
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor_ < 0) fail_lock(path);
  struct flock range = one_byte(*byte, F_WRLCK);
  if (::fcntl(descriptor_, F_OFD_SETLK, &range) == 0) return;
  ::close(descriptor_);
  fail_lock(path);
}

OwnerLock::~OwnerLock() {
  ::close(descriptor_);
}

bool OwnerLock::is_alive(std::string_view other) const {
  const std::optional<off_t> byte = byte_of(other);
  if (!byte || other == owner_) return true;
  struct flock range = one_byte(*byte, F_WRLCK);
  return ::fcntl(descriptor_, F_OFD_GETLK, &range) != 0 || range.l_type != F_UNLCK;
}

}  // namespace smsflow
