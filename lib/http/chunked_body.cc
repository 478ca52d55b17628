#include "http/chunked_body.h"

#include <algorithm>
#include <charconv>

namespace smsflow {

namespace {

constexpr std::size_t kMaxSizeDigits = 8;

bool has_control(std::string_view line) {
  return std::any_of(line.begin(), line.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

}  // namespace

std::size_t ChunkedBody::put(std::string_view bytes, std::string& body) {
  std::size_t used = 0;
  while (refusal_ == 0 && !is_complete() && used < bytes.size()) {
    const std::string_view rest = bytes.substr(used);
    if (part_ == Part::kData) {
      const std::size_t size = std::min(left_, rest.size());
      body.append(rest.substr(0, size));
      left_ -= size;
      used += size;
      if (left_ == 0) part_ = Part::kDataEnd;
      continue;
    }
    const std::size_t line = put_line(rest, body.size());
    if (line == 0) break;
    used += line;
  }
  return used;
}

std::size_t ChunkedBody::refuse(int status) {
  refusal_ = status;
  return 0;
}

// Returns the size of the line, or 0 when it is not there yet or not fit.
std::size_t ChunkedBody::put_line(std::string_view bytes, std::size_t body_bytes) {
  const std::size_t limit = part_ == Part::kDataEnd ? 2 : max_line_bytes_ - trailer_bytes_;
  const std::size_t end = bytes.substr(0, limit).find('\n');
  if (end == std::string_view::npos) {
    if (bytes.size() < limit) return 0;
    return refuse(part_ == Part::kDataEnd ? 400 : 431);
  }
  if (end == 0 || bytes[end - 1] != '\r') return refuse(400);
  const std::string_view line = bytes.substr(0, end - 1);
  if (has_control(line)) return refuse(400);
  switch (part_) {
    case Part::kSize:
      take_size(line, body_bytes);
      break;
    case Part::kDataEnd:
      part_ = Part::kSize;
      break;
    default:
      trailer_bytes_ += end + 1;
      take_trailer(line);
  }
  return refusal_ == 0 ? end + 1 : 0;
}

void ChunkedBody::take_size(std::string_view line, std::size_t body_bytes) {
  const std::string_view digits = line.substr(0, line.find(';'));
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), left_, 16);
  if (digits.size() > kMaxSizeDigits || error != std::errc() ||
      end != digits.data() + digits.size()) {
    refusal_ = 400;
  } else if (left_ > max_bytes_ - body_bytes) {
    refusal_ = 413;
  } else {
    part_ = left_ == 0 ? Part::kTrailers : Part::kData;
  }
}

void ChunkedBody::take_trailer(std::string_view line) {
  if (line.empty()) {
    part_ = Part::kEnd;
  } else if (line.find_first_of(": \t") == 0 || line.find(':') == std::string_view::npos) {
    refusal_ = 400;
  }
}

}  // namespace smsflow
