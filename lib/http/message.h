// HTTP requests and answers as plain values: what the server hands over, what the client performs,
// what providers read and write.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace smsflow {

using Headers = std::vector<std::pair<std::string, std::string>>;

// The first header of that name, ASCII case ignored; nothing when absent.
std::optional<std::string_view> find_header(const Headers& headers, std::string_view name);
int count_headers(const Headers& headers, std::string_view name);

struct HttpRequest {
  std::string method;
  std::string target;  // path and query, as sent
  Headers headers;
  std::string body;  // raw bytes
};

struct HttpAnswer {
  int status = 200;
  Headers headers;
  std::string body;
};

// Pairs of a query string or an application/x-www-form-urlencoded body, decoded, in their order,
// repeats kept.
using FormPairs = std::vector<std::pair<std::string, std::string>>;
FormPairs parse_form(std::string_view encoded);
std::optional<std::string_view> find_field(const FormPairs& form, std::string_view name);

// application/x-www-form-urlencoded (space is +), and RFC 3986 percent encoding of one component.
std::string encode_form(const FormPairs& pairs);
std::string percent_encode(std::string_view component);
std::string percent_decode(std::string_view component);

struct TargetParts {
  std::string_view path;
  std::string_view query;  // without the question mark
};
TargetParts split_target(std::string_view target);

}  // namespace smsflow
