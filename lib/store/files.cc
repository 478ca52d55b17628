#include "store/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "text/error.h"

namespace smsflow {
namespace {

[[noreturn]] void fail(const std::string& doing, const std::string& path) {
  throw Error(ErrorKind::kOutside, "cannot " + doing + " " + path + ": " + std::strerror(errno));
}

void sync(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0 && flags == O_RDONLY) return;  // a folder that may be used, but not read
  if (file < 0) fail("open", path);
  const int result = ::fsync(file);
  const int reason = errno;
  ::close(file);
  errno = reason;
  if (result != 0) fail("write to disk", path);
}

}  // namespace

FileId file_at(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {};
  return {status.st_dev, status.st_ino};
}

FileId file_of(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return {};
  return {status.st_dev, status.st_ino};
}

void make_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0 && errno == EEXIST) return;
  if (file < 0) fail("make", path);
  ::close(file);
  sync_folder_of(path);
}

void set_mode(const std::string& path, unsigned mode) {
  if (::chmod(path.c_str(), mode) == 0 || errno == ENOENT || errno == EPERM) return;
  fail("change the mode of", path);
}

void sync_file(const std::string& path) {
  sync(path, O_RDWR);
}

void sync_folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  sync(folder.empty() ? "." : folder, O_RDONLY);
}

}  // namespace smsflow
