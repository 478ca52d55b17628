// Takes the chunks of a body apart (RFC 9112, 7.1). Strict, since a chunk read differently by two
// servers is a request smuggled: no space, no bare CR or LF, at most eight digits. Extensions and
// trailers are bounded and ignored.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace smsflow {

class ChunkedBody {
 public:
  // Limits of the chunks joined, and of each size line and all trailers.
  ChunkedBody(std::size_t max_bytes, std::size_t max_line_bytes)
      : max_bytes_(max_bytes), max_line_bytes_(max_line_bytes) {}

  // Appends to `body`, which is only ever appended to by this. Returns how many bytes it used; the
  // rest, a piece of a line, has to come again with more behind it.
  std::size_t put(std::string_view bytes, std::string& body);

  bool is_complete() const { return part_ == Part::kEnd; }
  // 400 malformed, 413 too large, 431 a line too long; 0 while all is well.
  int refusal() const { return refusal_; }

 private:
  enum class Part { kSize, kData, kDataEnd, kTrailers, kEnd };

  std::size_t put_line(std::string_view bytes, std::size_t body_bytes);
  std::size_t refuse(int status);
  void take_size(std::string_view line, std::size_t body_bytes);
  void take_trailer(std::string_view line);

  std::size_t max_bytes_;
  std::size_t max_line_bytes_;
  Part part_ = Part::kSize;
  std::size_t left_ = 0;  // bytes of this chunk
  std::size_t trailer_bytes_ = 0;
  int refusal_ = 0;
};

}  // namespace smsflow
