#include "http/listen_address.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <charconv>
#include <cstddef>

#include "text/error.h"

namespace smsflow {

namespace {

[[noreturn]] void refuse(std::string_view text) {
  throw Error(ErrorKind::kOutside,
              fmt::format("cannot listen on '{}': not an address and port", text), {},
              "write it as 127.0.0.1:8080, [::1]:8080 or :8080");
}

bool is_ip(int family, const std::string& text) {
  in6_addr ignored;
  return inet_pton(family, text.c_str(), &ignored) == 1;
}

}  // namespace

ListenAddress parse_listen_address(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) refuse(text);
  ListenAddress address;
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  address.ip = host;
  if (!host.empty() && !is_ip(bracketed ? AF_INET6 : AF_INET, address.ip)) refuse(text);

  const std::string_view port = text.substr(colon + 1);
  const char* end = port.data() + port.size();
  const auto [parsed, error] = std::from_chars(port.data(), end, address.port);
  if (error != std::errc() || parsed != end) refuse(text);
  return address;
}

}  // namespace smsflow
