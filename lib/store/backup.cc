#include "store/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "store/files.h"
#include "store/nature.h"
#include "store/upgrade.h"
#include "text/error.h"

namespace smsflow {
namespace {

Error cannot_make(const std::string& path, int reason) {
  return Error(ErrorKind::kOutside, path + " cannot be made: " + std::strerror(reason), {},
               reason == EEXIST ? "a backup never overwrites a file" : "");
}

// The copy under another name until it is whole. The last run may have left one.
class Part {
 public:
  explicit Part(const std::string& copy) : path_(copy + ".part") {
    ::unlink(path_.c_str());
    descriptor_ = ::open(path_.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor_ < 0) throw cannot_make(path_, errno);
  }
  ~Part() {
    ::close(descriptor_);
    ::unlink(path_.c_str());
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  const std::string& path() const { return path_; }
  void become(const std::string& copy) const {
    sync_file(path_);
    // Unlike rename(2) it never replaces a file.
    if (::link(path_.c_str(), copy.c_str()) != 0) throw cannot_make(copy, errno);
    sync_folder_of(copy);
  }

 private:
  std::string path_;
  int descriptor_ = -1;
};

}  // namespace

void back_up(const std::string& path, const std::string& copy) {
  if (::access(copy.c_str(), F_OK) == 0) throw cannot_make(copy, EEXIST);
  upgrade_to_read(path);  // which a copy is too, so that it can be marked
  Database log(path, Database::Mode::kReadOnly);
  const Part part(copy);
  log.run("VACUUM INTO ?", std::string_view(part.path()));
  {
    Database made(part.path(), Database::Mode::kReadWrite);
    mark_copy(made);
  }
  part.become(copy);
}

}  // namespace smsflow
