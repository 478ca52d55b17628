#include <arpa/inet.h>

#include <algorithm>
#include <string>

#include "config/read.h"

namespace smsflow {
namespace {

// The host of "host:port/path", "[::1]:80".
std::string_view host_of(std::string_view rest) {
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.starts_with("[")) return authority.substr(0, authority.find(']') + 1);
  return authority.substr(0, authority.find(':'));
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  in_addr address{};
  return host.starts_with("127.") && inet_pton(AF_INET, std::string(host).c_str(), &address) == 1;
}

}  // namespace

std::string url_fault(std::string_view url, bool allow_http) {
  const bool is_plain = url.starts_with("http://");
  if (!is_plain && !url.starts_with("https://")) return "a URL begins with https://";
  const std::string_view rest = url.substr(is_plain ? 7 : 8);
  const auto odd = [](char c) { return c <= ' ' || c == '\\' || c == '"' || c == 0x7F; };
  if (std::any_of(url.begin(), url.end(), odd)) return "a URL has no blanks, quotes or backslashes";
  const std::string_view host = host_of(rest);
  if (host.empty() || host == "[") return "the URL names no host";
  // "http://localhost@elsewhere" must not pass for loopback.
  if (rest.substr(0, rest.find_first_of("/?#")).find('@') != std::string_view::npos) {
    return "a URL holds no user name: secrets belong in secret_file";
  }
  if (is_plain && !allow_http && !is_loopback(host)) return "http would send secrets in the clear";
  return {};
}

bool is_loopback_url(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return false;
  const std::string_view rest = url.substr(scheme + 3);
  // "http://127.0.0.1:80@elsewhere" is elsewhere.
  const bool has_user = rest.substr(0, rest.find_first_of("/?#")).find('@') != rest.npos;
  return !has_user && is_loopback(host_of(rest));
}

}  // namespace smsflow
