#include "http/exchange.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <new>
#include <string_view>
#include <utility>

#include "http/public_address.h"

namespace smsflow {

namespace {

constexpr long kLowSpeedBytesPerSecond = 1;
constexpr long kLowSpeedSeconds = 10;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool starts_with_scheme(const std::string& url, std::string_view scheme) {
  return url.size() > scheme.size() &&
         std::equal(scheme.begin(), scheme.end(), url.begin(), [](char wanted, char c) {
           return wanted == std::tolower(static_cast<unsigned char>(c));
         });
}

// Failures that can come before the first byte of the request. The same ones may come later too,
// which the counters tell.
bool may_precede_request(CURLcode code) {
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_LOGIN_DENIED:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
      return true;
    default:
      return false;
  }
}

}  // namespace

Exchange::Exchange(HttpCall call, std::uint64_t tag) : call_(std::move(call)) {
  result_.tag = tag;
}

std::string Exchange::find_forgery() const {
  // Curl would guess a scheme where there is none, and stop reading at a NUL.
  if ((!starts_with_scheme(call_.url, "http://") && !starts_with_scheme(call_.url, "https://")) ||
      call_.url.find('\0') != std::string::npos) {
    return "the URL is neither http nor https";
  }
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (call_.method.empty() || !std::all_of(call_.method.begin(), call_.method.end(), is_capital)) {
    return "the method is malformed";
  }
  // Curl passes these on as they are: a line end would begin another header, or another request.
  constexpr std::string_view kLineEnds("\r\n\0", 3);
  for (const auto& [name, value] : call_.headers) {
    if (name.empty() || name.find_first_of(" \t:;") != std::string::npos ||
        name.find_first_of(kLineEnds) != std::string::npos ||
        value.find_first_of(kLineEnds) != std::string::npos) {
      return "a header is malformed";
    }
  }
  return {};
}

void Exchange::begin(Easy easy, const HttpLimits& limits) {
  easy_ = std::move(easy);
  room_ = limits.max_answer_bytes;
  set_headers();
  set_request();
  set_bounds(limits);
  set_answer();
}

void Exchange::add_line(const std::string& line) {
  curl_slist* longer = curl().slist_append(lines_.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(lines_.release());
  lines_.reset(longer);
}

// "Name;" is curl's spelling of a header without a value, "Name:" of one it must not add by itself.
void Exchange::set_headers() {
  for (const auto& [name, value] : call_.headers) {
    add_line(trimmed(value).empty() ? name + ";" : fmt::format("{}: {}", name, value));
  }
  for (const char* name : {"Expect", "Accept", "Content-Type"}) {
    if (!find_header(call_.headers, name)) add_line(std::string(name) + ":");
  }
  if (!find_header(call_.headers, "User-Agent")) add_line("User-Agent: smsflow");
  curl().easy_setopt(easy(), CURLOPT_HTTPHEADER, lines_.get());
}

void Exchange::set_request() {
  curl().easy_setopt(easy(), CURLOPT_URL, call_.url.c_str());
  if (call_.method == "HEAD") {
    curl().easy_setopt(easy(), CURLOPT_NOBODY, 1L);
  } else if (call_.method != "GET" || !call_.body.empty()) {
    curl().easy_setopt(easy(), CURLOPT_POSTFIELDSIZE_LARGE,
                       static_cast<curl_off_t>(call_.body.size()));
    curl().easy_setopt(easy(), CURLOPT_POSTFIELDS, call_.body.c_str());
    curl().easy_setopt(easy(), CURLOPT_CUSTOMREQUEST, call_.method.c_str());
  }
  if (!call_.basic_user.empty()) {
    curl().easy_setopt(easy(), CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    curl().easy_setopt(easy(), CURLOPT_USERNAME, call_.basic_user.c_str());
    curl().easy_setopt(easy(), CURLOPT_PASSWORD, call_.basic_password.c_str());
  }
}

void Exchange::set_bounds(const HttpLimits& limits) {
  // On a kept connection that closes before the answer's first byte, curl repeats a POST by itself:
  // the text would go out twice.
  curl().easy_setopt(easy(), CURLOPT_FRESH_CONNECT, 1L);
  curl().easy_setopt(easy(), CURLOPT_FORBID_REUSE, 1L);
  curl().easy_setopt(easy(), CURLOPT_FOLLOWLOCATION, 0L);
  curl().easy_setopt(easy(), CURLOPT_PROXY, "");
  curl().easy_setopt(easy(), CURLOPT_NOSIGNAL, 1L);
  curl().easy_setopt(easy(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl().easy_setopt(easy(), CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl().easy_setopt(easy(), CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  // Secrets in a URL would end in logs; they have their own fields.
  curl().easy_setopt(easy(), CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  // Zero would be no limit.
  curl().easy_setopt(easy(), CURLOPT_TIMEOUT_MS, std::max(1L, static_cast<long>(call_.timeout_ms)));
  curl().easy_setopt(easy(), CURLOPT_CONNECTTIMEOUT_MS,
                     std::max(1L, static_cast<long>(call_.connect_timeout_ms)));
  curl().easy_setopt(easy(), CURLOPT_LOW_SPEED_LIMIT, kLowSpeedBytesPerSecond);
  curl().easy_setopt(easy(), CURLOPT_LOW_SPEED_TIME, kLowSpeedSeconds);
  // The system's directory of certificates is still looked at.
  if (!limits.ca_file.empty()) curl().easy_setopt(easy(), CURLOPT_CAINFO, limits.ca_file.c_str());
  if (call_.public_only || !limits.allow_private) {
    curl().easy_setopt(easy(), CURLOPT_OPENSOCKETFUNCTION, open_public);
    curl().easy_setopt(easy(), CURLOPT_OPENSOCKETDATA, this);
  }
}

void Exchange::set_answer() {
  curl().easy_setopt(easy(), CURLOPT_PRIVATE, this);
  curl().easy_setopt(easy(), CURLOPT_ERRORBUFFER, curl_words_);
  curl().easy_setopt(easy(), CURLOPT_HEADERFUNCTION, on_header);
  curl().easy_setopt(easy(), CURLOPT_HEADERDATA, this);
  curl().easy_setopt(easy(), CURLOPT_WRITEFUNCTION, on_body);
  curl().easy_setopt(easy(), CURLOPT_WRITEDATA, this);
}

bool Exchange::take_room(std::size_t bytes) {
  if (bytes > room_) {
    refusal_ = "the answer is too large";
    return false;
  }
  room_ -= bytes;
  return true;
}

// Curl shows each line, status lines and the empty one included; interim answers (1xx) come before
// the final one in the same way, trailers after its body.
std::size_t Exchange::on_header(char* data, std::size_t, std::size_t size, void* owner) {
  auto& self = *static_cast<Exchange*>(owner);
  if (!self.take_room(size)) return 0;
  const std::string_view line = trimmed({data, size});
  if (line.starts_with("HTTP/")) {
    self.headers_complete_ = false;
    self.result_.headers.clear();
  } else if (line.empty()) {
    self.headers_complete_ = true;
  } else if (const std::size_t colon = line.find(':');
             colon != std::string_view::npos && !self.headers_complete_) {
    self.result_.headers.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
  }
  return size;
}

std::size_t Exchange::on_body(char* data, std::size_t, std::size_t size, void* owner) {
  auto& self = *static_cast<Exchange*>(owner);
  if (self.call_.status_only || !self.take_room(size)) return 0;
  self.result_.body.append(data, size);
  return size;
}

// Called with the address that the name was resolved to, hence after all tricks with names.
curl_socket_t Exchange::open_public(void* owner, curlsocktype, curl_sockaddr* address) {
  if (!is_public(address->addr)) {
    static_cast<Exchange*>(owner)->refusal_ = "the address is not a public one";
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// When in doubt it is kBroken: a text repeated in error reaches a person twice.
HttpOutcome Exchange::outcome(CURLcode code) const {
  long request_bytes = 0;
  curl_off_t sending_since = 0;
  const bool counted =
      curl().easy_getinfo(easy(), CURLINFO_REQUEST_SIZE, &request_bytes) == CURLE_OK &&
      curl().easy_getinfo(easy(), CURLINFO_PRETRANSFER_TIME_T, &sending_since) == CURLE_OK;
  if (may_precede_request(code) && counted && request_bytes == 0 && sending_since == 0) {
    return HttpOutcome::kNotSent;
  }
  // Curl is content with an answer that ends within its header.
  const bool complete = (code == CURLE_OK || call_.status_only) && refusal_.empty() &&
                        headers_complete_ && result_.status >= 200;
  return complete ? HttpOutcome::kAnswered : HttpOutcome::kBroken;
}

std::string Exchange::problem(CURLcode code) const {
  if (result_.outcome == HttpOutcome::kAnswered) return {};
  if (!refusal_.empty()) return refusal_;
  if (code == CURLE_OK) return "the answer ended within its header";
  return curl_words_[0] != '\0' ? curl_words_ : curl().easy_strerror(code);
}

HttpResult Exchange::conclude(CURLcode code) {
  long status = 0;
  curl_off_t microseconds = 0;
  curl().easy_getinfo(easy(), CURLINFO_RESPONSE_CODE, &status);
  curl().easy_getinfo(easy(), CURLINFO_TOTAL_TIME_T, &microseconds);
  result_.status = static_cast<int>(status);
  result_.seconds = static_cast<double>(microseconds) / 1e6;
  result_.outcome = outcome(code);
  result_.problem = problem(code);
  return std::move(result_);
}

HttpResult Exchange::refuse(std::string problem) {
  result_.problem = std::move(problem);
  return std::move(result_);
}

Easy Exchange::release() {
  curl().easy_reset(easy());
  return std::move(easy_);
}

}  // namespace smsflow
