#include "record/byte_window.h"

#include <algorithm>
#include <cstring>

#include "text/error.h"

namespace smsflow {

bool ByteWindow::more() {
  constexpr std::size_t kBlockBytes = std::size_t{128} * 1024;
  if (ended_) return false;
  if (begin_ > 0) {
    std::memmove(block_.data(), block_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (block_.size() < end_ + kBlockBytes) block_.resize(std::max(end_ + kBlockBytes, 2 * end_));
  in_.read(block_.data() + end_, static_cast<std::streamsize>(kBlockBytes));
  const auto got = static_cast<std::size_t>(std::max<std::streamsize>(in_.gcount(), 0));
  if (in_.bad()) throw Error(ErrorKind::kBadInput, "the records cannot be read to their end");
  end_ += got;
  ended_ = got < kBlockBytes;
  return got > 0;
}

}  // namespace smsflow
