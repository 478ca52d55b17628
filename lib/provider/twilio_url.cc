#include "provider/twilio_url.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "http/message.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

struct UrlParts {
  std::string_view scheme;     // "https://"
  std::string_view user_info;  // with its @
  std::string_view host;
  std::string_view port;  // with its colon
  std::string_view rest;  // path, query, fragment
};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

std::optional<UrlParts> split_url(std::string_view url) {
  std::size_t end = 0;
  while (end < url.size() && (is_letter(url[end]) || is_digit(url[end]) || url[end] == '+' ||
                              url[end] == '.' || url[end] == '-')) {
    ++end;
  }
  if (end == 0 || !is_letter(url[0]) || url.substr(end, 3) != "://") return std::nullopt;
  UrlParts parts;
  parts.scheme = url.substr(0, end + 3);
  url.remove_prefix(end + 3);
  const std::string_view authority = url.substr(0, url.find_first_of("/?#"));
  parts.rest = url.substr(authority.size());
  const std::size_t at = authority.rfind('@');
  const std::size_t host = at == std::string_view::npos ? 0 : at + 1;
  parts.user_info = authority.substr(0, host);
  const std::string_view host_port = authority.substr(host);
  // A colon begins the port only after the bracket that closes an IPv6 address.
  const std::size_t bracket = host_port.rfind(']');
  const std::size_t colon = host_port.find(':', bracket == std::string_view::npos ? 0 : bracket);
  parts.host = host_port.substr(0, colon);
  parts.port = host_port.substr(parts.host.size());
  return parts;
}

std::string join(const UrlParts& parts, std::string_view port) {
  std::string out;
  for (const std::string_view part :
       {parts.scheme, parts.user_info, parts.host, port, parts.rest}) {
    out += part;
  }
  return out;
}

// Escapes what the standard's set for this part of a URL names, controls, and all above "~".
void append_escaped(std::string& out, std::string_view text, std::string_view set) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte > 0x7E || set.find(c) != std::string_view::npos) {
      out += '%';
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    } else {
      out += c;
    }
  }
}

std::string plain_dots(std::string_view segment) {
  std::string out = lowered(segment);
  for (std::size_t at = 0; (at = out.find("%2e", at)) != std::string::npos; ++at) {
    out.replace(at, 3, ".");
  }
  return out;
}

std::string normalised_path(std::string_view path) {
  std::vector<std::string_view> segments;
  bool ends_open = true;  // the last segment is empty: a slash at the end
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find_first_of("/\\"), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    const std::string dots = plain_dots(segment);
    ends_open = dots == "." || dots == "..";
    if (dots == ".." && !segments.empty()) segments.pop_back();
    if (!ends_open) segments.push_back(segment);
  }
  std::string out;
  for (const std::string_view segment : segments) {
    out += '/';
    append_escaped(out, segment, "\"<>`{}");
  }
  if (ends_open) out += '/';
  return out;
}

// An IPv4 address in its usual spelling: no leading zeros, four parts.
bool is_plain_ipv4(std::string_view host) {
  for (int part = 0; part < 4; ++part) {
    const std::size_t size = std::min(host.find('.'), host.size());
    std::uint16_t value = 0;
    const auto [end, error] = std::from_chars(host.data(), host.data() + size, value);
    const bool plain = error == std::errc() && end == host.data() + size && value < 256 &&
                       (size == 1 || host.front() != '0');
    if (!plain || (part < 3) == (size == host.size())) return false;
    host.remove_prefix(std::min(size + 1, host.size()));
  }
  return true;
}

bool is_ipv6(std::string_view host) {
  return host.size() > 2 && host.front() == '[' && host.back() == ']' &&
         host.find_first_not_of("0123456789abcdef:", 1) == host.size() - 1;
}

// Nothing where the standard would do more than write it in small letters, or refuse it.
std::optional<std::string> normalised_host(std::string_view host) {
  const std::string out = lowered(host);
  if (is_ipv6(out)) return out;
  const bool plain = !out.empty() && std::all_of(out.begin(), out.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
  });
  if (!plain) return std::nullopt;
  const std::size_t dot = out.rfind('.', out.size() - 2);
  const std::size_t label = dot == std::string::npos ? 0 : dot + 1;
  // A host whose last label is a number must be an IPv4 address.
  return is_digit(out[label]) && !is_plain_ipv4(out) ? std::nullopt : std::optional(out);
}

// "" for the scheme's own port; nothing for what is no port.
std::optional<std::string> normalised_port(std::string_view port, bool https) {
  if (port.size() < 2) return std::string();
  std::uint16_t value = 0;
  const auto [end, error] = std::from_chars(port.data() + 1, port.data() + port.size(), value);
  if (error != std::errc() || end != port.data() + port.size()) return std::nullopt;
  return value == (https ? 443 : 80) ? std::string() : ":" + std::to_string(value);
}

bool is_array_index(std::string_view name, std::uint32_t& value) {
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), value);
  return error == std::errc() && end == name.data() + name.size() &&
         (name.size() == 1 || name.front() != '0') && value != 0xFFFFFFFF;
}

std::string legacy_escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text, "\"#$%&+,/:;<=>?@[\\]^`{|}");
  return out;
}

struct NamedValues {
  std::string name;
  std::vector<std::string> values;
};

// In the order in which JavaScript lists the keys of an object.
std::vector<NamedValues> gather(std::string_view query) {
  constexpr std::size_t kMaxPairs = 1000;  // more are ignored there too
  FormPairs pairs = parse_form(query);
  if (pairs.size() > kMaxPairs) pairs.resize(kMaxPairs);
  std::vector<NamedValues> all;
  std::unordered_map<std::string, std::size_t> places;
  for (auto& [raw_name, value] : pairs) {
    const std::string name = to_utf8(raw_name);
    const auto [place, is_new] = places.try_emplace(name, all.size());
    if (is_new) all.push_back({name, {}});
    all[place->second].values.push_back(to_utf8(value));
  }
  std::stable_sort(all.begin(), all.end(), [](const NamedValues& a, const NamedValues& b) {
    std::uint32_t left = 0;
    std::uint32_t right = 0;
    const bool left_is = is_array_index(a.name, left);
    const bool right_is = is_array_index(b.name, right);
    return left_is && right_is ? left < right : left_is && !right_is;
  });
  return all;
}

}  // namespace

std::string without_port(std::string_view url) {
  const std::optional<UrlParts> parts = split_url(url);
  return parts ? join(*parts, "") : std::string(url);
}

std::string with_port(std::string_view url) {
  const std::optional<UrlParts> parts = split_url(url);
  if (!parts || !parts->port.empty()) return std::string(url);
  return join(*parts, lowered(parts->scheme) == "https://" ? ":443" : ":80");
}

std::optional<std::string> normalised_url(std::string_view url) {
  const std::string text = to_utf8(url);
  const std::optional<UrlParts> parts = split_url(text);
  if (!parts || !parts->user_info.empty()) return std::nullopt;
  const std::string scheme = lowered(parts->scheme);
  if (scheme != "https://" && scheme != "http://") return std::nullopt;
  const std::optional<std::string> host = normalised_host(parts->host);
  const std::optional<std::string> port = normalised_port(parts->port, scheme == "https://");
  if (!host || !port) return std::nullopt;

  const std::string_view rest = parts->rest;
  const std::size_t hash = std::min(rest.find('#'), rest.size());
  const std::size_t mark = std::min(rest.find('?'), hash);
  std::string out = scheme + *host + *port + normalised_path(rest.substr(0, mark));
  if (mark < hash) {
    out += '?';
    append_escaped(out, rest.substr(mark + 1, hash - mark - 1), "\"<>'");
  }
  if (hash < rest.size()) {
    out += '#';
    append_escaped(out, rest.substr(hash + 1), "\"<>`");
  }
  return out;
}

std::string with_legacy_query(std::string_view url) {
  const std::size_t mark = url.find('?');
  if (mark == std::string_view::npos || mark + 1 == url.size()) return std::string(url);
  std::string out(url.substr(0, mark + 1));
  for (const NamedValues& named : gather(url.substr(mark + 1))) {
    for (const std::string& value : named.values) {
      if (out.size() > mark + 1) out += '&';
      out += legacy_escaped(named.name) + '=' + legacy_escaped(value);
    }
  }
  return out;
}

}  // namespace smsflow
