// A file that requests are appended to, a line each in the capture format: what --capture asks
// for, and the quarantine beside the log, where a request is kept that could not be decided.
#pragma once

#include <string>

#include "app/arrived.h"

namespace smsflow {

class RequestFile {
 public:
  // Made with mode 0600 when the first line comes.
  explicit RequestFile(std::string path) : path_(std::move(path)) {}
  ~RequestFile();
  RequestFile(const RequestFile&) = delete;
  RequestFile& operator=(const RequestFile&) = delete;

  const std::string& path() const { return path_; }
  // Makes the file if need be. Throws Error{kOutside}.
  void open();
  // Throws Error{kOutside}. With `durable` it is on disk when this returns.
  void append(const std::string& lines, bool durable);

 private:
  std::string path_;
  int descriptor_ = -1;
};

// The line of a request, with its end. Masked: what must not travel by SMS is blacked out.
std::string request_line(const Arrived& arrived, bool masked);

}  // namespace smsflow
