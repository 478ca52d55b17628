// One of Beast's assertions is too strict: a last chunk "0\r\n\r\n" that comes byte by byte breaks
// it, and would end the process.
#define BOOST_DISABLE_ASSERTS
#include <utility>  // Boost 1.74 forgets it under C++20: before any of its headers.

#include "http/request_parser.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

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

class BeastParser final : public http::basic_parser<true> {
 public:
  HttpRequest request;
  std::string expectation;
  int version = 0;
  bool body_begun = false;

 private:
  void on_request_impl(http::verb, beast::string_view method, beast::string_view target,
                       int the_version, ErrorCode&) override {
    version = the_version;
    request.method.assign(method.data(), method.size());
    request.target.assign(target.data(), target.size());
  }

  void on_field_impl(http::field field, beast::string_view name, beast::string_view value,
                     ErrorCode& error) override {
    // Trailers come here too: they are no headers, lest somebody adds a signature afterwards.
    if (is_header_done()) return;
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

  std::size_t on_body_impl(beast::string_view body, ErrorCode&) override {
    body_begun = true;
    request.body.append(body.data(), body.size());
    return body.size();
  }

  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, ErrorCode& e) override {
    return on_body_impl(body, e);
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

class RequestParser::Impl {
 public:
  explicit Impl(const Limits& limits) { begin(limits); }

  void begin(const Limits& limits) {
    parser.emplace();
    // The header comes at once and is measured by us.
    parser->header_limit(std::numeric_limits<std::uint32_t>::max());
    parser->body_limit(limits.body_bytes);
  }

  std::optional<BeastParser> parser;
};

RequestParser::RequestParser(std::size_t max_header_bytes, std::size_t max_body_bytes)
    : limits_{max_header_bytes, max_body_bytes}, impl_(std::make_unique<Impl>(limits_)) {}

RequestParser::~RequestParser() = default;

std::size_t RequestParser::put(std::string_view bytes) {
  BeastParser& parser = *impl_->parser;
  std::size_t used = 0;
  if (state() == State::kHeader) {
    // Beast sees a header only as a whole: given in pieces, it limits each of them and not all.
    const HeaderEnd end = find_header_end(bytes, limits_.header_bytes);
    refusal_ = end.refusal;
    if (end.size == 0) return 0;
    used = advance(bytes.substr(0, end.size));
    if (!parser.expectation.empty() && !beast::iequals(parser.expectation, "100-continue")) {
      refusal_ = 417;
    }
  }
  while (state() == State::kBody && used < bytes.size()) {
    const std::size_t step = advance(bytes.substr(used));
    used += step;
    if (step == 0) break;
  }
  // What a body leaves unused is a chunk's extension or a trailer.
  if (state() == State::kBody && bytes.size() - used > limits_.header_bytes) refusal_ = 431;
  return used;
}

std::size_t RequestParser::advance(std::string_view bytes) {
  ErrorCode error;
  const std::size_t used =
      impl_->parser->put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
  if (error == http::error::body_limit) {
    refusal_ = 413;
  } else if (error && error != http::error::need_more) {
    refusal_ = 400;
  }
  return used;
}

RequestParser::State RequestParser::state() const {
  if (refusal_ != 0) return State::kRefused;
  if (impl_->parser->is_done()) return State::kComplete;
  return impl_->parser->is_header_done() ? State::kBody : State::kHeader;
}

int RequestParser::refusal() const {
  return refusal_;
}

bool RequestParser::awaits_continue() const {
  const BeastParser& parser = *impl_->parser;
  return state() == State::kBody && !parser.expectation.empty() && !parser.body_begun &&
         parser.version == 11;
}

bool RequestParser::keeps_connection() const {
  return impl_->parser->version == 11 && impl_->parser->keep_alive();
}

bool RequestParser::is_head() const {
  return impl_->parser->request.method == "HEAD";
}

HttpRequest RequestParser::take() {
  HttpRequest request = std::move(impl_->parser->request);
  impl_->begin(limits_);
  refusal_ = 0;
  return request;
}

}  // namespace smsflow
