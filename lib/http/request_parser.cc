#include <utility>  // Boost 1.74 forgets it under C++20: before any of its headers.

#include "http/request_parser.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

#include "http/chunked_body.h"

#if defined(__GNUC__) && !defined(__clang__)
// Under -fsanitize=address GCC 12 suspects boost::none.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <boost/beast/http/basic_parser.hpp>

namespace smsflow {

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using ErrorCode = boost::system::error_code;

// Beast reads the header only. Its chunks are not strict enough, and one of its assertions about
// them is wrong: a last chunk that comes byte by byte would end the process.
class HeaderParser final : public http::basic_parser<true> {
 public:
  HeaderParser() {
    skip(true);
    // The header comes at once and is measured by us.
    header_limit(std::numeric_limits<std::uint32_t>::max());
  }

  HttpRequest request;
  std::string expectation;
  int version = 0;

 private:
  void on_request_impl(http::verb, beast::string_view method, beast::string_view target,
                       int the_version, ErrorCode&) override {
    version = the_version;
    request.method.assign(method.data(), method.size());
    request.target.assign(target.data(), target.size());
  }

  void on_field_impl(http::field field, beast::string_view name, beast::string_view value,
                     ErrorCode& error) override {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (field == http::field::host && ++hosts_ > 1) error = http::error::bad_field;
    if (field == http::field::content_length &&
        (++lengths_ > 1 || !std::all_of(value.begin(), value.end(), is_digit))) {
      error = http::error::bad_content_length;
    }
    if (field == http::field::transfer_encoding &&
        (version < 11 || !beast::iequals(value, "chunked"))) {
      error = http::error::bad_transfer_encoding;
    }
    if (field == http::field::expect) expectation.assign(value.data(), value.size());
    request.headers.emplace_back(std::string(name.data(), name.size()),
                                 std::string(value.data(), value.size()));
  }

  void on_header_impl(ErrorCode& error) override {
    if (version == 11 && hosts_ != 1) error = http::error::bad_field;
  }

  std::size_t on_body_impl(beast::string_view body, ErrorCode&) override { return body.size(); }
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, ErrorCode&) override {
    return body.size();
  }
  void on_response_impl(int, beast::string_view, int, ErrorCode&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
  void on_chunk_header_impl(std::uint64_t, beast::string_view, ErrorCode&) override {}
  void on_finish_impl(ErrorCode&) override {}

  int hosts_ = 0;
  int lengths_ = 0;
};

// Bytes up to and including the empty line; 0 when it is not there yet.
struct HeaderEnd {
  std::size_t size = 0;
  int refusal = 0;
};

// A bare LF, in which some servers see a line's end and some don't, and control bytes, as of a TLS
// greeting, are refused as soon as they are seen.
bool is_fit(char before, char c) {
  if (c == '\n') return before == '\r';
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0x20 && byte != 0x7f) || c == '\t' || c == '\r';
}

HeaderEnd find_header_end(std::string_view bytes, std::size_t limit) {
  constexpr std::string_view kEmptyLine = "\r\n\r\n";
  const std::size_t found = bytes.substr(0, limit).find(kEmptyLine);
  const std::size_t size = found == std::string_view::npos ? 0 : found + kEmptyLine.size();
  char before = 0;
  for (const char c : bytes.substr(0, size != 0 ? size : limit)) {
    if (!is_fit(before, c)) return {0, 400};
    before = c;
  }
  if (size == 0 && bytes.size() >= limit) return {0, 431};
  return {size, 0};
}

}  // namespace

struct RequestParser::Impl {
  HeaderParser header;
  ChunkedBody chunks;
  std::uint64_t body_bytes = 0;  // as announced, when it does not come in chunks
};

RequestParser::RequestParser(std::size_t max_header_bytes, std::size_t max_body_bytes)
    : max_header_bytes_(max_header_bytes), max_body_bytes_(max_body_bytes) {
  begin();
}

RequestParser::~RequestParser() = default;

void RequestParser::begin() {
  impl_ = std::make_unique<Impl>(
      Impl{HeaderParser(), ChunkedBody(max_body_bytes_, max_header_bytes_), 0});
  state_ = State::kHeader;
  refusal_ = 0;
}

std::size_t RequestParser::put(std::string_view bytes) {
  const std::size_t header_bytes = state_ == State::kHeader ? put_header(bytes) : 0;
  return header_bytes + (state_ == State::kBody ? put_body(bytes.substr(header_bytes)) : 0);
}

std::size_t RequestParser::put_header(std::string_view bytes) {
  const HeaderEnd end = find_header_end(bytes, max_header_bytes_);
  if (end.refusal != 0) refuse(end.refusal);
  if (end.size == 0) return 0;

  HeaderParser& header = impl_->header;
  ErrorCode error;
  header.put(boost::asio::const_buffer(bytes.data(), end.size), error);
  // To Beast a request line as short as "GET / HTTP" is not complete yet: it never will be.
  if (error || !header.is_done()) {
    refuse(400);
  } else if (!header.expectation.empty() && !beast::iequals(header.expectation, "100-continue")) {
    refuse(417);
  } else {
    impl_->body_bytes = header.content_length().value_or(0);
    const bool has_body = header.chunked() || impl_->body_bytes > 0;
    state_ = has_body ? State::kBody : State::kComplete;
    if (impl_->body_bytes > max_body_bytes_) refuse(413);
  }
  return end.size;
}

std::size_t RequestParser::put_body(std::string_view bytes) {
  std::string& body = impl_->header.request.body;
  if (!impl_->header.chunked()) {
    const std::size_t used = std::min<std::size_t>(bytes.size(), impl_->body_bytes - body.size());
    body.append(bytes.substr(0, used));
    if (body.size() == impl_->body_bytes) state_ = State::kComplete;
    return used;
  }
  const std::size_t used = impl_->chunks.put(bytes, body);
  if (impl_->chunks.refusal() != 0) refuse(impl_->chunks.refusal());
  if (impl_->chunks.is_complete()) state_ = State::kComplete;
  return used;
}

void RequestParser::refuse(int status) {
  state_ = State::kRefused;
  refusal_ = status;
}

bool RequestParser::awaits_continue() const {
  const HeaderParser& header = impl_->header;
  return state_ == State::kBody && header.version == 11 && !header.expectation.empty() &&
         header.request.body.empty();
}

bool RequestParser::keeps_connection() const {
  return impl_->header.version == 11 && impl_->header.keep_alive();
}

bool RequestParser::is_head() const {
  return impl_->header.request.method == "HEAD";
}

HttpRequest RequestParser::take() {
  HttpRequest request = std::move(impl_->header.request);
  begin();
  return request;
}

}  // namespace smsflow
